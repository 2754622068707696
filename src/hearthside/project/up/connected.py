"""For a command that needs the database: Django ready, and the embedded database running for as long as it takes."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from hearthside.base.refusal import Refusal
from hearthside.project.up import lock
from hearthside.project.up.installation import DATABASE, Installation, find, with_secret


class NothingHere(Refusal):
    """No installation has been made yet."""


class DoesNotAnswer(Refusal):
    """The database that this installation names lets nobody in, or is not there."""

    def __init__(self, error: Exception) -> None:
        (*_, why) = ["", *str(error).strip().splitlines()]
        super().__init__(f"The database does not answer: {why.strip()}. `hearthside doctor` says what may be wrong.")


@contextmanager
def connected(*, as_owner: bool = False) -> Iterator[Installation]:
    """
    Django is ready and the database answers, as the application's role or `as_owner`.

    The embedded database is used where it runs, and else started for as long as this lasts.

    Raises:
        NothingHere: the embedded database has never been started.
        DoesNotAnswer: another one is named and lets nobody in.
    """
    installation = find()
    if installation.embedded is not None and not installation.embedded.data.exists():
        raise NothingHere("There is no installation here yet. `make up` makes one.")
    if installation.embedded is None or lock.is_up(installation.folder):
        installation = with_secret(installation)
        _set_up(installation, as_owner=as_owner)
        yield installation
        return
    with lock.only_one(installation.folder):
        installation = with_secret(installation)
        assert installation.embedded is not None
        try:
            installation.embedded.start()
            installation.embedded.create_database(DATABASE)
            _set_up(installation, as_owner=as_owner)
            yield installation
        finally:
            _let_go()
            installation.embedded.stop()


def _set_up(installation: Installation, *, as_owner: bool) -> None:
    _ = installation.environment
    os.environ.update(installation.as_owner if as_owner else installation.variables)
    import django

    django.setup()
    from django.db import OperationalError, connection

    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise DoesNotAnswer(error) from error


def _let_go() -> None:
    from django.db import connections

    connections.close_all()
