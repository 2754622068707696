"""
The ledger shows tampering: whatever a superuser does to it is named, with its chain and position.

Each test writes an honest ledger into a database of its own and lets the anchor fall, does one thing behind the
program's back, and asks the verifier.
"""

import json
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection, transaction

from hearthside.base.ids import new_id
from hearthside.ledger import anchors, clock
from hearthside.ledger.actors import Actor, system_actor
from hearthside.ledger.event import Event
from hearthside.ledger.models import CHAINS, Entry
from hearthside.ledger.record import chain_of, record
from hearthside.ledger.verifying import verify
from tests.ledger.tampering import rewrite, superuser

ACCOUNT, PATIENT = new_id(), new_id()


@dataclass(frozen=True, kw_only=True)
class LanternHung(Event):
    number: int
    patient: UUID | None = None


def request_for(chain: int) -> str:
    """A request id that falls on this chain."""
    return next(text for text in (f"r{n}" for n in range(10_000)) if chain_of(text) == chain)


def hang(lines: int, *, chain: int = 3) -> None:
    by = Actor(account=ACCOUNT, program=PATIENT, request_id=request_for(chain))
    for number in range(lines):
        record(LanternHung(number=number, patient=PATIENT), by=by)


@pytest.fixture
def ledger(apart, tmp_path):
    """Sixty lines in chain 3 and five in chain 5, anchored; gives the folder of anchors."""
    hang(60)
    hang(5, chain=5)
    assert anchors.add_anchor(tmp_path) is not None
    assert verify(tmp_path).findings == ()
    return tmp_path


def places(folder) -> set[tuple[str, int | None]]:
    return {(finding.chain, finding.position) for finding in verify(folder).findings}


COLUMNS = {
    "id": "gen_random_uuid()",
    "at": "at - interval '1 second'",
    "program_id": "gen_random_uuid()",
    "actor": "'somebody else'",
    "request_id": "'another request'",
    "kind": "'LanternTaken'",
    "patients": "'[]'::jsonb",
    "facts": "jsonb_set(facts, '{number}', '99')",
    "canonical": "replace(canonical, 'LanternHung', 'LanternLost')",
    "previous_hash": "sha256('nothing')",
    "hash": "sha256('nothing')",
}


@pytest.mark.slow
@pytest.mark.parametrize("column", COLUMNS)
def test_a_changed_column_is_named(ledger, apart, column):
    with superuser(apart) as db:
        db.execute(f"UPDATE ledger_entry SET {column} = {COLUMNS[column]} WHERE chain = 3 AND position = 17")

    assert ("entry 3", 17) in places(ledger)
    assert {chain for chain, _ in places(ledger)} == {"entry 3"}


def test_a_line_moved_to_another_chain_is_named(ledger, apart):
    with superuser(apart) as db:
        db.execute("UPDATE ledger_entry SET chain = 7 WHERE chain = 3 AND position = 1")

    assert {("entry 3", 1), ("entry 7", 1)} <= places(ledger)


def test_two_swapped_lines_are_named(ledger, apart):
    with superuser(apart) as db:
        db.execute("UPDATE ledger_entry SET position = -1 WHERE chain = 3 AND position = 20")
        db.execute("UPDATE ledger_entry SET position = 20 WHERE chain = 3 AND position = 21")
        db.execute("UPDATE ledger_entry SET position = 21 WHERE chain = 3 AND position = -1")

    assert {("entry 3", 20), ("entry 3", 21)} <= places(ledger)


@pytest.mark.parametrize(
    ("removed", "named"),
    [("position = 1", 1), ("position = 30", 30), ("position = 60", 60), ("position > 10", 11), ("true", 1)],
    ids=["the first", "a middle one", "the last", "the last fifty", "all"],
)
def test_removed_lines_are_named(ledger, apart, removed, named):
    with superuser(apart) as db:
        db.execute(f"DELETE FROM ledger_entry WHERE chain = 3 AND {removed}")

    assert places(ledger) == {("entry 3", named)}


@pytest.mark.parametrize("kept", [59, 10, 0])
def test_an_end_cut_off_with_its_head_put_back_is_named(ledger, apart, kept):
    with superuser(apart) as db:
        db.execute("DELETE FROM ledger_entry WHERE chain = 3 AND position > %s", [kept])
        db.execute(
            "UPDATE ledger_chain_head SET position = %s, hash = coalesce((SELECT hash FROM ledger_entry WHERE chain = 3"
            " AND position = %s), sha256('Hearthside entry 3')) WHERE book = 'entry' AND chain = 3",
            [kept, kept],
        )

    assert places(ledger) == {("entry 3", kept + 1)}


def test_a_line_put_into_the_past_is_named(ledger, apart):
    with superuser(apart) as db:
        db.execute("UPDATE ledger_entry SET position = position + 1000 WHERE chain = 3 AND position >= 30")
        db.execute("UPDATE ledger_entry SET position = position - 999 WHERE chain = 3 AND position >= 1000")
        db.execute(
            "INSERT INTO ledger_entry SELECT gen_random_uuid(), chain, 30, at, program_id, actor, request_id, kind,"
            " patients, facts, canonical, previous_hash, hash FROM ledger_entry WHERE chain = 3 AND position = 29"
        )

    assert ("entry 3", 30) in places(ledger)


def test_a_position_used_twice_is_named(ledger, apart):
    with superuser(apart) as db:
        db.execute("ALTER TABLE ledger_entry DROP CONSTRAINT ledger_entry_place")
        db.execute(
            "INSERT INTO ledger_entry SELECT gen_random_uuid(), chain, position, at, program_id, actor, request_id,"
            " kind, patients, facts, canonical, previous_hash, hash FROM ledger_entry WHERE chain = 3 AND position = 40"
        )

    assert ("entry 3", 40) in places(ledger)


def test_a_chain_written_anew_with_right_hashes_is_named(ledger, apart):
    with superuser(apart) as db:
        text = db.execute("SELECT canonical FROM ledger_entry WHERE chain = 3 AND position = 12").fetchone()[0]
        forged = json.loads(text)
        forged["facts"]["number"] = 4711
        canonical = json.dumps(forged, sort_keys=True, separators=(",", ":"))
        rewrite(db, "entry", 3, change_at=12, canonical=canonical)

    assert places(ledger) == {("entry 3", 60)}


def test_a_line_taken_out_and_the_rest_written_anew_is_named(ledger, apart):
    with superuser(apart) as db:
        rewrite(db, "entry", 3, change_at=12, canonical=None)

    assert ("entry 3", 60) in places(ledger)


@pytest.mark.parametrize("book", ["entry", "reading"])
def test_an_emptied_table_is_named(ledger, apart, book):
    from hearthside.ledger import reading

    with transaction.atomic(), reading.reading(by=system_actor("nightly", request_id=request_for(3)), route="r"):
        reading.note(patients=[PATIENT], part="demographics")
    anchors.add_anchor(ledger)

    with superuser(apart) as db:
        db.execute(f"TRUNCATE ledger_{book}")

    assert (f"{book} 3", 1) in places(ledger)


def test_an_older_copy_put_in_its_place_is_named_even_when_lines_were_added_since(ledger, apart):
    yesterday = anchors.heads()
    hang(20)
    anchors.add_anchor(ledger)

    position, digest = yesterday["entry 3"]
    with superuser(apart) as db:
        db.execute("DELETE FROM ledger_entry WHERE chain = 3 AND position > %s", [position])
        db.execute(
            "UPDATE ledger_chain_head SET position = %s, hash = %s WHERE book = 'entry' AND chain = 3",
            [position, bytes.fromhex(digest)],
        )
    assert places(ledger) == {("entry 3", 61)}
    hang(30)

    assert places(ledger) == {("entry 3", 80)}


def test_no_anchor_is_added_while_the_ledger_is_behind(ledger, apart):
    with superuser(apart) as db:
        db.execute("DELETE FROM ledger_entry WHERE chain = 3 AND position > 10")
        db.execute(
            "UPDATE ledger_chain_head SET position = 10, hash = (SELECT hash FROM ledger_entry WHERE chain = 3"
            " AND position = 10) WHERE book = 'entry' AND chain = 3"
        )

    assert anchors.add_anchor(ledger) is None
    assert ("entry 3", 11) in places(ledger)


def test_a_clock_set_back_is_named(ledger):
    with clock.fixed(clock.now() - timedelta(days=1)):
        hang(1)

    assert places(ledger) == {("entry 3", 61)}


def test_guards_switched_off_are_named(ledger, apart):
    with superuser(apart, guards=True) as db:
        db.execute("ALTER TABLE ledger_reading DISABLE TRIGGER append_by_function")
        db.execute("DROP TRIGGER append_by_function_whole ON ledger_entry")

    assert places(ledger) == {("reading table", None), ("entry table", None)}


@pytest.mark.parametrize("change", ["signature", "heads", "at", "removed", "swapped", "no json", "cut"])
def test_a_changed_anchor_is_named(ledger, change):
    for _ in range(3):
        hang(1)
        anchors.add_anchor(ledger)
    file = ledger / anchors.FILE
    lines = file.read_text().splitlines()
    anchor = json.loads(lines[1])
    if change == "signature":
        anchor["signature"] = "00" + anchor["signature"][2:]
    elif change == "heads":
        anchor["heads"]["entry 3"][0] -= 1
    elif change == "at":
        anchor["at"] = "2026-01-01T00:00:00+00:00"
    lines[1] = json.dumps(anchor, sort_keys=True)
    if change == "removed":
        del lines[1]
    elif change == "swapped":
        lines[1], lines[2] = lines[2], lines[1]
    elif change == "no json":
        lines[1] = "[" * 50_000
    elif change == "cut":
        lines[3] = lines[3][:40]
    file.write_text("\n".join(lines) + "\n")

    assert any(chain.startswith("anchor") for chain, _ in places(ledger))


def test_an_anchor_half_written_in_a_crash_is_followed_by_a_whole_one(ledger):
    file = ledger / anchors.FILE
    with file.open("a") as torn:
        torn.write('{"at": "2026-')
    hang(1)

    anchors.add_anchor(ledger)

    assert verify(ledger).findings == ()
    assert [anchor.number for anchor in anchors.read(ledger)[0]] == [1, 2]


def test_an_anchor_signed_by_somebody_else_is_named(ledger, settings):
    settings.ANCHOR_KEYS = ("another key",)

    assert ("anchor 1", None) in places(ledger)


def test_a_new_key_signs_and_the_old_one_is_still_known(ledger, settings):
    settings.ANCHOR_KEYS = ("a new key", *settings.ANCHOR_KEYS)
    hang(1)
    anchors.add_anchor(ledger)

    assert verify(ledger).findings == ()


def test_nothing_new_needs_no_anchor(ledger):
    assert anchors.add_anchor(ledger) is None


def test_the_application_itself_may_change_nothing(apart):
    hang(1)
    for statement in (
        "UPDATE ledger_entry SET kind = 'x'",
        "DELETE FROM ledger_entry",
        "TRUNCATE ledger_entry",
        "INSERT INTO ledger_entry SELECT * FROM ledger_entry",
        "ALTER TABLE ledger_entry DISABLE TRIGGER ALL",
        "DROP TABLE ledger_entry CASCADE",
        "UPDATE ledger_chain_head SET position = 0",
        "DELETE FROM ledger_chain_head",
        "UPDATE ledger_reading SET kind = 'x'",
        "TRUNCATE ledger_reading",
    ):
        with connection.cursor() as cursor, pytest.raises(Exception, match=r"permission denied|must be owner"):
            cursor.execute(statement)

    assert Entry.objects.count() == 1


def test_not_even_the_owner_changes_a_line_while_the_guards_stand(apart):
    hang(1)

    with superuser(apart, guards=True) as db, pytest.raises(Exception, match="never changed or removed"):
        db.execute("UPDATE ledger_entry SET kind = 'x'")


def honest(lines: int) -> None:
    """Lines in every chain, among them ones that are rolled back, alone and together with others."""
    written = 0
    while written < lines:
        by = system_actor("nightly", request_id=f"h{written}")
        try:
            with transaction.atomic():
                for number in range(5):
                    record(LanternHung(number=number, patient=new_id()), by=by)
                if written % 7 == 0:
                    with transaction.atomic():
                        record(LanternHung(number=-1), by=by)
                        raise ConnectionError
        except ConnectionError:
            written += 1
            continue
        written += 5


def check_honest(lines: int, folder) -> None:
    honest(lines // 2)
    anchors.add_anchor(folder)
    honest(lines // 2)

    verdict = verify(folder)

    assert verdict.findings == ()
    assert verdict.lines == Entry.objects.count() > lines * 0.8
    assert len(set(Entry.objects.values_list("chain", flat=True))) == CHAINS


@pytest.mark.slow
def test_an_honest_ledger_raises_no_alarm(apart, tmp_path):
    check_honest(5_000, tmp_path)


@pytest.mark.long
def test_a_long_honest_ledger_raises_no_alarm(apart, tmp_path):
    check_honest(100_000, tmp_path)
