"""Everybody whom a session's record may name: who came, was expected, or led; and the rooms they may have been in."""

from dataclasses import dataclass
from uuid import UUID

from hearthside.live.models.attested import Amendment
from hearthside.live.models.rooms import LiveRoom, LiveSession
from hearthside.live.models.seats import SeatOccupant
from hearthside.live.words import FACILITATOR, LOBBY, PARTNER, PATIENT
from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.couples import PartnerWithoutChart
from hearthside.people.models.patients import Patient
from hearthside.schedule.models.seats import Seat as PlannedSeat
from hearthside.schedule.models.sessions import Staffing
from hearthside.schedule.words import SEAT_HELD

ROLE_NAMES = {FACILITATOR: "Therapist", PATIENT: "Patient", PARTNER: "Partner"}
ROOM_NAMES = {"main": "Main room", "pod": "Pod", "help": "Help room"}


@dataclass(frozen=True)
class Somebody:
    """One person of a session."""

    name: str
    role: str
    patient: UUID | None = None
    partner: UUID | None = None
    clinician: UUID | None = None

    @property
    def who(self) -> UUID:
        found = self.patient or self.partner or self.clinician
        assert found is not None
        return found

    @property
    def role_name(self) -> str:
        return ROLE_NAMES.get(self.role, self.role.capitalize())


def people_of(live: LiveSession) -> list[Somebody]:
    """Therapists first, then everybody else by name. A handful of questions."""
    roles: dict[tuple[str, UUID], str] = {}
    rows = [
        *Amendment.objects.filter(session=live).values_list("patient", "partner", "clinician", "role"),
        *SeatOccupant.objects.filter(seat__session=live).values_list("patient", "partner", "clinician", "role"),
    ]
    for patient, partner, clinician, role in rows:
        key = ("patient", patient) if patient else ("partner", partner) if partner else ("clinician", clinician)
        if roles.get(key) != FACILITATOR:
            roles[key] = role
    planned = PlannedSeat.objects.filter(session=live.pk, state=SEAT_HELD).values_list("patient", "partner")
    for patient, partner in planned:
        roles.setdefault(("patient", patient) if patient else ("partner", partner), PATIENT if patient else PARTNER)
    staff = Staffing.objects.filter(block__session=live.pk, released_at__isnull=True)
    for clinician in staff.values_list("clinician", flat=True):
        roles.setdefault(("clinician", clinician), FACILITATOR)
    names = _names(roles)
    found = [Somebody(names[key], role, **{key[0]: key[1]}) for key, role in roles.items()]
    return sorted(found, key=lambda one: (one.role != FACILITATOR, one.name.casefold(), str(one.who)))


def _names(keys: dict[tuple[str, UUID], str]) -> dict[tuple[str, UUID], str]:
    """What each is called in a group."""
    named: dict[tuple[str, UUID], str] = {}
    for kind, model, field in (
        ("patient", Patient, "chosen_name"),
        ("partner", PartnerWithoutChart, "name"),
        ("clinician", Clinician, "name"),
    ):
        asked = [who for what, who in keys if what == kind]
        if asked:
            named |= {(kind, who): name for who, name in model.objects.filter(pk__in=asked).values_list("pk", field)}
    return named


def rooms_of(live: LiveSession) -> list[LiveRoom]:
    """The session's rooms that have minutes, the main one first."""
    rows = LiveRoom.objects.filter(session=live).exclude(kind=LOBBY).order_by("opened_at", "name")
    return sorted(rows, key=lambda room: room.kind != "main")
