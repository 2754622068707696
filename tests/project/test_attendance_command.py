"""`hearthside attendance`: evidence of one session in, minutes and ratio out; bad lines named and nothing judged."""

import json

import pytest

from hearthside.project.cli import main
from tests.live.logs import at, block, lines, person, seat, session, stay

GOOD = [person("p1"), seat("p1"), stay("S1", "p1", 0, 3000), person("f1", "facilitator"), seat("f1"),
        stay("F1", "f1", 60, 3600)]  # fmt: skip


def evidence(folder, *parts, more: bytes = b""):
    file = folder / "session.jsonl"
    file.write_bytes("\n".join(lines(*parts)).encode() + more)
    return str(file)


def test_the_answer_is_one_json_object(tmp_path, capsys):
    code = main(["attendance", evidence(tmp_path, GOOD), "--json"])

    told = json.loads(capsys.readouterr().out)
    assert code == 0
    assert told.keys() == {"people", "rooms", "session", "warnings", "evidence_sha256"}
    assert told["people"]["p1"]["attended_minutes"] == 50
    assert told["rooms"]["main"]["breach_seconds"] == 60


def test_without_json_the_answer_is_sentences(tmp_path, capsys):
    assert main(["attendance", evidence(tmp_path, GOOD)]) == 0

    printed = capsys.readouterr().out
    assert "Room main: 98.00 % of the time in ratio, 60 s out of it." in printed
    assert "1 patients, 0 of 1 therapists" in printed


BAD = {
    "no json": (b"\n{oops", "it is no JSON (expecting property name enclosed in double quotes at column 2)"),
    "no object": (b"\n[1]", "it is no object"),
    "a key twice": (b'\n{"type": "now", "at": 1, "at": 2}', "'at' stands in it twice"),
    "not a number": (b'\n{"type": "now", "at": NaN}', "NaN is no number"),
    "unknown type": (b'\n{"type": "wave"}', "its type is 'wave'; say one of session, person"),
    "no zone": (b'\n{"type": "now", "at": "2027-01-05T22:00:00"}', "give an instant with its zone"),
    "no such day": (b'\n{"type": "now", "at": "2027-02-30T22:00:00Z"}', "a day or hour that does not exist"),
    "unknown person": (b'\n{"type": "seat", "identity": "x", "person": "ghost"}', "person 'ghost' is not in the"),
    "unknown role": (b'\n{"type": "person", "id": "x", "role": "king"}', "role is 'king'; say one of patient"),
    "another session": (("\n" + json.dumps({**session(), "id": "s2"})).encode(), "it is another session than line"),
    "deep": (b'\n{"type": "now", "at": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "it is no JSON that can be kept"),
    "huge number": (b'\n{"type": "now", "at": ' + b"9" * 5000 + b"}", "no JSON that can be kept"),
    "no utf-8": (b"\n\xff\xfe", "it is no UTF-8"),
    "backwards": (
        ("\n" + json.dumps({"type": "amend", "id": "a", "person": "p1", "room": "main", "start": at(9), "end": at(9),
                            "effect": "present", "by": "x", "reason": "y", "at": at(9)})).encode(),
        "the amendment ends before it starts",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_a_bad_line_is_named_and_nothing_is_judged(case, tmp_path, capsys):
    more, words = BAD[case]

    code = main(["attendance", evidence(tmp_path, GOOD, more=more)])

    said = capsys.readouterr()
    assert (code, said.out) == (2, "")
    assert words in said.err
    assert said.err.startswith(f"Line {len(lines(GOOD)) + 1}: ")
    assert "Traceback" not in said.err


def test_every_bad_line_is_named_at_once(tmp_path, capsys):
    assert main(["attendance", evidence(tmp_path, GOOD, more=b"\n{a\n{b\n{c")]) == 2

    assert len(capsys.readouterr().err.strip().splitlines()) == 3


@pytest.mark.parametrize(
    ("blocks", "words"),
    [
        ([block(0, 1700), block(1800, 3600)], "leave a gap or overlap at 2027-01-05T22:28:20Z"),
        ([block(0, 1900), block(1800, 3600)], "leave a gap or overlap"),
        ([block(0, 1800)], "leave a gap or overlap"),
    ],
)
def test_blocks_that_do_not_tile_the_session_are_refused(blocks, words, tmp_path, capsys):
    assert main(["attendance", evidence(tmp_path, session(blocks=blocks), GOOD)]) == 2

    assert words in capsys.readouterr().err


def test_evidence_without_a_session_is_refused(tmp_path, capsys):
    file = tmp_path / "empty.jsonl"
    file.write_text("")

    assert main(["attendance", str(file)]) == 2
    assert "No line says what the session is" in capsys.readouterr().err
