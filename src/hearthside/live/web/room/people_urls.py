"""Addresses of what people do in the room, and of the card of whoever asked for help, is flagged or is to be called."""

from django.urls import URLPattern, path

from hearthside.live.web import raised
from hearthside.live.web.room import people, people_staff

ACTS = "live/<uuid:live_session>/acts/"

urlpatterns: list[URLPattern] = [
    path(ACTS + "hand/", people.hand, name="act_hand"),
    path(ACTS + "hand-down/", people.hand_down, name="act_hand_down"),
    path(ACTS + "help/", people.help_me, name="act_help"),
    path(ACTS + "leaves-at/", people.leaves_at, name="act_leaves_at"),
    path(ACTS + "call-me/", people.call_me, name="act_call_me"),
    path(ACTS + "away/", people.away, name="act_away"),
    path(ACTS + "back/", people.back, name="act_back"),
    path(ACTS + "bring-back/", people_staff.bring, name="act_bring_back"),
    path(ACTS + "devices/", people.devices, name="act_devices"),
    path(ACTS + "help-seen/", people_staff.help_seen, name="act_help_seen"),
    path(ACTS + "flag/", people_staff.flag, name="act_flag"),
    path(ACTS + "note/", people_staff.note, name="act_note"),
    path(ACTS + "mute/", people_staff.silence, name="act_mute"),
    path(ACTS + "mute-all/", people_staff.silence_all, name="act_mute_all"),
    path(ACTS + "hold-person/", people_staff.hold_one, name="act_hold_person"),
    path(ACTS + "let-speak/", people_staff.let_one_speak, name="act_let_speak"),
    path(ACTS + "return-to-waiting/", people_staff.to_waiting, name="act_return_to_waiting"),
    path(ACTS + "remove/", people_staff.remove, name="act_remove"),
    path(ACTS + "called/", people_staff.called, name="act_called"),
    path(ACTS + "heard/", people_staff.heard, name="act_heard"),
    path("live/raised/<uuid:live_raised>/", raised.card, name="raised"),
]
