"""Refusals about observers."""

from hearthside.base.refusal import Refusal


class NotEverybodyAgreed(Refusal):
    """Somebody in the session has not agreed, or not yet. Who it is nobody is told."""

    def __init__(self) -> None:
        super().__init__("Not everybody has agreed, so nobody observes. The group goes on without.")


class MayNotObserve(Refusal):
    """Something that is nobody's to read stands between this clinician and somebody in the session."""

    field = "clinician"

    def __init__(self) -> None:
        super().__init__("They cannot observe this session. Choose somebody else.")


class StaffsIt(Refusal):
    """Whoever leads or helps is no observer."""

    field = "clinician"

    def __init__(self) -> None:
        super().__init__("They lead this session, or help to. Choose somebody who does not.")


class AskedForAlready(Refusal):
    """The people are asked about this clinician already."""

    field = "clinician"

    def __init__(self) -> None:
        super().__init__("The people are asked about them already.")


class NothingToObserve(Refusal):
    """The session is over, or was canceled."""

    def __init__(self) -> None:
        super().__init__("This session is over, or was canceled.")


class NotAskedAny(Refusal):
    """Whoever answers is not asked, or no longer."""

    def __init__(self) -> None:
        super().__init__("This question does not stand any more. Nobody observes.")
