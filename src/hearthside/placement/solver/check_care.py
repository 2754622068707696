"""Rules about who may treat whom: H4 (license), H5 (role, track, language), H13 (conflict of role), H14 (couples)."""

from collections.abc import Iterable, Iterator

from hearthside.base.words import SESSION_ROLE
from hearthside.placement.solver.check_view import Finding, SessionView, View
from hearthside.placement.solver.problem import Clinician, Person


def _unlicensed(where: str, clinicians: Iterable[Clinician], people: tuple[Person, ...]) -> Iterator[Finding]:
    states = {p.state: p.id for p in reversed(people)}
    for clinician in clinicians:
        for state in sorted(states.keys() - clinician.states):
            yield Finding(where, f"{clinician.id} may not treat {states[state]}: no authority in {state} all week.")


def h4(view: View) -> Iterator[Finding]:
    """Who staffs or treats holds authority in the state of everybody they face."""
    for seen in view.cohorts:
        yield from _unlicensed(seen.staffing, seen.team, seen.members)
    for held in view.sessions:
        yield from _unlicensed(held.where, held.clinicians, held.people)


def h5(view: View) -> Iterator[Finding]:
    """Staff are facilitators with the cohort's track and language; a session's clinicians have its role and tracks."""
    for seen in view.cohorts:
        for clinician in seen.team:
            if "facilitator" not in clinician.roles:
                yield Finding(seen.staffing, f"{clinician.id} is no facilitator.")
            if seen.cohort.track not in clinician.tracks:
                yield Finding(seen.staffing, f"{clinician.id} does not treat track {seen.cohort.track}.")
            if seen.cohort.language not in clinician.languages:
                yield Finding(seen.staffing, f"{clinician.id} does not speak {seen.cohort.language}.")
    for held in view.sessions:
        yield from _session(held)


def _session(held: SessionView) -> Iterator[Finding]:
    role = SESSION_ROLE[held.session.kind]
    tracks = {p.track: p.id for p in reversed(held.people)}
    for clinician in held.clinicians:
        if role not in clinician.roles:
            yield Finding(held.where, f"{clinician.id} does not have the role {role}.")
        for track in sorted(tracks.keys() - set(clinician.tracks)):
            yield Finding(held.where, f"{clinician.id} does not treat track {track}, which {tracks[track]} has.")
    spoken = [set(c.languages) for c in held.clinicians] + [set(p.languages) for p in held.people]
    if spoken and not set.intersection(*spoken):
        yield Finding(held.where, "There is no language that everyone in it speaks.")


def h13(view: View) -> Iterator[Finding]:
    """Who leads couples work treats neither partner alone; an individual therapist is not that person's counselor."""
    alone: dict[str, dict[str, set[str]]] = {"individual": {}, "counseling": {}}
    for held in view.sessions:
        if held.session.kind in alone:
            for person in held.people:
                alone[held.session.kind].setdefault(person.id, set()).update(c.id for c in held.clinicians)
    for who, therapists in alone["individual"].items():
        for both in sorted(therapists & alone["counseling"].get(who, set())):
            yield Finding(f"sessions.csv {who}", f"{both} is both individual therapist and counselor of {who}.")
    for held in view.sessions:
        if held.session.kind not in ("couples", "couples_group"):
            continue
        faced = {p.id for p in held.people}
        faced |= {view.problem.partner[p] for p in faced if p in view.problem.partner}
        for clinician in held.clinicians:
            for who in sorted(faced):
                if any(clinician.id in treats.get(who, ()) for treats in alone.values()):
                    yield Finding(held.where, f"{clinician.id} leads couples work with {who} and treats {who} alone.")


def h14(view: View) -> Iterator[Finding]:
    """Couples groups and couples sessions hold as many couples, and have as many clinicians, as policy allows."""
    policy = view.problem.policy
    for held in view.sessions:
        kind = held.session.kind
        if kind not in ("couples", "couples_group"):
            continue
        partner = view.problem.partner
        couples = len({frozenset((p.id, partner[p.id])) for p in held.people if p.id in partner})
        group = kind == "couples_group"
        least, most = 1, policy.couples_session_max_couples
        if group:
            least, most = policy.couples_group_min_couples, policy.couples_group_max_couples
        if not least <= couples <= most:
            yield Finding(held.where, f"It has {couples} couples; {least} to {most} are allowed.")
        needed = -(-len(held.people) // policy.ratio["couples_group"]) if group else 1
        clinicians = len(held.clinicians)
        if clinicians < needed:
            yield Finding(held.where, f"It has {clinicians} clinicians; {len(held.people)} people need {needed}.")
        elif not group and clinicians > 1:
            yield Finding(held.where, f"A couples session has one clinician; this one has {clinicians}.")
