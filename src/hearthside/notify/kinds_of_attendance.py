"""Kinds of notices about who was there: what waits for an attestation, and what somebody finds wrong."""

from hearthside.notify.kind import Kind

_TREATS, _COMES = frozenset({"clinician"}), frozenset({"patient", "partner"})

ATTENDANCE = (
    Kind(
        "attendance_open",
        title="Attendance waits for you",
        sentence="Attendance waits for your word: {when}.",
        mail="A reminder: something waits for your word.",
        facts=("when",),
        page="live:to_attest",
        roles=_TREATS,
    ),
    Kind(
        "attendance_overdue",
        title="Attendance that nobody attested",
        sentence="Nobody has attested to attendance: {when}.",
        mail="Something that somebody should have confirmed is still open.",
        facts=("when",),
        page="live:to_attest",
        roles=frozenset({"compliance"}),
    ),
    Kind(
        "correction_asked",
        title="Somebody finds their minutes wrong",
        sentence="Somebody finds their minutes wrong: {when}.",
        mail="Somebody asks you to look at something.",
        facts=("when",),
        page="live:to_attest",
        roles=_TREATS | {"compliance"},
    ),
    Kind(
        "correction_answered",
        title="An answer about your minutes",
        sentence="There is an answer about your minutes: {when}.",
        mail="There is an answer to something that you asked.",
        facts=("when",),
        page="schedule:my_hours",
        roles=_COMES,
    ),
)
