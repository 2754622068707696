"""A FHIR R4 bundle is read strictly, and only for what an application asks."""

import json
import time
from datetime import date

import pytest

from hearthside.interop.fhir.codec import NotABundle, read_bundle
from hearthside.interop.fhir.places import state_of, zones_of
from hearthside.interop.fhir.strict_json import BadJson
from hearthside.interop.limits import BUNDLE_BYTES, BUNDLE_ENTRIES
from tests.interop.bundles import FHIR, bundle, patient

TODAY = date(2026, 11, 26)


def read(content: bytes, **zones: str):
    return read_bundle(content, today=TODAY, least_years=18, zones=zones)


def test_a_synthetic_transaction_bundle_makes_one_applicant_and_names_what_nobody_looked_at():
    (file,) = FHIR.glob("Ned_*.json")

    found = read(file.read_bytes())

    (one,) = found.applicants
    assert (one.full_name, one.born_on, one.state, one.zone) == (
        "Ned Hintz",
        date(1993, 12, 8),
        "MA",
        "America/New_York",
    )
    assert (one.city, one.postal_code, one.languages) == ("Halifax", "02338", ("pt",))
    assert found.ignored_resources["Observation"] == 35
    assert found.ignored_elements.keys() >= {"identifier", "gender", "maritalStatus"}
    assert "telephone number" in one.left_out[0]


def test_everything_that_an_application_asks_is_taken():
    (one,) = read(bundle(patient())).applicants

    assert (one.first_name, one.last_name, one.email, one.phone) == (
        "Nia",
        "Ferreira",
        "nia@example.org",
        "+16175550121",
    )
    assert (one.street, one.languages, one.left_out) == ("9 Elm Street", ("pt",), ())


def test_the_name_in_use_is_what_a_group_calls_them_and_a_maiden_name_is_nobody():
    names = [
        {"use": "maiden", "family": "Old", "given": ["Maria"]},
        {"use": "usual", "given": ["Mia"]},
        {"use": "official", "family": "Ferreira", "given": ["Maria", "José"]},
    ]

    (one,) = read(bundle(patient(name=names))).applicants

    assert (one.first_name, one.last_name, one.chosen_name) == ("Maria José", "Ferreira", "Mia")


@pytest.mark.parametrize(
    ("differs", "said"),
    [
        ({"deceasedDateTime": "2022-07-22"}, "Nia Ferreira died on 2022-07-22"),
        ({"deceasedBoolean": True}, "Nia Ferreira died"),
        ({"birthDate": "2009-03-05"}, "Nia Ferreira is 17 years old"),
        ({"birthDate": "1991"}, "no whole birth date"),
        ({"birthDate": "1991-02-30"}, "no whole birth date"),
        ({"birthDate": None}, "no birth date is written"),
        ({"name": None}, "There is no name"),
        ({"name": [{"family": "\u202eevil"}]}, "cannot be kept"),
        ({"address": None}, "no address is written"),
        ({"address": [{"state": "Ontario"}]}, "the state “Ontario” is not known here"),
        ({"address": [{"state": "MA", "country": "AU"}]}, "lives in AU"),
        ({"address": {"state": "MA"}}, "is not a list"),
        ({"id": None}, "neither an id nor a fullUrl"),
    ],
)  # fmt: skip
def test_who_cannot_be_an_applicant_is_named_with_the_place(differs, said):
    found = read(bundle({"resourceType": "Observation"}, patient(**differs)))

    (trouble,) = found.troubles
    assert trouble.where == "entry 2"
    assert said in trouble.sentence
    assert trouble.remedy


def test_eighteen_today_is_old_enough():
    assert read(bundle(patient(birthDate="2008-11-26"))).troubles == []


def test_the_same_person_twice_is_named():
    found = read(bundle(patient(), patient()))

    assert [t.where for t in found.troubles] == ["entry 2"]


@pytest.mark.parametrize(
    ("state", "postal_code", "zones"),
    [
        ("TX", "78701", ("America/Chicago",)),
        ("TX", "79901", ("America/Denver",)),
        ("KY", "42501", ("America/Kentucky/Louisville",)),
        ("TX", "", ("America/Chicago", "America/Denver")),
        ("TN", "37722", ("America/Chicago", "America/New_York")),
        ("OR", "97914", ("America/Los_Angeles", "America/Boise")),
        ("MA", "02118", ("America/New_York",)),
    ],
)  # fmt: skip
def test_a_zip_code_settles_the_clock_or_leaves_it_open(state, postal_code, zones):
    assert zones_of(state, postal_code) == zones


def test_an_open_clock_is_a_question_until_it_is_answered():
    sent = bundle(patient(address=[{"state": "Tennessee", "postalCode": "37722"}]))

    (question,) = read(sent).questions
    (one,) = read(sent, nia="America/New_York").applicants

    assert (question.full_name, question.zones) == ("Nia Ferreira", ("America/Chicago", "America/New_York"))
    assert one.zone == "America/New_York"
    assert read(sent, nia="Europe/Berlin").questions == [question]


@pytest.mark.parametrize(
    ("written", "code"),
    [("Massachusetts", "MA"), ("pa", "PA"), ("New  York", "NY"), ("Puerto Rico", "PR"), ("Ontario", ""), ("", "")],
)
def test_a_state_is_known_by_name_and_code(written, code):
    assert state_of(written) == code


BAD = {
    "empty": b"",
    "spaces": b"  \n ",
    "not UTF-8": b'{"resourceType": "Pati\xffent"}',
    "UTF-16": '{"a": 1}'.encode("utf-16"),
    "depth 100,000": b"[" * 100_000,
    "objects 100,000 deep": b'{"a":' * 100_000,
    "never closed": b'{"resourceType": "Patient',
    "same name twice": b'{"resourceType": "Patient", "resourceType": "Bundle"}',
    "NaN": b'{"a": NaN}',
    "Infinity": b'{"a": -Infinity}',
    "5,000 digits": b'{"a": ' + b"1" * 5000 + b"}",
    "NUL": b'{"a": "\\u0000"}',
    "half of a pair": b'{"a": "\\ud800"}',
    "many quotes": b'\\"' * 500_000,
}


@pytest.mark.parametrize("content", BAD.values(), ids=BAD.keys())
def test_what_is_not_one_json_is_refused_at_once(content):
    began = time.process_time()

    with pytest.raises(BadJson) as refused:
        read(content)

    assert refused.value.sentence
    assert refused.value.remedy
    assert time.process_time() - began < 2


def test_a_file_that_is_too_large_is_refused_unread():
    with pytest.raises(BadJson, match="at most"):
        read(b" " * (BUNDLE_BYTES + 1))


def test_a_string_of_ten_megabytes_is_no_reason_to_fail():
    found = read(bundle(patient(text={"div": "<div>" + "x" * 10_000_000})))

    assert len(found.applicants) == 1


@pytest.mark.parametrize(
    "whole",
    [
        [1, 2], "text", 7, {}, {"resourceType": "Observation"}, {"resourceType": ["Patient"]},
        {"resourceType": "Bundle"}, {"resourceType": "Bundle", "type": "collection"},
        {"resourceType": "Bundle", "type": "collection", "entry": {}},
        {"resourceType": "Bundle", "type": "collection", "entry": [7]},
        {"resourceType": "Bundle", "type": "collection", "entry": [{"fullUrl": "file:///etc/passwd"}]},
        {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": {"resourceType": "Observation"}}]},
        {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": {"resourceType": "Patient"}}] * 10_000},
    ],
)  # fmt: skip
def test_what_is_no_bundle_of_people_is_refused_with_what_would_be(whole):
    with pytest.raises(NotABundle) as refused:
        read(json.dumps(whole).encode())

    assert str(refused.value).endswith(".")


def test_ten_thousand_entries_are_refused_by_the_place_where_it_is_too_much():
    whole = bundle(*[patient(id=str(n)) for n in range(BUNDLE_ENTRIES + 1)])

    with pytest.raises(NotABundle, match="5,001"):
        read(whole)


@pytest.mark.parametrize("name", ["bad-json-close-3", "json-comma-bad-1", "json-comma-bad-2", "json-comments-1",
                                  "json-no-quotes-1"])  # fmt: skip
def test_what_the_reference_validator_calls_bad_json_is_bad_json(name):
    with pytest.raises(BadJson) as refused:
        read((FHIR / f"{name}.json").read_bytes())

    assert refused.value.line > 0


def test_good_json_of_somebody_in_australia_is_read_and_refused_by_name():
    found = read((FHIR / "json-good.json").read_bytes())

    assert "Sarah Simmons lives in AU" in found.troubles[0].sentence


@pytest.mark.parametrize("name", ["Patient-example", "Patient-deceased-example"])
def test_examples_of_the_us_core_profile_are_read(name):
    found = read((FHIR / f"{name}.json").read_bytes())

    assert len(found.applicants) + len(found.troubles) == 1
