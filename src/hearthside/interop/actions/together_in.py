"""Couples of a roster, and who is kept apart: linked and parted by nobody's wish that is known here."""

from uuid import UUID

from hearthside.interop.actions.run import Run
from hearthside.interop.roster.incoming import IncomingPerson
from hearthside.people.actions.grants import behind
from hearthside.people.actions.rosters import apart_now, keep_apart_from_roster, link_from_roster
from hearthside.people.models.couples import CoupleMember

Pair = tuple[UUID, UUID]


def bring_together(run: Run) -> None:
    """Link partners who are linked with nobody, and keep apart whoever the roster keeps apart and we do not yet."""
    people = {person.key: person for person in run.incoming.people}
    ids = {key: run.known.id_of("person", key) for key in people}
    _couples(run, people, ids)
    _apart(run, people, ids)


def _couples(run: Run, people: dict[str, IncomingPerson], ids: dict[str, UUID]) -> None:
    partners = _partners(run, list(ids.values()))
    wanted: list[Pair] = []
    for person in people.values():
        if not person.partner or person.key > person.partner:
            continue
        one, other = ids[person.key], ids[person.partner]
        there = partners.get(one), partners.get(other)
        if there == (other, one):
            run.tally.same["couple"] += 1
        elif there == (None, None):
            wanted.append((one, other))
        else:
            run.not_taken(
                f"{person.key} and {person.partner} are not linked: one of them is linked with somebody else."
            )
    if wanted:
        link_from_roster(program=run.program, pairs=wanted, by=run.by)
        run.tally.came["couple"] += len(wanted)
        run.tally.patients.update(who for pair in wanted for who in pair)
    _linked_here_alone(run, people, ids, partners)


def _linked_here_alone(
    run: Run, people: dict[str, IncomingPerson], ids: dict[str, UUID], partners: dict[UUID, UUID | None]
) -> None:
    for key, person in people.items():
        if not person.partner and ids[key] in partners:
            run.not_taken(f"{key} has a partner here, of whom the roster says nothing; the two stay linked.")


def _partners(run: Run, patients: list[UUID]) -> dict[UUID, UUID | None]:
    """Whoever is linked, with the patient on the other side, or None for a partner who is no patient."""
    with behind(run.program.id, run.by):
        own = CoupleMember.objects.filter(program=run.program, patient__in=patients, until_at__isnull=True)
        members = CoupleMember.objects.filter(couple__in=own.values("couple"))
        by_couple: dict[UUID, list[UUID | None]] = {}
        for couple, patient in members.values_list("couple", "patient"):
            by_couple.setdefault(couple, []).append(patient)
    return {
        one: other
        for pair in by_couple.values()
        for one, other in zip(pair, reversed(pair), strict=True)
        if one is not None
    }


def _apart(run: Run, people: dict[str, IncomingPerson], ids: dict[str, UUID]) -> None:
    key_of = {pk: key for key, pk in ids.items()}
    there = apart_now(run.program.id, ids.values(), run.by)
    said = {_pair(ids[key], ids[other]) for key, person in people.items() for other in person.apart}
    said |= {
        _pair(ids[key], ids[person.partner]) for key, person in people.items() if person.partner and not person.together
    }
    keep_apart_from_roster(program=run.program, pairs=said - there, by=run.by)
    run.tally.came["apart"] += len(said - there)
    run.tally.same["apart"] += len(said & there)
    for pair in sorted(there - said):
        one, other = sorted(key_of[pk] for pk in pair)
        run.not_taken(f"{one} and {other} stay apart, as recorded here.")


def _pair(one: UUID, other: UUID) -> Pair:
    return (min(one, other), max(one, other))
