"""
docs/reference/roles-and-rights.md: who may do what, who may see what, and what each page opens.

Made from the very objects that the program asks: the permissions, the table of parts, the rules of pages.
"""

import csv
import os
from collections.abc import Iterator
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tools.mypy_settings")
django.setup()

from hearthside.access import checks, permissions  # noqa: E402
from hearthside.access.parts import READ, RELATIONS, table  # noqa: E402
from hearthside.access.roles import ROLE_NAMES  # noqa: E402
from hearthside.access.rule import Rule, rule_of  # noqa: E402

MAY_SEE = Path(checks.__file__).parent / "may_see.csv"
MODES = {"R": "read", "W": "change"}


def row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def may_do() -> Iterator[str]:
    """Permission by role."""
    yield from ("## May do", "", "A permission is held by a role within one program.", "")
    yield row(["Permission", *ROLE_NAMES.values()])
    yield "|" + "---|" * (len(ROLE_NAMES) + 1)
    for permission, roles in permissions.table().items():
        yield row([permission.value, *("yes" if role in roles else "" for role in ROLE_NAMES)])
    yield ""


def may_see() -> Iterator[str]:
    """Part of a record by relation."""
    yield from (
        "## May see",
        "",
        "What somebody is to a record decides which parts of it they may read or change. An empty cell is no: the page",
        "answers as for a record that does not exist.",
        "",
    )
    yield row(["Part", "What it is", *RELATIONS])
    yield "|" + "---|" * (len(RELATIONS) + 2)
    with MAY_SEE.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            allowed = (MODES.get(table().get((line["part"], relation), ""), "") for relation in RELATIONS)
            yield row([f"`{line['part']}`", line["why"].replace("|", "/"), *allowed])
    yield ""


def whose(rule: Rule) -> str:
    if rule.public:
        return "anybody may open it"
    return f"of the {rule.subject} in the address" if rule.subject else "by role"


def pages() -> Iterator[str]:
    """Every page with its rule."""
    yield from ("## Pages", "", "Every address of the program, with the part that it opens.", "")
    yield row(["Address", "Part", "", "Whose"])
    yield "|---|---|---|---|"
    for route, name, view in sorted(checks.addresses(), key=lambda address: address[:2]):
        rule = rule_of(view, name)
        if rule is not None:
            mode = "read" if rule.mode == READ else "read and change"
            yield row([f"`/{route}`", f"`{rule.part}`", mode, whose(rule)])
    yield ""


def roles_and_rights_page() -> Iterator[str]:
    """The whole page."""
    yield from ("# Roles and rights", "", "Made by `make docs` from the program; a test keeps it current.", "")
    yield from (
        "Two questions, asked apart, and both answered no unless something says yes: may somebody *do* this (a role",
        "decides), and may they *see* this (what they are to the record decides). The database asks the second one",
        "again by itself.",
        "",
    )
    yield from may_do()
    yield from may_see()
    yield from pages()
