"""
"The same, at the same time": exclusion constraints without an extension.

PostgreSQL excludes overlapping ranges natively, but compares plain ids only with an extension. So an id is written as a
range that holds it alone; two such ranges overlap exactly when the ids are equal.
"""

from typing import Any

from django.db import models
from django.db.models import F, Func, Value


class UuidRangeField(models.Field):  # type: ignore[type-arg]
    """A range of ids; the type is made by the first migration of this package."""

    def db_type(self, connection: Any) -> str:
        return "uuidrange"


def point(column: str) -> Func:
    """The range that holds this id and no other."""
    return Func(F(column), F(column), Value("[]"), function="uuidrange", output_field=UuidRangeField())
