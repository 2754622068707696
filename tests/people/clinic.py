"""A clinic with clinicians of every kind of standing, for the tests of pages, and how they are asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

from django.test import Client
from django.urls import reverse

from hearthside.access.models import Account
from hearthside.ledger import clock
from hearthside.ledger.models import Entry
from hearthside.ledger.scope import scope
from hearthside.people.actions.authorities import change_authority, end_authority, record_authority, renew_authority
from hearthside.people.actions.clinicians import add_clinician
from hearthside.people.actions.supervision import supervise
from hearthside.people.credentials.facts import Card, Limits, Papers, Right
from hearthside.people.models.authorities import PracticeAuthority
from hearthside.people.models.clinicians import Clinician
from hearthside.people.queries.clinicians import clinicians_who_can_treat
from tests.builders import clinicians as build

# Far enough from today in every test of pages, which know no day but the database's own.
NEXT_YEARS = 400

DANA = Card("Dana Reyes", ("en",), "America/New_York")
FROM = build.LONG_AGO
TODAY = date(2027, 6, 15)


@contextmanager
def at_noon() -> Iterator[build.House]:
    """A program whose director acts; the clock stands still at noon of the day."""
    made = build.house()
    with clock.fixed(datetime(2027, 6, 15, 16, 0, tzinfo=UTC)), scope(made.director):
        yield made


def told(kind: str) -> list[dict]:
    """What was said to have happened, of this kind, in order."""
    return [line.facts for line in Entry.objects.filter(kind=kind).order_by("at", "position")]


def add(house: build.House, card: Card = DANA, type: str = "lcsw", **more) -> Clinician:
    return add_clinician(
        program=house.program, card=card, credential_type=type, works_from=FROM, by=house.director, **more
    )


def right(**changed) -> Right:
    return Right(**{"kind": "license", "state": "PA", "valid_from": FROM, "number": "PA-EXAMPLE-1", **changed})


def record(house, clinician, by=None, **changed) -> PracticeAuthority:
    return record_authority(credential=clinician.credentials.first(), right=right(**changed), by=by or house.director)


def offered(house, state="PA", on=TODAY) -> list[Clinician]:
    return clinicians_who_can_treat(program=house.program.id, state=state, on=on, doing="individual")


def signed_in(house: build.House, *roles: str, who: Account | None = None) -> Client:
    """Somebody with these roles, at a browser."""
    who = who or build.account()
    build.actor(house.program, *roles, who=who)
    client = Client()
    client.force_login(who)
    return client


def page(client: Client, name: str, /, *ids: object, **asked: str):
    return client.get(reverse(f"people:{name}", args=ids), asked)


def send(client: Client, name: str, /, *ids: object, **typed: object):
    return client.post(reverse(f"people:{name}", args=ids), typed)


def day(name: str, value: date) -> dict[str, str]:
    """A day as its three boxes send it."""
    return {f"{name}_month": str(value.month), f"{name}_day": str(value.day), f"{name}_year": str(value.year)}


def everybody(house: build.House, today: date, own: Account | None = None) -> dict[str, Clinician]:
    """The four clinicians: each license in another standing, one associate, one supervisor, one privilege."""
    dana = build.clinician(
        house, "Dana Reyes", type="lmft", roles=("couples", "individual"), who=own, languages=("en", "es"),
        papers=Papers(npi="1234567893", taxonomy="106H00000X"), limits=Limits(600, 300, 180),
    )  # fmt: skip
    kim = build.clinician(house, "Kim Osei", type="psychologist", roles=("facilitator",), tracks=("mh", "dual"))
    lee = build.clinician(house, "Lee Moreau", type="associate", roles=("facilitator",))
    ines = build.clinician(house, "Inés Varga", type="sud_counselor", roles=("counselor",), languages=("pt", "en"))
    build.license_in(house, dana, "PA", valid_to=today + timedelta(NEXT_YEARS))
    build.license_in(house, dana, "NJ", valid_to=today + timedelta(20))
    build.license_in(house, dana, "NY", confirmed=False)
    build.license_in(house, dana, "MA", status="pending", number="", confirmed=False)
    build.license_in(house, kim, "OH", valid_to=today + timedelta(5))
    build.license_in(house, kim, "PA", kind="compact_privilege", compact="psypact", home_state="OH")
    build.license_in(house, kim, "FL", kind="compact_privilege", compact="psypact", home_state="OH", confirmed=False)
    build.license_in(house, lee, "PA")
    lapsed = build.license_in(house, ines, "PA", valid_to=today + timedelta(NEXT_YEARS))
    renewed = build.license_in(house, ines, "OH", valid_to=today + timedelta(40))
    mistake = build.license_in(house, ines, "VT")
    with scope(house.director):
        end_authority(authority=lapsed, last_day=today - timedelta(2), because="lapsed", by=house.director)
        renew_authority(authority=renewed, valid_to=None, by=house.director)
        right = Right("license", "VT", build.LONG_AGO, number="VT-EXAMPLE-1", status="mistake")
        change_authority(authority=mistake, right=right, by=house.director)
        supervise(
            supervisee=lee, supervisor=dana, starts_on=build.LONG_AGO, ends_on=today + timedelta(60), by=house.director
        )
    return {"dana": dana, "kim": kim, "lee": lee, "ines": ines}
