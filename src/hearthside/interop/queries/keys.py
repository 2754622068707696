"""By which ids an export names what is here: those of its source, and else the record's own."""

from uuid import UUID

from hearthside.access.models import Program
from hearthside.interop.models import Imported


class Keys:
    """The ids of one source, from record to id."""

    def __init__(self, program: Program, source: str) -> None:
        rows = Imported.objects.filter(program=program, source=source).order_by("at", "key")
        self._keys: dict[tuple[str, UUID], str] = {(r.kind, r.object_id): r.key for r in rows}

    def of(self, kind: str, record: UUID) -> str:
        return self._keys.get((kind, record), str(record))
