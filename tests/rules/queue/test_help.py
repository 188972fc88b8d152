"""Help: what is kept for when an officer is idle or others are late."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from darcha.centres.rules import Help
from darcha.queue.rules import Skills, help_now, skills

SERVICES = ("TIB-01", "TIB-02", "SOLIQ-01", "SOLIQ-02", "ADL-01")
OF = {code: code.partition("-")[0] for code in SERVICES}
DEPARTMENTS = sorted(set(OF.values()))

services = st.frozensets(st.sampled_from(SERVICES))
help_rules = st.lists(
    st.builds(
        Help,
        st.sampled_from(DEPARTMENTS),
        st.lists(st.sampled_from(DEPARTMENTS), min_size=1).map(tuple),
        st.sampled_from(["idle", "late"]),
    )
)


def test_gulnora_has_the_taxes_only_when_nobody_of_her_own_waits() -> None:
    gulnora = skills(
        may_give=frozenset({"TIB-01", "SOLIQ-01"}),
        department_id="TIB",
        department_of=OF,
        help_rules=[Help("TIB", ("SOLIQ", "ADL"), "idle"), Help("ADL", ("TIB",), "idle")],
    )
    assert gulnora == Skills(frozenset({"TIB-01"}), when_idle=frozenset({"SOLIQ-01"}))
    assert help_now(gulnora, own_waits=True, late=frozenset({"SOLIQ-01"})) == {}
    assert help_now(gulnora, own_waits=False, late=frozenset()) == {"SOLIQ-01": "idle"}


def test_late_joins_the_late_service_alone() -> None:
    botir = Skills(frozenset({"TIB-01"}), when_late=frozenset({"SOLIQ-01", "SOLIQ-02"}))
    assert help_now(botir, own_waits=True, late=frozenset({"SOLIQ-02", "ADL-01"})) == {"SOLIQ-02": "late"}
    assert help_now(botir, own_waits=False, late=frozenset()) == {}


@given(services, st.none() | st.sampled_from(DEPARTMENTS), help_rules, st.booleans(), services)
def test_no_rule_entitles_and_none_leaves_an_officer_without_services(
    may_give: frozenset[str], department: str | None, by: list[Help], own_waits: bool, late: frozenset[str]
) -> None:
    found = skills(may_give=may_give, department_id=department, department_of=OF, help_rules=by)
    assert found.own | found.when_idle | found.when_late == may_give
    assert bool(found.own) == bool(may_give)
    helped = help_now(found, own_waits=own_waits, late=late)
    assert set(helped) <= may_give - found.own
    assert found.when_idle <= set(helped) or own_waits
