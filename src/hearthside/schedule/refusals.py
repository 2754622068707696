"""Why a change of the schedule is refused: what, why, and what can be done instead."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from hearthside.base.refusal import Refusal
from hearthside.schedule.said import whole_date_said


class WrongSession(Refusal):
    """Something about a session is missing or cannot be; `field` is what to write differently."""

    def __init__(self, field: str, sentence: str) -> None:
        self.field = field
        super().__init__(sentence)


class AlreadyBooked(Refusal):
    """Somebody is somewhere else at that time. `who` is the clinician or person, `whose` which of the two."""

    def __init__(self, who: UUID | None = None, whose: str = "", name: str = "", day: date | None = None) -> None:
        self.who, self.whose, self.day = who, whose, day
        somebody = name or {"clinician": "A clinician of it", "": "Somebody in it"}.get(whose, "Somebody in it")
        when = f" on {whole_date_said(day)}" if day else " at that time"
        super().__init__(f"{somebody} is already booked{when}. Choose another time.")


class GroupFull(Refusal):
    """The session has as many people as policy allows."""

    def __init__(self, most: int | None = None, day: date | None = None) -> None:
        self.most, self.day = most, day
        number = f" {most}" if most is not None else ""
        when = f" on {whole_date_said(day)}" if day else ""
        super().__init__(
            f"This session already has the most people allowed{when}{':' if number else ''}{number}. "
            "Choose another one, or the waiting list."
        )


class TooFewStaff(Refusal):
    """So many people need more clinicians than staff this session."""

    def __init__(self, needed: int | None = None, staff: int | None = None, day: date | None = None) -> None:
        self.needed, self.staff, self.day = needed, staff, day
        when = f" on {whole_date_said(day)}" if day else ""
        numbers = f" ({staff} of {needed})" if needed is not None else ""
        super().__init__(
            f"This session would have too few clinicians for its people{when}{numbers}. Add a clinician first, or "
            "choose another session."
        )


class MayNotShare(Refusal):
    """Two people in it may not share a group. Why, and whose wish it is, is nobody's business here."""

    def __init__(self, *, to_staff: bool = True) -> None:
        super().__init__(
            "Two of these people may not share a group. Choose another session."
            if to_staff
            else "This session is not open to you. Choose another one."
        )


class TwoRoles(Refusal):
    """A clinician treats somebody in it, or their partner, in another role."""

    def __init__(self) -> None:
        super().__init__(
            "A clinician of it treats one of these people, or their partner, in another role. Choose another clinician."
        )


class NotLicensed(Refusal):
    """A clinician of it may not treat where one of its people is. Where anybody is, is nobody's business here."""

    def __init__(self, *, to_staff: bool = True) -> None:
        super().__init__(
            "A clinician of this session is not licensed where one of its people is on that day. Choose another "
            "clinician, or another session."
            if to_staff
            else "This session is not open to you. Choose another one."
        )


class Unfit(Refusal):
    """A clinician may not lead this session with these people; `objections` say each why."""

    def __init__(self, objections: Sequence[str]) -> None:
        self.objections = tuple(objections)
        super().__init__(" ".join(self.objections))


class NotAhead(Refusal):
    """The session is over, open or canceled: what was is not changed."""

    def __init__(self) -> None:
        super().__init__("This session is over, in progress or canceled, and cannot be changed.")


class DoorHasOpened(Refusal):
    """People may be waiting at its door: a session is held at the time at which it opened, or not at all."""

    def __init__(self) -> None:
        super().__init__(
            "The door of this session has opened, and people may be waiting at it. Begin later in the same session, or "
            "cancel it and book another one."
        )


class OfferClosed(Refusal):
    """Somebody else said yes first, or the cover is needed no more."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(
            "Somebody else has already taken this session. Thank you for answering."
            if why == "taken"
            else "Cover for this session is not needed any more. Thank you for answering."
        )


class ClinicClosed(Refusal):
    """The clinic is closed that day."""

    def __init__(self, day: date, title: str) -> None:
        self.day, self.title = day, title
        super().__init__(f"The clinic is closed on {whole_date_said(day)}: {title}. Choose another day.")


class OutsideHours(Refusal):
    """It lies outside the hours that somebody recorded: advice that staff may set aside with a reason."""

    field = "because"

    def __init__(self, whose: Collection[UUID]) -> None:
        self.whose = frozenset(whose)
        super().__init__(
            "This is outside the hours that somebody in it has recorded. Choose another time, or say why it is right."
        )
