"""Kinds of notices about places in groups: what is offered, what became of it, and weeks that were planned."""

from hearthside.notify.kind import Kind

_PATIENT, _PLANS = frozenset({"patient"}), frozenset({"coordinator"})
_OVERSIGHT = frozenset({"compliance", "director"})

PLACES = (
    Kind(
        "place_offered",
        title="A place is held for you",
        sentence="A place is held for you. Please answer by {until}.",
        mail="There is something for you to answer.",
        facts=("until",),
        page="placement:my_offer",
        roles=_PATIENT,
    ),
    Kind(
        "offer_reminder",
        title="Your answer is still missing",
        sentence="A place is held for you, and we have no answer yet. Please answer by {until}.",
        mail="A reminder: there is something for you to answer.",
        facts=("until",),
        page="placement:my_offer",
        roles=_PATIENT,
    ),
    Kind(
        "offer_extended",
        title="More time to answer",
        sentence="You have more time to answer: until {until}. The place is held for you.",
        mail="You have more time to answer something.",
        facts=("until",),
        page="placement:my_offer",
        roles=_PATIENT,
    ),
    Kind(
        "offer_time_over",
        title="The time to answer is over",
        sentence="The time to answer is over. The place is still held: we will call you, or you answer now.",
        mail="The time to answer something is over. We will be in touch, or you can still answer.",
        page="placement:my_offer",
        roles=_PATIENT,
    ),
    Kind(
        "answer_written_down",
        title="Your answer was written down",
        sentence="We wrote down what you told us about the place that was held for you.",
        mail="We wrote down an answer that you gave us.",
        page="placement:my_offer",
        roles=_PATIENT,
    ),
    Kind(
        "place_not_held",
        title="A place is not held any more",
        sentence="The place is not held for you any more. We look for another one, and write to you when there is one.",
        mail="There is news about something that you were asked.",
        page="placement:my_offer",
        roles=_PATIENT,
    ),
    Kind(
        "offer_not_answered",
        title="Somebody did not answer in time",
        sentence="An offered place was not answered in time. It is held until you decide.",
        mail="Something that was offered was not answered in time.",
        page="placement:offers",
        roles=_PLANS,
    ),
    Kind(
        "place_given_back",
        title="A place was given back",
        sentence="Somebody did not take a place that was offered, or asks for another one.",
        mail="There is an answer to something that was offered.",
        page="placement:offers",
        roles=_PLANS,
    ),
    Kind(
        "plan_ready",
        title="A plan is ready",
        sentence="A week that you had planned is ready to review.",
        mail="Something that you asked for is ready.",
        page="placement:proposals",
        roles=_PLANS,
    ),
    Kind(
        "plan_failed",
        title="A plan came to nothing",
        sentence="A week that you had planned could not be planned. The plan says why.",
        mail="Something that you asked for could not be done.",
        page="placement:proposals",
        roles=_PLANS,
    ),
    Kind(
        "week_not_published",
        title="A week was not published",
        sentence="A week that you wanted to publish was not published, and nothing has changed. The plan says why.",
        mail="Something that you asked for could not be done.",
        page="placement:proposals",
        roles=_PLANS,
    ),
    Kind(
        "week_published",
        title="A week was published",
        sentence="A planned week was published: it holds from {day} on.",
        mail="Something that was planned holds from now on.",
        facts=("day",),
        page="placement:proposals",
        roles=_PLANS | _OVERSIGHT,
    ),
)
