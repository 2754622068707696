"""What whoever leads may press now in the session's course: one press each, or a form that says more."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms

from hearthside.live.actions.course.resting import LONGEST, SHORTEST
from hearthside.live.web.room.course_forms import ExtendForm, LeadForm, NextForm, RestForm, SureForm
from hearthside.live.web.room.shown import BLOCKS, said
from hearthside.live.words import FACILITATOR, PET, REST
from hearthside.policy.effective import Policy


@dataclass(frozen=True)
class Step:
    """One thing to press. With a form it opens first; `title` is what opens it. `hidden` says what was shown."""

    key: str
    press: str
    action: str
    form: forms.Form | None = None
    title: str = ""
    sentence: str = ""
    tone: str = "plain"
    hidden: Mapping[str, str] = field(default_factory=dict)


def course(state: Mapping[str, Any], acts: Mapping[str, str], policy: Policy, zone: str) -> list[Step]:
    """Everything that this release has of it, and that can be done now."""
    room = state.get("room", {})
    return [step for step in (*_pauses(room, acts, policy), *_onward(state, acts, zone)) if step.action]


def _pauses(room: Mapping[str, Any], acts: Mapping[str, str], policy: Policy) -> Iterator[Step]:
    if room.get("held"):
        yield Step("lift", "Let the group go on", acts.get("lift", ""))
    else:
        yield Step("hold", "Pause the group", acts.get("hold", ""))
    if room.get("block") in (REST, PET):
        yield Step("rest-over", "End the break", acts.get("rest_over", ""))
    elif room.get("block") and not room.get("wind_down_until"):
        form = RestForm(shortest=policy.whole(SHORTEST), longest=policy.whole(LONGEST), auto_id="rest-%s")
        yield Step("rest", "Begin the break", acts.get("rest", ""), form, "A break")


def _onward(state: Mapping[str, Any], acts: Mapping[str, str], zone: str) -> Iterator[Step]:
    room = state.get("room", {})
    if following := room.get("next_block"):
        name, at = BLOCKS.get(following, "The next part"), said(room.get("next_block_at"), zone)
        short = room.get("next_needed", 0) > room.get("staff", 0)
        # Two who press at once mean the same part, and so does one who presses twice.
        meant = {"begins": str(room.get("next_block_at"))}
        yield Step(
            "next-block", f"Next part: {name}", acts.get("next_block", ""),
            NextForm(initial=meant, auto_id="next-block-%s") if short else None, f"Next part: {name}",
            f"It needs {room.get('next_needed')} staff." if short else f"By the plan it begins at {at}.",
            hidden={} if short else meant,
        )  # fmt: skip
    if offered := room.get("may_extend"):
        choices = [(one["minutes"], f"{one['minutes']} minutes" + _into(one.get("runs_into", ""))) for one in offered]
        form = ExtendForm(choices=choices, initial={"from_end": room.get("ends_at")}, auto_id="extend-%s")
        yield Step("extend", "Extend", acts.get("extend", ""), form, "Extend")
    seats = {tile["seat"]: tile["name"] for tile in state.get("tiles", ()) if tile["role"] == FACILITATOR}
    if len(seats) > 1:
        lead = LeadForm(staff=list(seats.items()), auto_id="lead-%s")
        yield Step("lead", "Let them lead", acts.get("lead", ""), lead, "Hand the lead over")
    if not room.get("wind_down_until"):
        yield _ends("end", "End the group", "Yes, the group is over", acts, "The room stays open for a few minutes.")
    yield _ends("end-now", "Close the room now", "Yes, close it for everybody now", acts, "Everybody is out at once.")


def _into(booking: str) -> str:
    return f" (runs into {booking})" if booking else ""


def _ends(key: str, title: str, meant: str, acts: Mapping[str, str], sentence: str) -> Step:
    form = SureForm(meant=meant, auto_id=f"{key}-%s")
    return Step(key, title, acts.get(key.replace("-", "_"), ""), form, title, sentence, "danger")
