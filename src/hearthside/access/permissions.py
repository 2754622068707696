"""What may be done, and which role may do it. A permission in no role's list is nobody's."""

from enum import StrEnum

from hearthside.access.roles import ROLES


class Permission(StrEnum):
    """One thing that may be done within a program."""

    INVITE = "invite people and give roles"
    INVITE_PATIENTS = "invite patients and partners to sign in"
    END_ACCESS = "end somebody's access"
    TAKE_ON = "take patients on"
    DECIDE_APPLICATIONS = "decide about applications"
    LINK_PARTNERS = "link partners"
    MERGE_RECORDS = "merge two records of one person"
    GRANT_ROLE_PARTS = "decide what each role sees"
    KEEP_CLINICIANS = "keep the records of clinicians"
    CONFIRM_AUTHORITIES = "confirm licenses"
    TIGHTEN_POLICY = "ask for a stricter policy"
    APPROVE_POLICY = "approve a change of policy"
    KEEP_DAY_PLANS = "keep day plans"
    FORM_COHORTS = "open and change cohorts and place people in them"
    ASSIGN_TREATMENTS = "say who treats whom"
    OWN_EXCEPTIONS = "say who sees to an exception"
    KEEP_SCHEDULE = "start and change series and sessions"
    BOOK_OWN_SESSIONS = "book sessions with one's own patients"
    OVERRIDE_SHORT = "let a session open short of staff"
    CLOSE_CLINIC = "close the clinic for a day"
    END_CARE = "end somebody's care here"
    KEEP_AVAILABILITY = "say when clinicians are free"
    DECIDE_SWAPS = "decide who visits another group"
    IMPORT_ROSTER = "bring a roster in"
    EXPORT_ROSTER = "take the roster out"
    BRING_APPLICANTS = "bring applicants in from another system"
    PROPOSE_WEEKS = "have weeks planned, change them and publish them"
    ANSWER_OFFERS = "write down what somebody answered to an offered place"
    ASK_WHAT_IF = "ask what would be if something were otherwise"
    TEND_OUTBOX = "try mail again that could not be sent"
    ASK_FOR_OBSERVERS = "ask that somebody may observe a session that one does not lead"
    BE_FLOATER = "be on duty as a floater"
    BE_SUPERVISOR = "be on duty as a supervisor"
    BE_CRISIS_CLINICIAN = "be on duty as the crisis clinician"


_MAY: dict[Permission, tuple[str, ...]] = {
    Permission.INVITE: ("director",),
    Permission.INVITE_PATIENTS: ("intake", "director"),
    Permission.END_ACCESS: ("director", "compliance"),
    Permission.TAKE_ON: ("intake",),
    Permission.DECIDE_APPLICATIONS: ("intake",),
    Permission.LINK_PARTNERS: ("intake",),
    Permission.MERGE_RECORDS: ("intake",),
    # Nobody's: the table decides, and the program's own parts carry it out.
    Permission.GRANT_ROLE_PARTS: (),
    Permission.KEEP_CLINICIANS: ("coordinator", "director"),
    Permission.CONFIRM_AUTHORITIES: ("coordinator", "director"),
    Permission.TIGHTEN_POLICY: ("director",),
    Permission.APPROVE_POLICY: ("compliance",),
    Permission.KEEP_DAY_PLANS: ("coordinator", "director"),
    Permission.FORM_COHORTS: ("coordinator",),
    Permission.ASSIGN_TREATMENTS: ("coordinator",),
    Permission.OWN_EXCEPTIONS: ("coordinator", "compliance", "director"),
    Permission.KEEP_SCHEDULE: ("coordinator",),
    Permission.BOOK_OWN_SESSIONS: ("clinician", "coordinator"),
    Permission.OVERRIDE_SHORT: ("coordinator", "on_call", "director"),
    Permission.CLOSE_CLINIC: ("coordinator", "director"),
    Permission.KEEP_AVAILABILITY: ("coordinator",),
    Permission.DECIDE_SWAPS: ("coordinator",),
    Permission.END_CARE: ("intake", "clinician"),
    # A roster holds everybody at once: whoever keeps the week answers for it.
    Permission.IMPORT_ROSTER: ("coordinator",),
    Permission.EXPORT_ROSTER: ("coordinator", "director"),
    Permission.BRING_APPLICANTS: ("intake",),
    Permission.PROPOSE_WEEKS: ("coordinator",),
    Permission.ANSWER_OFFERS: ("coordinator",),
    Permission.ASK_WHAT_IF: ("coordinator", "director"),
    Permission.TEND_OUTBOX: ("compliance",),
    Permission.ASK_FOR_OBSERVERS: ("director",),
    Permission.BE_FLOATER: ("clinician",),
    Permission.BE_SUPERVISOR: ("clinician", "on_call", "director"),
    Permission.BE_CRISIS_CLINICIAN: ("clinician", "on_call"),
}


def may_do(roles: frozenset[str], permission: Permission) -> bool:
    """Whether somebody holding these roles may."""
    return bool(roles & set(_MAY.get(permission, ())))


def table() -> dict[Permission, tuple[str, ...]]:
    """Every permission with its roles, in the order of roles; for the page that shows them."""
    return {p: tuple(r for r in ROLES if r in _MAY.get(p, ())) for p in Permission}
