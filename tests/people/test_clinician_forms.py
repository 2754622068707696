"""Forms about clinicians: refused beside the field with everything typed still there, done once, told of."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from hearthside.ledger import clock
from hearthside.ledger.models import Entry
from hearthside.ledger.scope import scope
from hearthside.people.credentials.values import day_in
from hearthside.people.models.authorities import PracticeAuthority, Supervision
from hearthside.people.models.clinicians import Clinician
from tests.builders import clinicians as build
from tests.people.clinic import day, everybody, page, send, signed_in

pytestmark = pytest.mark.django_db

NEW = {
    "name": "Dana Reyes", "pronouns": "she/her", "credential_type": "lmft", "gender": "woman",
    "languages": "English, spanish", "roles": ["couples", "individual"], "tracks": ["mh"], "zone": "America/New_York",
    "legal_name": "Dana R. Reyes", "npi": "1234567893", "taxonomy": "106H00000X", "group_minutes": "600",
    "individual_minutes": "", "day_minutes": "180", **day("works_from", date(2026, 1, 1)),
}  # fmt: skip


@pytest.fixture
def house():
    return build.house()


@pytest.fixture
def today(house):
    return day_in(house.program.zone, clock.now())


def text(answer) -> str:
    return answer.content.decode()


def license_of(house, clinician, state) -> PracticeAuthority:
    with scope(house.director):
        return PracticeAuthority.objects.filter(credential__clinician=clinician, state=state).first()


def test_a_clinician_is_added_and_the_answer_says_what_comes_next(house):
    client = signed_in(house, "director")

    answer = send(client, "add_clinician", **NEW)
    shown = text(client.get(answer["Location"]))
    again = text(client.get(answer["Location"]))

    with scope(house.director):
        dana = Clinician.objects.select_related("file").get()
    assert (answer.status_code, answer["Location"]) == (303, f"/clinicians/{dana.id}/")
    assert (dana.languages, dana.roles) == (["en", "es"], ["individual", "couples"])
    assert (dana.file.group_minutes, dana.file.individual_minutes) == (600, 0)
    assert "Record their licenses next" in shown
    assert "Record their licenses next" not in again


WRONG = [
    ("name", "", "Fill this in."),
    ("name", "x" * 201, "at most 200"),
    ("name", "Dana\u202eReyes", "cannot be kept"),
    ("languages", "English, Klingon", "We do not know “Klingon”."),
    ("languages", " , ", "Fill this in."),
    ("npi", "1234567890", "no National Provider Identifier"),
    ("taxonomy", "106H", "ends in X"),
    ("group_minutes", "ten", "Type whole minutes in digits"),
    ("group_minutes", "１２", "Type whole minutes in digits"),
    ("group_minutes", "-5", "Type whole minutes in digits"),
    ("day_minutes", "1441", "Type minutes from 0 to 1440."),
    ("roles", ["prescriber"], "needs a credential that allows it"),
    ("roles", ["king"], "king"),
    ("credential_type", "", "Choose one."),
    ("works_from_day", "31x", "There is no such day."),
    ("works_from_year", "0026", "between 1900 and 2100"),
    ("zone", "Mars/Olympus", "Choose from the list."),
]


@pytest.mark.parametrize(("field", "typed", "said"), WRONG, ids=str)
def test_a_refused_form_says_why_beside_the_field_and_keeps_what_was_typed(house, field, typed, said):
    answer = send(signed_in(house, "director"), "add_clinician", **{**NEW, field: typed})
    shown = text(answer)

    assert answer.status_code == 422
    assert said in shown
    asked = field.rsplit("_", 1)[0] if field.startswith("works_from") else field
    assert f'id="id_{asked}_error"' in shown
    kept = ["she/her", "Dana R. Reyes"] + ([typed] if isinstance(typed, str) and field != "zone" else [])
    assert all(value.strip() in shown for value in kept)
    with scope(house.director):
        assert not Clinician.objects.exists()


def test_what_is_typed_is_shown_as_text_and_never_as_markup(house):
    client = signed_in(house, "director")

    answer = send(client, "add_clinician", **{**NEW, "name": "<script>alert(1)</script>{{ 7 }}", "npi": ""})
    shown = text(client.get(answer["Location"]))

    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7 }}" in shown


def test_a_card_is_changed(house, today):
    dana = everybody(house, today)["dana"]
    client = signed_in(house, "coordinator")
    shown = page(client, "change_clinician", dana.id)

    answer = send(client, "change_clinician", dana.id, **{**NEW, "pronouns": "they/them"})

    assert 'value="English, Spanish"' in text(shown)
    assert answer.status_code == 303
    with scope(house.director):
        assert Clinician.objects.get(pk=dana.pk).pronouns == "they/them"


def test_a_zone_outside_the_states_stays_when_something_else_changes(house, today):
    dana = everybody(house, today)["dana"]
    with scope(house.director):
        Clinician.objects.update(zone="Europe/Lisbon")
    client = signed_in(house, "coordinator")

    shown = text(page(client, "change_clinician", dana.id))
    answer = send(client, "change_clinician", dana.id, **{**NEW, "zone": "Europe/Lisbon"})

    assert '<option value="Europe/Lisbon" selected>' in shown
    assert answer.status_code == 303


def test_limits_an_account_and_a_last_day_are_recorded(house, today):
    dana = everybody(house, today)["dana"]
    theirs = build.account("Dana Reyes")
    build.actor(house.program, "clinician", who=theirs)
    client = signed_in(house, "coordinator")

    answers = [
        send(client, "clinician_limits", dana.id, group_minutes="60", individual_minutes="0", day_minutes="60"),
        send(client, "clinician_account", dana.id, account=str(theirs.id)),
        send(client, "clinician_leaves", dana.id, **day("last_day", today)),
    ]

    with scope(house.director):
        now = Clinician.objects.select_related("file").get(pk=dana.pk)
    assert [a.status_code for a in answers] == [303, 303, 303]
    assert (now.file.group_minutes, now.account_id, now.works_until) == (60, theirs.id, today)


def test_only_free_accounts_of_clinicians_are_offered(house, today):
    taken, patient, free = build.account("Kim Osei"), build.account("Alex Park"), build.account("Lee Moreau")
    for who, role in ((taken, "clinician"), (patient, "patient"), (free, "clinician")):
        build.actor(house.program, role, who=who)
    build.clinician(house, "Kim Osei", who=taken)
    dana = build.clinician(house)
    client = signed_in(house, "director")

    shown = text(page(client, "clinician_account", dana.id))
    refused = send(client, "clinician_account", dana.id, account=str(patient.id))

    assert free.email in shown
    assert taken.email not in shown
    assert patient.email not in shown
    assert refused.status_code == 422


def test_a_license_goes_from_recorded_to_confirmed_to_renewed_to_ended(house, today):
    dana = everybody(house, today)["dana"]
    client = signed_in(house, "coordinator")
    last = today + timedelta(10)

    recorded = send(client, "new_license", dana.id, kind="license", state="CT", status="active", number="CT-EXAMPLE-2",
                    **day("valid_from", today), **day("valid_to", last))  # fmt: skip
    license = license_of(house, dana, "CT")
    confirmed = send(client, "confirm_license", dana.id, license.id, source="https://board.example.org/CT-EXAMPLE-2")
    renewed = send(client, "renew_license", dana.id, license.id, **day("valid_to", last + timedelta(700)))
    ended = send(client, "end_license", dana.id, license.id, because="given_up", **day("last_day", today))
    shown = text(page(client, "clinician", dana.id))

    assert [a.status_code for a in (recorded, confirmed, renewed, ended)] == [303, 303, 303, 303]
    assert "Robin Tate: https://board.example.org/CT-EXAMPLE-2" in shown
    lines = Entry.objects.filter(kind__startswith="Authority", facts__clinician=str(dana.id))
    assert {line.kind for line in lines} >= {
        "AuthorityRecorded",
        "AuthorityConfirmed",
        "AuthorityRenewed",
        "AuthorityEnded",
    }


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"state": "PA"}, "valid_from", "the same kind of right in Pennsylvania is on record already"),
        ({"number": ""}, "number", "An active license has a number."),
        ({"kind": "compact_privilege"}, "compact", "Choose the compact"),
        ({"kind": "compact_privilege", "compact": "psypact"}, "home_state", "Choose the state of the license"),
        ({"kind": "exception"}, "valid_to", "An exception needs the day on which it ends."),
        ({"state": "XX"}, "state", "Choose from the list."),
        ({"valid_to_month": "1", "valid_to_day": "1", "valid_to_year": "2001"}, "valid_to", "before the first"),
        ({"valid_from_month": ""}, "valid_from", "Add the month."),
    ],
    ids=str,
)
def test_a_refused_license_says_why_beside_the_field(house, today, typed, field, said):
    dana = everybody(house, today)["dana"]
    given = {"kind": "license", "state": "CT", "status": "active", "number": "CT-EXAMPLE-2"}
    given |= day("valid_from", today)

    answer = send(signed_in(house, "coordinator"), "new_license", dana.id, **{**given, **typed})

    assert answer.status_code == 422
    assert said in text(answer)
    assert f'id="id_{field}_error"' in text(answer)
    assert license_of(house, dana, "CT") is None


def test_with_several_credentials_the_form_asks_under_which(house, today):
    ines = everybody(house, today)["ines"]
    client = signed_in(house, "director")
    send(client, "new_credential", ines.id, type="lmft")
    with scope(house.director):
        lmft = ines.credentials.get(type="lmft")
    given = {"kind": "license", "state": "PA", "status": "active", "number": "PA-EXAMPLE-9", **day("valid_from", today)}

    unasked = send(client, "new_license", ines.id, **given)
    answer = send(client, "new_license", ines.id, credential=str(lmft.id), **given)

    assert (unasked.status_code, answer.status_code) == (422, 303)
    with scope(house.director):
        assert lmft.authorities.get().number == "PA-EXAMPLE-9"


def test_a_credential_is_suspended_and_the_page_says_so(house, today):
    dana = everybody(house, today)["dana"]
    client = signed_in(house, "director")
    with scope(house.director):
        credential = dana.credentials.get()

    answer = send(client, "change_credential", dana.id, credential.id, status="suspended")
    shown = text(page(client, "clinician", dana.id))

    assert answer.status_code == 303
    assert "Suspended" in shown
    assert "May treat until" not in shown


def test_supervision_is_recorded_and_ended(house, today):
    staff = everybody(house, today)
    client = signed_in(house, "director")
    to = staff["lee"].id

    refused = send(client, "new_supervision", to, supervisor=str(staff["dana"].id), **day("starts_on", today))
    recorded = send(client, "new_supervision", to, supervisor=str(staff["kim"].id), **day("starts_on", today))
    with scope(house.director):
        new = Supervision.objects.get(supervisor=staff["kim"])
    ended = send(client, "end_supervision", to, new.id, **day("last_day", today))

    assert (refused.status_code, recorded.status_code, ended.status_code) == (422, 303, 303)
    assert "on record for some of these days already" in text(refused)


def test_a_form_without_its_token_changes_nothing(house, today):
    dana = everybody(house, today)["dana"]
    who = build.account()
    build.actor(house.program, "director", who=who)
    client = Client(enforce_csrf_checks=True)
    client.force_login(who)

    answer = client.post(reverse("people:clinician_limits", args=[dana.id]), {"group_minutes": "1"})

    assert answer.status_code == 403
    with scope(house.director):
        assert Clinician.objects.get(pk=dana.pk).file.group_minutes == 600


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_no_other_method_is_answered(house, today, method):
    dana = everybody(house, today)["dana"]
    client = signed_in(house, "director")

    for name in ("clinician", "change_clinician", "new_license"):
        assert getattr(client, method)(reverse(f"people:{name}", args=[dana.id])).status_code == 405
