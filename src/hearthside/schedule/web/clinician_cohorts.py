"""The cohorts that a clinician leads, with the people in them as far as the clinician may see them."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hearthside.access.answering import asker
from hearthside.access.rule import rule
from hearthside.caseload.words import TRACK_WORDS, language_words
from hearthside.ledger import clock, reading
from hearthside.people.actions.grants import behind
from hearthside.people.models.clinicians import Clinician
from hearthside.policy.queries import in_force
from hearthside.schedule.queries.pages_clinician import members_counted, members_seen, own_cohorts
from hearthside.schedule.web.asking import for_clinician, today_in

# A cohort is theirs if they staff a session of it in these days.
BEFORE, AHEAD = timedelta(days=7), timedelta(days=28)


@rule("own-work")
@require_safe
@for_clinician
def my_cohorts(request: HttpRequest, own: Clinician) -> HttpResponse:
    """Each cohort with size and members."""
    at, actor = clock.now(), asker(request)
    today = today_in(own.program.zone, at)
    cohorts = own_cohorts(actor, own, at - BEFORE, at + AHEAD)
    ids = [cohort.pk for cohort in cohorts]
    seen: dict[Any, list[Any]] = {}
    for membership in members_seen(actor, ids, today):
        seen.setdefault(membership.cohort_id, []).append(membership)
    reading.note(patients=sorted({m.patient_id for rows in seen.values() for m in rows}), part="membership")
    with behind(own.program_id, actor):
        counts = members_counted(ids, today)
    cap = in_force(today, own.program_id).whole("cohort.cap")
    lines = [
        {
            "cohort": cohort,
            "track": TRACK_WORDS[cohort.track],
            "language": language_words(cohort.language),
            "people": counts.get(cohort.pk, 0),
            "cap": cap,
            "members": seen.get(cohort.pk, []),
            "hidden": counts.get(cohort.pk, 0) - len(seen.get(cohort.pk, [])),
        }
        for cohort in cohorts
    ]
    return render(request, "schedule/clinician/cohorts.html", {"lines": lines})
