"""Pages about patients, as each role meets them, without a browser's help."""

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from hearthside.access import parts
from hearthside.base.ids import new_id
from hearthside.ledger import clock
from hearthside.ledger.models import Reading
from hearthside.ledger.scope import scope
from hearthside.notify.actions.outbox import send_due
from hearthside.people.models.applications import Application
from hearthside.people.models.couples import CoupleWish
from hearthside.people.models.patients import Patient, PatientDetails
from hearthside.people.web.patient_sections import GATHERED, SECTIONS
from tests import build
from tests.cast import harbor_house
from tests.kept import begins_with
from tests.lanes import LANE
from tests.people.clinic import page, send

pytestmark = begins_with(harbor_house)

STAFF = ("clinician", "coordinator", "intake", "biller", "on_call", "compliance", "director")
BORN = {"born_on_month": "4", "born_on_day": "12", "born_on_year": "1990"}
DETAILS = {"first_name": "Alex", "state": "PA", "languages": "English", **BORN}
APPLYING = {
    "first_name": "Max", "last_name": "Lind", "phone": "614-555-0144", "email": "max.lind@example.org", "state": "OH",
    "languages": "English, Spanish", "coming": "alone", **BORN,
}  # fmt: skip


@pytest.fixture
def cast(kept):
    return kept


def text(answer) -> str:
    return answer.content.decode()


@pytest.mark.parametrize("role", STAFF)
def test_the_list_shows_whom_the_role_may_see(cast, role):
    answer = page(cast.client(role), "patients")

    if ("people-list", role) not in parts.table():
        assert answer.status_code == 403
    else:
        assert answer.status_code == 200
        assert ("Nakamura" in text(answer)) is (("demographics", role) in parts.table())
        assert ("Substance use</td>" in text(answer)) is (("wishes", role) in parts.table())


@pytest.mark.parametrize("role", STAFF)
def test_a_page_has_the_sections_that_the_table_lets_the_role_see(cast, role):
    answer = page(cast.client(role), "patient", cast.alex.id)

    if ("demographics", role) not in parts.table():
        assert answer.status_code == 404
    else:
        shown = set(re.findall(r'<section class="card" id="([a-z-]+)"', text(answer)))
        assert shown == {s.slug for s in (*SECTIONS, *GATHERED) if (s.part, role) in parts.table()}


@pytest.mark.slow
@pytest.mark.parametrize("role", STAFF)
@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.slug)
def test_a_section_alone_answers_whoever_may_see_its_part(cast, role, section):
    answer = page(cast.client(role), f"section_{section.slug}", cast.alex.id)

    assert answer.status_code == (200 if (section.part, role) in parts.table() else 404)


def test_people_see_their_own_record_without_notes_of_staff(cast):
    client = cast.client_of("Alex")

    answer = client.get(page(client, "my_record")["Location"])

    shown = set(re.findall(r'<section class="card" id="([a-z-]+)"', text(answer)))
    assert shown == {s.slug for s in SECTIONS if (s.part, "self") in parts.table()}
    assert "My record" in text(answer)
    # Without marks: tokens are made by chance, and may hold any two letters.
    assert "Jo" not in re.sub(r"<[^>]*>|Jo Lind|Jordan", "", text(answer))


def test_a_partners_record_answers_as_one_that_never_was(cast):
    client = cast.client_of("Alex")

    theirs, nobodys = page(client, "patient", cast.sam.id), page(client, "patient", new_id())

    assert theirs.status_code == nobodys.status_code == 404
    assert theirs.content.replace(str(cast.sam.id).encode(), b"") == nobodys.content.replace(b"", b"")
    assert dict(theirs.headers) == dict(nobodys.headers)


def test_partners_see_of_each_other_what_the_rule_lists(cast):
    shown = text(page(cast.client_of("Alex"), "my_couple"))

    assert "Sam" in shown
    for secret in ("Park", "concern", "safe at home", "1988", "made up"):
        assert secret not in re.sub(r"<footer.*|<header.*?</header>", "", shown, flags=re.DOTALL)


def test_every_person_on_a_list_is_in_the_reading_log(cast):
    intake = cast.house.actor("intake")
    page(cast.client_of(intake), "patients", q="park")

    lines = Reading.objects.filter(actor=str(intake.account), kind="demographics")

    assert {p for line in lines for p in line.patients} == {str(cast.alex.id), str(cast.sam.id)}


@pytest.mark.parametrize(
    ("typed", "found"),
    [("park", {"Alex", "Sam"}), ("PARK alex", {"Alex"}), ("Nakamurá", {"Theo"}), ("nakamrua", {"Theo"}),
     ("akex", {"Alex"}), ("al pa", {"Alex"}), ("zzzz", set()), ("%", set()), ("'; --", set())],
)  # fmt: skip
def test_search_forgives_accents_order_and_slips(cast, typed, found):
    shown = text(page(cast.client("intake"), "patients", q=typed))

    table = shown.partition("<tbody>")[2].partition("</tbody>")[0]
    assert {name for name in ("Alex", "Sam", "Theo", "Jo") if name in table} == found


def test_a_name_in_any_script_is_found(cast):
    for first, last in (("李", "娜"), ("Łucja", "Østergård"), ("محمد", "")):
        build.patient(cast.house, first, last)
    client = cast.client("intake")

    for typed, name in (("李", "李"), ("ostergard", "Østergård"), ("محمد", "محمد")):
        assert name in text(page(client, "patients", q=typed)).partition("<tbody>")[2]


FORMS = [
    # (name, address of whose, what is typed, the field that is refused when it is empty)
    ("change_details", DETAILS, "first_name"),
    ("change_wishes", {"track": "mh", "acuity": "2"}, "track"),
    ("new_contact", {"name": "Jo Lind", "relationship": "friend", "phone": "614-555-0155"}, "phone"),
    ("new_pet", {"name": "Biscuit", "species": "dog", "notes": "barks"}, "species"),
    ("pet_fears", {"fears": ["snake", "spider"]}, None),
    ("change_status", {"status": "admitted", "since_on_month": "11", "since_on_day": "25", "since_on_year": "2026"},
     "status"),
    ("screen_patient", {"asked_alone": "on", "feels_safe": "yes", "afraid_of_somebody": "no",
     "thoughts_of_suicide": "no", "needs_medical_care": "declined", "conclusion": "none"}, "feels_safe"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "typed", "needed"), FORMS, ids=[form[0] for form in FORMS])
def test_a_form_is_shown_kept_and_refused_beside_its_field(cast, name, typed, needed):
    client = cast.client("intake")
    if name == "change_status":
        with cast.house.seen_by("intake"):
            since = PatientDetails.objects.get(patient=cast.alex).patient.status_changes.get().since_on
        typed = {**typed, "since_on_month": since.month, "since_on_day": since.day, "since_on_year": since.year}

    assert page(client, name, cast.alex.id).status_code == 200
    if needed:
        refused = send(client, name, cast.alex.id, **{**typed, needed: ""})
        assert refused.status_code == 422
        assert f'aria-describedby="id_{needed}' in text(refused) or f"id_{needed}_error" in text(refused)
        for field, value in typed.items():
            if field != needed and isinstance(value, str) and not field.startswith("since"):
                assert value in text(refused) or value == "on"
    answer = send(client, name, cast.alex.id, **typed)
    assert answer.status_code == 303, text(answer)


HOSTILE = {
    "NUL": "a\x00b", "surrogate": "a\ud800b", "line separator": "a\u2028b", "override": "a\u202eb",
    "isolate": "a\u2066b",
    "Zalgo": "Z̸̢͚a̷͇lgo" * 40, "long": "x" * 1_000_000, "emoji": "👩‍👩‍👧‍👦", "markup": "<script>alert(1)</script>",
    "template": "{{7*7}}{% load x %}", "format": "%s%n{0}", "formula": "=cmd|' /C calc'!A0",
    "SQL": "'; DROP TABLE x; --",
    "spaces": " \t\u00a0\u3000", "full-width digits": "１２３", "NaN": "NaN", "Null": "Null", "Infinity": "Infinity",
    "number": "1e100000", "minus": "-1", "year": "10000", "date": "0000-00-00", "infinity": "infinity",
    "path": "../../x",
}  # fmt: skip


# In how many fields of a form each text is typed, one at a time; `make test-long` types each into every field.
FIELDS_FOR_EACH = 1000 if LANE == "long" else 2


def typed_in(fields: Iterable[str]) -> Iterator[tuple[str, str]]:
    """What is typed where (field, text): every text somewhere, and something in every field."""
    names = list(fields)
    step = max(1, len(names) // FIELDS_FOR_EACH)
    for number, hostile in enumerate(HOSTILE.values()):
        yield from ((field, hostile) for place, field in enumerate(names) if (place + number) % step == 0)


def send_raw(client: Client, address: str, typed: dict[str, str]):
    """As bytes of our own making: half of a surrogate pair is nothing that a browser, or a test client, would send."""
    body = urlencode(typed, encoding="utf-8", errors="surrogatepass")
    return client.post(address, body, content_type="application/x-www-form-urlencoded")


EVERY_FORM = [
    ("change_details", {**DETAILS}),
    ("change_wishes", {"track": "mh", "acuity": "2", "size_wish": "", "focuses": ""}),
    ("new_contact", {"name": "Jo", "relationship": "friend", "phone": "614-555-0155"}),
    ("new_pet", {"name": "Biscuit", "species": "dog", "notes": ""}),
    ("pet_fears", {"fears": "snake"}),
    ("change_status", {"status": "on_leave", "since_on_month": "1", "since_on_day": "1", "since_on_year": "2026",
     "expected_on_year": "2026", "words": "", "reason": ""}),
    ("screen_patient", {"asked_alone": "on", "feels_safe": "yes", "afraid_of_somebody": "no",
     "thoughts_of_suicide": "no", "needs_medical_care": "no", "conclusion": "none", "words": ""}),
    ("link_partner", {"other": ""}),
    ("link_partner_without_chart", {"name": "Casey", "email": "", "phone": "", "pronouns": ""}),
    ("keep_apart", {"other": "", "source": "intake", "words": ""}),
    ("part_partners", {"because": "separated"}),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("name", "typed"), EVERY_FORM, ids=[form[0] for form in EVERY_FORM])
def test_bad_input_is_answered_and_never_fails(cast, name, typed):
    client = cast.client("intake")

    for field, hostile in typed_in(typed):
        answer = send_raw(client, reverse(f"people:{name}", args=[cast.alex.id]), {**typed, field: hostile})
        assert answer.status_code in (303, 400, 404, 422), (field, hostile[:20], answer.status_code)
        assert b"Traceback" not in answer.content
        assert b"<script>alert" not in answer.content


@pytest.mark.slow
def test_bad_input_on_the_public_form_is_answered(cast, monkeypatch):
    monkeypatch.setattr("hearthside.people.actions.applying.sender_of", lambda address: str(new_id()))
    client, address = Client(), reverse("people:apply_to", args=[cast.house.program.slug])

    for field, hostile in typed_in((*APPLYING, "words", "partner_name", "zone", "chosen_name")):
        answer = send_raw(client, address, {**APPLYING, field: hostile})
        assert answer.status_code in (303, 422), (field, hostile[:20], answer.status_code)
        assert b"<script>alert" not in answer.content


def test_somebody_applies_is_accepted_signs_in_and_sees_their_record(cast):
    applied = send(Client(), "apply_to", cast.house.program.slug, **APPLYING)
    assert applied.status_code == 303
    assert "We have it" in text(Client().get(applied["Location"]))
    intake = cast.client("intake")
    with cast.house.seen_by("intake"):
        max_lind = Application.objects.get(first_name="Max")

    assert "Lind" in text(page(intake, "applications"))
    assert send(intake, "accept_application", max_lind.id, track="mh", acuity="1").status_code == 422
    build.screened(cast.house, max_lind.id)
    assert "Accept" in text(page(intake, "application", max_lind.id))
    assert send(intake, "accept_application", max_lind.id, track="mh", acuity="1").status_code == 303
    send_due()
    (invitation,) = mail.outbox
    assert "treat" not in invitation.body.lower()
    newcomer = Client()
    path = re.search(r"https?://[^/]+(/\S+)", invitation.body)[1]
    shown = newcomer.get(path)
    assert shown.status_code == 200
    newcomer.post(path, {"name": "Max Lind", "way": "password", "password": "a long enough phrase 17",
                         "again": "a long enough phrase 17"})  # fmt: skip

    own = newcomer.get(newcomer.get(reverse("people:my_record"))["Location"])

    assert "max.lind@example.org" in text(own)
    assert own.status_code == 200


def test_the_form_says_when_too_many_came_from_one_place(cast):
    client = Client()
    for _ in range(6):
        assert send(client, "apply_to", cast.house.program.slug, **APPLYING).status_code == 303

    answer = send(client, "apply_to", cast.house.program.slug, **APPLYING)

    assert answer.status_code == 422
    assert "within the last hour" in text(answer)
    assert "max.lind@example.org" in text(answer)


def test_a_wish_for_apart_is_said_on_a_page_that_the_partner_cannot_open(cast):
    client = cast.client_of("Alex")

    assert send(client, "together", cast.alex.id, together="no").status_code == 303

    with scope(cast.actors["Alex"]):
        assert CoupleWish.objects.get().together is False
    assert "different groups" in text(page(client, "patient", cast.alex.id))
    assert page(cast.client_of("Sam"), "section_together", cast.alex.id).status_code == 404
    assert page(cast.client("coordinator"), "section_together", cast.alex.id).status_code == 404
    assert "Sam" in text(page(cast.client("coordinator"), "section_keep-apart", cast.alex.id))


def test_an_agreement_is_read_signed_shown_and_taken_back(cast):
    client = cast.client_of("Theo")
    shown = text(page(client, "sign", cast.theo.id, "telehealth"))
    text_hash = re.search(r'name="text_hash" value="([0-9a-f]{64})"', shown)[1]

    assert send(client, "sign", cast.theo.id, "telehealth", text_hash=text_hash, typed_name="Sam").status_code == 422
    old = send(client, "sign", cast.theo.id, "telehealth", text_hash="0" * 64, typed_name="Theo Nakamura")
    assert old.status_code == 422
    assert text_hash in text(old)
    done = send(client, "sign", cast.theo.id, "telehealth", text_hash=text_hash, typed_name="theo nakamura")
    assert done.status_code == 303
    record = text(page(client, "patient", cast.theo.id))
    signed = re.search(r'/agreements/([0-9a-f-]{36})/"', record)[1]
    assert "Treatment by video" in text(page(client, "signed", cast.theo.id, signed))
    assert send(client, "take_back", cast.theo.id, signed).status_code == 303
    assert "Counts no more" in text(page(client, "signed", cast.theo.id, signed))
    assert page(client, "take_back", cast.theo.id, signed).status_code == 404


def test_consent_to_video_says_until_when_and_that_it_has_ended(cast):
    build.decided(cast.house, "consent.telehealth.months", "2")
    signature = build.signs(cast.house, cast.theo, cast.actors["Theo"], "telehealth")
    now = clock.now()

    def record_after(days: int) -> str:
        with clock.fixed(now + timedelta(days=days)):
            return text(page(cast.client_of("Theo"), "patient", cast.theo.id))

    fresh, soon, ended = [record_after(days) for days in (0, 50, 70)]

    assert ("Sign it again" in fresh, "Sign it again" in soon, "It ended on" in soon) == (False, True, False)
    assert "It ended on" in ended
    assert "read and signed again before the next session" in ended
    with clock.fixed(now + timedelta(days=70)):
        assert "Counts no more" in text(page(cast.client_of("Theo"), "signed", cast.theo.id, signature.id))


def test_a_partner_without_a_chart_signs_for_themselves(cast):
    client = cast.client_of("Casey")
    assert "My agreements" in text(page(client, "my_couple"))
    text_hash = re.search(r'name="text_hash" value="([0-9a-f]{64})"', text(page(client, "sign_mine", "telehealth")))[1]

    wrong = send(client, "sign_mine", "telehealth", text_hash=text_hash, typed_name="Theo Nakamura")
    done = send(client, "sign_mine", "telehealth", text_hash=text_hash, typed_name="Casey Wren")

    assert (wrong.status_code, done.status_code) == (422, 303)
    signed = re.search(r"/my-agreements/([0-9a-f-]{36})/", text(page(client, "my_agreements")))[1]
    assert "Casey Wren" in text(page(client, "my_signed", signed))
    assert send(client, "take_back_mine", signed).status_code == 303
    assert page(client, "sign_mine", "program").status_code == 404
    assert page(cast.client_of("Alex"), "my_signed", signed).status_code == 403
    assert page(client, "patient", cast.theo.id).status_code == 404


def test_partners_are_linked_and_parted_by_intake(cast):
    client = cast.client("intake")
    other = build.patient(cast.house, "Max", "Lind", state="OH")

    found = client.get(reverse("people:link_partner", args=[cast.jo.id]), {"q": "max"})
    assert "Max Lind" in text(found)
    address = reverse("people:link_partner", args=[cast.jo.id]) + "?q=max"
    assert client.post(address, {"other": str(other.id)}).status_code == 303
    assert send(client, "part_partners", cast.jo.id, because="separated").status_code == 303
    assert "they separated" in text(page(client, "patient", cast.jo.id))


def test_two_records_are_compared_merged_and_parted_again(cast):
    client = cast.client("intake")
    twin = build.patient(cast.house, "Jo", "Lind", state="OH")

    assert "the same name and birth date" in text(page(client, "duplicates"))
    assert send(client, "merge", cast.jo.id, twin.id, kept=str(cast.jo.id)).status_code == 303
    moved_on = page(client, "patient", twin.id)
    assert (moved_on.status_code, str(cast.jo.id) in moved_on["Location"]) == (303, True)
    undo = re.search(r"/people/merges/[0-9a-f-]+/undo/", text(page(client, "duplicates")))[0]
    assert client.post(undo).status_code == 303
    assert page(client, "patient", twin.id).status_code == 200


def test_no_page_of_patients_answers_nobody(cast):
    """Each page without a form's own id is opened by intake, so that no rule shuts everybody out."""
    client = cast.client("intake")

    for name in ("patients", "add_patient", "duplicates", "applications", "my_couple"):
        assert page(client, name).status_code == 200, name
    for name in (
        "screen_applicant",
        "application",
        "accept_application",
        "decline_application",
        "withdraw_application",
    ):
        assert page(client, name, cast.nia.id).status_code == 200, name
    for name in ("change_partner", "part_partners"):
        assert page(client, name, cast.theo.id).status_code == 200, name
    ravi = build.patient(cast.house, "Ravi", "Menon")
    build.partner_of(cast.house, ravi)
    assert page(client, "invite_partner", ravi.id).status_code == 200
    assert page(cast.client_of("Sam"), "disclose", cast.sam.id).status_code == 200
    assert Patient.objects.count() == 0
