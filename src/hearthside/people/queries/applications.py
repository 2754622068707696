"""Who else an applicant may be: a patient already, or the partner of another applicant."""

from django.db.models import Q

from hearthside.base.text import folded
from hearthside.ledger.actors import Actor
from hearthside.people.models.applications import Application
from hearthside.people.models.patients import Patient


def alike(application: Application, actor: Actor) -> list[Patient]:
    """Patients who have the applicant's name and birth date, telephone or e-mail address."""
    same = Q(details__born_on=application.born_on, details__search_name=application.search_name)
    # What somebody did not say is nothing that two have in common.
    if application.email:
        same |= Q(details__email=application.email)
    if application.phone:
        same |= Q(details__phone=application.phone)
    visible = Patient.objects.visible_to(actor).standing().exclude(pk=application.pk)
    return list(visible.filter(same).select_related("details").order_by("details__search_name", "pk")[:20])


def partners_applied(application: Application, actor: Actor) -> list[Application]:
    """Applications of whoever the applicant names as partner, or who names the applicant. Each is asked alone."""
    other = Application.objects.visible_to(actor).exclude(pk=application.pk)
    named = Q(partner_email=application.email) if application.email else Q(pk__in=[])
    if application.partner_email:
        named |= Q(email=application.partner_email)
    if application.partner_name:
        named |= Q(search_name=folded(application.partner_name))
    return list(other.filter(named).order_by("-sent_at", "id")[:20])
