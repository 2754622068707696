"""The database's own word about clinicians: who sees which rows, what cannot be stored, and that nothing is removed."""

from datetime import date

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from hearthside.access.roles import PATIENT_SIDE, STAFF
from hearthside.ledger.actors import Actor, system_actor
from hearthside.ledger.scope import scope
from hearthside.people.actions.supervision import supervise
from hearthside.people.models.authorities import Credential, ExpiryNoted, PracticeAuthority, Supervision
from hearthside.people.models.clinicians import Clinician, ClinicianFile
from tests.builders import clinicians as build

pytestmark = pytest.mark.django_db

BEHIND_THE_CARD = (ClinicianFile, Credential, PracticeAuthority, Supervision, ExpiryNoted)


@pytest.fixture
def house():
    """A program with an associate, a supervisor and a license."""
    made = build.house()
    dana, lee = build.clinician(made), build.clinician(made, "Lee Moreau", type="associate")
    license = build.license_in(made, dana)
    with scope(made.director):
        supervise(supervisee=lee, supervisor=dana, starts_on=build.LONG_AGO, by=made.director)
        ExpiryNoted.objects.create(program=made.program, subject=license.id, ends_on=date(2027, 1, 1), mark=7)
    return made


def seen(actor: Actor) -> tuple[int, list[int]]:
    """How many cards, and how many rows behind them, a careless query finds."""
    with scope(actor):
        return Clinician.objects.count(), [model.objects.count() for model in BEHIND_THE_CARD]


@pytest.mark.parametrize("role", STAFF)
def test_staff_see_cards_and_what_is_behind_them(house, role):
    assert seen(house.actor(role)) == (2, [2, 2, 1, 1, 1])


@pytest.mark.parametrize("role", PATIENT_SIDE)
def test_patients_and_partners_see_cards_only(house, role):
    assert seen(house.actor(role)) == (2, [0, 0, 0, 0, 0])


@pytest.mark.parametrize("system", ["visitor", "sign_in", "application_form"])
def test_whoever_is_not_signed_in_sees_nothing(house, system):
    assert seen(system_actor(system)) == (0, [0, 0, 0, 0, 0])


def test_another_program_sees_nothing(house):
    assert seen(build.house().director) == (0, [0, 0, 0, 0, 0])


def test_without_a_scope_there_is_nothing(house):
    assert not Clinician.objects.exists()
    assert not PracticeAuthority.objects.exists()


def test_a_patient_writes_nothing(house):
    with house.seen_by("patient"):
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Clinician.objects.update(name="Kim Osei")
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Clinician.objects.create(
                program=house.program, name="Kim Osei", gender="other", languages=["en"], zone="America/New_York",
                works_from=build.LONG_AGO,
            )  # fmt: skip


def test_nobody_writes_into_another_program(house):
    other = build.house()

    with scope(other.director), pytest.raises(ProgrammingError, match="row-level security"):
        Clinician.objects.create(
            program=house.program, name="Kim Osei", gender="other", languages=["en"], zone="America/New_York",
            works_from=build.LONG_AGO,
        )  # fmt: skip


@pytest.mark.parametrize("model", [*BEHIND_THE_CARD, Clinician])
def test_no_row_is_ever_removed(house, model):
    never = pytest.raises(IntegrityError, match="never changed or removed")
    with scope(house.director), connection.cursor() as cursor, never, transaction.atomic():
        cursor.execute(f"DELETE FROM {model._meta.db_table}")


# (table, column = value that must not be, name of what says no)
CANNOT_BE = [
    (Clinician, {"name": ""}, "clinician_has_a_name"),
    (Clinician, {"gender": "none"}, "clinician_gender_is_known"),
    (Clinician, {"roles": ["king"]}, "clinician_roles_are_known"),
    (Clinician, {"tracks": ["fast"]}, "clinician_tracks_are_known"),
    (Clinician, {"languages": []}, "clinician_speaks_a_language"),
    (Clinician, {"works_until": date(2025, 12, 31)}, "clinician_leaves_after_coming"),
    (ClinicianFile, {"npi": "12345"}, "clinician_npi_form"),
    (ClinicianFile, {"npi": "1234567893"}, "clinician_npi_once"),
    (ClinicianFile, {"taxonomy": "106H"}, "clinician_taxonomy_form"),
    (ClinicianFile, {"group_minutes": 10081}, "clinician_week_has_no_more_minutes"),
    (ClinicianFile, {"day_minutes": 1441}, "clinician_day_has_no_more_minutes"),
    (Credential, {"type": "wizard"}, "credential_type_is_known"),
    (Credential, {"status": "fine"}, "credential_status_is_known"),
    (Credential, {"issued_on": date(2027, 1, 2), "expires_on": date(2027, 1, 1)}, "credential_ends_after_it_begins"),
    (PracticeAuthority, {"kind": "passport"}, "authority_kind_is_known"),
    (PracticeAuthority, {"state": "XX"}, "authority_state_is_known"),
    (PracticeAuthority, {"status": "fine"}, "authority_status_is_known"),
    (PracticeAuthority, {"valid_to": date(2025, 12, 31)}, "authority_ends_after_it_begins"),
    (PracticeAuthority, {"kind": "exception"}, "exception_has_a_last_day"),
    (PracticeAuthority, {"kind": "compact_privilege", "compact": "psypact"}, "privilege_has_a_home_state"),
    (PracticeAuthority, {"kind": "compact_privilege", "home_state": "OH"}, "privilege_has_a_home_state"),
    (PracticeAuthority, {"kind": "telehealth_registration", "home_state": "PA"}, "home_state_is_another_state"),
    (PracticeAuthority, {"source": ""}, "confirmed_with_a_source"),
    (PracticeAuthority, {"number": ""}, "active_license_has_a_number"),
    (Supervision, {"ends_on": date(2025, 12, 31)}, "supervision_ends_after_it_begins"),
]


@pytest.mark.parametrize(("model", "values", "said"), CANNOT_BE, ids=str)
def test_what_cannot_be_is_not_stored_whoever_asks(house, model, values, said):
    with scope(house.director), pytest.raises(IntegrityError) as refused, transaction.atomic():
        model.objects.update(**values)

    assert refused.value.__cause__.diag.constraint_name == said


def test_nobody_supervises_themselves(house):
    with scope(house.director):
        row = Supervision.objects.get()
        with pytest.raises(IntegrityError, match="nobody_supervises_themselves"), transaction.atomic():
            Supervision.objects.update(supervisor=row.supervisee)


def test_equal_authorities_do_not_overlap_whoever_asks(house):
    with scope(house.director):
        row = PracticeAuthority.objects.get()
        same = {"credential": row.credential, "kind": row.kind, "state": row.state, "number": "2"}
        with pytest.raises(IntegrityError, match="authority_once_at_a_time"), transaction.atomic():
            PracticeAuthority.objects.create(program=house.program, valid_from=date(2027, 1, 1), **same)
