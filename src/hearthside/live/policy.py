"""The policy of a live session's own day, as the watch and the attendance engine take it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from hearthside.live.attendance.evidence import Ratio
from hearthside.live.watch.facts import Times
from hearthside.policy.effective import Policy
from hearthside.policy.queries import in_force
from hearthside.schedule.rules import most_people, ratio_key

BREACH_KEY = "breach.seconds"
MILLISECONDS = 1_000
MINUTE = 60 * MILLISECONDS
# The spelling of kinds in the evidence of attendance, which knows only what matters to it.
AS_EVIDENCE = {"counseling": "individual", "medication": "individual"}


@dataclass(frozen=True)
class LivePolicy:
    """What is in force for one session."""

    policy: Policy

    def milliseconds(self, key: str) -> int:
        """A duration, whatever unit policy says it in."""
        return self.policy.whole(key) * (MINUTE if self.policy[key].base.unit == "minutes" else MILLISECONDS)

    def ratio(self, kind: str) -> Ratio | None:
        """How many people and couples one clinician may have in a block of this kind; None where one is enough."""
        key = ratio_key(kind)
        patients = self.policy.whole(key) if key else None
        couples = self.policy.whole("couples_session.max_couples") if kind == "couples" else None
        return Ratio(patients, couples) if patients or couples else None

    def cap(self, kind: str) -> int:
        """The most people a room of a session of this kind may hold."""
        return most_people(
            kind,
            cohort_cap=self.policy.whole("cohort.cap"),
            couples=self.policy.whole("couples_session.max_couples"),
            couples_in_group=self.policy.whole("couples_group.max_couples"),
        )

    def times(self, kind: str) -> Times:
        """Everything that the watch waits for."""
        return Times(
            suspect=self.milliseconds("suspect.seconds"),
            breach=self.milliseconds("breach.seconds"),
            succession=self.milliseconds("succession.seconds"),
            hold=self.milliseconds("hold.seconds"),
            steady=self.milliseconds("steady.seconds"),
            flap=self.milliseconds("flap.seconds"),
            missing=self.milliseconds("missing.seconds"),
            missing_told=self.milliseconds("missing.told.minutes"),
            warn_ahead=self.milliseconds("next_block.warn.seconds"),
            pods_overlap=self.milliseconds("pods.overlap.seconds"),
            cap=self.cap(kind),
        )


def evidence_kind(kind: str) -> str:
    """How evidence calls a block of this kind."""
    return AS_EVIDENCE.get(kind, kind)


def silences(program_days: Collection[tuple[UUID, date]]) -> Mapping[tuple[UUID, date], timedelta]:
    """For each program and day how long a page may be silent before whoever sits there is no longer taken as there."""
    return {
        (program, day): timedelta(seconds=in_force(day, program).whole(BREACH_KEY))
        for program, day in set(program_days)
    }
