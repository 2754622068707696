"""The demonstration's mailbox: what would have been sent, for whoever tries the program out. Nowhere else."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hearthside.access.rule import rule
from hearthside.notify.models import KeptMail
from hearthside.ui import listing

PER_PAGE = 20


@rule("public", public=True)
@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    """Mails that the demonstration kept, the latest first."""
    if settings.MODE != "demo":
        raise Http404
    return render(
        request,
        "notify/kept.html",
        {"page": listing.page(request.GET, KeptMail.objects.order_by("-at", "-id"), per_page=PER_PAGE)},
    )
