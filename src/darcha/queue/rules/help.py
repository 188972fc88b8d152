"""What an officer gives beside their own services, and when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from darcha.centres.rules import Help

IDLE, LATE = HELPED = ("idle", "late")
"""Why an officer helps out: nobody of their own waits; somebody there waits longer than promised."""


@dataclass(frozen=True, slots=True)
class Skills:
    """What an officer may give, shared out: always, when idle, when somebody waits for it beyond the promise."""

    own: frozenset[str]
    when_idle: frozenset[str] = frozenset()
    when_late: frozenset[str] = frozenset()


def skills(
    *, may_give: frozenset[str], department_id: str | None, department_of: Mapping[str, str], help_rules: Iterable[Help]
) -> Skills:
    """Share out what an officer of a department may give by the centre's rules of help.

    A rule entitles nobody: it only keeps for its hour what the officer may give anyhow (`may_give`). Who would have
    nothing of their own left keeps everything.
    """
    kept: dict[str, set[str]] = {IDLE: set(), LATE: set()}
    for rule in help_rules:
        if rule.department_id == department_id:
            kept[rule.when] |= {code for code in may_give if department_of.get(code) in rule.also}
    own = may_give - kept[IDLE] - kept[LATE]
    return Skills(own, frozenset(kept[IDLE]), frozenset(kept[LATE])) if own else Skills(may_give)


def help_now(skills: Skills, *, own_waits: bool, late: AbstractSet[str]) -> dict[str, str]:
    """Return the services given beside the own ones now, each with why (of `HELPED`).

    `own_waits`: somebody waits for an own service and can be served here. `late`: services somebody waits for, and could
    be served here, longer than promised.
    """
    idle = frozenset() if own_waits else skills.when_idle
    return dict.fromkeys(sorted(idle), IDLE) | dict.fromkeys(sorted(skills.when_late & late), LATE)
