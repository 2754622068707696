"""
Files for browsers are looked for once in a test process, not once for each test client.

A client of Django's makes the whole chain of middleware anew, and with it WhiteNoise's list of files, which nothing in
a run changes.
"""

from typing import Any

from whitenoise.base import WhiteNoise

_found: dict[tuple[str, str], dict[str, Any]] = {}


def _once(look: Any) -> Any:
    def update(self: WhiteNoise, root: str, prefix: str) -> None:
        if (root, prefix) not in _found:
            before = dict(self.files)
            look(self, root, prefix)
            _found[root, prefix] = {url: file for url, file in self.files.items() if before.get(url) is not file}
        self.files.update(_found[root, prefix])

    return update


def look_once() -> None:
    """From now on, list the files of a folder when they are first asked for, and never again."""
    WhiteNoise.update_files_dictionary = _once(WhiteNoise.update_files_dictionary)  # type: ignore[method-assign]
