"""
Every kind of notice there is, and its words. A closed list: no text of anybody's goes into a mail.

A mail says that there is something to see and where. It never says what about anybody's treatment, names nobody, and
names the program only to people who asked for it: an address may be shared, and a screen may be seen.
"""

from hearthside.notify.kind import ACCOUNT, APPLICANT, SECURITY_SUBJECT, SUBJECT, URGENT_SUBJECT, Kind
from hearthside.notify.kinds_of_attendance import ATTENDANCE
from hearthside.notify.kinds_of_observing import OBSERVING
from hearthside.notify.kinds_of_places import PLACES

__all__ = [
    "ACCOUNT",
    "APPLICANT",
    "KINDS",
    "SECURITY_SUBJECT",
    "SIGN_IN_MAIL",
    "SUBJECT",
    "URGENT_SUBJECT",
    "Kind",
    "for_roles",
]

_INTAKE = frozenset({"intake"})
_OVERSIGHT = frozenset({"compliance", "director"})
_COMES = frozenset({"patient", "partner"})
_CALENDAR = _COMES | {"clinician"}
_PLANS = frozenset({"coordinator"})
# What a mail says of everything in a calendar: not what it is, nor when, nor with whom.
_CHANGED = "Something in your calendar changed."

_ALL = (
    Kind(
        "application_received",
        title="Somebody applied",
        sentence="Somebody sent in an application.",
        mail="Somebody sent in the public form.",
        page="people:applications",
        roles=_INTAKE,
    ),
    Kind(
        "application_thanks",
        title="We received your form",
        sentence="We received your form.",
        mail="We received the form you sent us. Somebody will be in touch. If you did not send one, do nothing.",
        to=APPLICANT,
        at_once=True,
        always=True,
    ),
    Kind(
        "application_answered",
        title="An answer to your form",
        sentence="There is an answer to your form.",
        mail="There is an answer to the form you sent us. Somebody will call you, or call us when it suits you.",
        to=APPLICANT,
        always=True,
    ),
    Kind(
        "invitation_accepted",
        title="Somebody you invited came in",
        sentence="Somebody accepted an invitation that you sent.",
        mail="Somebody accepted an invitation that you sent.",
        roles=frozenset({"director", "intake"}),
    ),
    Kind(
        "somebody_needed",
        title="You are called while on duty",
        sentence="You were called while on duty (reference {reference}).",
        mail="Somebody is needed at once. Open the page of your duty now. Reference: {reference}.",
        subject=URGENT_SUBJECT,
        facts=("reference",),
        at_once=True,
        always=True,
        page="safety:duty",
        roles=frozenset({"clinician", "on_call", "director"}),
    ),
    Kind(
        "license_ends",
        title="Your license ends",
        sentence="A license or credential of yours ends in {days} days. After that, nothing can be planned by it.",
        mail="A license or credential of yours ends in {days} days.",
        facts=("days",),
        page="people:my_licenses",
        roles=frozenset({"clinician"}),
    ),
    Kind(
        "staff_license_ends",
        title="A clinician's license ends",
        sentence="A license or credential of one of your clinicians ends in {days} days.",
        mail="A license or credential of one of your clinicians ends in {days} days.",
        facts=("days",),
        page="people:license_expiries",
        roles=_OVERSIGHT | {"coordinator"},
    ),
    Kind(
        "license_ended",
        title="Your license has ended",
        sentence="A license or credential of yours has ended, so nothing can be planned by it. "
        "If it was renewed, record the renewal.",
        mail="A license or credential of yours has ended.",
        page="people:my_licenses",
        roles=frozenset({"clinician"}),
    ),
    Kind(
        "staff_license_ended",
        title="A clinician's license has ended",
        sentence="A license or credential of one of your clinicians has ended, and nothing that counts follows it.",
        mail="A license or credential of one of your clinicians has ended.",
        page="people:license_expiries",
        roles=_OVERSIGHT | {"coordinator"},
    ),
    Kind(
        "account_locked",
        title="Sign-in was locked",
        sentence="Several wrong passwords were tried. Sign-in was locked for {minutes} minutes.",
        mail="Several wrong passwords were tried for your account, so sign-in is locked for {minutes} minutes. "
        "If it was not you, choose a new password when the time is over, and tell us.",
        subject=SECURITY_SUBJECT,
        facts=("minutes",),
        at_once=True,
        always=True,
    ),
    Kind(
        "new_device",
        title="A sign-in from a new device",
        sentence="Your account was used to sign in from a new device: {device}.",
        mail="Your account was used to sign in from a new device: {device}. If it was not you, choose a new password "
        "now, end the other sign-ins, and tell us.",
        subject=SECURITY_SUBJECT,
        facts=("device",),
        at_once=True,
        always=True,
    ),
    Kind(
        "policy_asked",
        title="A change of policy waits for you",
        sentence="A change of policy waits for a second person.",
        mail="A change of policy waits for a second person.",
        page="policy:overview",
        roles=frozenset({"compliance"}),
    ),
    Kind(
        "policy_changed",
        title="Policy changed",
        sentence="A change of policy was approved. It begins on {day}.",
        mail="A change of policy was approved. It begins on {day}.",
        facts=("day",),
        page="policy:overview",
        roles=_OVERSIGHT | {"coordinator", "clinician", "intake", "biller", "on_call"},
    ),
    Kind(
        "policy_declined",
        title="A change you asked for was declined",
        sentence="A change of policy that you asked for was declined.",
        mail="A change of policy that you asked for was declined.",
        page="policy:overview",
        roles=frozenset({"director"}),
    ),
    Kind(
        "consent_revoked",
        title="A consent was taken back",
        sentence="Somebody took back a consent. What was allowed by it is allowed no more.",
        mail="Somebody took back a consent.",
        page="home",
        roles=frozenset({"intake", "compliance"}),
    ),
    Kind(
        "sessions_planned",
        title="New in your calendar",
        sentence="New in your calendar: {when}.",
        mail=_CHANGED,
        facts=("when",),
        page="home",
        roles=_CALENDAR,
    ),
    Kind(
        "sessions_moved",
        title="Something was moved",
        sentence="Moved to {when}.",
        mail=_CHANGED,
        facts=("when",),
        at_once=True,
        page="home",
        roles=_CALENDAR,
    ),
    Kind(
        "sessions_canceled",
        title="Something was canceled",
        sentence="Canceled: {when}. It is off your calendar.",
        mail=_CHANGED,
        facts=("when",),
        at_once=True,
        page="home",
        roles=_CALENDAR,
    ),
    Kind(
        "session_reminder",
        title="Reminders",
        sentence="A reminder: {when}.",
        mail="A reminder of something in your calendar.",
        facts=("when",),
        at_once=True,
        page="schedule:today",
        roles=_COMES,
    ),
    Kind(
        "seat_excused",
        title="Somebody cannot come",
        sentence="Somebody cannot come: {when}.",
        mail=_CHANGED,
        facts=("when",),
        at_once=True,
        page="schedule:work_week",
        roles=frozenset({"clinician"}),
    ),
    Kind(
        "seat_excused_for_you",
        title="You are excused",
        sentence="You are not expected: {when}.",
        mail=_CHANGED,
        facts=("when",),
        at_once=True,
        page="schedule:my_week",
        roles=_COMES,
    ),
    Kind(
        "guest_comes",
        title="A guest comes",
        sentence="Somebody comes as a guest: {when}.",
        mail=_CHANGED,
        facts=("when",),
        at_once=True,
        page="schedule:work_week",
        roles=frozenset({"clinician"}),
    ),
    Kind(
        "cover_offered",
        title="You are asked to help out",
        sentence="Can you help out? {when}. Whoever says yes first has it.",
        mail="You are asked to help out. Whoever says yes first has it.",
        facts=("when",),
        at_once=True,
        page="schedule:cover_offers",
        roles=frozenset({"clinician"}),
    ),
    Kind(
        "session_short",
        title="A session is short of staff",
        sentence="Short of staff: {when}. Cover is being sought.",
        mail="Something that is planned lacks staff. Cover is being sought.",
        facts=("when",),
        at_once=True,
        page="schedule:cover",
        roles=_PLANS,
    ),
    Kind(
        "session_covered",
        title="Cover was found",
        sentence="Cover was found: {when}.",
        mail="Cover was found for something planned that lacked staff.",
        facts=("when",),
        page="schedule:cover",
        roles=_PLANS,
    ),
    Kind(
        "schedule_question",
        title="The calendar asks you something",
        sentence="There is something in the calendar that somebody must decide.",
        mail="There is something in the calendar that somebody must decide.",
        page="schedule:questions",
        roles=_PLANS,
    ),
    Kind(
        "swap_invited",
        title="Would you come at another time?",
        sentence="You are asked whether you would come at another time: {when}.",
        mail="You are asked whether you would come at another time.",
        facts=("when",),
        page="schedule:my_swaps",
        roles=_COMES,
    ),
    Kind(
        "swap_asked",
        title="Somebody would like to come at another time",
        sentence="Somebody asked for a seat in another group: {when}.",
        mail="Somebody would like to come at another time.",
        facts=("when",),
        page="schedule:swaps",
        roles=_PLANS,
    ),
    Kind(
        "swap_granted",
        title="You can come at another time",
        sentence="You can come: {when}.",
        mail=_CHANGED,
        facts=("when",),
        at_once=True,
        page="schedule:my_swaps",
        roles=_COMES,
    ),
    Kind(
        "swap_declined",
        title="You cannot come at another time",
        sentence="There is no place for you: {when}. Look for another one, or ask us to help.",
        mail="There is an answer to what you asked.",
        facts=("when",),
        page="schedule:my_swaps",
        roles=_COMES,
    ),
    *PLACES,
    *ATTENDANCE,
    *OBSERVING,
)

KINDS: dict[str, Kind] = {kind.name: kind for kind in _ALL}

# Mail of the sign-in itself (invitations, codes, resets): its words come sealed from access, and are gone once sent.
SIGN_IN_MAIL = "sign_in"


def for_roles(roles: frozenset[str]) -> list[Kind]:
    """The kinds that somebody with these roles may get and may turn off, in order."""
    return [k for k in _ALL if k.to == ACCOUNT and not k.always and (not k.roles or k.roles & roles)]
