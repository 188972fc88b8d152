"""The bench of told waits measures what it says."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from bench.told_waits import SETTINGS, Told, measure, pinball
from darcha.queue.rules import Forecast


def test_a_quantile_told_right_loses_least() -> None:
    waits = [float(wait) for wait in range(1, 101)]
    losses = {told: sum(pinball(0.9, told, wait) for wait in waits) for told in (50.0, 80.0, 90.0, 99.0)}
    assert min(losses, key=losses.__getitem__) == 90.0


def test_shares_are_of_those_told() -> None:
    found = Told([(Forecast(1, 10.0, 20.0), wait) for wait in (5.0, 12.0, 18.0, 30.0)]).figures()
    assert (found["within"], found["under_half"], found["under_upper"]) == (0.5, 0.25, 0.75)
    assert found["pinball_half"] == (2.5 + 1 + 4 + 10) / 4


def test_where_officers_differ_waits_are_told_better_by_who_sits_there() -> None:
    setting = replace(SETTINGS["one window a line, officers very different"], learnt_days=4)
    told = measure(setting, 1, Random("a hall"))
    loss = {name: told[name]["pinball_upper"] for name in ("service", "learnt", "known")}
    assert loss["known"] < loss["service"]
    assert loss["learnt"] < 0.9 * loss["service"]
