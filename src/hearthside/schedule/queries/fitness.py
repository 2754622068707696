"""
Who may lead which session with whom: licensed where everybody in it is, in the right role, track and language, and not
their therapist in another role. The records are read once, however many days are asked about.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from hearthside.base.words import SESSION_ROLE
from hearthside.caseload.queries.facing import doing_of
from hearthside.caseload.queries.persons import known
from hearthside.caseload.rules.spans import Instants
from hearthside.caseload.rules.treatments import DOING_OF, Held, conflicts_of_role
from hearthside.people.credentials.values import Allowed, Refused
from hearthside.people.models.clinicians import Clinician
from hearthside.people.queries.clinicians import may_treat, with_rights
from hearthside.schedule.plain import Person, Staff
from hearthside.schedule.words import PROGRAM_DAY, WITH_PARTNERS

# As which role of a care team somebody leads a session of a kind.
MODALITY = {
    "individual": "individual", "counseling": "counseling", "couples": "couples", "couples_group": "couples",
    "medication": "prescribing",
}  # fmt: skip


def doing(kind: str, part: str, track: str) -> str:
    """What a clinician does who leads or helps to lead a session of this kind, as licenses put it."""
    if kind in MODALITY:
        return DOING_OF[MODALITY[kind]]
    return doing_of(part if kind == PROGRAM_DAY else "co", track)


class Licensed:
    """Clinicians with their licenses, read once: where each may do what, day by day."""

    def __init__(self, clinicians: "QuerySet[Clinician]") -> None:
        self.clinicians = with_rights(clinicians)
        self._allowed: dict[tuple[UUID, str, str], tuple[date, Allowed]] = {}

    def unlicensed(self, clinician: UUID, state: str, what: str, day: date) -> str:
        """Why this clinician may not do this for somebody in this state that day, or nothing."""
        key = (clinician, state, what)
        if found := self._allowed.get(key):
            since, allowed = found
            if since <= day and (allowed.until is None or day <= allowed.until):
                return ""
        answer = may_treat(self.clinicians[clinician], state, day, what)
        if isinstance(answer, Refused):
            return answer.sentence
        self._allowed[key] = (day, answer)
        return ""

    def for_all(self, clinician: UUID, what: str, states: Iterable[str], day: date) -> bool:
        """Whether this clinician works that day, and may do this for people in each of these states."""
        works = self.clinicians[clinician].works_on(day)
        return works and not any(self.unlicensed(clinician, state, what, day) for state in states)


_TREATMENTS = """
    SELECT t.patient_id, t.clinician_id, t.modality, t.from_at, t.until_at, t.couple_id FROM caseload_treatment t
     WHERE t.program_id = %s AND t.patient_id = ANY (%s) AND t.clinician_id = ANY (%s)
"""


class Fitness(Licensed):
    """The clinicians and patients of a question, with licenses, states, languages, tracks and treatments."""

    def __init__(
        self, program: UUID, clinicians: Collection[UUID], patients: Collection[UUID],
        *, read: "QuerySet[Clinician] | None" = None,
    ) -> None:  # fmt: skip
        """`read` gives the same clinicians, where somebody looked for them already."""
        rows = Clinician.objects.filter(program_id=program, pk__in=clinicians) if read is None else read
        super().__init__(rows)
        self.known = known(program, patients)
        self._held: dict[tuple[UUID, UUID], list[Held]] = {}
        with connection.cursor() as cursor:
            cursor.execute(_TREATMENTS, [program, list({*patients, *self.known}), list(clinicians)])
            for patient, clinician, modality, from_at, until_at, couple in cursor.fetchall():
                held = Held(patient, clinician, modality, Instants(from_at, until_at), couple)
                self._held.setdefault((clinician, patient), []).append(held)

    def licensed_for_all(self, clinician: UUID, what: str, people: Iterable[Person], day: date) -> bool:
        """Whether nothing stands between this clinician and anybody of these, by license, and they work that day."""
        states = {self.known[p.patient].state for p in people if p.patient in self.known}
        return self.for_all(clinician, what, states, day)

    def in_another_role(self, kind: str, clinician: UUID, people: Iterable[Person], at: datetime) -> bool:
        """Whether this clinician treats one of them, or for couples work a partner of theirs, in another role."""
        modality = MODALITY.get(kind)
        if modality is None:
            return False
        asked = {p.patient for p in people if p.patient}
        if kind in WITH_PARTNERS:
            asked |= {k.partner for p in asked if (k := self.known.get(p)) and k.partner}
        # For as long as it lasts, leading it is treating each of them in that role.
        now = Instants(at, at + timedelta(minutes=1))
        return any(
            bool(
                conflicts_of_role([Held(patient, clinician, modality, now), *self._held.get((clinician, patient), ())])
            )
            for patient in asked
        )

    def objections(
        self, kind: str, staff: Iterable[Staff], people: Collection[Person], day: date, at: datetime,
        *, track: str = "", language: str = "",
    ) -> Iterator[str]:  # fmt: skip
        """Every reason why these clinicians may not lead this with these people, as sentences."""
        staff = tuple({(s.clinician, s.part): s for s in staff}.values())
        for each in staff:
            clinician = self.clinicians.get(each.clinician)
            if clinician is None:
                yield "Choose clinicians of this program."
                continue
            if not clinician.works_on(day):
                yield f"{clinician.name} does not work here on that day."
            yield from self._role(clinician, kind, track, people)
            what = doing(kind, each.part, track)
            for person in people:
                about = self.known.get(person.patient) if person.patient else None
                if about and (refused := self.unlicensed(clinician.id, about.state, what, day)):
                    yield f"{clinician.name}: {refused}"
            if self.in_another_role(kind, clinician.id, people, at):
                yield f"{clinician.name} treats one of them, or their partner, in another role."
        yield from self._language([s.clinician for s in staff], people, language)

    def suits(
        self, clinician: Clinician, kind: str, people: Collection[Person], *, track: str = "", language: str = ""
    ) -> bool:
        """Whether this clinician has the role, the track and the language, whatever licenses say."""
        unsuited = (
            *self._role(clinician, kind, track, people),
            *self._language([clinician.pk], people if not language else (), language),
        )
        return not unsuited

    def _role(self, clinician: Clinician, kind: str, track: str, people: Collection[Person]) -> Iterator[str]:
        role = "facilitator" if kind == PROGRAM_DAY else SESSION_ROLE[kind]
        if role != "any" and role not in clinician.roles:
            yield f"{clinician.name} does not have the role “{role}”."
        tracks = {track} if track else {self.known[p.patient].person.track for p in people if p.patient in self.known}
        # Prescribers and wellness are for everybody, whatever their track.
        if role not in ("any", "prescriber") and tracks - set(clinician.tracks):
            yield f"{clinician.name} does not treat the track of everybody in it."

    def _language(self, clinicians: Collection[UUID], people: Iterable[Person], language: str) -> Iterator[str]:
        spoken = [set(self.clinicians[c].languages) for c in clinicians if c in self.clinicians]
        spoken += [set(self.known[p.patient].person.languages) for p in people if p.patient in self.known]
        if language and any(language not in each for each in spoken):
            yield "Somebody in it does not speak the language of the group."
        elif not language and spoken and not set.intersection(*spoken):
            yield "There is no language that everybody in it speaks."
