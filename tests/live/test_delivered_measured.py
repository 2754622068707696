"""A session's figures by kind of block: worked cases, held against the attendance engine's own answer."""

from hearthside.live.attendance.whole import read_evidence
from hearthside.live.delivered.figures import Figures
from hearthside.live.delivered.measured import parts
from tests.live.logs import answer, block, lines, person, room, seat, session, stay

SECOND = 1000


def crowd(many: int, start: float, end: float, where: str = "main", first: int = 0, role: str = "patient"):
    names = [f"{role[0]}{n}" for n in range(first, first + many)]
    return [[person(name, role), seat(name), stay(f"S-{name}", name, start, end, where=where)] for name in names]


def measured(*evidence):
    return {part.kind: part for part in parts(read_evidence(lines(*evidence)))}


def test_each_kind_of_block_has_its_own_people_therapists_and_breaches():
    blocks = [block(0, 5400), block(5400, 6000, "pet", 6, billable=False), block(6000, 11400, "psychoeducation", 8)]
    evidence = (
        session(11400, blocks), crowd(8, 0, 11400), crowd(1, 0, 11400, role="facilitator"),
        crowd(1, 0, 5300, role="facilitator", first=1),
    )  # fmt: skip

    found = measured(*evidence)

    assert list(found) == ["process", "psychoeducation", "break"]
    assert found["process"].figures == Figures(
        patient_ms=8 * 5400 * SECOND, staff_ms=(5400 + 5300) * SECOND, occupied_ms=5400 * SECOND, largest=8,
        breach_ms=100 * SECOND, breaches=1,
    )  # fmt: skip
    assert found["break"].figures.breach_ms == 600 * SECOND
    assert found["psychoeducation"].figures.breaches == 0
    assert found["process"].patients == {f"p{n}" for n in range(8)}
    in_all = sum(part.figures.breach_ms for part in found.values())
    assert in_all == answer(*evidence)["rooms"]["main"]["breach_seconds"] * SECOND


def test_rooms_are_counted_each_by_itself_and_the_largest_is_one_rooms():
    found = measured(
        room(), room("A", "pod"), room("B", "pod"), crowd(6, 600, 3000, where="A"),
        crowd(4, 600, 3000, where="B", first=6), crowd(1, 600, 3000, where="A", role="facilitator"),
        crowd(1, 600, 3000, where="B", role="facilitator", first=1),
    )["process"]  # fmt: skip

    assert found.figures == Figures(10 * 2400 * SECOND, 2 * 2400 * SECOND, 2 * 2400 * SECOND, largest=6)


def test_a_therapist_who_waits_alone_is_nobodys_therapist():
    found = measured(crowd(3, 1200, 3600), crowd(1, 0, 3600, role="facilitator"))["process"]

    assert found.figures.staff_ms == found.figures.occupied_ms == 2400 * SECOND


def test_too_many_people_are_counted_in_each_kind_in_which_they_were():
    blocks = [block(0, 1800, k=None), block(1800, 3600, "skills", None)]
    found = measured(session(3600, blocks, cap=3), crowd(4, 0, 2400), crowd(1, 0, 3600, role="facilitator"))

    assert [(part.figures.size_ms, part.figures.size_breaches) for part in found.values()] == [
        (1800 * SECOND, 1), (600 * SECOND, 1),
    ]  # fmt: skip


def test_partners_count_as_people_and_not_as_patients_behind_a_number():
    found = measured(crowd(2, 0, 3600), crowd(2, 0, 3600, role="partner", first=5),
                     crowd(1, 0, 3600, role="facilitator"))["process"]  # fmt: skip

    assert found.figures.largest == 4
    assert found.patients == {"p0", "p1"}


def test_somebody_alone_with_a_clinician_is_no_group_and_an_empty_session_has_no_figures():
    alone = session(3600, [block(0, 3600, "individual", None)])

    assert measured(alone, crowd(1, 0, 3600), crowd(1, 0, 3600, role="facilitator")) == {}
    assert measured(crowd(1, 0, 3600, role="facilitator")) == {}
