"""What pm4py, a tool of process mining, finds in an event log: run as a program of its own, so that nothing of it is loaded
into the house. `python mined.py LOG.xes LOG.jsonocel` prints one JSON object."""

from __future__ import annotations

import json
import sys

import pm4py


def main(xes: str, ocel: str) -> dict[str, object]:
    log = pm4py.read_xes(xes, show_progress_bar=False)
    found: dict[str, object] = {}
    for process, part in log.groupby("case:process"):
        variants = pm4py.get_variants(part)
        found[str(process)] = {
            "cases": part["case:concept:name"].nunique(),
            "events": len(part),
            "variants": len(variants),
            "complete": int(part[part["case:complete"]]["case:concept:name"].nunique()),
            "starts": sorted(pm4py.get_start_activities(part)),
        }
    objects = pm4py.read_ocel2_json(ocel)
    found["ocel"] = {
        "events": len(objects.events),
        "objects": objects.objects["ocel:type"].value_counts().to_dict(),
        "event types": sorted(objects.events["ocel:activity"].unique()),
        "qualifiers": sorted(objects.relations["ocel:qualifier"].unique()),
        "relations": len(objects.relations),
        "between objects": len(objects.o2o),
    }
    return found


if __name__ == "__main__":
    print("\n" + json.dumps(main(*sys.argv[1:])))
