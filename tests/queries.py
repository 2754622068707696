"""Every question asked of the database, to be counted or read: savepoints and settings too."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection


@contextmanager
def counting() -> Iterator[list[str]]:
    """What is asked inside, in its order."""
    asked: list[str] = []

    def wrap(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(wrap):
        yield asked
