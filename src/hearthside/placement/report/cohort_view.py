"""
Each cohort as the page shows it: when, who, how many against the cap, and the ratio of every block.

Size and ratio are worked out here from members and staff rows, never copied from what the week says about itself.
"""

from dataclasses import dataclass

from hearthside.placement.report import times, words
from hearthside.placement.solver.problem import Block, DayPlan, Problem
from hearthside.placement.solver.week import Cohort


@dataclass(frozen=True)
class BlockView:
    """One block of a program day with its staff; `rule` is the ratio policy asks for, as text."""

    label: str
    minutes: int
    staffed: bool
    staff: int
    ratio: str
    rule: str
    within: bool


@dataclass(frozen=True)
class StaffView:
    id: str
    name: str
    part: str  # what they do, in words: "leads", "process group"


@dataclass(frozen=True)
class CohortView:
    id: str
    title: str  # of the day plan
    track: str
    language: str
    focus: str
    whens: tuple[times.When, ...]
    size: int
    cap: int
    couples: int
    blocks: tuple[BlockView, ...]
    staff: tuple[StaffView, ...]
    within: bool
    note: str

    @property
    def about(self) -> str:
        return " · ".join(filter(None, (self.track, self.language, self.focus)))

    @property
    def seats(self) -> tuple[str, ...]:
        """One word for each seat up to the cap: couple, single, free."""
        paired = 2 * self.couples
        return ("single",) * (self.size - paired) + ("couple",) * paired + ("free",) * (self.cap - self.size)

    @property
    def size_text(self) -> str:
        couples = f", {words.spoken(self.couples, 'couple')}" if self.couples else ""
        return f"{self.size} of {self.cap}{couples}"

    @property
    def ratios(self) -> tuple[BlockView, ...]:
        """Its staffed blocks."""
        return tuple(b for b in self.blocks if b.staffed)


def _label(plan: DayPlan, number: int) -> str:
    """What the block is called: `Education`, or `Second process group` where the day has more than one."""
    kinds = [block.kind for block in plan.blocks]
    kind = kinds[number - 1]
    if kinds.count(kind) == 1:
        return words.BLOCKS[kind]
    return f"{words.ordinal(kinds[:number].count(kind))} {words.BLOCKS[kind].lower()}".capitalize()


def _rule(problem: Problem, block: Block) -> str:
    if block.countable:
        return f"1 to {problem.policy.ratio[block.kind]}"
    return "at least one" if block.staffed else ""


def _block(problem: Problem, plan: DayPlan, cohort: Cohort, number: int) -> BlockView:
    block = plan.blocks[number - 1]
    staff = sum(row.block == number for row in cohort.staff)
    return BlockView(
        label=_label(plan, number),
        minutes=block.minutes,
        staffed=block.staffed,
        staff=staff,
        ratio=words.ratio(len(cohort.members), staff),
        rule=_rule(problem, block),
        within=staff >= plan.staff_needed(block, len(cohort.members), problem.policy),
    )


def _staff(problem: Problem, plan: DayPlan, cohort: Cohort) -> tuple[StaffView, ...]:
    """The lead first, then the others with the blocks they help in; all blocks go without saying."""
    leads = {row.clinician_id for row in cohort.staff if row.part == "lead"}
    everyone = sorted({row.clinician_id for row in cohort.staff}, key=lambda i: (i not in leads, i))
    all_staffed = tuple(n for n, b in enumerate(plan.blocks, 1) if b.staffed)
    views = []
    for who in everyone:
        theirs = cohort.blocks_of(who)
        helps_in = words.listed([_label(plan, n).lower() for n in theirs])
        helps = "helps all day" if theirs == all_staffed else f"helps in {helps_in}"
        views.append(StaffView(who, problem.clinician[who].name, "leads" if who in leads else helps))
    return tuple(views)


def _note(problem: Problem, plan: DayPlan, cohort: Cohort, blocks: tuple[BlockView, ...]) -> str:
    """What is wrong, or else what the next person would mean."""
    size, policy = len(cohort.members), problem.policy
    if size < policy.cohort_min:
        return f"{policy.cohort_min - size} below the smallest size of {policy.cohort_min}"
    if size > policy.cohort_cap:
        return f"{size - policy.cohort_cap} above the cap of {policy.cohort_cap}"
    for view, block in zip(blocks, plan.blocks, strict=True):
        needed = plan.staff_needed(block, size, policy)
        if not view.within:
            return f"{view.label} needs {words.spoken(needed, 'clinician')}"
    if size == policy.cohort_cap:
        return "Full"
    for view, block in zip(blocks, plan.blocks, strict=True):
        needed = plan.staff_needed(block, size + 1, policy)
        if needed > view.staff:
            next_person, next_staff = words.with_article(words.ordinal(size + 1)), words.ordinal(needed)
            return f"{words.first_upper(next_person)} person needs a {next_staff} clinician ({view.label.lower()})"
    return f"{words.spoken(policy.cohort_cap - size, 'free seat')}, enough staff".capitalize()


def cohort_view(problem: Problem, cohort: Cohort) -> CohortView:
    plan = problem.program[cohort.program_id]
    blocks = tuple(_block(problem, plan, cohort, n) for n in range(1, len(plan.blocks) + 1))
    members, policy = set(cohort.members), problem.policy
    return CohortView(
        id=cohort.id,
        title=plan.title or plan.id,
        track=words.TRACKS[cohort.track],
        language=words.language(cohort.language),
        focus=words.FOCUSES.get(cohort.focus, ""),
        whens=times.cohort_when(problem, cohort, policy.reference_zone),
        size=len(members),
        cap=policy.cohort_cap,
        couples=sum(problem.partner.get(m, "") in members for m in members) // 2,
        blocks=blocks,
        staff=_staff(problem, plan, cohort),
        within=policy.cohort_min <= len(members) <= policy.cohort_cap and all(b.within for b in blocks),
        note=_note(problem, plan, cohort, blocks),
    )
