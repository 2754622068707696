"""Rules about who sits in a cohort and who staffs it: H1, H2, H3, H9, H10, H11."""

from collections.abc import Iterator

from hearthside.placement.solver.check_view import CohortView, Finding, View
from hearthside.placement.solver.problem import DayPlan


def h1(view: View) -> Iterator[Finding]:
    """A person is in at most one cohort; a couple that stays together is in the same one, or in none."""
    seats: dict[str, list[int]] = {}
    for number, seen in enumerate(view.cohorts):
        for person in seen.members:
            seats.setdefault(person.id, []).append(number)
    name = [seen.cohort.id for seen in view.cohorts]
    for who, numbers in seats.items():
        if len(numbers) > 1:
            yield Finding(
                f"members.csv {who}", f"{who} is in more than one cohort: {', '.join(name[n] for n in numbers)}."
            )
    for who, partner in view.problem.partner.items():
        # A couple is looked at once, from its smaller id.
        if who < partner and seats.get(who) != seats.get(partner):
            yield Finding(f"members.csv {who}", f"{who} and {partner} are a couple and are not in the same cohort.")


def h2(view: View) -> Iterator[Finding]:
    """A cohort has at least the least and at most the most people allowed."""
    least, most = view.problem.policy.cohort_min, view.problem.policy.cohort_cap
    for seen in view.cohorts:
        if not least <= seen.headcount <= most:
            yield Finding(seen.where, f"It has {seen.headcount} people; {least} to {most} are allowed.")


def h3(view: View) -> Iterator[Finding]:
    """Every block but breaks has the staff its size needs; one lead is in all of them, the others are co."""
    for seen in view.cohorts:
        if seen.plan is not None:
            yield from _ratio(view, seen, seen.plan)
            yield from _lead(seen, seen.plan)


def _ratio(view: View, seen: CohortView, plan: DayPlan) -> Iterator[Finding]:
    for number, block in enumerate(plan.blocks, 1):
        rows = [s.clinician_id for s in seen.cohort.staff if s.block == number]
        if not block.staffed:
            if rows:
                yield Finding(seen.staffing, f"Block {number} is a break and is staffed by {rows[0]}.")
            continue
        present = sum(number in blocks for blocks in seen.blocks.values())
        needed = plan.staff_needed(block, seen.headcount, view.problem.policy)
        if present < needed:
            people = f"{seen.headcount} people need {needed}" if block.countable else f"it needs {needed}"
            yield Finding(seen.staffing, f"Block {number} ({block.kind}) has {present} staff; {people}.")
        for who in sorted({w for w in rows if rows.count(w) > 1}):
            yield Finding(seen.staffing, f"{who} is named twice in block {number}.")


def _lead(seen: CohortView, plan: DayPlan) -> Iterator[Finding]:
    led: dict[str, set[int]] = {}
    for row in seen.cohort.staff:
        if row.part == "lead":
            led.setdefault(row.clinician_id, set()).add(row.block)
    if len(led) != 1:
        said = ", ".join(sorted(led)) or "nobody"
        yield Finding(seen.staffing, f"A cohort has exactly one lead; this one has {said}.")
        return
    ((lead, numbers),) = led.items()
    missing = [n for n, block in enumerate(plan.blocks, 1) if block.staffed and n not in numbers]
    if missing:
        yield Finding(seen.staffing, f"The lead {lead} does not lead block {missing[0]}.")


def h9(view: View) -> Iterator[Finding]:
    """People who are kept apart never share a cohort or a couples group."""
    apart = view.problem.apart
    groups = [(f"cohort {seen.cohort.id}", seen.where, seen.members) for seen in view.cohorts]
    groups += [
        (f"couples group {held.session.id}", held.where, held.people)
        for held in view.sessions
        if held.session.kind == "couples_group"
    ]
    for title, where, people in groups:
        ids = {p.id for p in people}
        for who in ids:
            for other in apart.get(who, frozenset()) & ids:
                if who < other:
                    yield Finding(where, f"{who} and {other} are kept apart and share {title}.")


def h10(view: View) -> Iterator[Finding]:
    """A cohort with a focus takes only people who asked for it."""
    for seen in view.cohorts:
        for person in seen.members:
            if seen.cohort.focus and seen.cohort.focus not in person.focus:
                yield Finding(f"members.csv {person.id}", f"{person.id} did not ask for the focus of {seen.cohort.id}.")


def h11(view: View) -> Iterator[Finding]:
    """The day plan is in everybody's list, the language everybody's, the track everybody's own or a couple's dual."""
    problem = view.problem
    for seen in view.cohorts:
        cohort = seen.cohort
        for person in seen.members:
            where = f"members.csv {person.id}"
            if cohort.program_id not in person.programs:
                yield Finding(where, f"Day plan {cohort.program_id} of {cohort.id} is not in the list of {person.id}.")
            if cohort.language not in person.languages:
                yield Finding(where, f"{person.id} does not speak {cohort.language}, the language of {cohort.id}.")
            partner = problem.partner.get(person.id)
            track = problem.unit_track((person.id, partner) if partner else (person.id,))
            if cohort.track != track:
                whose = "couple's" if partner else "person's"
                yield Finding(where, f"{cohort.id} has track {cohort.track}; this {whose} cohort must be {track}.")
