"""Many new rows of one table, written column by column: in a fraction of the time that value after value takes."""

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import Field, Model
from django.db.models.expressions import DatabaseDefault


def write_rows(rows: Sequence[Model]) -> None:
    """
    The same as `bulk_create`, in one statement: constraints and triggers are asked as ever. Columns that none of the
    rows fills are left to the database.
    """
    if not rows:
        return
    filled = [(field, values) for field in rows[0]._meta.concrete_fields if _any_of(values := _column(rows, field))]
    if any(isinstance(field, ArrayField) for field, _ in filled):
        # Lists in a list would be one long list to the database.
        type(rows[0])._default_manager.bulk_create(rows)
        return
    quote = connection.ops.quote_name
    names = ", ".join(quote(field.column or field.attname) for field, _ in filled)
    arrays = ", ".join(f"%s::{_kind(field)}[]" for field, _ in filled)
    table = quote(rows[0]._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT * FROM unnest({arrays})",
            [values for _, values in filled],
        )
    for row in rows:
        row._state.adding = False


def _any_of(values: Sequence[Any]) -> bool:
    return any(value is not None and not isinstance(value, DatabaseDefault) for value in values)


def _column(rows: Sequence[Model], field: "Field[Any, Any]") -> list[Any]:
    return [getattr(row, field.attname) for row in rows]


def _kind(field: "Field[Any, Any]") -> str:
    """As which type the values travel. Words as text: written into a column that is too short they are refused."""
    kind = field.db_type(connection) or "text"
    return "text" if kind.startswith("varchar") else kind
