"""Addresses of the room's course."""

from django.urls import URLPattern, path

from hearthside.live.web.room import course, entering, leaving

LIVE = "live/<uuid:live_session>/"
ACTS = LIVE + "acts/"

urlpatterns: list[URLPattern] = [
    path("door/<uuid:session>/enter/", entering.enter, name="enter"),
    path(LIVE + "token/", entering.token, name="token"),
    path(LIVE + "left/", leaving.left, name="left"),
    path(ACTS + "leave/", leaving.leave, name="act_leave"),
    path(ACTS + "hold/", course.hold, name="act_hold"),
    path(ACTS + "lift/", course.lift, name="act_lift"),
    path(ACTS + "rest/", course.rest, name="act_rest"),
    path(ACTS + "rest-over/", course.rest_over, name="act_rest_over"),
    path(ACTS + "next-block/", course.next_block, name="act_next_block"),
    path(ACTS + "extend/", course.longer, name="act_extend"),
    path(ACTS + "end/", course.end, name="act_end"),
    path(ACTS + "end-now/", course.end_now, name="act_end_now"),
    path(ACTS + "lead/", course.lead, name="act_lead"),
]
