"""A page that failed is told to whoever looks after the program, and what it says names nobody."""

import pytest
from django.core.signals import got_request_exception
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from hearthside.project import failures

SECRET = "Quentin-Quibble"


def _breaks(request, secret):
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE told (name text CONSTRAINT told_once UNIQUE) ON COMMIT DROP;"
            "INSERT INTO told VALUES (%s), (%s)", [secret, secret],
        )  # fmt: skip


def _says(request, secret):
    try:
        raise KeyError(secret)
    except KeyError as error:
        raise ValueError(f"Nobody is called {secret}.") from error


urlpatterns = [path("breaks/<secret>/", _breaks, name="breaks"), path("says/<secret>/", _says, name="says")]


def handler500(request):
    return HttpResponse(status=500)


@pytest.fixture
def told(capsys):
    failures.tell_failures()
    yield lambda: capsys.readouterr().err
    got_request_exception.disconnect(dispatch_uid="failures")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("door", "kinds"),
    [("breaks", ["UniqueViolation (23505, told_once)", "IntegrityError"]), ("says", ["KeyError", "ValueError"])],
)
def test_a_page_that_fails_is_told_with_its_door_and_place_and_without_a_value(settings, told, door, kinds):
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = []

    answer = Client(raise_request_exception=False).get(f"/{door}/{SECRET}/")

    words = told()
    assert answer.status_code == 500
    assert f"GET {door} failed." in words
    assert f"in _{door}" in words
    assert [line for line in words.splitlines() if line in kinds] == kinds
    assert SECRET not in words
