"""
Who may be chosen to treat somebody, and why others may not: offered to a coordinator, and asked again by the action.

Rules: docs/rules/conflict-of-role.md, docs/rules/practice-authority.md
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from hearthside.base.states import STATE_NAMES
from hearthside.caseload.models.treatments import Treatment
from hearthside.caseload.queries.persons import Known
from hearthside.caseload.rules.spans import Instants
from hearthside.caseload.rules.treatments import DOING_OF, MODALITIES, ROLE_OF, Held, conflicts_of_role
from hearthside.caseload.words import TRACK_WORDS, day_words, language_words, names_in_a_row
from hearthside.people.credentials.values import Refused
from hearthside.people.models.clinicians import Clinician
from hearthside.people.queries.clinicians import may_treat, with_authorities

# What may stand against a clinician, in the order in which it is asked.
WORKS, ROLE, TRACK, LANGUAGE, CONFLICT, LICENSE = "works", "role", "track", "language", "conflict", "license"


@dataclass(frozen=True)
class Choice:
    """A clinician who may be chosen, or the reason why not: its name, and a sentence."""

    clinician: Clinician
    reason: str = ""
    sentence: str = ""
    remedy: str = ""

    @property
    def may(self) -> bool:
        return not self.reason


def clinicians_free_of_conflict(
    patients: Sequence[Known], modality: str, at: datetime, *, on: date, treatments: Collection[Held]
) -> list[Choice]:
    """
    Every clinician of the program who works that day, each with a yes or the first reason why not: who may first.

    `patients` is one person, or both partners of a couple who are patients; `treatments` are theirs. `on` is the day of
    `at` in the program's zone.
    """
    if not patients:
        return []
    rows = with_authorities(Clinician.objects.filter(program_id=patients[0].program).working_on(on)).order_by(
        "search_name", "id"
    )
    answers = [_answer(row, patients, modality, at, on, treatments) for row in rows]
    return sorted(answers, key=lambda answer: not answer.may)


def why_not(
    clinician: Clinician,
    patients: Sequence[Known],
    modality: str,
    at: datetime,
    *,
    on: date,
    treatments: Collection[Held],
) -> Choice:
    """The same of one clinician, who was read by `to_choose_from`."""
    if not clinician.works_on(on):
        name = clinician.name
        return Choice(clinician, WORKS, f"{name} does not work here on {day_words(on)}.", "Choose somebody else.")
    return _answer(clinician, patients, modality, at, on, treatments)


def to_choose_from(clinicians: Collection[UUID]) -> dict[UUID, Clinician]:
    """These clinicians with all that decides whether they may be chosen."""
    return {row.pk: row for row in with_authorities(Clinician.objects.filter(pk__in=clinicians))}


def held_by(patients: Iterable[UUID]) -> list[Held]:
    """Every treatment of these people, as the rules take them: within a scope that may see all of it."""
    rows = Treatment.objects.filter(patient__in=list(patients))
    return [as_held(row) for row in rows]


def as_held(row: Treatment) -> Held:
    return Held(row.patient_id, row.clinician_id, row.modality, Instants(row.from_at, row.until_at), row.couple_id)


def _answer(
    row: Clinician,
    patients: Sequence[Known],
    modality: str,
    at: datetime,
    on: date,
    treatments: Collection[Held],
) -> Choice:
    name = row.name
    if ROLE_OF[modality] not in row.roles:
        role = MODALITIES[modality].lower()
        return Choice(row, ROLE, f"{name} is no {role} here.", "Choose somebody who has that role.")
    for each in patients:
        if each.person.track not in row.tracks:
            track = TRACK_WORDS[each.person.track]
            return Choice(row, TRACK, f"{name} does not work in {each.name}'s track, {track}.", "Choose somebody else.")
    shared = set(row.languages).intersection(*(each.person.languages for each in patients))
    if not shared:
        spoken = names_in_a_row([language_words(code) for code in row.languages])
        whose = names_in_a_row([each.name for each in patients])
        sentence = f"{name} speaks {spoken}, which {whose} {'does' if len(patients) == 1 else 'do'} not share."
        return Choice(row, LANGUAGE, sentence, "Choose somebody who speaks a language of theirs.")
    conflict = _conflict(row, patients, modality, at, treatments)
    if conflict is not None:
        return conflict
    for each in patients:
        answer = may_treat(row, each.state, on, DOING_OF[modality])
        if isinstance(answer, Refused):
            where = STATE_NAMES.get(each.state, each.state)
            sentence = f"{name} may not do this for people in {where}: {answer.sentence}"
            return Choice(row, LICENSE, sentence, answer.remedy)
    return Choice(row)


def _conflict(
    row: Clinician, patients: Sequence[Known], modality: str, at: datetime, treatments: Collection[Held]
) -> Choice | None:
    for each in patients:
        asked = Held(each.id, row.pk, modality, Instants(at))
        for one, other in conflicts_of_role([asked, *treatments]):
            if asked in (one, other):
                held = other if one is asked else one
                role = MODALITIES[held.modality].lower()
                sentence = f"{row.name} is {each.name}'s {role}. Nobody holds two roles for one person."
                return Choice(row, CONFLICT, sentence, "Choose somebody else, or end that role first.")
    return None
