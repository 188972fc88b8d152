"""Snoops among the looks of an invented centre are found, and the rule asks less in vain than a simpler one."""

from __future__ import annotations

from random import Random

from bench.snoops import KINDS, OF_EACH, known, lived, scored, snoop
from darcha.monitoring.rules.looks import asked_about


def test_nine_in_ten_of_fifty_snoops_among_twenty_thousand_looks_are_asked_about() -> None:
    house = lived(Random(1), looks=20_000)
    snoop(house)
    assert len(house.snoops) == len(KINDS) * OF_EACH
    asked = {(one.look.epoch, one.look.seq) for one in asked_about(house.looks, known=known(house))}
    recall, precision = scored(asked, house)
    assert recall >= 0.9
    did = {(deed.doer, deed.case_id) for deed in house.deeds}
    idle = {(one.epoch, one.seq) for one in house.looks if (one.reader, one.case_id) not in did}
    assert precision > scored(idle, house)[1]
