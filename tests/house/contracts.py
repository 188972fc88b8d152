"""The import contract of our own: a room's tables are imported by that room alone."""

from __future__ import annotations

import grimp
from importlinter import Contract, ContractCheck, output


class OwnTablesContract(Contract):
    """Keeps `darcha.<room>.models` inside `darcha.<room>`, for every room there is or will be."""

    type_name = "own_tables"

    def check(self, graph: grimp.ImportGraph, verbose: bool) -> ContractCheck:
        """Return every import of a room's models by somebody else."""
        wrong = []
        for models in sorted(graph.modules):
            parts = models.split(".")
            if parts[0] != "darcha" or "models" not in parts[2:3]:
                continue
            room = ".".join(parts[:2])
            importers = graph.find_modules_that_directly_import(models)
            wrong += [(other, models) for other in sorted(importers) if not f"{other}.".startswith(f"{room}.")]
        return ContractCheck(kept=not wrong, metadata={"wrong": wrong})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Say who imports whose tables."""
        for importer, models in check.metadata["wrong"]:
            output.print_error(f"{importer} imports {models}: ask that room's queries instead.", bold=False)
