"""Addresses of what is about observers: asking for one, answering, and coming as one."""

from django.urls import path

from hearthside.live.web.observing import coming, own, staff, ticket

ASK = "observers/<uuid:ask>/"

urlpatterns = [
    path("door/<uuid:session>/observers/", staff.observers, name="observers"),
    path(f"door/{ASK}let-in/", staff.let_in, name="let_observer_in"),
    path(f"door/{ASK}take-back/", staff.take_back, name="take_observer_back"),
    path("asked-of-me/", own.questions, name="observer_questions"),
    path("asked-of-me/<uuid:ask>/", own.question, name="observer_question"),
    path("by-ticket/asked/<uuid:ask>/", ticket.question, name="ticket_observer_question"),
    path("observing/", coming.mine, name="my_observing"),
    path("observing/<uuid:session>/", coming.observing, name="observing"),
]
