"""Addresses of the door: of those who come, with an account or by a ticket; and of staff who let them in."""

from django.urls import path

from hearthside.live.web.door import check_in, devices, outreach, staff, staff_acts, talk_card, ticket

CHECK_IN, DOOR, PERSON = "check-in/<uuid:session>/", "door/<uuid:session>/", "door/people/<uuid:check_in>/"

urlpatterns = [
    path("check-in/", check_in.check_ins, name="check_ins"),
    path(CHECK_IN, check_in.go_on, name="check_in"),
    path(CHECK_IN + "waiting/", check_in.waiting, name="waiting"),
    path(CHECK_IN + "help/", check_in.need_help, name="need_help"),
    path(CHECK_IN + "partner-link/", check_in.partner_link, name="partner_link"),
    path(CHECK_IN + "<slug:step>/", check_in.question, name="question"),
    path("device-test/", devices.device_test, name="device_test"),
    path("ticket/", ticket.enter, name="ticket"),
    path("ticket/link/<str:token>/", ticket.follow, name="ticket_link"),
    path("by-ticket/", ticket.go_on, name="ticket_check_in"),
    path("by-ticket/waiting/", ticket.waiting, name="ticket_waiting"),
    path("by-ticket/help/", ticket.need_help, name="ticket_help"),
    path("by-ticket/give-back/", ticket.give_device_back, name="give_back"),
    path("by-ticket/<slug:step>/", ticket.question, name="ticket_question"),
    path("door/", staff.doors, name="doors"),
    path(DOOR, staff.door, name="door"),
    path(PERSON + "let-in/", staff_acts.admit, name="let_in"),
    path(PERSON + "talk-first/", staff_acts.talk, name="talk_first"),
    path(PERSON + "talked/", staff_acts.talked, name="talked"),
    path(PERSON + "not-today/", staff_acts.not_today, name="not_today"),
    path(PERSON + "after-all/", staff_acts.after_all, name="after_all"),
    path(PERSON + "asked-alone/", staff_acts.asked_alone, name="asked_alone"),
    path(PERSON + "code/", staff_acts.code, name="door_code"),
    path(PERSON + "answer-for/<slug:rule>/", staff_acts.override, name="answer_for"),
    path(DOOR + "ticket/<uuid:seat>/", staff_acts.seat_ticket, name="seat_ticket"),
    path("missed/", outreach.missed, name="missed"),
    path("missed/<uuid:outreach>/", outreach.end, name="end_outreach"),
    path("talk/<uuid:talk>/", talk_card.card, name="talk_card"),
]
