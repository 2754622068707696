"""Addresses of attendance for the record: whoever treated attests and corrects, whoever came sees their own."""

from django.urls import path

from hearthside.live.web.attest import asked, correct, own, pages, phone

SESSION = "live/<uuid:attended_session>/attendance/"

urlpatterns = [
    path("live/attendance/", pages.to_attest, name="to_attest"),
    path("live/attendance/without-room/<uuid:session>/", pages.without_room, name="without_room"),
    path(SESSION, pages.attendance, name="attendance"),
    path(SESSION + "correct/", correct.correct, name="correct_attendance"),
    path(SESSION + "by-phone/", phone.by_phone, name="by_phone"),
    path(SESSION + "asked/<uuid:correction>/", asked.answer, name="answer_correction"),
    path("live/my-minutes/", own.my_sessions, name="my_sessions"),
    path("live/<uuid:attended_session>/my-minutes/", own.my_minutes, name="my_minutes"),
]
