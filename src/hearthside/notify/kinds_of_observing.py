"""Kinds of notices about observers: neutral words, as of everything. What it is about stands on the page alone."""

from hearthside.notify.kind import Kind

OBSERVING = (
    Kind(
        "observer_asked",
        title="A question for you",
        sentence="We ask you something about {when}. You can answer yes or no.",
        mail="There is a question for you. You can answer yes or no.",
        facts=("when",),
        page="live:observer_questions",
        roles=frozenset({"patient", "partner"}),
    ),
    Kind(
        "may_observe",
        title="You are asked for as an observer",
        sentence="You are asked for as an observer: {when}. You can come once everybody there has agreed.",
        mail="Somebody asks for you. The page says what for.",
        facts=("when",),
        page="live:my_observing",
        roles=frozenset({"clinician"}),
    ),
)
