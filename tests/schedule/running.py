"""The running program of whoever plans, made once for a file of tests, and everybody who looks at it signed in."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.conf import settings

from hearthside.ledger import clock
from hearthside.ledger.scope import scope
from hearthside.people.actions.grants import behind
from hearthside.schedule.actions.availability import record_availability, record_exception
from hearthside.schedule.actions.closures import close_clinic
from hearthside.schedule.actions.cover import override_short
from hearthside.schedule.actions.excusing import excuse
from hearthside.schedule.models.questions import Question
from hearthside.schedule.windows import DatedException
from tests import build
from tests.builders import groups, schedule
from tests.builders.availability import week
from tests.builders.harbor import harbor


@dataclass(frozen=True)
class There:
    """The running program, who signs in to it, and what its addresses name."""

    url: str
    cookies: dict[str, str]
    ids: dict[str, object]

    @property
    def first(self) -> tuple[str, str, str]:
        """Month, day and year of the Monday on which everything begins."""
        monday = self.ids["week"]
        return str(monday.month), str(monday.day), str(monday.year)

    def open(self, page, who: str, path: str) -> None:
        name = settings.SESSION_COOKIE_NAME
        page.context.add_cookies([{"name": name, "value": self.cookies[who], "url": self.url}])
        answer = page.goto(self.url + path.format(**self.ids))
        assert answer.status == 200, answer.status


@pytest.fixture(scope="module")
def there(site) -> There:
    with site.as_program():
        made = harbor()
        house, monday = made.house, made.monday
        whole, short, answered = (made.evening.session(monday + timedelta(days=n)) for n in (0, 2, 4))
        for session in (short, answered):
            made.falls_ill("Kim", session)
        alexs = build.signs_in(house, made.patients["Alex"])
        visited = made.morning.session(monday + timedelta(days=1))
        swap = groups.asks(house, made.patients["Alex"], alexs, visited, clock.now())
        with house.seen_by("coordinator") as robin:
            override_short(session=answered, reason="Lee joins for the second half; we spoke.", by=robin)
            excuse(person=made.patients["Ravi"], sessions=[whole.pk], by=robin)
            closed = close_clinic(
                program=house.program, from_on=monday + timedelta(days=21), until_on=monday + timedelta(days=22),
                title="New Year", by=robin,
            )  # fmt: skip
            record_availability(
                whose=made.clinicians["Kim"], windows=week(mon="9:00-12:00", tue="13:00-21:00"), by=robin
            )
            first = monday + timedelta(days=30)
            away = DatedException("away", first, first + timedelta(days=3))
            exception = record_exception(whose=made.clinicians["Kim"], exception=away, by=robin)
        with behind(house.program.pk, house.director):
            # In November the clocks of New York show half past one twice.
            asked = Question.objects.create(
                program=house.program, kind="doubled_time", series=made.evening.series, on_day=date(2027, 11, 7),
                asked_at=clock.now(),
            )  # fmt: skip
        noon = build.cohort(house, from_on=monday, name="Noon")
        build.partner_of(house, made.patients["Theo"], "Casey Wren")
        build.treats(house, made.clinicians["Ines"], made.patients["Alex"])
        alex, sam = made.patients["Alex"], made.patients["Sam"]
        schedule.weekly(house, "couples", made.clinicians["Lee"], alex, sam, on=monday, start=10 * 60)
        with scope(house.director):
            excused = made.evening.seat(made.patients["Ravi"], monday)
        roles = ("coordinator", "director", "compliance", "intake", "on_call", "biller")
        cookies = {role: made.client(role).cookies[settings.SESSION_COOKIE_NAME].value for role in roles}
        ids = {
            "week": monday, "whole": whole.pk, "short": short.pk, "answered": answered.pk, "swap": swap.pk,
            "seat": made.evening.seat(made.patients["Alex"], monday).pk, "excused": excused.pk, "closed": closed.pk,
            "alex": made.patients["Alex"].pk, "kim": made.clinicians["Kim"].pk, "exception": exception.pk,
            "ines": made.clinicians["Ines"].pk, "asked": asked.pk, "noon": noon.pk, "couple": made.couple.pk,
        }  # fmt: skip
    return There(site.url, cookies, ids)
