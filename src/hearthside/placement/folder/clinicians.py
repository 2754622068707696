"""The clinicians, and where each of them may treat."""

from datetime import date

from hearthside.placement.folder.complaints import Complaints
from hearthside.placement.folder.ids import Known
from hearthside.placement.folder.tables import Row, Rows
from hearthside.placement.folder.times import Exceptions, Windows
from hearthside.placement.solver.problem import Authority, Clinician, spans_in_week

Licenses = dict[str, tuple[Authority, ...]]


def check_clinicians(rows: Rows, complaints: Complaints) -> None:
    """Complain where there is nobody to lead a group."""
    if rows.whole and not rows.rows and not rows.ragged:
        complaints.add(rows.file, 0, "", "There are no clinicians.", "Add one row for each clinician.")


def licenses(rows: Rows, known: Known, complaints: Complaints) -> Licenses | None:
    """Each clinician's authorities with their dates; None when the folder has no licenses.csv."""
    if not rows.present:
        return None
    found: dict[str, list[Authority]] = {}
    for row in rows:
        who, state, kind, first, last = (row.value[c] for c in ("clinician_id", "state", "kind", "from", "to"))
        if first is not None and last is not None and last < first:
            sentence = f"It ends on {last}, before it begins on {first}."
            complaints.add(rows.file, row.line, "to", sentence, "Put the dates right, or leave to empty.")
        if who is not None and known.require(rows, row.line, "clinician_id", who, complaints) and not row.bad:
            found.setdefault(who, []).append(Authority(state, kind, first, last))
    return {who: tuple(sorted(held, key=_order)) for who, held in found.items()}


def _order(authority: Authority) -> tuple[str, str, date, date]:
    return authority.state, authority.kind, authority.first_day or date.min, authority.last_day or date.max


def clinician(row: Row, week: date, windows: Windows, exceptions: Exceptions, held: Licenses | None) -> Clinician:
    """The clinician of a row nobody complained about."""
    value = row.value
    who, zone = value["clinician_id"], value["zone"]
    weekly, dated = windows.get(who, ()), exceptions.get(who, ())
    if held is None:
        authorities = tuple(Authority(state, "license") for state in sorted(value["authorities"]))
    else:
        authorities = held.get(who, ())
    return Clinician(
        id=who,
        name=value["name"],
        zone=zone,
        authorities=authorities,
        states=frozenset(a.state for a in authorities if a.valid_all_week(week)),
        roles=tuple(sorted(value["roles"])),
        tracks=tuple(sorted(value["tracks"])),
        languages=tuple(sorted(value["languages"])),
        gender=value["gender"],
        group_minutes=value["group_minutes"],
        individual_minutes=value["individual_minutes"],
        day_minutes=value["day_minutes"],
        free=spans_in_week(week, zone, weekly, dated),
        weekly=weekly,
        exceptions=dated,
    )
