"""The mail that carries an invitation: its link, until when it works, and nothing of why somebody is invited."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from hearthside.access import mail
from hearthside.access.actions.invitations import Invited
from hearthside.base.zones import zone


def link_of(request: HttpRequest, invited: Invited) -> str:
    """The address that accepts the invitation."""
    return request.build_absolute_uri(path_of(invited))


def path_of(invited: Invited) -> str:
    """The same without the host, for commands that know theirs."""
    return reverse("access:invitation", args=[invited.token])


def send(request: HttpRequest, invited: Invited) -> str:
    """Mail the link to the address invited; gives the link too, for whoever hands it over by other means."""
    link = link_of(request, invited)
    invitation = invited.invitation
    until = invitation.expires_at.astimezone(zone(invitation.program.zone))
    body = render_to_string("access/mail/invitation.txt", {"link": link, "until": until})
    mail.send(to=invitation.email, subject="Your invitation", body=body)
    return link
