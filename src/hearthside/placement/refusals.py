"""What offers refuse, in words for whoever asked."""

from hearthside.base.refusal import Refusal
from hearthside.placement.words import ACCEPTED


class AnsweredAlready(Refusal):
    """The offer has its answer, and this is not the place to change it."""

    def __init__(self, status: str) -> None:
        self.status = status
        taken = "This place was taken already." if status == ACCEPTED else "This place was given back already."
        super().__init__(f"{taken} To change that, call the program: a person will help.")


class PlaceNotHeld(Refusal):
    """The place is not held any more."""

    def __init__(self) -> None:
        super().__init__("This place is not held any more. The program looks for another one.")


class RosterUnfit(Refusal):
    """What is recorded cannot be planned with; `sentences` say what."""

    SHOWN = 3

    def __init__(self, sentences: tuple[str, ...]) -> None:
        self.sentences = sentences
        more = len(sentences) - self.SHOWN
        said = " ".join(sentences[: self.SHOWN]) + (f" And {more} more." if more > 0 else "")
        super().__init__(f"This week cannot be planned yet. {said}")
