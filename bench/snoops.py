"""Fifty snoops among twenty thousand looks: how many the rule of looks finds, and how many it asks about in vain.

    python -m bench.snoops [--looks 20000] [--seeds 20]

Months of a centre are invented: officers of eight departments, people of four hundred surnames, the commonest borne by one in
fifty, files that are opened at the window, answered by departments, decided, and asked about by telephone. Most looks go with a deed of
the same day; some officers read today and answer days later; some look for a colleague; a file of an employee is
worked on like any other. Ten snoops of each of five kinds are planted: a relative, a colleague, an evening, a run of files, a
quiet file of long ago; a snoop has nothing to do in the file. The rule is told what the house is told, and beside it stand two simpler rules: every look without a
deed within a day, and every look at somebody of the same surname. The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import statistics
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

from darcha.cases.rules.kinship import called, ties
from darcha.monitoring.rules.looks import RUN_OF, Circumstances, Deed, Look, Sign, asked_about

DEPARTMENTS, OFFICERS = 8, 3
OPENS = datetime(2010, 4, 7, 4, tzinfo=UTC)
HOURS_OPEN, SHUT_FOR = 9, timedelta(hours=1)
FILES_A_DAY = 75
KINDS = ("relative", "colleague", "evening", "run", "quiet")
OF_EACH = 10

ANSWERED_LATER = 0.08
"""So many files are read, and answered by the reader only days later."""

LOOKED_FOR_A_COLLEAGUE = 0.03
ASKED_BY_TELEPHONE = 0.01
OF_AN_EMPLOYEE = 0.002


@dataclass(slots=True)
class File:
    """A file: whom it is about, which departments act in it, on which day it was opened."""

    id: int
    about: str
    departments: list[int]
    opened: datetime


@dataclass(slots=True)
class House:
    """What happened: looks, deeds, and which looks were snoops, by kind."""

    random: Random
    officers: list[tuple[str, str, int]] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    deeds: list[Deed] = field(default_factory=list)
    snoops: dict[tuple[int, int], str] = field(default_factory=dict)

    def looks_at(self, file: File, reader: str, at: datetime, basis: str, *, snoop: str = "") -> None:
        """Write a look."""
        look = Look(1, len(self.looks) + 1, at, reader, file.id, basis)
        self.looks.append(look)
        if snoop:
            self.snoops[look.epoch, look.seq] = snoop

    def works(self, file: File, doer: str, at: datetime) -> None:
        """Write a look with the deed it was for."""
        self.looks_at(file, doer, at, "item")
        self.deeds.append(Deed(at + timedelta(minutes=self.random.randint(1, 40)), doer, file.id))

    def of_department(self, department: int) -> str:
        """Return an officer of it."""
        return self.random.choice([label for label, _, own in self.officers if own == department])


_SYLLABLES = [first + vowel for first in ("b", "d", "f", "g", "h", "j", "k", "l", "m", "n") for vowel in "aiou"]
_FAMILIES = [first + second + "rov" for first in _SYLLABLES for second in _SYLLABLES[:10]][:400]
_COMMONNESS = [1 / (10 + rank) for rank in range(len(_FAMILIES))]
_GIVEN = [
    first + second
    for first in _SYLLABLES[10:30]
    for second in ("nora", "shod", "mira", "lbek", "fiza", "zod", "gul", "yor")
]


def _name(random: Random) -> str:
    """Return a surname and a given name; the commonest surname is borne by one in fifty."""
    (family,) = random.choices(_FAMILIES, _COMMONNESS)
    return f"{family}{random.choice(['', 'a'])} {random.choice(_GIVEN)}"


def _an_hour(random: Random, day: datetime) -> datetime:
    return day + timedelta(minutes=random.randint(0, 60 * HOURS_OPEN))


def lived(random: Random, *, looks: int) -> House:
    """Return a centre in which people did their work until there were so many looks."""
    house = House(random)
    for number in range(DEPARTMENTS * OFFICERS):
        surname, given = _name(random).split()[:2]
        house.officers.append((f"employee:{number}", f"{given} {surname}", number % DEPARTMENTS))
    day = OPENS
    while len(house.looks) < looks:
        for _ in range(FILES_A_DAY):
            _a_file(house, day)
        day += timedelta(days=1)
    return house


def _a_file(house: House, day: datetime) -> None:
    random = house.random
    about = random.choice(house.officers)[1] if random.random() < OF_AN_EMPLOYEE else _name(random)
    file = File(len(house.files) + 1, about, random.sample(range(DEPARTMENTS), random.choice([1, 1, 2, 3])), day)
    house.files.append(file)
    at = _an_hour(random, day)
    window = random.choice(house.officers)[0]
    house.deeds.append(Deed(at, window, file.id))
    house.looks_at(file, window, at + timedelta(minutes=2), "visit")
    last = at
    for department in file.departments:
        doer = house.of_department(department)
        then = _an_hour(random, day + timedelta(days=random.randint(0, 6)))
        if random.random() < ANSWERED_LATER:
            house.looks_at(file, doer, then, "item")
            then += timedelta(days=random.randint(2, 5))
        house.works(file, doer, then)
        if random.random() < LOOKED_FOR_A_COLLEAGUE:
            house.looks_at(file, house.of_department(department), then + timedelta(hours=1), "item")
        last = max(last, then)
    owner = file.departments[0]
    decided = _an_hour(random, (last + timedelta(days=1)).replace(hour=OPENS.hour, minute=0))
    house.works(file, house.of_department(owner), decided)
    house.works(file, house.of_department(owner), decided + timedelta(hours=1))
    if random.random() < ASKED_BY_TELEPHONE:
        at = _an_hour(random, day + timedelta(days=random.randint(1, 10)))
        house.looks_at(file, house.of_department(owner), at, "reason")


def snoop(house: House) -> None:
    """Plant ten of each kind, at files and hours like those of everybody else."""
    random = house.random
    days = [file.opened for file in house.files[: -10 * FILES_A_DAY]]
    for kind in KINDS:
        for _ in range(OF_EACH // RUN_OF if kind == "run" else OF_EACH):
            reader = random.choice(house.officers)
            label, day = reader[0], random.choice(days)
            for minute, file in enumerate(_files_for(house, kind, reader, day)):
                at = (
                    _an_hour(random, day + timedelta(days=1))
                    if kind != "run"
                    else day + timedelta(hours=5, minutes=minute)
                )
                if kind == "evening":
                    at = day + timedelta(hours=HOURS_OPEN + 3)
                if kind == "quiet":
                    at += timedelta(days=40)
                house.looks_at(file, label, at, "reason" if kind in ("quiet", "relative") else "item", snoop=kind)


def _files_for(house: House, kind: str, reader: tuple[str, str, int], day: datetime) -> Iterator[File]:
    """Yield what a snoop would open that day: files of the last days, of the own department where there are, not of their work."""
    random, (label, name, department) = house.random, reader
    worked_on = {deed.case_id for deed in house.deeds if deed.doer == label} | {
        house.looks[seq - 1].case_id for _, seq in house.snoops
    }
    fresh = [f for f in house.files if timedelta(0) <= day - f.opened <= timedelta(days=4) and f.id not in worked_on]
    mine = [file for file in fresh if department in file.departments]
    if kind in ("relative", "colleague"):
        file = random.choice(mine)
        colleague = random.choice([one for _, one, _ in house.officers if one != name])
        file.about = f"{name.split()[1]} {_name(random).split()[1]}" if kind == "relative" else colleague
        yield file
    elif kind == "run":
        yield from random.sample(mine, RUN_OF)
    else:
        yield random.choice(mine if kind == "evening" else fresh)


def known(house: House) -> Circumstances:
    """Return what the house is told beside the looks."""
    names = {label: name for label, name, _ in house.officers}
    colleagues = frozenset(called(name) for name in names.values())
    about = {file.id: file.about for file in house.files}
    pairs = {(look.reader, look.case_id) for look in house.looks}
    tied = {
        (reader, case_id): frozenset(
            Sign(tie.value) for tie in ties(reader=names[reader], about=about[case_id], colleagues=colleagues)
        )
        for reader, case_id in pairs
    }
    shut = frozenset((look.epoch, look.seq) for look in house.looks if _is_shut(look.moment))
    return Circumstances(house.deeds, tied, shut)


def _is_shut(moment: datetime) -> bool:
    opens = moment.replace(hour=OPENS.hour, minute=0, second=0)
    return not opens - SHUT_FOR <= moment <= opens + timedelta(hours=HOURS_OPEN) + SHUT_FOR


def scored(found: set[tuple[int, int]], house: House) -> tuple[float, float]:
    """Return recall and precision."""
    right = len(found & set(house.snoops))
    return right / len(house.snoops), right / max(1, len(found))


def main() -> None:
    """Plant, weigh, and print one JSON object last."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--looks", type=int, default=20_000)
    arguments.add_argument("--seeds", type=int, default=20, help="so many invented houses (20)")
    chosen = arguments.parse_args()
    rows, missed, asked_in_all = [], Counter[str](), []
    for seed in range(chosen.seeds):
        house = lived(Random(seed), looks=chosen.looks)
        snoop(house)
        told = known(house)
        asked = {(one.look.epoch, one.look.seq) for one in asked_about(house.looks, known=told)}
        did = {(deed.doer, deed.case_id) for deed in house.deeds}
        idle = {(one.epoch, one.seq) for one in house.looks if (one.reader, one.case_id) not in did}
        kin = {(one.epoch, one.seq) for one in house.looks if Sign.FAMILY in told.ties[one.reader, one.case_id]}
        rows.append((scored(asked, house), scored(idle, house), scored(kin, house)))
        asked_in_all.append(len(asked))
        missed.update(kind for place, kind in house.snoops.items() if place not in asked)
        print(f"seed {seed}: {len(house.looks)} looks, {len(asked)} asked about, recall and precision {rows[-1][0]}")
    figures = [[statistics.mean(row[rule][what] for row in rows) for what in (0, 1)] for rule in range(3)]
    print(
        json.dumps(
            {
                "looks": chosen.looks,
                "planted": len(KINDS) * OF_EACH,
                "recall": round(figures[0][0], 3),
                "recall_least": round(min(row[0][0] for row in rows), 3),
                "precision": round(figures[0][1], 3),
                "asked": round(statistics.mean(asked_in_all), 1),
                "missed_by_kind": dict(sorted(missed.items())),
                "recall_of_no_deed": round(figures[1][0], 3),
                "precision_of_no_deed": round(figures[1][1], 3),
                "recall_of_same_surname": round(figures[2][0], 3),
                "precision_of_same_surname": round(figures[2][1], 3),
            }
        )
    )


if __name__ == "__main__":
    main()
