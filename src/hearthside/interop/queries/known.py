"""
What of a source is known here already, by the source's own ids.

An export names whoever did not come from its source by the id of the record itself. So an id that is one of this
program's records is that record, whoever brings it in.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from hearthside.access.models import Program
from hearthside.caseload.models.cohorts import Cohort
from hearthside.interop.models import Imported
from hearthside.ledger import clock
from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.patients import Patient
from hearthside.schedule.models.series import Series

_TABLES = {"person": Patient, "clinician": Clinician, "cohort": Cohort, "session": Series}


@dataclass(frozen=True)
class Was:
    """The record that an id stands for, and what was last said of it; an empty digest was said by nobody."""

    object_id: UUID
    digest: str = ""


class Known:
    """Everything known of one source, and what this import adds to it."""

    def __init__(self, program: Program, source: str) -> None:
        self.program, self.source = program, source
        rows = Imported.objects.filter(program=program, source=source)
        self._rows = {(r.kind, r.key): Was(r.object_id, r.digest) for r in rows}
        self._news: dict[tuple[str, str], Was] = {}

    def own_ids(self, kind: str, keys: Iterable[str]) -> None:
        """Find those of these ids that are ids of records here: one question for all of them."""
        asked = {found: key for key in keys if (kind, key) not in self._rows and (found := _as_uuid(key))}
        if asked:
            here = _TABLES[kind]._default_manager.filter(program=self.program, pk__in=asked)
            for pk in here.values_list("pk", flat=True):
                self._rows[kind, asked[pk]] = Was(pk)

    def was(self, kind: str, key: str) -> Was | None:
        """What stood before this import."""
        return self._rows.get((kind, key))

    def id_of(self, kind: str, key: str) -> UUID:
        """The record of an id, also of one that came a moment ago."""
        return (self._news.get((kind, key)) or self._rows[kind, key]).object_id

    def note(self, kind: str, key: str, object_id: UUID, digest: str) -> None:
        """From now on this id is this record, of which this was said."""
        if self._rows.get((kind, key)) != Was(object_id, digest):
            self._news[kind, key] = Was(object_id, digest)

    def keep(self) -> None:
        """Write what is new."""
        at = clock.now()
        Imported.objects.bulk_create(
            [
                Imported(
                    program=self.program, source=self.source, kind=kind, key=key, object_id=was.object_id,
                    digest=was.digest, at=at,
                )
                for (kind, key), was in self._news.items()
            ],
            1000,
            update_conflicts=True,
            unique_fields=["program", "source", "kind", "key"],
            update_fields=["object_id", "digest", "at"],
        )  # fmt: skip


def _as_uuid(key: str) -> UUID | None:
    if len(key) != 36:
        return None
    try:
        found = UUID(key)
    except ValueError:
        return None
    return found if str(found) == key else None
