"""What can be asked of the country's catalogue and its centres together: their publication."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from rdflib import Graph

from darcha.catalogue import queries as catalogue
from darcha.centres import queries as centres
from darcha.national.rules.cpsv import CentreOffer, Published, graph
from darcha.national.rules.cpsv_files import Form, mark, written


@dataclass(frozen=True, slots=True)
class PublishedCatalogue:
    """The catalogue as linked data; `mark` changes with what it says, and with nothing else."""

    published: Published
    graph: Graph
    mark: str
    _files: dict[Form, bytes] = field(default_factory=dict, compare=False)

    def file(self, *, form: Form) -> bytes:
        """Return it as a file, Turtle or JSON-LD, in UTF-8."""
        if form not in self._files:
            self._files[form] = written(self.graph, form=form)
        return self._files[form]


_newest: list[PublishedCatalogue] = []
"""The one this process wrote last: the catalogue changes a few times a year, and the day once a day."""


def published_catalogue(*, address: str, on: date) -> PublishedCatalogue:
    """Return what is published for a day. `address` is where the portal is reached, without a slash at its end.

    It is written anew when something it tells has changed: an edition of the catalogue, a centre's file, the day.
    """
    channel = catalogue.facts().get("channel")
    published = Published(
        address=address,
        on=on,
        bodies=tuple(catalogue.departments(partners=True)),
        life_events=tuple(catalogue.life_events()),
        ways=channel.choices if channel else (),
        base_amount=catalogue.base_amount(on=on),
        services=tuple(catalogue.service_version(code=one.code, on=on) for one in catalogue.service_summaries()),
        centres=tuple(
            CentreOffer(centres.timetable(centre_id=one.code), centres.offers(centre_id=one.code))
            for one in centres.centres()
        ),
    )
    kept = _newest[0] if _newest else None
    if kept is None or kept.published != published:
        triples = graph(published)
        kept = PublishedCatalogue(published, triples, mark(triples))
        _newest[:] = [kept]
    return kept
