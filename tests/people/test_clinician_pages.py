"""Pages about clinicians, as each role meets them, without a browser's help."""

import re

import pytest

from hearthside.access.models import Program
from hearthside.base.ids import new_id
from hearthside.ledger import clock
from hearthside.ledger.scope import scope
from hearthside.people.credentials.sentences import written
from hearthside.people.credentials.values import day_in
from hearthside.people.models.authorities import Credential, PracticeAuthority, Supervision
from hearthside.people.models.clinicians import Clinician
from tests.builders import clinicians as build
from tests.people.clinic import day, everybody, page, send, signed_in
from tests.zones import elsewhere

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return build.house()


@pytest.fixture
def today(house):
    return day_in(house.program.zone, clock.now())


def text(answer) -> str:
    return answer.content.decode()


def words(answer) -> str:
    """Without marks: ids and tokens are made by chance, and may hold any two letters or three digits."""
    return re.sub(r"<[^>]*>", " ", text(answer))


def on_record(house, model, **asked):
    with scope(house.director):
        return list(model.objects.filter(**asked))


# The list.


def test_the_list_shows_staff_where_each_may_treat(house, today):
    everybody(house, today)

    shown = text(page(signed_in(house, "coordinator"), "clinicians"))

    assert "4 clinicians work here today." in shown
    for fact in ("Dana Reyes", "LMFT", "English, Spanish", "NJ, PA", "Couples therapist"):
        assert fact in shown
    assert "NY" not in shown.split("<tbody>")[1].split("</tbody>")[0]


@pytest.mark.parametrize("role", ["patient", "partner"])
def test_patients_see_name_pronouns_credential_and_languages_only(house, today, role):
    dana = everybody(house, today)["dana"]
    client = signed_in(house, role)

    shown = words(page(client, "clinicians")) + words(page(client, "clinician", dana.id))

    assert "Dana Reyes" in shown
    assert "LMFT" in shown
    assert "English, Spanish" in shown
    for fact in ("NJ", "1234567893", "Couples therapist", "600", "EXAMPLE", "Supervis", "License"):
        assert fact not in shown, fact


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "ines"}, ["Inés Varga"]),
        ({"q": "VARGA in"}, ["Inés Varga"]),
        ({"q": "nobody"}, []),
        ({"state": "PA"}, ["Dana Reyes", "Kim Osei", "Lee Moreau"]),
        ({"state": "NY"}, []),
        ({"role": "facilitator"}, ["Kim Osei", "Lee Moreau"]),
        ({"language": "pt"}, ["Inés Varga"]),
        ({"track": "dual"}, ["Kim Osei"]),
        ({"role": "facilitator", "state": "OH"}, ["Kim Osei"]),
        ({"sort": "-name"}, ["Lee Moreau", "Kim Osei", "Inés Varga", "Dana Reyes"]),
        ({"sort": "credential"}, ["Lee Moreau", "Inés Varga", "Dana Reyes", "Kim Osei"]),
        (
            {"state": "XX", "role": "king", "sort": "weight", "page": "-7"},
            ["Dana Reyes", "Inés Varga", "Kim Osei", "Lee Moreau"],
        ),
    ],
    ids=str,
)
def test_the_list_is_narrowed_and_sorted_by_the_address(house, today, asked, found):
    everybody(house, today)

    answer = page(signed_in(house, "coordinator"), "clinicians", **asked)

    assert answer.status_code == 200
    assert [row["clinician"].name for row in answer.context["rows"]] == found


def test_whoever_has_left_is_shown_on_request(house, today):
    dana = everybody(house, today)["dana"]
    with scope(house.director):
        Clinician.objects.filter(pk=dana.pk).update(works_until="2026-02-01")
    client = signed_in(house, "coordinator")

    without, with_them = (page(client, "clinicians", **asked).context["rows"] for asked in ({}, {"left": "on"}))

    assert len(without), len(with_them) == (3, 4)


@pytest.mark.parametrize("many", [1, 30])
def test_a_page_of_thirty_costs_as_many_questions_as_a_page_of_one(house, django_assert_max_num_queries, many):
    for _ in range(many):
        one = build.clinician(house, "Kim Osei", type="lcsw")
        build.license_in(house, one)
    client = signed_in(house, "coordinator")

    with django_assert_max_num_queries(32):
        assert len(page(client, "clinicians").context["rows"]) == many


# One clinician.


def test_the_page_says_where_they_may_treat_and_why_not_elsewhere(house, today):
    dana = everybody(house, today)["dana"]

    shown = text(page(signed_in(house, "director"), "clinician", dana.id))

    for fact in (
        "May treat until",
        "Ends in 20 days",
        "Nobody here has confirmed the license in New York at its source.",
        "The license in Massachusetts was applied for and is not granted yet.",
        "1234567893",
        "Applied for",
        "Not confirmed",
    ):
        assert fact in shown, fact


def test_a_disputed_state_is_said_before_anybody_confirms(house, today):
    kim = everybody(house, today)["kim"]

    shown = text(page(signed_in(house, "director"), "clinician", kim.id))

    assert "Lists disagree whether Florida is part of PSYPACT." in shown


def test_the_day_of_a_confirmation_is_the_one_of_the_programs_clocks(house, today):
    dana, here = everybody(house, today)["dana"], elsewhere(clock.now())
    with house.seen_by("coordinator"):
        Program.objects.filter(pk=house.program.pk).update(zone=here)

    shown = text(page(signed_in(house, "director"), "clinician", dana.id))

    assert f"Confirmed {written(day_in(here, clock.now()))}" in shown


PAGES = ["clinician", "change_clinician", "clinician_limits", "clinician_leaves", "clinician_account",
         "new_credential", "new_license", "new_supervision"]  # fmt: skip
MAY_LOOK = {"coordinator", "biller", "compliance", "director"}
MAY_KEEP = {"coordinator", "director"}


@pytest.mark.parametrize("role", ["patient", "partner", "clinician", "coordinator", "intake", "biller", "on_call",
                                  "compliance", "director"])  # fmt: skip
def test_each_role_gets_past_exactly_the_pages_that_are_its_own(house, today, role):
    dana = everybody(house, today)["dana"]
    license = on_record(house, PracticeAuthority, credential__clinician=dana, state="PA")[0]
    client = signed_in(house, role)

    for name in PAGES[1:]:
        assert page(client, name, dana.id).status_code == (200 if role in MAY_KEEP else 404), name
    for name in ("change_license", "confirm_license", "renew_license", "end_license"):
        assert page(client, name, dana.id, license.id).status_code == (200 if role in MAY_KEEP else 404), name
    whole = page(client, "clinician", dana.id)
    assert whole.status_code == 200
    assert ("License" in text(whole)) == (role in MAY_LOOK)
    assert page(client, "license_expiries").status_code == (200 if role in MAY_LOOK - {"biller"} else 403)
    assert page(client, "who_may_treat").status_code == (200 if role in MAY_LOOK else 403)
    assert page(client, "add_clinician").status_code == (200 if role in MAY_KEEP else 403)


@pytest.mark.parametrize("name", PAGES)
def test_a_clinician_of_another_program_is_like_one_that_never_was(house, today, name):
    other = build.house()
    dana = everybody(other, today)["dana"]
    client = signed_in(house, "director")

    hidden, never = page(client, name, dana.id), page(client, name, new_id())

    assert hidden.status_code == never.status_code == 404
    assert hidden.content == never.content


def test_a_license_of_somebody_else_is_not_found_under_this_name(house, today):
    staff = everybody(house, today)
    license = on_record(house, PracticeAuthority, credential__clinician=staff["kim"])[0]
    credential = on_record(house, Credential, clinician=staff["kim"])[0]
    supervision = on_record(house, Supervision)[0]
    client = signed_in(house, "director")

    for name in ("change_license", "confirm_license", "renew_license", "end_license"):
        assert page(client, name, staff["dana"].id, license.id).status_code == 404
    assert page(client, "change_credential", staff["dana"].id, credential.id).status_code == 404
    assert page(client, "end_supervision", staff["kim"].id, supervision.id).status_code == 404


# One's own licenses.


def test_a_clinician_records_and_renews_their_own_license_but_confirms_none(house, today):
    own = build.account("Dana Reyes")
    dana = everybody(house, today, own)["dana"]
    client = signed_in(house, "clinician", who=own)
    license = on_record(house, PracticeAuthority, credential__clinician=dana, state="NJ")[0]

    way = page(client, "my_licenses")
    recorded = send(client, "new_license", dana.id, kind="license", state="CT", status="active", number="CT-EXAMPLE-2",
                    **day("valid_from", today))  # fmt: skip
    renewed = send(client, "renew_license", dana.id, license.id)

    assert (way.status_code, way["Location"]) == (303, f"/clinicians/{dana.id}/#licenses")
    assert (recorded.status_code, renewed.status_code) == (303, 303)
    assert len(on_record(house, PracticeAuthority, credential__clinician=dana, verified_at=None)) == 4
    assert page(client, "confirm_license", dana.id, license.id).status_code == 404
    for name in ("change_clinician", "clinician_limits", "clinician_leaves", "new_credential", "new_supervision"):
        assert page(client, name, dana.id).status_code == 404, name


def test_a_director_who_treats_people_cannot_confirm_their_own_license(house, today):
    own = build.account("Dana Reyes")
    dana = everybody(house, today, own)["dana"]
    client = signed_in(house, "clinician", "director", who=own)
    license = on_record(house, PracticeAuthority, credential__clinician=dana, state="NY")[0]

    answer = send(client, "confirm_license", dana.id, license.id, source="the board")

    assert answer.status_code == 422
    assert "Nobody confirms their own license." in text(answer)


def test_somebody_without_a_record_is_told_so(house):
    answer = page(signed_in(house, "clinician"), "my_licenses")

    assert answer.status_code == 200
    assert "No clinician's record belongs to your account here." in text(answer)


def test_the_way_to_ones_own_licenses_ends_with_the_role(house, today):
    own = build.account("Dana Reyes")
    dana = everybody(house, today, own)["dana"]
    client = signed_in(house, "intake", who=own)

    assert "License" not in text(page(client, "clinician", dana.id))
    assert page(client, "new_license", dana.id).status_code == 404


# Who may treat somebody, and what ends.


def test_who_may_treat_names_those_who_may_and_what_would_help_the_others(house, today):
    everybody(house, today)

    answer = page(signed_in(house, "coordinator"), "who_may_treat", state="PA", doing="couples", **day("on", today))

    assert [a.clinician.name for a in answer.context["yes"]] == ["Dana Reyes", "Kim Osei", "Lee Moreau"]
    assert [a.may.reason.value for a in answer.context["no"]] == ["out_of_scope"]


def test_who_may_treat_refuses_a_day_that_is_none_beside_its_box(house):
    answer = page(signed_in(house, "coordinator"), "who_may_treat", state="PA", doing="couples", on_month="2",
                  on_day="30", on_year="2027")  # fmt: skip

    assert answer.status_code == 422
    assert "There is no such day." in text(answer)
    assert 'value="30"' in text(answer)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["PA", "OH", "NJ", "OH", ""]),
        ({"within": "7"}, ["PA", "OH"]),
        ({"within": "30"}, ["PA", "OH", "NJ"]),
        ({"state": "PA"}, ["PA", "OH"]),
        ({"what": "supervision"}, [""]),
        ({"sort": "-day"}, ["", "OH", "NJ", "OH", "PA"]),
        ({"sort": "name"}, ["NJ", "PA", "OH", "OH", ""]),
        ({"within": "-1", "state": "ZZ", "what": "king", "sort": "--day"}, ["PA", "OH", "NJ", "OH", ""]),
    ],
    ids=str,
)
def test_what_ends_is_narrowed_and_sorted_by_the_address(house, today, asked, found):
    everybody(house, today)

    answer = page(signed_in(house, "compliance"), "license_expiries", **asked)

    assert [row["expiry"].state for row in answer.context["rows"]] == found


def test_what_ends_says_what_follows(house, today):
    everybody(house, today)

    shown = text(page(signed_in(house, "director"), "license_expiries"))

    for fact in ("Ended, nothing follows", "Renewal not confirmed", "Nothing yet", "and with it FL, PA", "in 5 days"):
        assert fact in shown, fact
