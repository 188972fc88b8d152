"""Whoever has learnt one room has learnt them all."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from building import PACKAGE, ROOMS_BOTTOM_UP, ROOT, files, shown

FORBIDDEN_WORDS = re.compile(
    r"\w*(?:Manager|Helper|Util(?:s|ity)?|Handler)\b|\bprocess_data\b|\bhandle_\w+|\w+_helper\b"
)
# Words other houses chose and we must speak when we deal with them.
FOREIGN_WORDS = {"BaseUserManager", "Manager", "QuerySetManager", "StreamHandler"} | {
    "handle_data",
    "handle_endtag",
    "handle_starttag",
}

_MODULES = [path for path in files("*.py") if "migrations" not in path.parts]


def _modules(name: str) -> list[Path]:
    """Return every module of that name, or of the package of that name, in a room."""
    found = []
    for room in ROOMS_BOTTOM_UP:
        found += [PACKAGE / room / f"{name}.py"] if (PACKAGE / room / f"{name}.py").exists() else []
        found += sorted((PACKAGE / room / name).glob("*.py"))
    return found


def _public(path: Path) -> Iterator[ast.FunctionDef]:
    """Yield what others may call: of a package, what its __init__ hands out."""
    handed_out = None
    if path.parent.name in {"actions", "queries"}:
        front = ast.parse((path.parent / "__init__.py").read_text(encoding="utf-8"))
        imports = [node for node in ast.walk(front) if isinstance(node, ast.ImportFrom)]
        handed_out = {alias.name for node in imports for alias in node.names}
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        is_public = isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        if is_public and (handed_out is None or node.name in handed_out):
            yield node


def _is_of(node: ast.Attribute) -> bool:
    return isinstance(node.value, ast.Name) and node.value.id in {"journal", "transaction", "entries"}


@pytest.mark.parametrize("room", ROOMS_BOTTOM_UP)
def test_a_room_introduces_itself(room: str) -> None:
    tree = ast.parse((PACKAGE / room / "__init__.py").read_text(encoding="utf-8"))
    assert ast.get_docstring(tree)
    assert len(tree.body) == 1, "the room's __init__ holds its introduction and no code"


@pytest.mark.parametrize("path", _modules("actions"), ids=shown)
def test_an_action_is_told_when_and_by_whom(path: Path) -> None:
    wrong = []
    for function in _public(path):
        # What only checks or computes beside the actions changes nothing and needs no hour.
        acts = any(
            isinstance(node, ast.Attribute) and node.attr in {"append", "atomic"} and _is_of(node)
            for node in ast.walk(function)
        )
        names = {argument.arg for argument in function.args.kwonlyargs}
        if acts and ("at" not in names or not names & {"by", "login"}):
            wrong.append(function.name)
    assert not wrong


@pytest.mark.parametrize("path", [*_modules("actions"), *_modules("queries")], ids=shown)
def test_public_functions_take_keywords_and_explain_themselves(path: Path) -> None:
    wrong = []
    for function in _public(path):
        positional = [*function.args.posonlyargs, *function.args.args]
        # One subject may stand without its name, and one word on how: report_html(report, language).
        if len(positional) > (2 if "queries" in path.parts else 1):
            wrong.append(f"{function.name} takes {[argument.arg for argument in positional]} by position")
        if not ast.get_docstring(function):
            wrong.append(f"{function.name} has no docstring")
    assert not wrong


@pytest.mark.parametrize("path", [*_modules("rules")], ids=shown)
def test_a_rule_knows_no_clock_and_no_chance(path: Path) -> None:
    told = path.read_text(encoding="utf-8")
    assert not re.search(r"plumbing|\.now\(\)|\.today\(\)|time\.time\(|secrets\.", told)


@pytest.mark.parametrize("path", [path for path in _MODULES if path.parts[len(PACKAGE.parts)] != "doors"], ids=shown)
def test_no_room_reads_the_clock(path: Path) -> None:
    told = path.read_text(encoding="utf-8")
    # Practice invents a day and lets it run; the plumbing keeps the clock.
    if path.parts[len(PACKAGE.parts)] in {"plumbing", "practice"}:
        return
    assert "plumbing.clock" not in told
    assert not re.search(r"import clock\b", told)


@pytest.mark.parametrize("path", _MODULES, ids=shown)
def test_things_have_names_of_the_field(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named = {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef | ast.FunctionDef)}
    wrong = {name for name in named if FORBIDDEN_WORDS.fullmatch(name)} - FOREIGN_WORDS
    assert not wrong


@pytest.mark.parametrize("path", sorted((ROOT / "docs" / "decisions").glob("*.md")), ids=lambda path: path.name)
def test_a_decision_fits_on_a_page(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 40
    assert {"## Context", "## Choice", "## Consequences"} <= set(lines)


def test_links_between_documents_lead_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    broken = [
        f"{page.relative_to(ROOT)} -> {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        if "://" not in target and not target.startswith("mailto:") and not (page.parent / target).exists()
    ]
    assert not broken
