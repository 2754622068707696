"""Planted breaks of H0: rows, words, lists and figures."""

from dataclasses import replace

from hearthside.placement.solver.week import Gap, Staff, Unplaced, Warning
from tests.placement.planted import Break, breaks
from tests.placement.weeks import House


def _staffed(house: House, *more: Staff, cohort: str = "g1") -> House:
    return house.with_cohort(cohort, staff=(*house.cohort(cohort).staff, *more))


def _seated(house: House, *more: str) -> House:
    members = (*house.cohort().members, *more)
    return house.with_cohort("g1", members=members, size=len(members))


def _people(house: House, session: str, *more: str) -> House:
    return house.with_session(session, people=(*house.session(session).people, *more))


ROWS = [
    breaks("H0 H11", "a cohort of a day plan that does not exist", lambda h: h.with_cohort("g1", program_id="iop-99")),
    breaks("H0", "two cohorts with one id", lambda h: h.with_cohort("g2", id="g1")),
    breaks("H0", "a cohort without an id", lambda h: h.with_cohort("g2", id="")),
    breaks("H0 H12", "a day too few", lambda h: h.with_cohort("g1", days=(0, 2))),
    breaks("H0 H6 H8", "a day too many", lambda h: h.with_cohort("g1", days=(0, 2, 3, 4))),
    breaks("H0 H12", "a day named twice", lambda h: h.with_cohort("g1", days=(0, 0, 4))),
    breaks(
        "H0",
        "a day that the day plan does not allow",
        lambda h: h.with_cohort("g2", days=(0, 1, 2, 6)).with_hours("c4", "always"),
    ),
    breaks("H0 H12", "a weekday that does not exist", lambda h: h.with_cohort("g1", days=(0, 2, 9))),
    breaks("H0 H12", "a weekday below Monday", lambda h: h.with_cohort("g1", days=(-1, 2, 4))),
    breaks("H0 H12", "no days at all", lambda h: h.with_cohort("g1", days=())),
    breaks("H0", "a start off the grid", lambda h: h.with_cohort("g2", start=605).with_hours("c4", "always")),
    breaks("H0", "a start after midnight of the next day", lambda h: h.with_cohort("g1", start=1440)),
    breaks("H0", "a start before midnight", lambda h: h.with_cohort("g1", start=-30)),
    breaks("H0", "a start in absurd times", lambda h: h.with_cohort("g1", start=10**15)),
    breaks("H0 H6", "a start the clocks skip", lambda h: h.with_cohort("g1", start=150), house="march"),
    breaks("H0 H6", "a start the clocks show twice", lambda h: h.with_cohort("g1", start=90), house="november"),
    breaks("H0 H5 H11", "a track that does not exist", lambda h: h.with_cohort("g1", track="gambling")),
    breaks("H0 H5 H11", "a language that is no language", lambda h: h.with_cohort("g1", language="English")),
    breaks("H0 H10", "a focus that does not exist", lambda h: h.with_cohort("g1", focus="chess")),
    breaks("H0", "a size one too large", lambda h: h.with_cohort("g1", size=9)),
    breaks("H0", "a size one too small", lambda h: h.with_cohort("g2", size=5)),
    breaks("H0", "a negative size", lambda h: h.with_cohort("g2", size=-6)),
    breaks("H0 H3", "a member who does not exist", lambda h: _seated(h, "p99")),
    breaks("H0", "a member named twice", lambda h: _seated(h, "p1")),
    breaks("H0", "a staff row of a clinician who does not exist", lambda h: _staffed(h, Staff(3, "c99", "co"))),
    breaks(
        "H0 H4 H5",
        "a staff row of a patient's id",
        lambda h: (
            _staffed(h, Staff(3, "z9", "co"), Staff(1, "p1", "co"))
            .with_authorities("z9")
            .with_clinician("z9", roles=())
        ),
    ),
    breaks("H0", "a staff row in a block past the last", lambda h: _staffed(h, Staff(4, "c2", "co"))),
    breaks("H0", "a staff row in block 0", lambda h: _staffed(h, Staff(0, "c2", "co"))),
    breaks("H0", "a staff row in a negative block", lambda h: _staffed(h, Staff(-3, "c2", "co"))),
    breaks("H0 H3", "a staff row that comes twice", lambda h: _staffed(h, Staff(1, "c2", "co"))),
    breaks("H0", "a part that does not exist", lambda h: _staffed(h, Staff(3, "z9", "observer"))),
    breaks("H0", "an individual session of a kind never planned", lambda h: h.with_session("i-p1", kind="medication")),
    breaks("H0", "a wellness session", lambda h: h.and_session("s9", "wellness", "sun", "09:00", "z9", "p1")),
    breaks("H0", "a session kind that does not exist", lambda h: h.with_session("i-p1", kind="chess")),
    breaks("H0", "two sessions with one id", lambda h: h.with_session("i-p1", id="i-p2")),
    breaks("H0", "a session without an id", lambda h: h.with_session("i-p1", id="")),
    breaks("H0", "a session on a weekday that does not exist", lambda h: h.with_session("i-p1", day=7)),
    breaks("H0", "a session off the grid", lambda h: h.with_session("c-b", start=985)),
    breaks("H0", "a session at a negative time", lambda h: h.with_session("c-b", start=-30)),
    breaks(
        "H0",
        "a session the clocks skip",
        lambda h: h.and_session("s9", "individual", "sun", "02:30", "c2", "p1"),
        house="march",
    ),
    breaks(
        "H0",
        "a session the clocks show twice",
        lambda h: h.and_session("s9", "individual", "sun", "01:30", "c2", "p1"),
        house="november",
    ),
    breaks("H0", "a session ten minutes too short", lambda h: h.with_session("i-p2", minutes=40)),
    breaks("H0", "a session without minutes", lambda h: h.with_session("i-p2", minutes=0)),
    breaks("H0 H12", "a session of negative minutes", lambda h: h.with_session("i-p2", minutes=-50)),
    breaks("H0 H8 H12", "a session of absurd minutes", lambda h: h.with_session("i-p2", minutes=10**18)),
    breaks(
        "H0",
        "a session of somebody without a place",
        lambda h: h.and_session("s9", "individual", "sun", "09:00", "z9", "u1"),
    ),
    breaks(
        "H0",
        "two individual sessions of one person",
        lambda h: h.and_session("s9", "individual", "sun", "09:00", "z9", "p1"),
    ),
    breaks(
        "H0",
        "two counseling sessions of one person",
        lambda h: h.and_session("s9", "counseling", "sun", "09:00", "z9", "d1"),
    ),
    breaks(
        "H0",
        "two couples sessions of one couple",
        lambda h: h.and_session("s9", "couples", "sun", "09:00", "z9", "a1;a2"),
    ),
    breaks("H0", "counseling that is not due", lambda h: h.and_session("s9", "counseling", "sun", "09:00", "z9", "p5")),
    breaks("H0", "an individual session for two", lambda h: _people(h, "i-p1", "p5")),
    breaks("H0", "an individual session for nobody", lambda h: h.with_session("i-p1", people=())),
    breaks(
        "H0", "an individual session with two clinicians", lambda h: h.with_session("i-p2", clinicians=("t1", "z9"))
    ),
    breaks("H0", "a counseling session without a clinician", lambda h: h.with_session("n-d2", clinicians=())),
    breaks(
        "H0", "a session with a clinician who does not exist", lambda h: h.with_session("i-p1", clinicians=("c99",))
    ),
    breaks("H0", "a session with a clinician named twice", lambda h: h.with_session("i-p1", clinicians=("c2", "c2"))),
    breaks("H0", "a session with a person named twice", lambda h: _people(h, "i-p1", "p1")),
    breaks("H0", "a session with a person who does not exist", lambda h: h.with_session("i-p1", people=("p99",))),
    breaks("H0", "a couples session without one partner", lambda h: h.with_session("c-a", people=("a1",))),
    breaks("H0 H14", "a couples session for nobody", lambda h: h.with_session("c-a", people=())),
    breaks("H0", "a couples session with somebody alone besides", lambda h: _people(h, "c-a", "p5")),
    breaks("H0 H14", "a couples session with two clinicians", lambda h: h.with_session("c-a", clinicians=("k2", "z9"))),
    breaks("H0", "a couples group without one partner", lambda h: h.with_session("cg", people=("a1", "a2", "b1"))),
    breaks(
        "H0 H14",
        "a couples session of partners apart",
        lambda h: (
            h.moved("u3", "g1")
            .and_session("s9", "couples", "sun", "09:00", "z9", "u2;u3")
            .without_sessions("i-p4")
            .with_cohort("g1", members=tuple(m for m in h.cohort().members if m != "p4"), size=7)
        ),
    ),
]

LISTS = [
    breaks("H0", "nobody says why a person waits", lambda h: h.with_week(unplaced=h.week.unplaced[1:]), settled=False),
    breaks("H0", "a person's reason comes twice", lambda h: h.with_week(unplaced=h.week.unplaced * 2), settled=False),
    breaks(
        "H0",
        "a reason for somebody placed",
        lambda h: h.with_week(unplaced=(*h.week.unplaced, Unplaced("p1", "lost_out", "Full."))),
        settled=False,
    ),
    breaks(
        "H0",
        "a reason for somebody unknown",
        lambda h: h.with_week(unplaced=(*h.week.unplaced, Unplaced("p99", "lost_out", "Full."))),
        settled=False,
    ),
    breaks(
        "H0",
        "a reason that is none of ours",
        lambda h: h.with_week(unplaced=(replace(h.week.unplaced[0], reason="bad_luck"), *h.week.unplaced[1:])),
        settled=False,
    ),
    breaks(
        "H0",
        "a gap's reason given to a person who waits",
        lambda h: h.with_week(unplaced=(replace(h.week.unplaced[0], reason="conflict_of_role"), *h.week.unplaced[1:])),
        settled=False,
    ),
    breaks(
        "H0",
        "a person who waits without a sentence",
        lambda h: h.with_week(unplaced=(replace(h.week.unplaced[0], sentence=" "), *h.week.unplaced[1:])),
        settled=False,
    ),
    breaks(
        "H0",
        "a change that no program can apply",
        lambda h: h.with_week(unplaced=(replace(h.week.unplaced[0], change="hire somebody"), *h.week.unplaced[1:])),
        settled=False,
    ),
    breaks(
        "H0",
        "an empty change",
        lambda h: h.with_week(unplaced=(replace(h.week.unplaced[0], change=""), *h.week.unplaced[1:])),
        settled=False,
    ),
    breaks("H0", "an open role that nobody explains", lambda h: h.with_week(gaps=()), settled=False),
    breaks("H0", "an open role explained twice", lambda h: h.with_week(gaps=h.week.gaps * 2), settled=False),
    breaks(
        "H0",
        "a filled role listed as open",
        lambda h: h.with_week(gaps=(*h.week.gaps, Gap("p1", "individual", "lost_out", "Full."))),
        settled=False,
    ),
    breaks(
        "H0",
        "a role listed as open that is not due",
        lambda h: h.with_week(gaps=(*h.week.gaps, Gap("p1", "counselor", "lost_out", "Full."))),
        settled=False,
    ),
    breaks(
        "H0",
        "an open role of somebody who waits",
        lambda h: h.with_week(gaps=(*h.week.gaps, Gap("u1", "individual", "lost_out", "Full."))),
        settled=False,
    ),
    breaks(
        "H0",
        "an open role of somebody unknown",
        lambda h: h.with_week(gaps=(*h.week.gaps, Gap("p99", "individual", "lost_out", "Full."))),
        settled=False,
    ),
    breaks(
        "H0",
        "a couples group listed as an open role",
        lambda h: h.with_week(gaps=(*h.week.gaps, Gap("a1", "couples_group", "lost_out", "Full."))),
        settled=False,
    ),
    breaks(
        "H0",
        "a role that does not exist listed as open",
        lambda h: h.with_week(gaps=(*h.week.gaps, Gap("p1", "prescriber", "lost_out", "Full."))),
        settled=False,
    ),
    breaks(
        "H0",
        "an open role with a reason that is none of ours",
        lambda h: h.with_week(gaps=(replace(h.week.gaps[0], reason="too_few_alike"),)),
        settled=False,
    ),
    breaks(
        "H0",
        "an open role without a sentence",
        lambda h: h.with_week(gaps=(replace(h.week.gaps[0], sentence=""),)),
        settled=False,
    ),
    breaks(
        "H0",
        "an open role with a change that cannot be applied",
        lambda h: h.with_week(gaps=(replace(h.week.gaps[0], change="add_money much"),)),
        settled=False,
    ),
    breaks(
        "H0",
        "a warning of a kind that does not exist",
        lambda h: h.with_week(warnings=(Warning("storm", "g1", "p1", "2027-03-08", "It storms."),)),
    ),
    breaks(
        "H0",
        "a warning about a cohort that does not exist",
        lambda h: h.with_week(warnings=(Warning("exception", "g99", "p1", "2027-02-01", "Away on Tuesday."),)),
    ),
    breaks(
        "H0",
        "a warning about somebody unknown",
        lambda h: h.with_week(warnings=(Warning("exception", "g1", "p99", "2027-02-01", "Away on Tuesday."),)),
    ),
    breaks(
        "H0",
        "a warning from a day that is no Monday",
        lambda h: h.with_week(warnings=(Warning("clock_change", "g1", "p1", "2027-03-14", "Clocks change."),)),
    ),
    breaks(
        "H0",
        "a warning from no date at all",
        lambda h: h.with_week(warnings=(Warning("clock_change", "g1", "p1", "soon", "Clocks change."),)),
    ),
    breaks(
        "H0",
        "a warning without a sentence",
        lambda h: h.with_week(warnings=(Warning("clock_change", "g1", "p1", "", ""),)),
    ),
]


def claim(key: str, value: object, *, house: str = "ordinary", settled: bool = False) -> Break:
    """A figure that says something else."""
    shown = repr(value)[:40]
    return breaks(
        "H0",
        f"{key} says {shown}",
        lambda h: h.with_week(figures={**h.week.figures, key: value}),
        house=house,
        settled=settled,
    )


def claim_part(part: str, value: object) -> Break:
    return breaks(
        "H0",
        f"part {part} says {value!r}",
        lambda h: h.with_week(figures={**h.week.figures, "parts": {**h.week.figures["parts"], part: value}}),
        settled=False,
    )


def forgotten(key: str) -> Break:
    return breaks(
        "H0",
        f"{key} is missing",
        lambda h: h.with_week(figures={k: v for k, v in h.week.figures.items() if k != key}),
        settled=False,
    )


# `seconds` may be missing: that is the null of a run with `effort`.
KEYS = (
    "score cohort_score parts bound gap people placed placeable cohorts mean_size in_sweet_spot roles_due roles_filled "
    "effort seed replan change_effort engine policy week"
).split()
FIGURES = [
    *(forgotten(key) for key in KEYS),
    breaks("H0", "there are no figures", lambda h: h.with_week(figures={}), settled=False),
    claim("score", 18877.751),
    claim("score", "18877.75"),
    claim("score", None),
    claim("score", float("nan")),
    claim("score", float("inf")),
    claim("score", 10**400),
    claim("score", True),
    claim("cohort_score", 1.0),
    *(claim_part(part, 0.001) for part in ("placed", "wishes", "small", "staff", "load", "roles", "stay")),
    claim_part("placed", -1),
    claim_part("luck", 5),
    claim("parts", []),
    claim("bound", 0),
    claim("bound", "high"),
    claim("gap", 0),
    claim("gap", 0.5),
    claim("gap", -0.1),
    claim("people", 17),
    claim("people", 16.5),
    claim("placed", 13),
    claim("placeable", 15),
    claim("cohorts", 3),
    claim("mean_size", 7.1),
    claim("mean_size", [7]),
    claim("in_sweet_spot", 0.572),
    claim("in_sweet_spot", 1),
    claim("roles_due", 20),
    claim("roles_filled", 24),
    claim("seconds", 10.0),
    claim("effort", -1),
    claim("effort", 2.5),
    claim("effort", "much"),
    claim("seed", "one"),
    claim("seed", 1.5),
    claim("change_effort", -3),
    claim("change_effort", None),
    claim("replan", True),
    claim("replan", 0),
    claim("engine", "byhand 1.0"),
    claim("policy", {}),
    claim("policy", {"cohort.cap": "12"}),
    claim("week", "2027-01-05"),
    claim("week", "2027-01-11"),
]
FORM = ROWS + LISTS + FIGURES
