"""Whether two names are of one person or of one family, as far as names can tell; pure.

On the papers of the country the surname comes first ("Karimova Nigora Anvar qizi", "Каримов Рустам Ўткирович"); colleagues
are called the other way round ("Nigora Karimova"). Both are understood.
"""

from __future__ import annotations

from enum import StrEnum

from darcha.kernel.scripts import folded

_ENDINGS = (("ova", "ov"), ("eva", "ev"), ("ina", "in"), ("skaa", "skiy"))
"""A woman's surname and a man's, folded: one family."""

_TELLING_PARTS = 2
"""Surname and given name; fewer parts are of too many people."""


class Tie(StrEnum):
    """How who looks stands to whom the file is about: eternal, as kept with a look."""

    OWN = "own"
    COLLEAGUE = "colleague"
    FAMILY = "family"


def _parts(name: str) -> list[str]:
    return folded(name).split()[:_TELLING_PARTS]


def family_name(surname: str) -> str:
    """Return a surname as men bear it, in Latin, small. Check: "Юсупова" is "usupov"."""
    told = folded(surname)
    for hers, his in _ENDINGS:
        if told.endswith(hers):
            return told.removesuffix(hers) + his
    return told


def called(name: str) -> str:
    """Return what a person is known by, surname and given name in whatever order and script; "" where there are not both."""
    parts = _parts(name)
    return " ".join(sorted(parts)) if len(parts) == _TELLING_PARTS else ""


def ties(*, reader: str, about: str, colleagues: frozenset[str]) -> frozenset[Tie]:
    """Return what ties the employee called `reader` to the person `about`; `colleagues` are what `called` makes of them.

    What is one's own is no colleague's and no relative's.
    """
    person = called(about)
    if person and person == called(reader):
        return frozenset({Tie.OWN})
    found = set()
    if person in colleagues:
        found.add(Tie.COLLEAGUE)
    families = {family_name(part) for part in _parts(reader)}
    if any(family_name(surname) in families for surname in _parts(about)[:1]):
        found.add(Tie.FAMILY)
    return frozenset(found)
