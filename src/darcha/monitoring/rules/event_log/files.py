"""The texts of the three formats, piece by piece.

XES: IEEE 1849-2016 with its extensions concept, time, lifecycle and organizational. OCEL 2.0: the JSON form of
https://www.ocel-standard.org/specification/.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from xml.sax.saxutils import quoteattr

from darcha.monitoring.rules.event_log.steps import ACTIVITIES, TOLD, Step, Trace, Value

_XES = "http://www.xes-standard.org/"
_ALWAYS = "1970-01-01T00:00:00Z"
"""When a value of an OCEL object holds that never changes."""


@dataclass(frozen=True, slots=True)
class LogHead:
    """What a log says of itself."""

    centre_id: str
    since: date
    until: date

    @property
    def name(self) -> str:
        """Return the log's name."""
        return f"Darcha {self.centre_id} {self.since.isoformat()} to {self.until.isoformat()}"


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _xes_value(key: str, value: Value) -> str:
    if isinstance(value, bool):
        form, text = "boolean", str(value).lower()
    elif isinstance(value, int):
        form, text = "int", str(value)
    else:
        form, text = "string", value
    return f"<{form} key={quoteattr(key)} value={quoteattr(text)}/>"


def _xes_event(step: Step) -> str:
    parts = [
        _xes_value("concept:name", step.activity),
        _xes_value("lifecycle:transition", step.transition),
        f'<date key="time:timestamp" value="{_moment(step.at)}"/>',
        _xes_value("org:resource", step.resource),
        _xes_value("org:role", step.role),
        *([_xes_value("org:group", step.department)] if step.department else []),
        *(_xes_value(key, value) for key, value in step.attributes),
    ]
    return f"<event>{''.join(parts)}</event>\n"


def xes_file(head: LogHead, traces: Iterable[Trace]) -> Iterator[str]:
    """Yield an XES log: one trace for each visit and each case, told apart by the attribute `process`."""
    extensions = (("Concept", "concept"), ("Time", "time"), ("Lifecycle", "lifecycle"), ("Organizational", "org"))
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<log xes.version="1849.2016" xes.features="" xmlns="{_XES}">\n'
    for name, prefix in extensions:
        yield f'<extension name="{name}" prefix="{prefix}" uri="{_XES}{prefix}.xesext"/>\n'
    yield f'<global scope="trace">{_xes_value("concept:name", "")}{_xes_value("process", "")}</global>\n'
    yield f'<global scope="event">{_xes_value("concept:name", "")}{_xes_value("lifecycle:transition", "")}'
    yield f'<date key="time:timestamp" value="{_ALWAYS}"/></global>\n'
    yield '<classifier name="Activity" scope="event" keys="concept:name"/>\n'
    yield '<classifier name="Transition" scope="event" keys="concept:name lifecycle:transition"/>\n'
    yield f"{_xes_value('concept:name', head.name)}{_xes_value('lifecycle:model', 'standard')}\n"
    for trace in traces:
        yield f"<trace>{_xes_value('concept:name', trace.name)}{_xes_value('process', trace.process)}"
        yield f"{_xes_value('complete', trace.complete)}{_xes_value('service', trace.service_id)}\n"
        yield from map(_xes_event, trace.steps)
        yield "</trace>\n"
    yield "</log>\n"


COLUMNS = ("process", "case_id", "complete", "activity", "transition", "timestamp", "resource", "role", "department")


def csv_file(traces: Iterable[Trace]) -> Iterator[str]:
    """Yield a CSV with one row for each event, the events of a trace together and in their order."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow((*COLUMNS, *TOLD))
    for trace in traces:
        for step in trace.steps:
            told = dict(step.attributes)
            writer.writerow(
                (
                    trace.process,
                    trace.name,
                    _csv_value(trace.complete),
                    step.activity,
                    step.transition,
                    _moment(step.at),
                    step.resource,
                    step.role,
                    step.department,
                    *(_csv_value(told.get(name, "")) for name in TOLD),
                )
            )
        yield sheet.getvalue()
        sheet.seek(0)
        sheet.truncate()
    yield sheet.getvalue()


def _csv_value(value: Value) -> Value:
    return str(value).lower() if isinstance(value, bool) else value


_OBJECT_TYPES: dict[str, dict[str, str]] = {
    "visit": {"service": "string", "complete": "boolean"},
    "case": {"service": "string", "complete": "boolean"},
    "work item": {},
    "document": {},
    "counter": {},
    "department": {"code": "string"},
}


def ocel_file(steps: Iterable[Step], traces: Iterable[Trace]) -> Iterator[str]:
    """Yield an OCEL 2.0 log as JSON: the events in their order, then the objects with how they belong together.

    `traces` is asked for after the last of `steps`. No reference leads nowhere: a visit begins and ends on one day, so
    that of an application accepted in the period is in it, too.
    """
    labels = dict.fromkeys(
        activity if transition == "complete" else f"{activity}: {transition}"
        for activity, transition in ACTIVITIES.values()
    )
    told = [{"name": name, "type": form} for name, form in {"resource": "string", "role": "string", **TOLD}.items()]
    types = [
        {"name": name, "attributes": [{"name": key, "type": form} for key, form in attributes.items()]}
        for name, attributes in _OBJECT_TYPES.items()
    ]
    yield f'{{"objectTypes": {_json(types)},\n'
    yield f'"eventTypes": {_json([{"name": label, "attributes": told} for label in labels])},\n"events": ['
    places: dict[str, str] = {}
    number = 0
    for number, step in enumerate(steps, 1):
        places.update((name, kind) for kind, name, _ in step.about if kind in ("counter", "department"))
        yield ("\n" if number == 1 else ",\n") + _json(_ocel_event(number, step))
    yield '],\n"objects": ['
    between = "\n"
    for trace in traces:
        for found in _ocel_objects(trace):
            yield between + _json(found)
            between = ",\n"
    for name, kind in sorted(places.items()):
        code: dict[str, Value] = {"code": name.removeprefix("department-")} if kind == "department" else {}
        yield between + _json(_ocel_object(name, kind, code, ()))
        between = ",\n"
    yield "]}\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _ocel_event(number: int, step: Step) -> dict[str, object]:
    values = (("resource", step.resource), ("role", step.role), *step.attributes)
    return {
        "id": f"e{number}",
        "type": step.label,
        "time": _moment(step.at),
        "attributes": [{"name": name, "value": value} for name, value in values],
        "relationships": [{"objectId": name, "qualifier": how} for _, name, how in step.about],
    }


def _ocel_object(
    name: str, kind: str, values: dict[str, Value], relations: Iterable[tuple[str, str]]
) -> dict[str, object]:
    return {
        "id": name,
        "type": kind,
        "attributes": [{"name": key, "value": value, "time": _ALWAYS} for key, value in values.items()],
        "relationships": [{"objectId": other, "qualifier": how} for other, how in relations],
    }


def _ocel_objects(trace: Trace) -> Iterator[dict[str, object]]:
    """Yield what a trace is, and its work items and documents, which belong to no other."""
    visits: dict[str, str] = {}
    parts: dict[str, tuple[str, dict[str, str]]] = {}
    for step in trace.steps:
        for kind, name, how in step.about:
            if kind == "visit" and trace.process == "case":
                visits[name] = "applied for in"
            elif kind in ("work item", "document"):
                _, relations = parts.setdefault(name, (kind, {trace.name: "part of"}))
                if kind == "work item" and how == "answers" and step.department:
                    relations[f"department-{step.department}"] = "asked of"
    values: dict[str, Value] = {"service": trace.service_id, "complete": trace.complete}
    yield _ocel_object(trace.name, trace.process, values, visits.items())
    for name, (kind, relations) in parts.items():
        yield _ocel_object(name, kind, {}, relations.items())
