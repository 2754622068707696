"""The evidence of a session in words: what the page and the file on paper both show."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from hearthside.access.models import Program
from hearthside.base.zones import zone as zone_of
from hearthside.live.attendance.evidence import PRESENT
from hearthside.live.attendance.ratio import SizeBreach
from hearthside.live.evidence.chart import Numbered, PresenceChart, chart, marked_instants
from hearthside.live.floaters import CAUSES
from hearthside.live.queries.attested_people import ROOM_NAMES
from hearthside.live.queries.evidence_whole import SessionEvidence
from hearthside.live.queries.titles import title
from hearthside.live.web.evidence.observed import observers_said
from hearthside.live.words import LEADS_BECAUSE, OVERRIDES
from hearthside.people.credentials.types import CREDENTIAL_TYPES
from hearthside.safety.models.pages import Page
from hearthside.schedule.hours import BLOCK_NAMES
from hearthside.schedule.said import span_said, whole_date_said, whole_day_said, zone_said

NOBODY = "Nobody"


def said(found: SessionEvidence, program: Program) -> dict[str, Any]:
    """Everything that is shown of a session."""
    live, clock = found.live, _Clock(program.zone)
    session, labels = found.evidence.session, {str(one.who): (one.name, one.role_name) for one in found.people}
    rooms = {room.name: ROOM_NAMES.get(room.kind, room.kind) for room in found.rooms}
    times = {at: clock.short(at) for at in marked_instants(session.start, session.end)}
    drawn = chart(found.evidence, labels, rooms, times)
    when = span_said(live.session.starts_at, live.ends_at, program.zone)
    return {
        "live": live,
        "title": title(live),
        "when": f"{whole_day_said(live.session.starts_at, program.zone)}, {when}",
        "zone": zone_said(program.zone),
        "program_shown": program.name,
        "sha256": found.evidence.sha256,
        "policy_version": live.policy_version,
        "version": found.version,
        "attested": _attested(found, clock),
        "is_same": found.version is not None and found.version.evidence_sha256 == found.evidence.sha256,
        "chart": drawn,
        "sentence": _sentence(found, drawn),
        "breaches": [_breach(one, clock) for one in drawn.breaches],
        "people": [_person(found, one, clock) for one in found.people],
        "pages": [_page(row, clock) for row in found.pages],
        "warnings": sorted({warning["sentence"] for warning in found.answer["warnings"]}),
        **_tables(found, clock, rooms),
    }


def _tables(found: SessionEvidence, clock: "_Clock", rooms: Mapping[str, str]) -> dict[str, Any]:
    """Lines of tables, each a row of words."""
    names = {str(one.who): one.name for one in found.people}
    licensed = {row.credential.clinician.name for row in found.authorities}
    return {
        "stays": [
            (names.get(who, who), rooms.get(stay["room"], stay["room"]), clock.exact(stay["start"]),
             clock.exact(stay["end"]), ", ".join(stay["evidence"]))
            for who, person in found.answer["people"].items() for stay in person["intervals"]
        ],
        "blocks": [
            (BLOCK_NAMES.get(block.kind, block.kind).capitalize(), clock.of(block.start), clock.of(block.end),
             _rule(block.ratio))
            for block in found.evidence.session.blocks
        ],
        "licenses": [
            (row.credential.clinician.name, CREDENTIAL_TYPES[row.credential.type], row.state, row.number or "no number",
             whole_date_said(row.valid_to) if row.valid_to else "no last day", clock.day(row.verified_at),
             "" if row.status == "active" else "Suspended since")
            for row in found.authorities
        ],
        "unlicensed": sorted({one.name for one in found.people if one.clinician} - licensed),
        "leads": [
            (row.clinician.name, LEADS_BECAUSE[row.because], clock.exact_of(row.from_at),
             clock.exact_of(row.until_at) if row.until_at else "the end")
            for row in found.leads
        ],
        "overrides": [
            (clock.exact_of(row.at), OVERRIDES.get(row.rule, row.rule),
             names.get(str(row.patient_id or row.partner_id), ""), row.reason, row.by.name)
            for row in found.overrides
        ],
        "observers": observers_said(found.observed, clock.exact_of),
        "amendments": [
            (names.get(str(row.who_id), ""), "was there" if row.effect == PRESENT else "was not there",
             clock.exact_of(row.starts_at), clock.exact_of(row.ends_at), row.reason, row.by.name)
            for row in found.amendments
        ],
    }  # fmt: skip


class _Clock:
    """Instants on the program's clock."""

    def __init__(self, zone: str) -> None:
        self.zone = zone

    def exact(self, text: str) -> str:
        return self.exact_of(datetime.fromisoformat(text))

    def exact_of(self, at: datetime) -> str:
        local = at.astimezone(zone_of(self.zone))
        return f"{local:%-I:%M:%S} {'am' if local.hour < 12 else 'pm'}"

    def day(self, at: datetime | None) -> str:
        return whole_day_said(at, self.zone) if at else ""

    def of(self, milliseconds: int) -> str:
        return self.exact_of(datetime.fromtimestamp(milliseconds / 1000, UTC))

    def short(self, milliseconds: int) -> str:
        local = datetime.fromtimestamp(milliseconds / 1000, UTC).astimezone(zone_of(self.zone))
        return f"{local:%-I:%M}"


def _sentence(found: SessionEvidence, drawn: PresenceChart) -> str:
    short = sum(not isinstance(one.breach, SizeBreach) and not one.breach.within_grace for one in drawn.breaches)
    full = sum(isinstance(one.breach, SizeBreach) for one in drawn.breaches)
    came = sum(bool(bar.marks) for bar in drawn.bars)
    seconds = found.answer["session"]["breach_seconds"]
    times = "once" if short == 1 else f"{short} times"
    lacking = f"A therapist was missing {times}, for {seconds:g} seconds" if short else "No therapist was missing"
    crowded = "; a room was too full " + ("once" if full == 1 else f"{full} times") if full else ""
    return f"{came} of {len(drawn.bars)} people were there. {lacking}{crowded}."


def _breach(one: Numbered, clock: _Clock) -> tuple[int, str, str, str, str]:
    breach = one.breach
    if isinstance(breach, SizeBreach):
        what = f"{breach.patients} people, at most {breach.cap} may be there"
    else:
        grace = " (within grace, not counted)" if breach.within_grace else ""
        what = f"{breach.staff} of {breach.needed} therapists for {breach.patients} people{grace}"
    return one.number, one.room, clock.of(breach.start), clock.of(breach.end), what


def _person(found: SessionEvidence, one: Any, clock: _Clock) -> dict[str, Any]:
    minutes = found.answer["people"].get(str(one.who), {})
    admitted = [row.seat.admitted_at for row in found.seated if row.who_id == one.who and row.seat.admitted_at]
    return {
        "name": one.name,
        "role": one.role_name,
        "admitted": clock.exact_of(min(admitted)) if admitted else "not let in",
        "attended": minutes.get("attended_minutes", 0),
        "supervised": "" if one.clinician else minutes.get("supervised_minutes", 0),
        "billable": "" if one.clinician else minutes.get("billable_minutes", 0),
    }


def _attested(found: SessionEvidence, clock: _Clock) -> str:
    word = getattr(found.version, "attestation", None)
    if found.version is None:
        return "Not worked out yet"
    if word is None:
        return f"Version {found.version.n}, attested by nobody yet"
    day = whole_day_said(word.at, clock.zone)
    return f"Version {found.version.n}, attested by {word.by.name} on {day}, {clock.exact_of(word.at)}"


def _page(page: Page, clock: _Clock) -> dict[str, Any]:
    steps = list(page.steps.all())
    if page.accepted_at and page.accepted_by:
        seconds = (page.accepted_at - page.raised_at).total_seconds()
        answer = f"{page.accepted_by.name}, after {seconds:.0f} seconds"
    else:
        answer = NOBODY
    end = page.withdrawn_at or page.resolved_at
    how = "taken back" if page.withdrawn_at else "over" if end else "still open"
    return {
        "raised": clock.exact_of(page.raised_at),
        "cause": CAUSES.get(page.cause, page.title),
        "called": sum(step.called for step in steps),
        "steps": len(steps),
        "answer": answer,
        "end": f"{how}, {clock.exact_of(end)}" if end else how,
    }


def _rule(ratio: Any) -> str:
    if ratio is None:
        return "1 therapist at least"
    parts = [f"{ratio.patients_per_facilitator} people"] if ratio.patients_per_facilitator else []
    parts += [f"{ratio.couples_per_facilitator} couples"] if ratio.couples_per_facilitator else []
    return f"1 for at most {' and '.join(parts)}"
