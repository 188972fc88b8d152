"""A published catalogue as a file: Turtle or JSON-LD, both self-contained."""

from __future__ import annotations

import hashlib
import json
from io import BytesIO
from typing import Any, Literal

from rdflib import XSD, Graph
from rdflib import Literal as Text
from rdflib.plugins.serializers.jsonld import Converter
from rdflib.plugins.serializers.turtle import TurtleSerializer
from rdflib.plugins.shared.jsonld.context import Context

Form = Literal["ttl", "jsonld"]


class _ExactTurtle(TurtleSerializer):
    """Writes a number as it stands; rdflib would round it to seven digits, or write 0 as 0.0."""

    def label(self, node: Any, position: int) -> str:
        """Return a node as it is written at this place of a sentence."""
        if isinstance(node, Text) and node.datatype in {XSD.double, XSD.decimal}:
            return node.n3(self.store.namespace_manager)
        return str(super().label(node, position))


class _TypedJson(Converter):
    """Writes every number as a typed string: a reader would take 8240.0 for a whole number, which no cost may be."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, use_native_types=False, use_rdf_type=False)
        self.use_native_types = False  # rdflib turns it on wherever there is a context


def written(graph: Graph, *, form: Form) -> bytes:
    """Return a graph without blank nodes as a file in UTF-8."""
    if form == "ttl":
        stream = BytesIO()
        _ExactTurtle(graph).serialize(stream, encoding="utf-8")
        return stream.getvalue()
    prefixes = {prefix: str(space) for prefix, space in graph.namespaces()}
    told = _TypedJson(Context(prefixes)).convert(graph)
    # A graph within the graph would be a named one, and whoever reads the default one would find nothing.
    whole = {"@context": prefixes, **({"@graph": told} if isinstance(told, list) else told)}
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def mark(graph: Graph) -> str:
    """Return the SHA-256 (hex) of the triples of a graph without blank nodes, in whatever order they came."""
    lines = sorted(f"{one.n3()} {what.n3()} {value.n3()}" for one, what, value in graph)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
