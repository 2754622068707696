"""
Promises about every page of every package: nothing runs or styles from within a page, every link has an address, every
icon a drawing, and nothing is fetched from elsewhere.
"""

import re
from pathlib import Path

import pytest
from django.template import engines
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from hearthside.ui.icons import drawing

SOURCE = Path(__file__).parents[2] / "src" / "hearthside"
TEMPLATES = sorted(
    file
    for folder in (*SOURCE.glob("*/web/templates"), SOURCE / "ui" / "templates")
    for file in folder.rglob("*")
    if file.suffix in (".html", ".txt")
)
PAGES = [file for file in TEMPLATES if file.suffix == ".html"]

STYLE = re.compile(r"<style|\sstyle\s*=", re.IGNORECASE)
# A script may only be a file of ours.
SCRIPT = re.compile(r"<script(?![^>]*\ssrc=\"\{% static)", re.IGNORECASE)
HANDLER = re.compile(r"<[a-z][^<>]*\s(on[a-z]+|hx-on[:\w-]*)\s*=|javascript:|\bjs:", re.IGNORECASE)
FETCHED = re.compile(r"(?:src|srcset|action)\s*=\s*[\"'](?:https?:)?//|url\(", re.IGNORECASE)
NAMED = re.compile(r"\{%\s*(?:url|place)\s+[\"']([\w:-]+)[\"']")
DRAWN = re.compile(r"\{%\s*icon\s+[\"']([\w-]+)[\"']")


def found(pattern: re.Pattern[str]) -> list[str]:
    """Where a pattern is found, as file:line."""
    return [
        f"{file.relative_to(SOURCE)}:{number} {line.strip()[:100]}"
        for file in PAGES
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        if pattern.search(line)
    ]


@pytest.mark.parametrize("what", [STYLE, SCRIPT, HANDLER, FETCHED], ids=["style", "script", "handler", "fetched"])
def test_no_page_carries_what_the_security_policy_forbids(what):
    assert found(what) == []


def test_the_patterns_find_what_they_look_for():
    assert STYLE.search('<p style="color:red">')
    assert SCRIPT.search("<script>alert(1)</script>")
    assert not SCRIPT.search("<script src=\"{% static 'ui/x.js' %}\" defer></script>")
    assert HANDLER.search('<a href="#" onclick="go()">')
    assert FETCHED.search('<img src="https://example.org/x.png">')


def _names(patterns: list[URLPattern | URLResolver], space: str = "") -> set[str]:
    names: set[str] = set()
    for each in patterns:
        if isinstance(each, URLResolver):
            inner = f"{space}{each.namespace}:" if each.namespace else space
            names |= _names(each.url_patterns, inner)
        elif each.name:
            names.add(space + each.name)
    return names


def test_every_address_that_a_page_names_exists():
    there = _names(get_resolver().url_patterns)

    missing = [
        f"{file.relative_to(SOURCE)}: {name}"
        for file in TEMPLATES
        for name in NAMED.findall(file.read_text(encoding="utf-8"))
        if name not in there
    ]

    assert missing == []


def test_every_icon_that_a_page_names_exists():
    asked = {name for file in PAGES for name in DRAWN.findall(file.read_text(encoding="utf-8"))}

    assert [name for name in asked if not drawing(name)] == []


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda f: str(f.relative_to(SOURCE)))
def test_every_template_can_be_read(file):
    (folder,) = [each for each in file.parents if each.name == "templates"]

    assert engines["django"].get_template(str(file.relative_to(folder)))
