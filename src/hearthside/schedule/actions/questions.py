"""What the calendar asked and no rule could answer is answered by a person, or by the day's being over."""

from hearthside.access.models import Program
from hearthside.access.permissions import Permission
from hearthside.access.require import require
from hearthside.base.refusal import Refusal
from hearthside.caseload.locks import lock_cohorts
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.people.actions.grants import behind
from hearthside.people.credentials.facts import text
from hearthside.people.credentials.values import day_in
from hearthside.people.particulars import kept_words
from hearthside.policy.queries import in_force
from hearthside.schedule.actions.holding import hold_people
from hearthside.schedule.actions.making import make_sessions
from hearthside.schedule.actions.sessions import checked_start, refuse_now
from hearthside.schedule.events.sessions import QuestionAnswered
from hearthside.schedule.models.questions import Question
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.plain import Person
from hearthside.schedule.queries.outlook import outlook_of
from hearthside.schedule.queries.plans import plan_of
from hearthside.schedule.said import minute_said

OF_A_START = ("missing_time", "doubled_time")
DAY_IS_OVER = "The day is over."


class AnsweredAlready(Refusal):
    """Somebody answered it before, or it is not about a start."""

    def __init__(self) -> None:
        super().__init__("This question was answered before. Look at the list again.")


@action
def answer_question(*, question: Question, answer: str, by: Actor) -> Question:
    """
    Say what was decided. Whatever it takes (a call, another time, another person) is done with actions of its own.

    Raises:
        NotAllowed: `by` may not keep the schedule of this program.
        WrongFact: nothing is said, or it cannot be kept. AnsweredAlready: somebody was faster.
    """
    require(by, Permission.KEEP_SCHEDULE, within=question.program_id)
    said = text("answer", answer, most=300, needed="Say what was decided.")
    return _answer(question, said, by)


@action
def hold_all_the_same(
    *, question: Question, start_minute: int, which: str = "", outside_hours_because: str = "", by: Actor
) -> Session:
    """
    Hold the occurrence whose start the clock skips or shows twice: at another time, or at the `first` or `second`.

    Hours that somebody recorded are advice: with a reason, it may lie outside of them.

    Raises:
        NotAllowed: `by` may not keep the schedule of this program.
        AnsweredAlready: it was answered before, or asks something else.
        And whatever booking one session refuses.
    """
    require(by, Permission.KEEP_SCHEDULE, within=question.program_id)
    series = question.series
    if question.kind not in OF_A_START or series is None:
        raise AnsweredAlready
    if series.cohort_id:
        lock_cohorts(series.program_id, [series.cohort_id], by=by)
    start = checked_start(series.program, question.on_day, start_minute, series.zone, which)
    with behind(series.program_id, by):
        plan = plan_of(series, question.on_day)
        hold_people(plan.clinicians, [p for d in plan.people if isinstance(p := d.who, Person)])
        look = outlook_of(plan, [start])
        refuse_now(plan, look, kept_words("outside_hours_because", outside_hours_because))
    version = in_force(day_in(series.program.zone, clock.now()), series.program_id).version
    (session,) = make_sessions(plan, look.occurrences, series=series, policy_version=version, by=by)
    _answer(question, f"Held at {minute_said(start_minute)}{f', the {which}' if which else ''}.", by)
    return session


@action
def close_past(*, program: Program, by: Actor) -> int:
    """
    Questions about days that are over need no answer any more; gives how many there were.

    Raises:
        NotAllowed: `by` may not keep the schedule of this program.
    """
    require(by, Permission.KEEP_SCHEDULE, within=program.pk)
    with behind(program.pk, by):
        today = day_in(program.zone, clock.now())
        over = list(Question.objects.filter(program=program, answered_at__isnull=True, on_day__lt=today))
    for question in over:
        _answer(question, DAY_IS_OVER, by)
    return len(over)


def _answer(question: Question, answer: str, by: Actor) -> Question:
    with behind(question.program_id, by):
        waiting = Question.objects.filter(pk=question.pk, answered_at__isnull=True)
        if not waiting.update(answered_at=clock.now(), answered_by=by.account, answer=answer):
            raise AnsweredAlready
        row: Question = Question.objects.get(pk=question.pk)
    record(QuestionAnswered(question=question.pk), by=by)
    return row
