"""Cards for whoever bills: what a biller may see here, and plainly what is not kept here."""

from datetime import timedelta

from django.http import HttpRequest
from django.urls import reverse

from hearthside.access.web.asking import actor_of, program_of
from hearthside.people.models.patients import Patient
from hearthside.people.queries.patients import with_status
from hearthside.people.rules import ADMITTED
from hearthside.policy.queries import today
from hearthside.project.web.card import Card, counted, noted_count


def began_this_week(request: HttpRequest) -> Card | None:
    """Who came into treatment since this Monday, from leave too: whose hours somebody bills next."""
    day = today(program_of(request))
    monday = day - timedelta(days=day.weekday())
    visible = with_status(Patient.objects.visible_to(actor_of(request), "status").standing())
    began = noted_count(visible.filter(status_now=ADMITTED, status_since__gte=monday), "status")
    words = counted(began, "person began treatment, or came back to it, this week", "people began treatment, or came "
                    "back to it, this week")  # fmt: skip
    return Card(
        "New this week", words, f"{reverse('people:patients')}?status={ADMITTED}", "Everybody in treatment", str(began)
    )


def insurance(request: HttpRequest) -> Card | None:
    words = (
        "Benefits, authorizations and claims are not kept here: look in your billing system. Here you find names, how "
        "to reach people, their agreements, and their planned hours. Planned is not delivered: no claim rests on it."
    )
    return Card("Insurance", words, reverse("public:insurance"), "What we tell people about insurance")
