"""People of a roster: new ones are taken on together; of those who are here, what differs is changed."""

from dataclasses import replace
from uuid import UUID

from hearthside.caseload.actions.day_plans import choose_day_plans
from hearthside.caseload.actions.rosters import choose_day_plans_from_roster
from hearthside.interop.actions.run import Run
from hearthside.interop.actions.times_in import bring_new_times, change_times
from hearthside.interop.roster.incoming import Animal, IncomingPerson, digest
from hearthside.people.actions.contacts import keep_pet
from hearthside.people.actions.patients import change_details, change_wishes
from hearthside.people.actions.rosters import Arrival, take_on_from_roster
from hearthside.people.models.patients import Patient, PatientDetails, PatientWishes
from hearthside.people.models.pets import Pet
from hearthside.people.particulars import Details, Wishes
from hearthside.schedule.actions.rosters import say_minimums_from_roster
from hearthside.schedule.queries.hours import own_minimums

DETAILS = tuple(Details.__dataclass_fields__)
# What a roster may leave empty without saying that it is not so.
MAY_BE_SILENT = ("born_on", "email", "phone")
FROM_ROSTER = ("first_name", "last_name", "state", "zone", "languages")


def bring_people(run: Run) -> None:
    """Take on whoever is not here, and change whoever the roster says something new of."""
    new, differing = [], []
    for person in run.incoming.people:
        was = run.known.was("person", person.key)
        if was is None:
            new.append(person)
        elif was.digest != digest(person):
            differing.append((person, was.object_id))
        else:
            run.tally.same["person"] += 1
    _take_on(run, new)
    _change_all(run, differing)


def _take_on(run: Run, people: list[IncomingPerson]) -> None:
    if not people:
        return
    arrivals = [Arrival(p.details, p.wishes, p.waiting_since) for p in people]
    patients = take_on_from_roster(program=run.program, arrivals=arrivals, by=run.by)
    both = list(zip(people, patients, strict=True))
    chosen = {patient.id: run.plan_keys(person.day_plans) for person, patient in both}
    choose_day_plans_from_roster(program=run.program, chosen=chosen, by=run.by)
    bring_new_times(run, [(patient.id, person.times) for person, patient in both], are_patients=True)
    minutes = {patient.id: person.minimum_minutes for person, patient in both if person.minimum_minutes}
    say_minimums_from_roster(program=run.program, minutes=minutes, by=run.by)
    for person, patient in both:
        for animal in person.pets:
            keep_pet(patient=patient, name=animal.name, species=animal.species, notes=animal.notes, by=run.by)
        run.known.note("person", person.key, patient.id, digest(person))
    run.tally.came["person"] += len(people)
    run.tally.patients |= {patient.id for patient in patients}


def _change_all(run: Run, people: list[tuple[IncomingPerson, UUID]]) -> None:
    if not people:
        return
    rows = Patient.objects.filter(program=run.program, pk__in=[pk for _, pk in people])
    found = {row.pk: row for row in rows.select_related("program", "details", "wishes", "merged_into")}
    least = own_minimums([pk for _, pk in people], run.today)
    for person, pk in people:
        patient = found[pk]
        if patient.merged_into_id is not None:
            run.not_taken(f"{person.key}: this record was merged into another; change that one on its page.")
            run.tally.same["person"] += 1
            continue
        did = [
            _details(run, person, patient),
            _wishes(run, person, patient),
            change_times(run, person.key, patient, person.times),
            _day_plans(run, person, patient),
            _minimum(run, person, patient, least.get(pk)),
            _pets(run, person, patient),
        ]
        run.tally.changed["person"] += any(did)
        run.tally.same["person"] += not any(did)
        if any(did):
            run.tally.patients.add(pk)
        run.known.note("person", person.key, pk, digest(person))


def _details(run: Run, person: IncomingPerson, patient: Patient) -> bool:
    """Names, place and contacts; what the roster leaves empty stays."""
    row: PatientDetails = patient.details
    there = Details(
        **{name: getattr(row, name) for name in DETAILS if name not in ("chosen_name", "languages")},
        chosen_name=patient.chosen_name,
        languages=tuple(row.languages),
    )
    said = {name: getattr(person.details, name) for name in FROM_ROSTER}
    said |= {name: value for name in MAY_BE_SILENT if (value := getattr(person.details, name))}
    # Which language comes first is the person's own wish; a roster only says which they have.
    if set(said["languages"]) == set(there.languages):
        said.pop("languages")
    if there.chosen_name == there.first_name:
        said["chosen_name"] = said["first_name"]
    wanted = replace(there, **said)
    if wanted == there:
        return False
    change_details(patient=patient, details=wanted, by=run.by)
    return True


def _wishes(run: Run, person: IncomingPerson, patient: Patient) -> bool:
    row: PatientWishes = patient.wishes
    there = Wishes(row.track, row.acuity, tuple(row.focuses), row.size_wish, row.time_wish, row.gender_wish)
    if row.waiting_since != person.waiting_since:
        run.not_taken(f"{person.key}: waiting_since stays as it was recorded here.")
    if there == person.wishes:
        return False
    change_wishes(patient=patient, wishes=person.wishes, by=run.by)
    return True


def _day_plans(run: Run, person: IncomingPerson, patient: Patient) -> bool:
    there = tuple(sorted(patient.day_plans.values_list("key", flat=True)))
    said = run.plan_keys(person.day_plans)
    # Who chose none is fine with each of them.
    if there == said or (not there and set(said) >= {plan.key for plan in run.plans.values()}):
        return False
    choose_day_plans(patient=patient, keys=said, by=run.by)
    return True


def _minimum(run: Run, person: IncomingPerson, patient: Patient, there: int | None) -> bool:
    if there == person.minimum_minutes:
        return False
    say_minimums_from_roster(program=run.program, minutes={patient.id: person.minimum_minutes}, by=run.by)
    return True


def _pets(run: Run, person: IncomingPerson, patient: Patient) -> bool:
    there = {Animal(p.name, p.species, p.notes): p for p in Pet.objects.filter(patient=patient)}
    by_name = {animal.name: pet for animal, pet in there.items()}
    did = False
    for animal in person.pets:
        if animal not in there:
            keep_pet(
                patient=patient, name=animal.name, species=animal.species, notes=animal.notes,
                pet=by_name.get(animal.name), by=run.by,
            )  # fmt: skip
            did = True
    if set(by_name) - {animal.name for animal in person.pets}:
        run.not_taken(f"{person.key}: a pet that the roster does not name stays.")
    return did
