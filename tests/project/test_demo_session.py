"""`make demo-session`: what whoever types it reads, and what becomes of each key."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from typing import Any

import pytest

from hearthside.project import demo_session
from hearthside.project.demo.group.note import BACK, KILL, STOP, Notes
from hearthside.project.demo_session import NotUp, session
from hearthside.project.endings import DONE, NOT_STARTED
from hearthside.project.up import lock
from hearthside.project.up.folder import DataFolder

ON = {"session": "x", "words": "Bea is in.", "staff": 1, "people": 1, "expected": 9, "lost": []}


class Asked:
    """Somebody presses Ctrl-C once this many looks were taken; `looks` is done before each of them."""

    def __init__(self, *looks: Any) -> None:
        self.looks = list(looks)

    def __call__(self) -> bool:
        if not self.looks:
            return True
        look = self.looks.pop(0)
        look()
        return False

    def wait(self, seconds: float) -> None:
        """At once."""


@contextmanager
def typing(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A terminal into which somebody types."""
    read, write = os.pipe()
    with os.fdopen(read) as terminal, os.fdopen(write, "w") as keys:
        assert isinstance(terminal, TextIOWrapper)
        monkeypatch.setattr("sys.stdin", terminal)
        yield lambda words: (keys.write(words), keys.flush())


@pytest.fixture
def notes(tmp_path) -> Notes:
    return Notes(tmp_path)


def test_each_line_is_said_once_and_again_only_when_it_is_news(notes, monkeypatch, capsys):
    told = {"signs_in": ["Kim Osei", "Alex Park"], "way": "you are away today.", "supervisor_helps": True}
    with typing(monkeypatch):
        asked = Asked(lambda: notes.keep(**ON, **told), lambda: None, lambda: notes.keep(**{**ON, "people": 2}, **told))

        ended = demo_session._follow(notes, asked)  # type: ignore[arg-type]

    assert ended == DONE
    assert capsys.readouterr().out.splitlines() == [
        "1 person, 1 facilitator. Bea is in.",
        "Kim Osei and Alex Park are expected too, and come if you sign in as them.",
        "Dana Reyes would be passed over as a floater just now: you are away today. "
        "A supervisor is called all the same.",
        "2 people, 1 facilitator. Bea is in.",
        "",
        "Everybody leaves, and the session is over. Its evidence is there within a minute or two.",
    ]
    assert notes.asked() == [STOP]


def test_keys_that_are_typed_at_once_are_all_done_and_another_one_is_answered(notes, monkeypatch, capsys):
    notes.keep(**ON)
    with typing(monkeypatch) as types:
        asked = Asked(lambda: types("k\nB\nx\n"), lambda: None)

        demo_session._follow(notes, asked)  # type: ignore[arg-type]

    assert notes.asked() == [KILL, BACK, STOP]
    assert demo_session.HOW in capsys.readouterr().out


def test_a_group_that_somebody_else_ended_is_over(notes, monkeypatch, capsys):
    with typing(monkeypatch):
        ended = demo_session._follow(notes, Asked(lambda: notes.keep(**ON), notes.forget))  # type: ignore[arg-type]

    assert ended == DONE
    assert capsys.readouterr().out.endswith("The group is over.\n")
    assert notes.asked() == []


def test_why_no_group_meets_is_said_in_its_own_words(notes, monkeypatch, capsys):
    notes.fail("No group of the demonstration can meet now.")
    with typing(monkeypatch):
        ended = demo_session._follow(notes, Asked(lambda: None))  # type: ignore[arg-type]

    assert ended == NOT_STARTED
    assert capsys.readouterr().err == "No group of the demonstration can meet now.\n"


@pytest.fixture
def folder(tmp_path, monkeypatch) -> DataFolder:
    monkeypatch.setenv("HEARTHSIDE_DATA", str(tmp_path))
    made = DataFolder(tmp_path)
    made.make()
    return made


def test_where_nothing_runs_it_says_so(folder):
    with pytest.raises(NotUp, match="Say `make up`"):
        session()


def test_where_it_does_not_run_yet_it_says_that(folder):
    lock.tell(folder)
    with lock.held(folder.run / lock.LOCK_FILE), pytest.raises(NotUp, match="is still starting"):
        session()
