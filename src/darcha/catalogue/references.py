"""What the shape of a catalogue file cannot tell: that codes exist and exist once, that conditions make sense.

Works on the file's plain values, so that these mistakes are told together with mistakes of shape.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from darcha.catalogue.rules import Choice, Fact, mistakes
from darcha.kernel.blueprint import BlueprintError
from darcha.kernel.names import Names
from darcha.plumbing.yaml_lines import Lined, Path

_NAMELESS = Names(uz="", uz_cyrl="", ru="", en="")
_KINDS = ("yes_no", "number", "choice", "date")


def errors(lined: Lined) -> list[BlueprintError]:
    """Return every unknown or repeated code and every malformed condition of a catalogue file."""
    return list(_Checks(lined).all())


class _Checks:
    def __init__(self, lined: Lined) -> None:
        self.lined = lined
        self.departments = self.codes("departments")
        self.bodies = self.departments | self.codes("partners")
        self.life_events = self.codes("life_events")
        self.documents = self.codes("documents")
        self.services = self.codes("services")
        self.rules = self.codes("fee_rules")
        self.calendars = self.codes("calendars")
        self.sources = self.codes("sources", "key")
        self.facts = {str(item["code"]): _fact(item) for _, item in self.items("facts") if item.get("code")}
        self.fields = {str(item["code"]): item for _, item in self.items("fields") if item.get("code")}

    def items(self, *path: str | int) -> Iterator[tuple[Path, dict[str, Any]]]:
        """Yield the mappings of the list at `path`, each with its own path."""
        found = self.lined.at(path)
        for position, item in enumerate(found if isinstance(found, list) else ()):
            if isinstance(item, dict):
                yield (*path, position), item

    def codes(self, section: str, key: str = "code") -> set[str]:
        return {str(item[key]) for _, item in self.items(section) if item.get(key) is not None}

    def all(self) -> Iterator[BlueprintError]:
        yield from self.repeated()
        yield from self.unknown()
        yield from self.conditions()
        yield from self.unused()
        yield from self.provenances((), self.lined.value)

    def repeated(self) -> Iterator[BlueprintError]:
        groups = [["departments", "partners"], ["life_events"], ["facts", "fields"], ["documents"], ["services"]]
        for sections in [*groups, ["fee_rules"], ["calendars"]]:
            yield from self.repeated_in(sections, "code")
        yield from self.repeated_in(["sources"], "key")
        yield from self.repeated_in(["base_amounts"], "from")
        yield from self.repeated_in(["proclaimed_days"], "off")
        for path, _ in self.items("services"):
            for place in self.with_variants(path):
                yield from self.repeated_papers(place)

    def with_variants(self, path: Path) -> list[Path]:
        """Return the paths at which a service has papers: its own and those of its variants."""
        return [path, *(inner for inner, _ in self.items(*path, "variants"))]

    def repeated_papers(self, path: Path) -> Iterator[BlueprintError]:
        """Find papers asked for twice under one condition, and papers of a choice that stand elsewhere in the list too."""
        seen: set[tuple[str, str]] = set()
        alone, chosen = set[str](), set[str]()
        for inner, demand in self.items(*path, "docs"):
            several = demand.get("one_of")
            if not isinstance(several, list):
                asked = (str(demand.get("document")), str(demand.get("if")))
                if asked in seen:
                    yield self.lined.error((*inner, "document"), expected="every paper once under one condition")
                if asked[0] in chosen:
                    yield self.lined.error((*inner, "document"), expected="a paper that is not one of a choice already")
                seen.add(asked)
                alone.add(asked[0])
                continue
            for position, code in enumerate(several):
                if str(code) in alone | chosen:
                    yield self.lined.error(
                        (*inner, "one_of", position), expected="a paper that stands nowhere else in this list"
                    )
                chosen.add(str(code))

    def repeated_in(self, sections: list[str], key: str) -> Iterator[BlueprintError]:
        first: dict[str, int] = {}
        for section in sections:
            for path, item in self.items(section):
                code = str(item.get(key))
                if code in first and item.get(key) is not None:
                    yield self.lined.error((*path, key), expected=f"a {key} of its own (already on line {first[code]})")
                first.setdefault(code, self.lined.line((*path, key)))

    def known(self, path: Path, codes: Collection[str], what: str) -> Iterator[BlueprintError]:
        value = self.lined.at(path)
        if value is not None and str(value) not in codes:
            yield self.lined.error(path, expected=what)

    def each_known(self, path: Path, codes: Collection[str], what: str) -> Iterator[BlueprintError]:
        found = self.lined.at(path)
        for position, _ in enumerate(found if isinstance(found, list) else ()):
            yield from self.known((*path, position), codes, what)

    def keys_known(self, path: Path, fact: str) -> Iterator[BlueprintError]:
        found = self.lined.at(path)
        allowed = [str(choice.value) for choice in self.facts[fact].choices] if fact in self.facts else []
        for key in found if isinstance(found, dict) else ():
            if key not in allowed:
                yield self.lined.error((*path, key), got=f"'{key}'", expected=f"a value of the fact {fact}")

    def unknown(self) -> Iterator[BlueprintError]:
        for section in ("departments", "partners"):
            for path, _ in self.items(section):
                yield from self.known((*path, "calendar"), self.calendars, "the code of a calendar")
        for path, _ in self.items("calendar_test_vectors"):
            expect = self.lined.at((*path, "expect"))
            for code in expect if isinstance(expect, dict) else ():
                if code not in self.calendars:
                    yield self.lined.error((*path, "expect", code), got=f"'{code}'", expected="the code of a calendar")
        for path, _ in self.items("documents"):
            for key in ("issued_by", "held_by"):
                yield from self.known((*path, key), self.bodies, "the code of a department or partner")
            yield from self.each_known((*path, "abolished", "scope"), self.services, "the code of a service")
            yield from self.each_known((*path, "output_of"), self.services, "the code of a service")
        for path, _ in self.items("fee_rules"):
            yield from self.each_known((*path, "services"), self.services, "the code of a service")
            yield from self.known((*path, "waives"), self.rules, "the code of a fee rule")
            yield from self.keys_known((*path, "plus_hundredths"), "place")
        for path, _ in self.items("services"):
            yield from self.unknown_in_service(path)

    def unknown_in_service(self, path: Path) -> Iterator[BlueprintError]:
        yield from self.known((*path, "department"), self.departments, "the code of a department")
        yield from self.known((*path, "provider"), self.bodies, "the code of a department or partner")
        yield from self.each_known((*path, "life_events"), self.life_events, "the code of a life event")
        yield from self.keys_known((*path, "fee", "by_channel"), "channel")
        for inner in [inner for place in self.with_variants(path) for inner, _ in self.items(*place, "docs")]:
            yield from self.known((*inner, "document"), self.documents, "the code of a document")
            yield from self.each_known((*inner, "one_of"), self.documents, "the code of a document")
            yield from self.known((*inner, "clause", "source"), self.sources, "the key of a source")
        for group in ("parallel", "then"):
            for inner, _ in self.items(*path, "steps", group):
                yield from self.known((*inner, "department"), self.bodies, "the code of a department or partner")
        for inner, asked in self.items(*path, "form"):
            yield from self.known((*inner, "field"), self.fields, "the code of a field")
            if "definition" in asked:
                yield self.lined.error((*inner, "definition"), expected="nothing (a field is described under fields)")
        start = self.lined.at((*path, "apply_within", "from"))
        if start is not None and (str(start) not in self.facts or self.facts[str(start)].kind != "date"):
            yield self.lined.error((*path, "apply_within", "from"), expected="the code of a fact of kind date")

    def unused(self) -> Iterator[BlueprintError]:
        """Find fields nobody asks for: only forms keep them."""
        asked = {str(one.get("field")) for path, _ in self.items("services") for _, one in self.items(*path, "form")}
        for path, field in self.items("fields"):
            if str(field.get("code")) not in asked:
                yield self.lined.error((*path, "code"), expected="a field that a form asks for")

    def conditions(self) -> Iterator[BlueprintError]:
        for path, _ in self.items("fee_rules"):
            yield from self.condition((*path, "when"))
        for path, _ in self.items("services"):
            yield from self.conditions_of(path)
            for inner, _ in self.items(*path, "variants"):
                yield from self.condition((*inner, "if"))
                yield from self.conditions_of(inner)

            yield from self.form(path)

    def conditions_of(self, path: Path) -> Iterator[BlueprintError]:
        """Check the conditions of the papers and the fee of a service, or of one of its variants."""
        yield from self.condition((*path, "fee", "free_if"))
        for group in (("docs",), ("fee", "table")):
            for inner, _ in self.items(*path, *group):
                yield from self.condition((*inner, "if"))

    def form(self, path: Path) -> Iterator[BlueprintError]:
        """Check a form field by field: each once, its conditions speaking of what is known when it is asked."""
        known = dict(self.facts)
        seen = set()
        for inner, asked in self.items(*path, "form"):
            for key in ("shown_if", "required_if"):
                text = asked.get(key)
                for mistake in (
                    mistakes(text, known, known="a fact, or a field asked before this one that is no text")
                    if isinstance(text, str)
                    else ()
                ):
                    yield self.lined.error((*inner, key), expected=mistake)
            code = str(asked.get("field"))
            if code in seen:
                yield self.lined.error((*inner, "field"), expected="every field once")
            seen.add(code)
            field = self.fields.get(code)
            if field is not None and field.get("kind") in _KINDS:
                known[code] = _fact(field)

    def condition(self, path: Path) -> Iterator[BlueprintError]:
        text = self.lined.at(path)
        if isinstance(text, str):
            for mistake in mistakes(text, self.facts):
                yield self.lined.error(path, expected=mistake)

    def provenances(self, path: Path, value: Any) -> Iterator[BlueprintError]:
        """Find the lists of source keys wherever a `p` stands."""
        if isinstance(value, dict):
            for key, inner in value.items():
                if key == "sources" and "p" in path:
                    yield from self.each_known((*path, key), self.sources, "the key of a source")
                else:
                    yield from self.provenances((*path, key), inner)
        elif isinstance(value, list):
            for position, inner in enumerate(value):
                yield from self.provenances((*path, position), inner)


def _fact(item: dict[str, Any]) -> Fact:
    """Return what a condition must know of a fact, even where the rest of it is malformed."""
    choices = item.get("choices")
    return Fact(
        code=str(item["code"]),
        kind=item["kind"] if item.get("kind") in _KINDS else "yes_no",
        question=_NAMELESS,
        choices=tuple(
            Choice(choice["value"], _NAMELESS)
            for choice in (choices if isinstance(choices, list) else ())
            if isinstance(choice, dict) and isinstance(choice.get("value"), (str, int))
        ),
    )
