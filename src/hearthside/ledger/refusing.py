"""The database has the last word; this puts its "no" into a sentence a person can act on."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from hearthside.base.refusal import Refusal
from hearthside.ledger.ending import undone_together


@contextmanager
def refusing(refusals: Mapping[str, Refusal], *, goes_on: bool = True) -> Iterator[None]:
    """
    Turn a violated constraint, by its name, into the refusal given for it.

    The statements inside run behind a savepoint, so the transaction goes on after a refusal; unless it need not, since
    the action as a whole is refused. A constraint with no refusal of its own is a mistake of ours and rises as it is.
    """
    try:
        with undone_together(), transaction.atomic(savepoint=goes_on):
            yield
    except IntegrityError as error:
        refusal = refusals.get(constraint_of(error) or "")
        if refusal is None:
            raise
        raise refusal from error


def constraint_of(error: IntegrityError) -> str | None:
    """The name of the constraint that said no."""
    diagnosis = getattr(error.__cause__, "diag", None)
    name: str | None = getattr(diagnosis, "constraint_name", None)
    return name
