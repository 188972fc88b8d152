"""What no page may hold, and what every page may rely on."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from building import PORCH, TEMPLATE_CODE, files, line_of, markup, shown
from django.contrib.staticfiles import finders
from django.urls import URLPattern, URLResolver, get_resolver

TEMPLATES = files("templates/**/*.html")
SHEETS = files("static/**/*.css")
SCRIPTS = files("static/**/*.js")
OURS = re.compile(r"(?:dar|govuk|js|htmx)-[a-z0-9_-]*")
IN_SHEETS = {name for path in SHEETS for name in re.findall(r"\.([a-zA-Z][\w-]*)", path.read_text(encoding="utf-8"))}
_EXTERNAL = re.compile(
    r"""(?:src|href|action|data|poster|srcset)\s*=\s*["'](?:https?:)?//|url\(\s*["']?(?:https?:)?//|@import"""
)
_FRAGMENT_OF_CLASS = "\ufffd"


def _urls() -> dict[str, set[str]]:
    names: dict[str, set[str]] = {}

    def walk(patterns: list[URLPattern | URLResolver], space: str) -> None:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else space)
            elif pattern.name:
                names.setdefault(f"{space}{pattern.name}", set()).update(pattern.pattern.regex.groupindex)

    walk(get_resolver().url_patterns, "")
    return names


class _Page(HTMLParser):
    """Collects what the guards ask of a template; template code is taken out before."""

    def __init__(self) -> None:
        super().__init__()
        self.attributes: list[tuple[str, str, str | None, int]] = []
        self.classes: list[tuple[str, int]] = []
        self.scripts_without_source: list[int] = []
        self._svg = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line = self.getpos()[0]
        self._svg += tag == "svg"
        self.attributes += [(tag, name, value, line) for name, value in attrs]
        told = dict(attrs)
        if tag == "script" and not told.get("src"):
            self.scripts_without_source.append(line)
        if not self._svg:
            self.classes += [(name, line) for name in (told.get("class") or "").split()]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        self._svg -= tag == "svg"


def _parsed(path: Path) -> _Page:
    page = _Page()

    def blank(code: re.Match[str]) -> str:
        # Conditions vanish, values stay as a mark; lines are kept for the message.
        mark = _FRAGMENT_OF_CLASS if code[0].startswith(("{{", "{% url", "{% static")) else " "
        return mark + "\n" * code[0].count("\n")

    page.feed(TEMPLATE_CODE.sub(blank, markup(path)))
    return page


def test_there_are_pages_to_guard() -> None:
    assert TEMPLATES
    assert SHEETS


PAPERS = ("monitoring",)
"""Rooms that publish a paper of their own, which a door may show as it stands."""


@pytest.mark.parametrize("path", TEMPLATES, ids=shown)
def test_a_page_has_no_style_and_no_script_of_its_own(path: Path) -> None:
    page = _parsed(path)
    loose = [
        f"line {line}: {name} on <{tag}>"
        for tag, name, _, line in page.attributes
        if name == "style" or name.startswith(("on", "hx-on", "hx-vals")) or name == "srcdoc"
    ]
    loose += [f"line {line}: inline <script>" for line in page.scripts_without_source]
    if "doors" in path.parts:
        # A report sent as a file carries its clothes; a page of a door has sheets.
        loose += [f"line {line}: <style>" for line in _lines(markup(path), r"<style\b")]
    loose += [f"line {line}: javascript:" for line in _lines(markup(path), r"javascript:")]
    assert not loose


def _lines(text: str, pattern: str) -> list[int]:
    return [line_of(text, found.start()) for found in re.finditer(pattern, text, re.IGNORECASE)]


@pytest.mark.parametrize("path", [*TEMPLATES, *SHEETS], ids=shown)
def test_nothing_is_fetched_from_elsewhere(path: Path) -> None:
    told = path.read_text(encoding="utf-8") if path.suffix == ".css" else markup(path)
    wrong = []
    for found in _EXTERNAL.finditer(told):
        line = told.splitlines()[line_of(told, found.start()) - 1]
        # A link a reader may follow is not fetched by the page.
        if not (found[0].startswith("href") and re.search(r"<a\b", line)):
            wrong.append(line.strip())
    assert not wrong


@pytest.mark.parametrize("path", SCRIPTS, ids=shown)
def test_a_script_talks_to_its_own_house_and_makes_no_code(path: Path) -> None:
    told = path.read_text(encoding="utf-8")
    assert not re.search(r"""["'`](?:https?:)?//\w|\beval\(|new Function|document\.write""", told)


@pytest.mark.parametrize("path", TEMPLATES, ids=shown)
def test_classes_are_ours_or_those_of_the_base(path: Path) -> None:
    foreign = [
        f"line {line}: {name}"
        for name, line in _parsed(path).classes
        if _FRAGMENT_OF_CLASS not in name and not (OURS.fullmatch(name) or name in IN_SHEETS)
    ]
    assert not foreign


@pytest.mark.parametrize("path", TEMPLATES, ids=shown)
def test_a_template_stays_within_its_door_and_the_porch(path: Path) -> None:
    door = path.parts[path.parts.index("templates") + 1]
    borrowed = re.findall(r"""\{%\s*(?:extends|include)\s+["']([^"'/]+)/""", markup(path))
    assert door == path.parts[path.parts.index("templates") - 1]
    assert set(borrowed) <= {door, PORCH, *PAPERS}


@pytest.mark.parametrize("path", TEMPLATES, ids=shown)
def test_addresses_are_known_by_their_names(path: Path) -> None:
    known = _urls()
    wrong = [name for name in re.findall(r"""\{%\s*url\s+["']([^"']+)["']""", markup(path)) if name not in known]
    assert not wrong


@pytest.mark.parametrize("path", TEMPLATES, ids=shown)
def test_static_files_are_there(path: Path) -> None:
    asked = re.findall(r"""\{%\s*static\s+["']([^"']+)["']""", markup(path))
    assert not [name for name in asked if finders.find(name) is None]


@pytest.mark.parametrize("path", TEMPLATES, ids=shown)
def test_forms_that_act_are_guarded(path: Path) -> None:
    told = markup(path)
    forms = re.findall(r"""<form\b[^>]*method=["']post["'].*?</form>""", told, re.DOTALL | re.IGNORECASE)
    assert not [form[:80] for form in forms if "csrf_token" not in form]


@pytest.mark.parametrize("path", SHEETS, ids=shown)
def test_a_sheet_names_no_borrowed_clothes(path: Path) -> None:
    assert not re.search(r"GDS Transport|crown", path.read_text(encoding="utf-8"), re.IGNORECASE)


ONLY_ASKING = ("kiosk:aids", "kiosk:one_more", "portal:track", "portal/code_form.html")
"""Forms that change nothing: a kiosk remembers how it is looked at and what was chosen; a code is posted so that no history
keeps it."""


@pytest.mark.parametrize("path", [path for path in TEMPLATES if PORCH not in path.parts], ids=shown)
def test_forms_that_act_take_effect_once(path: Path) -> None:
    """A form sent twice has one effect, because it carries a key."""
    forms = re.findall(r"""<form\b[^>]*method=["']post["'].*?</form>""", markup(path), re.DOTALL | re.IGNORECASE)
    acting = [form for form in forms if not any(mark in f"{path} {form}" for mark in ONLY_ASKING)]
    assert not [form[:120] for form in acting if "request_key" not in form]
