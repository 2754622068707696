"""What happened below, and who is told of it: one handler for each kind of entry in the ledger."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from hearthside.access.models import Account, Invitation
from hearthside.ledger.listening import Handler, in_their_program, outbox
from hearthside.ledger.models import Entry
from hearthside.notify.actions.notices import notify, notify_applicant
from hearthside.notify.kinds import KINDS
from hearthside.notify.queries import holders_of
from hearthside.people.models.clinicians import Clinician
from hearthside.policy.models import PROPOSED, PolicyDecision

LISTENER = "notify"


def _tell(account: UUID | None, kind: str, entry: Entry, *, about: UUID | None = None, **facts: Any) -> None:
    """Tell one person, unless they did it themselves."""
    if account is not None and str(account) != entry.actor:
        notify(account=account, kind=kind, about=about or entry.id, facts=facts, by=outbox(entry))


def _tell_role_holders(kind: str, entry: Entry, *, about: UUID | None = None, **facts: Any) -> None:
    """Tell everybody in the program who holds one of the kind's roles."""
    if entry.program_id is None:
        return
    for account in holders_of(entry.program_id, KINDS[kind].roles):
        _tell(account, kind, entry, about=about, **facts)


def _application_received(entry: Entry) -> None:
    application = UUID(entry.facts["application"])
    _tell_role_holders("application_received", entry, about=application)
    notify_applicant(application=application, kind="application_thanks", about=application, by=outbox(entry))


def _application_answered(entry: Entry) -> None:
    application = UUID(entry.facts["application"])
    notify_applicant(application=application, kind="application_answered", about=entry.id, by=outbox(entry))


def _invitation_accepted(entry: Entry) -> None:
    invitation = Invitation.objects.filter(pk=entry.facts["invitation"]).first()
    if invitation is not None:
        _tell(invitation.invited_by_id, "invitation_accepted", entry, about=invitation.id)


def _license_expiring(entry: Entry) -> None:
    _tell_of_a_license("license_ends", entry, days=entry.facts["days_left"])


def _license_lapsed(entry: Entry) -> None:
    _tell_of_a_license("license_ended", entry)


def _tell_of_a_license(kind: str, entry: Entry, **facts: Any) -> None:
    """Tell whose license it is, and those who answer for everybody's."""
    clinician = Clinician.objects.filter(pk=entry.facts["clinician"]).first()
    if clinician is not None:
        _tell(clinician.account_id, kind, entry, **facts)
    _tell_role_holders(f"staff_{kind}", entry, **facts)


def _account_locked(entry: Entry) -> None:
    """Nobody is told about an address that nobody signs in with."""
    if entry.facts["account"]:
        _tell(UUID(entry.facts["account"]), "account_locked", entry, minutes=entry.facts["minutes"])


def _signed_in(entry: Entry) -> None:
    """
    Tell of a device that the account was never used from before; its very first sign-in is no news.

    Earlier is earlier in time: entries of other chains may have been read before this one.
    """
    earlier = Entry.objects.filter(kind="SignedIn", facts__account=entry.facts["account"], at__lt=entry.at)
    if not earlier.exists() or earlier.filter(facts__device=entry.facts["device"]).exists():
        return
    account = Account.objects.filter(pk=entry.facts["account"]).values_list("id", flat=True).first()
    if account is not None:
        notify(
            account=account,
            kind="new_device",
            about=entry.id,
            facts={"device": entry.facts["device"]},
            by=outbox(entry),
        )


def _policy_proposed(entry: Entry) -> None:
    _tell_role_holders("policy_asked", entry, about=UUID(entry.facts["decision"]))


def _policy_approved(entry: Entry) -> None:
    day = datetime.fromisoformat(entry.facts["from_day"])
    _tell_role_holders("policy_changed", entry, day=f"{day:%B} {day.day}, {day.year}")


def _policy_declined(entry: Entry) -> None:
    decision = PolicyDecision.objects.get(pk=entry.facts["decision"])
    _tell(decision.proposed_by_id, "policy_declined", entry)


def _consent_revoked(entry: Entry) -> None:
    _tell_role_holders("consent_revoked", entry)


HANDLERS: Mapping[str, Handler] = in_their_program(
    {
        "ApplicationSent": _application_received,
        "ApplicationAccepted": _application_answered,
        "ApplicationDeclined": _application_answered,
        "InvitationAccepted": _invitation_accepted,
        "LicenseExpiring": _license_expiring,
        "LicenseLapsed": _license_lapsed,
        "AccountLocked": _account_locked,
        "SignedIn": _signed_in,
        "PolicyValueProposed": _policy_proposed,
        "PolicyValueApproved": _policy_approved,
        "PolicyValueDeclined": _policy_declined,
        "AgreementRevoked": _consent_revoked,
    }
)


def policy_still_waits(decision: UUID) -> bool:
    """Whether a change of policy still waits for a second person."""
    return PolicyDecision.objects.filter(pk=decision, state=PROPOSED).exists()
