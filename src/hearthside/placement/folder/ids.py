"""Who and what a roster knows by name, so that an id that does not exist is found wherever it is written."""

from dataclasses import dataclass, field

from hearthside.placement.folder.complaints import Complaints, shown
from hearthside.placement.folder.tables import Rows


@dataclass
class Known:
    """
    The ids of one or two files, each with where it first stands.

    When a file could not be read to its end, or has no rows at all, `whole` is false and no id is ever called unknown:
    one mistake should not be reported as a thousand.
    """

    what: str
    first: dict[str, tuple[str, int]] = field(default_factory=dict)
    maybe: set[str] = field(default_factory=set)
    whole: bool = True

    def has(self, identifier: str) -> bool:
        return not self.whole or identifier in self.first or identifier in self.maybe

    def require(self, rows: Rows, line: int, column: str, identifier: str, complaints: Complaints) -> bool:
        """Complain unless this id exists; says whether it does."""
        if self.has(identifier):
            return True
        files = " or ".join(sorted({file for file, _ in self.first.values()})) or "the roster"
        sentence = f"There is no {self.what} {shown(identifier)}."
        complaints.add(rows.file, line, column, sentence, f"Write an id that {files} has, or remove this one.")
        return False

    def joined(self, other: "Known", what: str) -> "Known":
        """Both together, for columns that take either."""
        return Known(what, {**other.first, **self.first}, self.maybe | other.maybe, self.whole and other.whole)


def known_ids(rows: Rows, column: str, what: str, complaints: Complaints, *, besides: Known | None = None) -> Known:
    """Collect the ids of a file; one that is there twice, or already among `besides`, is complained about."""
    known = Known(what, maybe=set(rows.ragged), whole=rows.whole and bool(rows.rows) and column in rows.columns)
    for row in rows:
        identifier = row.value[column]
        if identifier is None:
            continue
        before = known.first.get(identifier) or (besides.first.get(identifier) if besides else None)
        if before:
            file, line = before
            where = f"on line {line}" if file == rows.file else f"in {file}, line {line}"
            complaints.add(rows.file, row.line, column, f"Id {identifier} is already {where}.", "Give each its own id.")
        known.first.setdefault(identifier, (rows.file, row.line))
    return known
