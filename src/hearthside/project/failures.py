"""
A page that failed is told to whoever looks after the program: what kind of mistake, behind which door, and where in it.

What an exception says, and what an address holds, may name somebody or let somebody in. Neither is ever written.
"""

import sys
import traceback
from datetime import UTC, datetime
from typing import Any

from django.core.signals import got_request_exception
from django.http import HttpRequest


def tell_failures() -> None:
    """From now on each page that fails stands in the log of this process, which is what it writes to standard error."""
    got_request_exception.connect(_tell, dispatch_uid="failures")


def _tell(request: HttpRequest | None = None, **_: Any) -> None:
    error = sys.exception()
    if error is None:
        return
    door = request.resolver_match.view_name if request is not None and request.resolver_match else "no door"
    method = request.method if request is not None else "-"
    # Not through a logger: Django's own writes addresses, and what an exception says, wherever one listens.
    told = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} {method} {door} failed."
    print(told, *_causes(error), sep="\n", file=sys.stderr, flush=True)


def _causes(error: BaseException) -> list[str]:
    """This mistake and those behind it, the first one first: where it was, and of which kind."""
    chain = [error]
    while (behind := chain[-1].__cause__ or chain[-1].__context__) is not None and behind not in chain:
        chain.append(behind)
    return ["".join(traceback.format_tb(each.__traceback__)) + _kind(each) for each in reversed(chain)]


def _kind(error: BaseException) -> str:
    """Its name; of the database's also its code and the rule that it kept."""
    rule = getattr(getattr(error, "diag", None), "constraint_name", None)
    facts = [str(fact) for fact in (getattr(error, "sqlstate", None), rule) if fact]
    return type(error).__qualname__ + (f" ({', '.join(facts)})" if facts else "")
