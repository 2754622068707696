"""
The program's pages as an installation serves them, except that passwords are hashed cheaply, and that the server can be
told to forget what it has read: its database is another from one file of tests to the next.
"""

from collections.abc import Iterable
from typing import Any

from hearthside.project.wsgi import application as pages
from tests.hashing import hash_cheaply
from tests.memory import FORGETTING, forget_what_was_read

hash_cheaply()


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Answer, or forget."""
    if environ["PATH_INFO"] != FORGETTING:
        return pages(environ, start_response)
    forget_what_was_read()
    start_response("204 No Content", [])
    return []
