"""The catalogue as linked data, in the terms of CPSV-AP 3.2 (public services) and CCCEV 2.1 (requirements).

Every node has an address of its own below `catalogue.ttl#`, so that there are no blank nodes and two graphs of one
catalogue are the same set of triples. Every code that is used is described in the same graph. What the profile has no
word for (working days, conditions, who already holds a fact, what was not looked up) stands in words of ours, which
the graph explains too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, ORG, OWL, RDF, RDFS, SDO, SKOS, TIME, XSD, Namespace
from rdflib.term import Node

from darcha.catalogue.rules import (
    Choice,
    Department,
    DocumentType,
    FeeRow,
    FeeRule,
    LifeEvent,
    ServiceVersion,
    Source,
    checklist,
    facts_asked,
    fee,
)
from darcha.centres.rules import Timetable
from darcha.kernel import working_time
from darcha.kernel.names import LANGUAGES, Names
from darcha.national.rules import cpsv_words as words
from darcha.national.rules.cpsv_words import ADMS, AUTHORITY, CPSV, CV, ELI, LOCN

BUSINESS_EVENTS = frozenset({"business"})
"""What happens to enterprises; every other event happens in a life."""

_COUNTRY = AUTHORITY["atu/UZB"]
_AT_THE_COUNTER = "counter"


@dataclass(frozen=True, slots=True)
class CentreOffer:
    """A centre: when its departments sit there, and the codes of the services it offers."""

    timetable: Timetable
    services: frozenset[str]


@dataclass(frozen=True, slots=True)
class Published:
    """What is published of the catalogue for the day `on`.

    `address`: where the portal is reached, without a slash at its end. `ways`: the ways to apply, as the catalogue names
    them. `base_amount` in soʻm, None where none is in force.
    """

    address: str
    on: date
    bodies: tuple[Department, ...]
    life_events: tuple[LifeEvent, ...]
    ways: tuple[Choice, ...]
    base_amount: int | None
    services: tuple[ServiceVersion, ...]
    centres: tuple[CentreOffer, ...]


def longest_days(n: int, *, days_a_week: int) -> int:
    """Return the most calendar days that `n` working days can take, holidays apart.

    The term begins before the days off: one working day from a Friday ends on Monday, after 3 days. Check: 5 working
    days of a five-day week take 7, 6 take 10.
    """
    weeks, rest = divmod(n, days_a_week)
    return weeks * 7 + (rest + 7 - days_a_week if rest else 0)


def duration(n: int, unit: str, *, days_a_week: int) -> str:
    """Return a time of the law as `xsd:duration`, working days by the most calendar days they can take."""
    if unit == "wd":
        return f"P{longest_days(n, days_a_week=days_a_week)}D"
    return {"cd": f"P{n}D", "wk": f"P{7 * n}D", "mo": f"P{n}M", "min": f"PT{n}M"}[unit]


def graph(published: Published) -> Graph:
    """Return the catalogue as triples, without blank nodes."""
    return _Writing(published).all()


class _Writing:
    def __init__(self, published: Published) -> None:
        self.published = published
        self.here = Namespace(f"{published.address}/catalogue.ttl#")
        self.graph = Graph(bind_namespaces="none")
        for prefix, space in {
            "": self.here, "adms": ADMS, "cpsv": CPSV, "cv": CV, "dcat": DCAT, "dct": DCTERMS, "eli": ELI, "foaf": FOAF,
            "locn": LOCN, "org": ORG, "owl": OWL, "rdf": RDF, "rdfs": RDFS, "schema": SDO, "skos": SKOS, "time": TIME,
            "xsd": XSD,
        }.items():  # fmt: skip
            self.graph.bind(prefix or "here", space)
        self.body_of = {body.code: body for body in published.bodies}

    def node(self, name: str | URIRef, *types: Node, identifier: str | None = None) -> URIRef:
        """Return a node after saying what it is; a name is one of ours."""
        node = name if isinstance(name, URIRef) else self.here[name]
        self.tell(node, RDF.type, *types)
        if identifier is not None:
            self.tell(node, DCTERMS.identifier, Literal(identifier))
        return node

    def tell(self, node: URIRef, predicate: URIRef, *values: Node) -> None:
        for value in values:
            self.graph.add((node, predicate, value))

    def name(self, node: URIRef, predicate: URIRef, names: Names) -> None:
        for code in LANGUAGES:
            self.tell(node, predicate, Literal(names.in_language(code), lang=words.TAGS[code]))

    def concept(self, name: str | URIRef, names: Names, *types: Node) -> URIRef:
        node = self.node(name, SKOS.Concept, *types)
        self.name(node, SKOS.prefLabel, names)
        return node

    def all(self) -> Graph:
        self.codes()
        for body in self.published.bodies:
            self.body(body)
        for event in self.published.life_events:
            self.event(event)
        for offer in self.published.centres:
            self.windows(offer)
        for service in self.published.services:
            self.service(service)
        self.data_set()
        return self.graph

    def codes(self) -> None:
        for code, names in words.CONCEPTS.items():
            self.concept(code, names)
        for language, names in words.LANGUAGES.items():
            self.concept(language, names, DCTERMS.LinguisticSystem)
        for own, names in words.OWN_CONCEPTS.items():
            self.concept(own, names)
        for way in self.published.ways:
            self.concept(f"way-{way.value}", way.names)
        self.concept(_COUNTRY, words.COUNTRY, DCTERMS.Location, words.ADMINISTRATIVE_UNIT)
        for own_property, meaning in words.OWN_PROPERTIES.items():
            node = self.node(own_property, RDF.Property)
            self.tell(node, RDFS.comment, Literal(meaning, lang="en"))

    def data_set(self) -> None:
        """Describe the file itself: whose it is, under which licence, and what its words mean."""
        node = self.node("catalogue", DCAT.Dataset, identifier="catalogue")
        self.name(node, DCTERMS.title, words.TITLE)
        self.name(node, DCTERMS.description, words.ABOUT)
        publisher = self.node("publisher", FOAF.Agent, identifier="publisher")
        self.name(publisher, DCTERMS.title, words.PUBLISHER)
        self.tell(node, DCTERMS.publisher, publisher)
        self.tell(node, DCTERMS.license, self.node(words.LICENCE, DCTERMS.LicenseDocument))
        self.tell(node, DCTERMS.conformsTo, self.node(words.PROFILE, DCTERMS.Standard))
        self.tell(node, DCTERMS.language, *words.LANGUAGES)
        self.tell(node, DCTERMS.temporal, self.node("day", DCTERMS.PeriodOfTime))
        self.tell(self.here["day"], DCAT.startDate, Literal(self.published.on))
        self.tell(node, DCAT.landingPage, self.page("/services/"))
        for service in self.published.services:
            self.tell(node, DCTERMS.hasPart, self.here[f"service-{service.code}"])
            self.tell(self.here[f"service-{service.code}"], DCTERMS.isPartOf, node)
        for suffix, media_type in (("ttl", "text/turtle"), ("jsonld", "application/ld+json")):
            form = self.node(f"as-{suffix}", DCAT.Distribution)
            self.tell(node, DCAT.distribution, form)
            self.tell(form, DCAT.downloadURL, URIRef(f"{self.published.address}/catalogue.{suffix}"))
            self.tell(form, DCAT.mediaType, self.node(words.MEDIA_TYPES[media_type], DCTERMS.MediaType))
            self.tell(form, DCTERMS.license, words.LICENCE)

    def page(self, path: str) -> URIRef:
        return self.node(URIRef(f"{self.published.address}{path}"), FOAF.Document)

    def body(self, body: Department) -> None:
        types = (CV.PublicOrganisation, ORG.Organization, FOAF.Agent)
        node = self.node(f"body-{body.code}", *types, identifier=body.code)
        self.name(node, SKOS.prefLabel, body.names)
        self.name(node, DCTERMS.title, body.names)
        self.tell(node, DCTERMS.spatial, _COUNTRY)
        if not body.is_partner:
            self.tell(node, FOAF.page, self.page(f"/departments/{body.code}/"))

    def event(self, event: LifeEvent) -> None:
        business = event.code in BUSINESS_EVENTS
        kind = CV.BusinessEvent if business else CV.LifeEvent
        node = self.node(f"event-of-{event.code}", CV.Event, kind, identifier=event.code)
        self.name(node, DCTERMS.title, event.names)
        self.tell(node, DCTERMS.type, self.here["event-business" if business else "event-life"])
        self.concept(f"theme-{event.code}", event.names)
        self.tell(node, FOAF.page, self.page(f"/life-events/{event.code}/"))

    def windows(self, offer: CentreOffer) -> None:
        """Describe each department's windows at a centre, open while it sits there."""
        centre = offer.timetable.centre
        address = self.node(f"address-{centre.code}", LOCN.Address)
        self.name(address, LOCN.fullAddress, centre.address)
        for code, seat in offer.timetable.seats.items():
            name = f"{centre.code}-{code}"
            node = self.node(f"windows-{name}", CV.Channel, identifier=name)
            self.name(node, DCTERMS.description, words.joined(centre.names, centre.address, between=", "))
            self.tell(node, DCTERMS.type, self.here[f"way-{_AT_THE_COUNTER}"])
            self.tell(node, CV.ownedBy, self.here[f"body-{code}"])
            self.tell(node, LOCN.address, address)
            for day, spans in seat.windows.items():
                for begins, ends in spans:
                    self.tell(node, CV.openingHours, self.hours(day, begins, ends))

    def hours(self, day: int, begins: time, ends: time) -> URIRef:
        weekday = words.SCHEMA_DAYS[day]
        name = f"hours-{weekday}-{begins:%H%M}-{ends:%H%M}"
        node = self.node(name, TIME.TemporalEntity, SDO.OpeningHoursSpecification)
        self.name(
            node, DCTERMS.description, words.joined(words.weekday(day), words.same(f"{begins:%H:%M}–{ends:%H:%M}"))
        )
        self.tell(node, CV.frequency, AUTHORITY["frequency/WEEKLY"])
        self.tell(node, SDO.dayOfWeek, SDO[weekday])
        self.tell(node, SDO.opens, Literal(begins))
        self.tell(node, SDO.closes, Literal(ends))
        return node

    def service(self, service: ServiceVersion) -> None:
        node = self.node(f"service-{service.code}", CPSV.PublicService, identifier=service.code)
        self.name(node, DCTERMS.title, service.names)
        told = [words.joined(words.RESULT, service.output), service.benefit, service.note]
        self.name(node, DCTERMS.description, words.joined(*(part for part in told if part), between="\n"))
        self.tell(node, CV.hasCompetentAuthority, self.here[f"body-{service.department_id}"])
        self.tell(node, ADMS.status, AUTHORITY["concept-status/CURRENT"])
        self.tell(node, DCTERMS.language, *words.LANGUAGES)
        self.tell(node, DCTERMS.spatial, _COUNTRY)
        self.tell(node, OWL.versionInfo, Literal(service.content_hash[:12]))
        self.tell(node, DCTERMS.issued, Literal(service.valid_from))
        self.tell(node, FOAF.page, self.page(f"/services/{service.code}/"))
        for event in service.life_events:
            self.tell(node, CV.isGroupedBy, self.here[f"event-of-{event}"])
            self.tell(self.here[f"event-of-{event}"], CV.hasRelatedService, node)
            self.tell(node, CV.thematicArea, self.here[f"theme-{event}"])
        output = self.node(f"output-{service.code}", CV.Output, identifier=f"{service.code}-output")
        self.name(output, DCTERMS.title, service.output)
        self.tell(node, CPSV.produces, output)
        for source in service.law:
            self.tell(node, CV.hasLegalResource, self.legal_source(source))
        self.time(node, service)
        self.requirements(node, service)
        self.participants(node, service)
        self.costs(node, service, self.channels(node, service))
        for field, origin in service.provenance.items():
            if origin.illustration:
                self.tell(node, self.here.notLookedUp, self.here[f"field-{field}"])
            if origin.uncertain:
                self.tell(node, self.here.uncertain, self.here[f"field-{field}"])

    def legal_source(self, source: Source) -> URIRef:
        node = self.node(f"source-{source.key}", ELI.LegalResource, identifier=source.key)
        self.tell(node, RDFS.label, Literal(source.note or source.address))
        if source.address.startswith("https://") and " " not in source.address:
            self.tell(node, FOAF.page, self.node(URIRef(source.address), FOAF.Document))
        else:
            self.tell(node, RDFS.comment, Literal(source.address))
        return node

    def time(self, node: URIRef, service: ServiceVersion) -> None:
        limit = service.time
        week = working_time.calendar(self.body_of[service.department_id].calendar).week
        longest = duration(limit.n, limit.unit, days_a_week=len(week))
        self.tell(node, CV.processingTime, Literal(longest, datatype=XSD.duration))
        self.tell(node, self.here.statutoryCount, Literal(limit.n))
        self.tell(node, self.here.statutoryUnit, self.here[f"unit-{limit.unit}"])
        self.tell(node, self.here.statutoryKind, self.here[f"limit-{limit.kind}"])
        if service.tacit:
            self.tell(node, self.here.silence, self.here[f"silence-{service.tacit}"])

    def requirements(self, node: URIRef, service: ServiceVersion) -> None:
        """Describe the papers asked for on the day, never one the state has abolished."""
        asked = [
            item for item in checklist(service, facts={}, on=self.published.on) if item.state in {"needed", "unknown"}
        ]
        for number, item in enumerate(asked, start=1):
            name = f"{service.code}-{number}"
            requirement = self.node(f"requirement-{name}", CV.Requirement, CV.InformationRequirement, identifier=name)
            self.name(requirement, DCTERMS.title, item.document.names)
            self.tell(requirement, DCTERMS.type, self.here["bring"])
            if item.state == "unknown":
                self.conditional(requirement, service, item.condition)
            for proof in item.proofs:
                # Each list is enough by itself; of a list every paper is needed (CCCEV 2.1), so a choice is several lists.
                kind = self.paper(proof)
                enough = self.node(f"list-{proof.code}", CV.EvidenceTypeList, identifier=f"list-{proof.code}")
                self.tell(enough, CV.specifiesEvidenceType, kind)
                self.tell(requirement, CV.hasEvidenceTypeList, enough)
                self.tell(node, CV.hasInputType, kind)
            self.tell(node, CV.holdsRequirement, requirement)
            if item.clause:
                ground = self.legal_source(item.clause.source)
                self.tell(ground, RDF.type, CV.ReferenceFramework)
                self.tell(requirement, CV.isDerivedFrom, ground)

    def paper(self, document: DocumentType) -> URIRef:
        node = self.node(f"paper-{document.code}", CV.EvidenceType, identifier=document.code)
        self.name(node, DCTERMS.title, document.names)
        self.tell(node, CV.evidenceTypeClassification, self.here["paper"])
        if document.held_by:
            self.tell(node, self.here.alreadyHeldBy, self.here[f"body-{document.held_by}"])
        if document.issued_by:
            self.tell(node, self.here.writtenBy, self.here[f"body-{document.issued_by}"])
        return node

    def conditional(self, node: URIRef, service: ServiceVersion, condition: str | None) -> None:
        """Tell when something applies: for machines as written, for people by the questions it hangs on."""
        if condition is None:
            return
        self.tell(node, self.here.condition, Literal(condition))
        codes = facts_asked(condition)
        questions = [fact.question for fact in service.questions if fact.code in codes]
        if questions:
            self.name(node, DCTERMS.description, words.joined(words.DEPENDS, *questions))

    def participants(self, node: URIRef, service: ServiceVersion) -> None:
        steps = [("consulted", step.department_id, step.do) for step in (*service.parallel_steps, *service.then_steps)]
        if service.provider_id:
            steps.append(("provider", service.provider_id, service.names))
        for number, (role, body, do) in enumerate(steps, start=1):
            name = f"{service.code}-{number}"
            part = self.node(f"participation-{name}", CV.Participation, identifier=name)
            self.name(part, DCTERMS.description, do)
            self.tell(part, CV.role, self.here[f"role-{role}"])
            self.tell(part, CV.hasParticipant, self.here[f"body-{body}"])
            self.tell(node, CV.hasParticipation, part)

    def channels(self, node: URIRef, service: ServiceVersion) -> dict[str, URIRef]:
        """Name the windows that offer the service, and return its other ways to apply with their channels, by code."""
        for offer in self.published.centres:
            if service.code in offer.services and service.department_id in offer.timetable.seats:
                centre = offer.timetable.centre.code
                self.tell(node, CV.hasChannel, self.here[f"windows-{centre}-{service.department_id}"])
        names = {str(way.value): way.names for way in self.published.ways}
        others = {}
        for way, _ in service.fee.by_channel:
            others[way] = self.node(f"channel-{way}", CV.Channel, identifier=way)
            self.name(others[way], DCTERMS.description, names[way])
            self.tell(others[way], DCTERMS.type, self.here[f"way-{way}"])
            self.tell(node, CV.hasChannel, others[way])
        return others

    def costs(self, node: URIRef, service: ServiceVersion, others: dict[str, URIRef]) -> None:
        own = service.fee
        for number, row in enumerate(own.table, start=1):
            self.conditional(self.row_cost(node, service, number, row), service, row.condition)
        if not own.table:
            at_window = fee(service, facts={}, on=self.published.on, base_amount=self.published.base_amount)
            told = [own.text or (words.FREE if at_window.amount_uzs == 0 else None)]
            told.append(words.joined(words.PER, own.per) if own.per else None)
            cost = self.cost(node, service, _AT_THE_COUNTER, at_window.amount_uzs, at_window.multiples)
            if any(told):
                self.name(cost, DCTERMS.description, words.joined(*(part for part in told if part)))
        for way, channel in others.items():
            there = fee(service, facts={}, on=self.published.on, base_amount=self.published.base_amount, channel=way)
            cost = self.cost(node, service, way, there.amount_uzs, there.multiples)
            self.tell(cost, CV.ifAccessedThrough, channel)
        if own.multiples != 0:
            for rule in service.fee_rules:
                self.tell(node, CPSV.follows, self.fee_rule(rule))

    def row_cost(self, node: URIRef, service: ServiceVersion, number: int, row: FeeRow) -> URIRef:
        known = self.published.base_amount
        amount = None if known is None else int(row.multiples * known + Decimal("0.5"))
        return self.cost(node, service, f"row-{number}", amount, row.multiples)

    def cost(
        self, node: URIRef, service: ServiceVersion, name: str, amount: int | None, multiples: Decimal | None
    ) -> URIRef:
        cost = self.node(f"cost-{service.code}-{name}", CV.Cost, identifier=f"{service.code}-{name}")
        self.tell(cost, CV.currency, AUTHORITY["currency/UZS"])
        self.tell(cost, CV.isDefinedBy, self.here[f"body-{service.department_id}"])
        if amount is not None:
            self.tell(cost, CV.hasValue, Literal(f"{amount}.0", datatype=XSD.double))
        if multiples is not None:
            self.tell(cost, self.here.multiples, Literal(multiples))
        if service.fee.free_if:
            self.tell(cost, self.here.freeIf, Literal(service.fee.free_if))
        self.tell(node, CV.hasCost, cost)
        return cost

    def fee_rule(self, rule: FeeRule) -> URIRef:
        node = self.node(f"rule-{rule.code}", CPSV.Rule, identifier=rule.code)
        self.name(node, DCTERMS.title, rule.names)
        self.name(node, DCTERMS.description, rule.names)
        self.tell(node, self.here.condition, Literal(rule.condition))
        return node
