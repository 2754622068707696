"""
How large groups are and how many people there are for one therapist, counted over all sessions planned in a month.

It is what a program tells everybody: numbers over many people, and nothing where they could say something about one.
One question, however large the program is, once its policy is known. Read behind the scenes.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db import connection

from hearthside.base.words import COUNTABLE_BLOCKS
from hearthside.policy.queries import in_force
from hearthside.schedule.rules import WITH_RATIO

KINDS = (*COUNTABLE_BLOCKS, *WITH_RATIO)

# Who is there for the whole session is counted once for each session, guests for each of their blocks.
_ASKED = """
    WITH here AS MATERIALIZED (
        SELECT s.id AS session_id, s.kind AS session_kind, s.cohort_id FROM schedule_session s
         WHERE s.program_id = %(program)s AND s.on_day >= %(first)s AND s.on_day < %(after)s
           AND s.status <> 'canceled' AND s.kind IN ('program_day', 'couples_group')
    ), seat AS MATERIALIZED (
        SELECT t.session_id, t.patient_id, t.blocks FROM schedule_seat t JOIN here USING (session_id)
         WHERE t.state = 'held'
    ), whole AS MATERIALIZED (
        SELECT session_id, count(*) AS people FROM seat WHERE blocks IS NULL GROUP BY 1
    ), guest AS MATERIALIZED (
        SELECT session_id, g.number, count(*) AS people FROM seat, unnest(blocks) AS g(number) GROUP BY 1, 2
    ), staffed AS MATERIALIZED (
        SELECT b.id, count(*) AS staff FROM here JOIN schedule_block b USING (session_id)
          JOIN schedule_staffing f ON f.block_id = b.id AND f.released_at IS NULL
         GROUP BY 1
    ), block AS MATERIALIZED (
        SELECT session_id, session_kind, cohort_id, b.kind, extract(epoch FROM b.ends_at - b.starts_at) AS seconds,
               coalesce(whole.people, 0) + coalesce(guest.people, 0) AS people, coalesce(staffed.staff, 0) AS staff
          FROM here JOIN schedule_block b USING (session_id)
          LEFT JOIN whole USING (session_id)
          LEFT JOIN guest USING (session_id, number)
          LEFT JOIN staffed USING (id)
    ), sized AS MATERIALIZED (
        SELECT session_id, cohort_id, max(people) AS people FROM block
         WHERE session_kind = 'program_day' GROUP BY 1, 2 HAVING max(people) > 0
    ), patients AS MATERIALIZED (
        SELECT k.kind, count(DISTINCT seat.patient_id) AS patients
          FROM (SELECT DISTINCT kind, session_id FROM block WHERE kind = ANY (%(kinds)s)) k
          JOIN seat USING (session_id) GROUP BY 1
    )
    SELECT '' AS kind, count(*) AS sessions,
           (SELECT count(DISTINCT seat.patient_id) FROM seat JOIN sized USING (session_id)) AS patients,
           count(DISTINCT cohort_id) AS groups, avg(people)::float AS one, max(people)::float AS other
      FROM sized
     UNION ALL
    SELECT kind, count(DISTINCT session_id), max(patients.patients), 0,
           sum(people * seconds)::float, sum(staff * seconds)::float
      FROM block JOIN patients USING (kind) WHERE people > 0 GROUP BY kind
"""


@dataclass(frozen=True)
class GroupSizes:
    """How many groups there are, and the people in them: on average over their sessions, and in the largest."""

    groups: int
    mean: float
    largest: int


@dataclass(frozen=True)
class PlannedNumbers:
    """
    A month in numbers. `sizes` is None where nothing is planned or too little to be told; `withheld` says which.

    `ratios` has the people for one therapist by kind of block: the time of all people by the time of all therapists.
    Kinds of which too little is planned are in `ratios_withheld`; kinds that nobody is planned to lead are in neither.
    A number that fewer than `fewest_patients` or `fewest_sessions` stand behind is told to nobody.
    """

    first: date
    fewest_patients: int
    fewest_sessions: int
    sizes: GroupSizes | None = None
    withheld: bool = False
    ratios: dict[str, float] = field(default_factory=dict)
    ratios_withheld: frozenset[str] = frozenset()


def planned_numbers(program: UUID, day: date) -> PlannedNumbers:
    """The month of this day, as it is planned now."""
    first = day.replace(day=1)
    after = (first + timedelta(days=31)).replace(day=1)
    with connection.cursor() as cursor:
        cursor.execute(_ASKED, {"program": program, "first": first, "after": after, "kinds": list(KINDS)})
        rows = cursor.fetchall()
    policy = in_force(day, program)
    fewest = policy.whole("small_cell.patients"), policy.whole("small_cell.sessions")
    sizes, withheld, ratios, few = None, False, {}, set()
    for kind, sessions, patients, groups, one, other in rows:
        enough = patients >= fewest[0] and sessions >= fewest[1]
        if kind and not enough:
            few.add(kind)
        elif kind and other:
            ratios[kind] = one / other
        elif not kind and enough:
            sizes = GroupSizes(groups, one, int(other))
        elif not kind:
            withheld = sessions > 0
    return PlannedNumbers(first, *fewest, sizes, withheld, ratios, frozenset(few))
