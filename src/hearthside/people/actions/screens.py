"""The private safety screen: asked alone, and nobody's partner sees that it was."""

from dataclasses import dataclass
from uuid import UUID

from hearthside.access.models import Program
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.people.credentials.facts import WrongFact
from hearthside.people.events.applications import SafetyScreened
from hearthside.people.models.applications import CONCLUSIONS, SafetyScreen
from hearthside.people.particulars import kept_words, one_of
from hearthside.people.queries.standing import NotYours, may_screen

ANSWERS = {"yes": "Yes", "no": "No", "unsure": "Not sure", "declined": "Would rather not say"}


@dataclass(frozen=True)
class Answers:
    """A private safety screen: what was asked alone, and what follows from it."""

    asked_alone: bool
    feels_safe: str
    afraid_of_somebody: str
    thoughts_of_suicide: str
    needs_medical_care: str
    conclusion: str
    words: str = ""

    def checked(self) -> "Answers":
        if not self.asked_alone:
            raise WrongFact(
                "asked_alone", "Ask again when the person is alone: answers given before others do not count."
            )
        for field in ("feels_safe", "afraid_of_somebody", "thoughts_of_suicide", "needs_medical_care"):
            one_of(field, getattr(self, field), ANSWERS, "Choose one answer.")
        one_of("conclusion", self.conclusion, CONCLUSIONS, "Choose what follows.")
        needed = "" if self.conclusion == "none" else "Write what was agreed."
        return Answers(**{**vars(self), "words": kept_words("words", self.words, needed=needed)})


@action
def record_screen(*, person: UUID, program: Program, answers: Answers, by: Actor) -> SafetyScreen:
    """
    Record what somebody answered when asked alone: an applicant or a patient, by the id that is theirs as both.

    No partner sees it, nor anything that depends on it.

    Raises:
        NotYours: `by` may not record a screen of this person.
        WrongFact: an answer is missing, or the person was not alone.

    Rule: docs/rules/couples-privacy.md
    """
    if not may_screen(by, person, program.id):
        raise NotYours("safety-screen")
    answers = answers.checked()
    screen: SafetyScreen = SafetyScreen.objects.create(
        program=program, person=person, asked_at=clock.now(), asked_by_id=by.account, **vars(answers)
    )
    record(SafetyScreened(patient=person, screen=screen.id), by=by)
    return screen
