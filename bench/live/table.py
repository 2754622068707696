"""
The whole table: a line for every target, in their order; what nobody measured says why.

Some targets are held by tests alone, and some belong to a network that this benchmark does not have: they stand here
all the same, so that a missing figure is seen.
"""

from collections.abc import Sequence

from bench.live.rows import Row

ORDER = (
    "J1", "J2", "R1", "R2", "R3", "P1", "P2", "P3", "P4", "H1", "D1", "A1", "A2", "A3", "A4", "W1", "S1", "S2", "X1",
    "X2",
)  # fmt: skip
BROWSER, BOTS, NETWORK, TESTS = "browser", "real server, bots", "network of its own", "tests"
# What each target asks, its lane, the target, and why there is no figure of it here.
NOT_HERE = {
    "J1": ("admitted: hears the room", BROWSER, "p95 1.5 s here",
           "not measurable here: no media server (`hearthside media install` gets one)"),
    "J2": ("the first question is usable; scripts of the room", BROWSER, "2 s; 300 kB",
           "not measured here: the tests of the room's page weigh its scripts; a slow phone's profile needs a browser"),
    "R1": ("five seconds without a line: sound both ways again", NETWORK, "p95 3 s",
           "not measurable here: cutting a line needs two network namespaces"),
    "R2": ("thirty seconds without a line, or another address", NETWORK, "p95 8 s",
           "not measurable here: cutting a line needs two network namespaces"),
    "R3": ("ten minutes without a line: one press, no second check-in", TESTS, "held",
           "held by tests: a place at the door stays, and a seat that was let in enters again"),
    "P3": ("a call is accepted: the stand-in is in the room", BOTS, "p95 6 s",
           "not measurable here: no media server (`hearthside media install` gets one)"),
    "H1": ("private help is pressed: on a facilitator's screen", BROWSER, "p95 1 s",
           "not measurable here: no media server or no browser"),
    "D1": ("a group divides into small rooms", BROWSER, "p95 6 s", "not built yet: small rooms"),
    "S1": ("rooms that one node carries", NETWORK, "10 rooms of 12, sound alone",
           "not measurable here: it needs a machine for the server and another for its people"),
    "X1": ("no finding of the accessibility checker in any state; by keyboard alone", TESTS, "0",
           "held by tests: every state of the room and the door is checked, on a phone and a desktop"),
    "X2": ("captions after speech", BROWSER, "3 s", "not built yet: captions by a machine"),
}  # fmt: skip


def whole(rows: Sequence[Row]) -> list[Row]:
    """The rows in the order of their targets, and a line for each target that has none. What has no id stays behind."""
    groups: list[list[Row]] = []
    for row in rows:
        if row.id or not groups:
            groups.append([row])
        else:
            groups[-1].append(row)
    measured = {group[0].id for group in groups}
    for name in ORDER:
        if name not in measured:
            what, lane, target, why = NOT_HERE.get(name, ("", "", "", "not measured"))
            groups.append([Row(name, what, lane, (), target, why)])
    known = {name: number for number, name in enumerate(ORDER)}
    groups.sort(key=lambda group: known.get(group[0].id, len(known)))
    return [row for group in groups for row in group]
