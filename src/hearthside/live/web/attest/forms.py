"""What is asked when minutes are corrected: in whole minutes, on the program's own clocks."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from hearthside.base.zones import zone as rules_of
from hearthside.live.actions.attesting.correcting import MOST_WORDS, Mark
from hearthside.live.attendance.evidence import PRESENT
from hearthside.live.attested_words import EFFECTS
from hearthside.live.models.rooms import LiveRoom, LiveSession
from hearthside.live.queries.attested_people import ROOM_NAMES, Somebody
from hearthside.schedule.said import span_said
from hearthside.ui.forms import Plainly

WHICH_TIME = "Type a time of day, such as 5:30 PM."


class ClockField(forms.TimeField):
    """A time of day, as a time input sends it or as people type it."""

    def __init__(self, **more: Any) -> None:
        super().__init__(
            input_formats=["%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M%p", "%I %p", "%I%p"],
            widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
            error_messages={"invalid": WHICH_TIME},
            **more,
        )


def instant(clock: time, live: LiveSession, zone: str, after: datetime | None = None) -> datetime:
    """
    The instant within the session at which the clocks of its zone show this time; where the night of a clock change
    has two, the earlier, or the first `after` that instant.

    Raises:
        ValidationError: they show it neither in the session nor at its end.
    """
    rules = rules_of(zone)
    begins, ends = live.session.starts_at, live.ends_at
    at, shown = begins.replace(second=0, microsecond=0), []
    while at <= ends:
        there = at.astimezone(rules)
        if (there.hour, there.minute) == (clock.hour, clock.minute):
            shown.append(max(at, begins))
        at += timedelta(minutes=1)
    if shown:
        return next((one for one in shown if after is None or one > after), shown[0])
    raise ValidationError(f"Type a time within the session: {span_said(begins, ends, zone)}.", code="outside")


class CorrectForm(Plainly, forms.Form):
    """One person, one room, from when until when, there or not, and how whoever says so knows."""

    who = forms.ChoiceField(label="Who")
    room = forms.ChoiceField(label="Room")
    effect = forms.ChoiceField(label="What is right", choices=list(EFFECTS.items()), widget=forms.RadioSelect)
    since = ClockField(label="From")
    until = ClockField(label="Until")
    reason = forms.CharField(
        label="How you know",
        max_length=MOST_WORDS,
        widget=forms.Textarea({"rows": 3}),
        help_text="It stays with the record. Write nothing of treatment.",
    )

    def __init__(
        self, live: LiveSession, people: Sequence[Somebody], rooms: Sequence[LiveRoom], zone: str, *args: Any, **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        self.live, self.zone = live, zone
        self._people = {str(one.who): one for one in people}
        self._rooms = {str(room.pk): room for room in rooms}
        _choose(self, "who", [(who, f"{one.name} ({one.role_name.lower()})") for who, one in self._people.items()])
        rooms_said = [(key, ROOM_NAMES.get(room.kind, room.kind)) for key, room in self._rooms.items()]
        _choose(self, "room", rooms_said)
        if len(self._rooms) == 1:
            # Where there was one room alone, nothing is asked.
            self.fields["room"].widget = forms.HiddenInput()
            self.fields["room"].initial = rooms_said[0][0]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        after = None
        for name in ("since", "until"):
            if given.get(name) is not None:
                try:
                    after = given[name] = instant(given[name], self.live, self.zone, after)
                except ValidationError as refusal:
                    self.add_error(name, refusal)
        return given

    @property
    def mark(self) -> Mark:
        """What was filled in."""
        given = self.cleaned_data
        who, room = self._people[given["who"]], self._rooms[given["room"]]
        return Mark(who.who, room.pk, given["since"], given["until"], given["effect"])


def _choose(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


class PhoneForm(Plainly, forms.Form):
    """
    A group that was held by phone: of everybody who was expected whether they were there, from when until when.

    Nobody is filled in beforehand; the times are those of the plan.
    """

    reason = forms.CharField(
        label="Why by phone",
        max_length=MOST_WORDS,
        widget=forms.Textarea({"rows": 2}),
        help_text="It stays with the record. Write nothing of treatment.",
    )

    def __init__(self, live: LiveSession, people: Sequence[Somebody], main: LiveRoom, zone: str, *args: Any) -> None:
        super().__init__(*args)
        self.live, self.people, self.main, self.zone = live, people, main, zone
        begins, ends = (at.astimezone(rules_of(zone)) for at in (live.session.starts_at, live.ends_at))
        for n, one in enumerate(people):
            self.fields[f"there-{n}"] = forms.BooleanField(label=one.name, required=False)
            for name, label, at in (("since", "from", begins), ("until", "until", ends)):
                field = ClockField(label=f"{one.name}, {label}", required=False)
                field.initial = at.time()
                self.fields[f"{name}-{n}"] = field

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Everybody, with the fields about them."""
        return [
            {"one": one, **{name: self[f"{name}-{n}"] for name in ("there", "since", "until")}}
            for n, one in enumerate(self.people)
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        self.marks = [mark for n, one in enumerate(self.people) if (mark := self._mark(n, one, given))]
        if not self.errors and not self.marks:
            raise ValidationError("Check the box of everybody who was there.", code="nobody")
        return given

    def _mark(self, n: int, one: Somebody, given: dict[str, Any]) -> Mark | None:
        """Of whoever was there; None for anybody else, and where a time is wrong, which is said beside it."""
        if not given.get(f"there-{n}"):
            return None
        edges: list[datetime] = []
        for name in (f"since-{n}", f"until-{n}"):
            clock = given.get(name)
            if clock is None:
                if name not in self.errors:
                    self.add_error(name, WHICH_TIME)
                return None
            try:
                edges.append(instant(clock, self.live, self.zone, edges[-1] if edges else None))
            except ValidationError as refusal:
                self.add_error(name, refusal)
                return None
        if edges[1] <= edges[0]:
            self.add_error(f"until-{n}", "It has to end after it begins.")
            return None
        return Mark(one.who, self.main.pk, edges[0], edges[1], PRESENT)
