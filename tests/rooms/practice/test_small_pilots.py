"""The pilot, played small: the report follows from what was played, and from nothing else."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from darcha.journal import queries as journal
from darcha.monitoring import queries as monitoring
from darcha.practice import actions, hall
from darcha.practice.parameters import Parameters, read_parameters

PILOT = Path(__file__).parents[3] / "blueprints" / "uzbekistan" / "pilot.yaml"
SINCE, UNTIL = date(2010, 4, 7), date(2010, 4, 13)


def small(visitors: int, women: int) -> Parameters:
    return read_parameters(PILOT).model_copy(
        update={"since": SINCE, "until": UNTIL, "visitors": visitors, "women": women}
    )


def play(parameters: Parameters, *, seed: int = 1) -> None:
    for _ in actions.play_pilot(parameters=parameters, seed=seed):
        pass


def figures() -> dict[str, object]:
    return monitoring.report_json(monitoring.report(centre_id="SRG", since=SINCE, until=UNTIL))


def kinds() -> Counter[str]:
    return Counter(entry.kind for entry in journal.entries_after(centre_id="SRG", seq=0, limit=100_000))


@pytest.mark.parametrize(("visitors", "women"), [(40, 31), (25, 5)])
def test_the_report_tells_what_was_played(own_database: str, visitors: int, women: int) -> None:
    play(small(visitors, women))
    told = figures()
    assert told["visitors"]["served"] == visitors  # type: ignore[index]
    assert told["visitors"]["women"] == women  # type: ignore[index]
    assert told["visitors"]["men"] == visitors - women  # type: ignore[index]
    assert told["departments"] == 14
    assert told["staff"]["trained"] == 17  # type: ignore[index]
    assert told["staff"]["women"] == 10  # type: ignore[index]
    assert told["services"]["offered"] >= 40  # type: ignore[index]
    assert 1 <= told["services"]["used"] <= visitors  # type: ignore[index]
    assert journal.verify(centre_id="SRG") is None


def test_a_pilot_stopped_in_the_middle_of_a_day_goes_on_as_if_it_had_not_been(
    own_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    parameters = small(30, 20)
    steps = 0
    step = hall.HallDay.step

    def pulled_plug(self: hall.HallDay) -> object:
        nonlocal steps
        steps += 1
        if steps == 140:
            raise KeyboardInterrupt
        return step(self)

    with monkeypatch.context() as plug:
        plug.setattr(hall.HallDay, "step", pulled_plug)
        with pytest.raises(KeyboardInterrupt):
            play(parameters)
    assert kinds()["ticket.served"] < 30
    play(parameters)
    assert kinds()["ticket.served"] == 30
    after = kinds()
    play(parameters)
    assert kinds() == after, "played a third time it changes nothing"
    assert figures()["visitors"]["served"] == 30  # type: ignore[index]
