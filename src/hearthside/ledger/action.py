"""
The one way to change anything.

An action is a keyword-only function with a named actor. It runs in one transaction: everything it writes, and the
event that tells of it, is there together or not at all. Of actions that call each other, the outermost writes the lines
of all of them, last of all.
"""

import functools
import inspect
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from django.db import connection, transaction

from hearthside.ledger import clock, ending
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import write

P = ParamSpec("P")
R = TypeVar("R")

# Every action by its full name, for the promises about all of them.
ACTIONS: dict[str, Callable[..., Any]] = {}


def action(function: Callable[P, R]) -> Callable[P, R]:
    """Make this function an action: one transaction, a named actor, deferred constraints asked before it returns."""
    signature = inspect.signature(function)
    if any(p.kind is not inspect.Parameter.KEYWORD_ONLY for p in signature.parameters.values()):
        raise TypeError(f"{function.__qualname__} takes arguments by place; an action takes them by name.")
    if "by" not in signature.parameters:
        raise TypeError(f"{function.__qualname__} has no actor; an action has `by`.")

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if not isinstance(kwargs.get("by"), Actor):
            raise TypeError(f"{function.__qualname__} needs an Actor as `by`.")
        if ending.waiting() is not None:
            with ending.undone_together(), transaction.atomic():
                answer = function(*args, **kwargs)
                ask_deferred()
            return answer
        with transaction.atomic(), clock.asked_once(), ending.outermost() as waiting:
            answer = function(*args, **kwargs)
            waiting.follow()
            ask_deferred()
            write("entry", waiting.lines)
        return answer

    ACTIONS[f"{function.__module__}.{function.__qualname__}"] = run
    return run


def ask_deferred() -> None:
    """What a deferred constraint has to say belongs to what was just written, not to whoever commits later."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
