"""
Doors beside the pages: actions, commands, jobs and mail. Each is found by looking, and each says who may go through.
"""

import ast
import inspect
import json
import textwrap
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from procrastinate.contrib.django import app

import hearthside
from hearthside.access.parts import RELATIONS
from hearthside.access.roles import ROLES
from hearthside.ledger.action import ACTIONS
from hearthside.ledger.actors import SYSTEM_ACTORS
from hearthside.notify.kinds import APPLICANT, KINDS
from hearthside.project.cli import COMMANDS

REVIEWED = json.loads((Path(__file__).parent / "reviewed.json").read_text())
SOURCE = Path(hearthside.__file__).parent
# What asks whether somebody may: any of these, called by the action or by a function beside it that it calls.
GUARDS = {"require", "require_part", "may", "may_screen", "may_do"}
SENDS = {"smtplib", "django.core.mail", "urllib.request", "http.client", "socket", "requests", "httpx"}


def calls(function: ast.AST) -> set[str]:
    return {
        node.func.id if isinstance(node.func, ast.Name) else node.func.attr
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute)
    }


def looks_at_its_actor(function: ast.AST) -> bool:
    """Whether it goes on or not by who `by` is: an account of its own, or a part of the system."""
    return any(
        isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "by"
        for branch in ast.walk(function)
        if isinstance(branch, ast.If)
        for node in ast.walk(branch.test)
    )


def is_guarded(module: str, name: str, seen: frozenset[str] = frozenset()) -> bool:
    """Whether this function, or one of its module or imported from another of our packages that it calls, asks."""
    source = import_module(module)
    function = getattr(source, name, None)
    if name in seen or not inspect.isfunction(function):
        return False
    inner = inspect.unwrap(function)
    tree = ast.parse(textwrap.dedent(inspect.getsource(inner)))
    called = calls(tree)
    if called & GUARDS or looks_at_its_actor(tree):
        return True
    home = inner.__module__
    return home.startswith("hearthside.") and any(
        is_guarded(home, other, seen | {name}) for other in called if hasattr(import_module(home), other)
    )


def load_actions() -> None:
    for config in apps.get_app_configs():
        if config.name.startswith("hearthside."):
            for file in (Path(config.path) / "actions").rglob("[!_]*.py"):
                import_module(".".join([config.name, *file.relative_to(config.path).with_suffix("").parts]))


def test_every_action_asks_whether_its_actor_may():
    load_actions()
    ours = [name for name in ACTIONS if name.startswith("hearthside.")]
    bare = [name for name in ours if not is_guarded(*name.rsplit(".", 1))]

    assert sorted(bare) == sorted(REVIEWED["actions that ask otherwise"]), "Ask `require`, or say in the list why not."
    assert len(ours) >= REVIEWED["actions"]


def careless(*, by: object) -> object:
    """Asks nobody."""
    return by


def test_a_bare_action_would_be_found():
    assert not is_guarded(__name__, "careless")


def test_every_command_is_reviewed():
    assert sorted(COMMANDS) == sorted(REVIEWED["commands"])


def test_every_job_is_reviewed_and_acts_under_a_name_of_the_list():
    ours = {name: task for name, task in app.tasks.items() if task.func.__module__.startswith("hearthside.")}

    assert sorted(ours) == sorted(REVIEWED["jobs"])
    for name, actor in REVIEWED["jobs"].items():
        assert actor in SYSTEM_ACTORS or actor.startswith("nobody:"), name


def test_mail_leaves_through_one_package():
    found = set()
    for file in SOURCE.rglob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        names |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
        if names & SENDS:
            found.add(str(file.relative_to(SOURCE)))

    assert sorted(found) == sorted(REVIEWED["files that reach the network"])


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_kind_of_mail_says_who_may_get_it(kind):
    assert kind.roles <= set(ROLES)
    assert kind.roles or kind.always or kind.to == APPLICANT or kind.name in REVIEWED["notices for anybody"]


def test_there_is_no_door_of_the_framework():
    """No administration of Django's, no page that debugs, nothing served but static files that everybody may have."""
    assert "django.contrib.admin" not in settings.INSTALLED_APPS
    assert not settings.DEBUG
    assert not getattr(settings, "MEDIA_URL", "").strip("/")
    assert set(RELATIONS) >= set(ROLES) - {"partner"}
