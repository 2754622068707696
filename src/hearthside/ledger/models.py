"""
The ledger's two books: what happened (entries) and who looked (readings).

The application may read them and add to them through one function of the database; nobody may change or remove a line.
Sixteen chains per book tie each line to the one before it by hash, so that a change made behind our back shows.
"""

from typing import Any

from django.db import models

from hearthside.base.ids import new_id

BOOKS = ("entry", "reading")
CHAINS = 16


class Line(models.Model):
    """A line of a book, at its place in one of the sixteen chains."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    chain = models.SmallIntegerField()
    position = models.BigIntegerField()
    at = models.DateTimeField()
    program_id = models.UUIDField(null=True)
    actor = models.TextField()
    request_id = models.TextField()
    kind = models.TextField()
    patients = models.JSONField(default=list)
    facts = models.JSONField(default=dict)
    canonical = models.TextField()
    previous_hash = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        raise TypeError("Lines of the ledger are written by ledger.record and ledger.reading alone.")

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("Lines of the ledger are never removed.")


class Entry(Line):
    """Something that happened: the audit entry and the queue entry in one."""

    # Grows by commit order within a chain only; listeners read by (chain, position).
    class Meta:
        db_table = "ledger_entry"
        constraints = [
            models.UniqueConstraint(fields=["chain", "position"], name="ledger_entry_place"),
        ]
        indexes = [
            models.Index(fields=["program_id", "-at"], name="ledger_entry_program_at"),
            models.Index(fields=["kind", "-at"], name="ledger_entry_kind_at"),
        ]


class Reading(Line):
    """Somebody was shown something of somebody's record, or was refused it. `kind` is the part."""

    class Meta:
        db_table = "ledger_reading"
        constraints = [
            models.UniqueConstraint(fields=["chain", "position"], name="ledger_reading_place"),
        ]
        indexes = [
            models.Index(fields=["program_id", "-at"], name="ledger_reading_program_at"),
        ]


class ChainHead(models.Model):
    """Where a chain ends: its next line follows this position and hash."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    book = models.TextField()
    chain = models.SmallIntegerField()
    position = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        db_table = "ledger_chain_head"
        constraints = [models.UniqueConstraint(fields=["book", "chain"], name="ledger_chain_head_once")]


class Cursor(models.Model):
    """How far a listener has read a chain of entries: everything up to this position is done with."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    listener = models.TextField()
    chain = models.SmallIntegerField()
    position = models.BigIntegerField(default=0)
    # When an entry could first not be handled; the chain waits there until it can.
    stuck_since = models.DateTimeField(null=True)

    class Meta:
        db_table = "ledger_cursor"
        constraints = [models.UniqueConstraint(fields=["listener", "chain"], name="ledger_cursor_once")]
