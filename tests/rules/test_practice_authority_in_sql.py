"""Who may treat whom is the same in Python and in SQL, whatever is on record. Rule: docs/rules/practice-authority.md"""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from hearthside.base.words import AUTHORITY_KINDS
from hearthside.ledger.scope import scope
from hearthside.people.credentials.tables import compacts, scopes
from hearthside.people.credentials.types import AUTHORITY_STATUSES, CREDENTIAL_TYPES, DOINGS
from hearthside.people.models.authorities import Credential, PracticeAuthority, Supervision
from hearthside.people.models.clinicians import Clinician
from hearthside.people.queries.clinicians import may_treat, with_rights
from tests.builders import clinicians as build

FIRST = date(2027, 6, 10)
SPAN = 8
ASKED = [(state, doing, FIRST + timedelta(days=n)) for state in ("PA", "OH") for doing in DOINGS for n in range(SPAN)]

days = st.integers(0, SPAN - 1)
spans = st.tuples(days, st.none() | days).filter(lambda span: span[1] is None or span[0] <= span[1])
optional_spans = st.tuples(st.none() | days, st.none() | days).filter(
    lambda span: None in span or span[0] <= span[1]
)  # fmt: skip
# Mostly what may count, so that a yes is as frequent as a no.
authorities = st.tuples(
    st.sampled_from(["license", "license", *AUTHORITY_KINDS]), st.sampled_from(["PA", "OH", "GA"]), spans,
    st.sampled_from(["active", "active", *AUTHORITY_STATUSES]), st.sampled_from([True, True, False]),
    st.sampled_from(["", "OH", "GA"]), st.sampled_from(sorted(compacts())),
)  # fmt: skip
papers = st.tuples(
    st.sampled_from(["associate", "associate", "psychologist", "lpc", *CREDENTIAL_TYPES]),
    st.sampled_from(["active", "active", "suspended", "given_up"]), optional_spans, st.lists(authorities, max_size=4),
)  # fmt: skip
supervisions = st.lists(st.tuples(st.sampled_from([(0, 1), (0, 2), (1, 2)]), spans), max_size=2)


@pytest.mark.slow
@pytest.mark.django_db
def test_predicate_and_database_always_agree():
    house = build.house()
    three = [build.clinician(house, name) for name in ("Kim Osei", "Dana Reyes", "Lee Moreau")]
    seen = set()

    @settings(max_examples=80)
    @given(st.lists(papers, min_size=3, max_size=3), supervisions, st.none() | days)
    def agree(held, supervised, leaves):
        with transaction.atomic(), scope(house.director):
            Credential.objects.filter(clinician__in=three).update(status="given_up")
            for whose, (kind, status, span, rights) in zip(three, held, strict=True):
                keep(house, whose, kind, status, span, rights)
            for (one, other), (first, last) in supervised:
                kept_if_possible(Supervision, program=house.program, supervisee=three[one], supervisor=three[other],
                                 starts_on=day(first), ends_on=day(last))  # fmt: skip
            Clinician.objects.filter(pk=three[2].pk).update(works_until=day(leaves))
            read = with_rights(Clinician.objects.filter(pk__in=[each.pk for each in three]))
            refused = refused_by_database(three)
            for whose in three:
                for state, doing, on in ASKED:
                    may = bool(may_treat(read[whose.pk], state, on, doing))
                    assert ((whose.pk, doing, state, on) not in refused) == may, (state, doing, on)
                    seen.add(may)
            transaction.set_rollback(True)

    agree()
    assert seen == {True, False}


def test_the_tables_in_the_database_are_those_that_are_shipped(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT credential_type, doing, may FROM people_scopes()")
        kept = {(kind, doing): may for kind, doing, may in cursor.fetchall()}
        cursor.execute("SELECT compact, state, since FROM people_compacts_in_use()")
        in_use = set(cursor.fetchall())

    assert kept == scopes()
    assert in_use == {
        (c.key, state, since) for c in compacts().values() for state, since in c.in_use_since.items() if since
    }


def keep(house, whose, kind, status, span, rights):
    """One credential with its authorities, as far as the database takes them."""
    credential = Credential.objects.create(
        program=house.program, clinician=whose, type=kind, status=status, issued_on=day(span[0]),
        expires_on=day(span[1]),
    )  # fmt: skip
    for of_kind, state, (first, last), its_status, confirmed, home, compact in rights:
        kept_if_possible(
            PracticeAuthority, program=house.program, credential=credential, kind=of_kind, state=state, number="1",
            valid_from=day(first), valid_to=day(last), status=its_status, home_state=home,
            compact=compact if of_kind == "compact_privilege" else "",
            verified_at="2026-01-02T12:00Z" if confirmed else None, source="seen" if confirmed else "",
        )  # fmt: skip


def kept_if_possible(model, **facts):
    try:
        with transaction.atomic():
            model.objects.create(**facts)
    except IntegrityError:
        pass


def refused_by_database(clinicians):
    asked = [(whose.pk, doing, state, on) for whose in clinicians for state, doing, on in ASKED]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM people_may_not_treat(%s, %s, %s, %s)", [list(c) for c in zip(*asked, strict=True)]
        )
        return set(cursor.fetchall())


def day(number):
    return None if number is None else FIRST + timedelta(days=number)
