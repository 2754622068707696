"""An invitation that was accepted ties the new account to the record it was for."""

from hearthside.access.models import Account, Invitation
from hearthside.ledger.actors import Actor
from hearthside.people.actions.couples import link_partner_account
from hearthside.people.actions.grants import behind
from hearthside.people.actions.patients import link_account
from hearthside.people.models.couples import PartnerWithoutChart
from hearthside.people.models.patients import Patient


def tie_account(invitation: Invitation, account: Account, by: Actor) -> None:
    """Link the account to the patient, or the partner without a chart, that the invitation was about; if to any."""
    if invitation.about is None:
        return
    with behind(invitation.program_id, by):
        own = {"pk": invitation.about, "program": invitation.program_id}
        patient = Patient.objects.filter(**own).first()
        partner = PartnerWithoutChart.objects.filter(**own).first()
    if patient is not None:
        link_account(patient=patient, account=account, by=by)
    elif partner is not None:
        link_partner_account(partner=partner, account=account, by=by)
