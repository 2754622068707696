"""Addresses of the coordinator's pages, and of whoever answers for the program."""

from django.urls import path

from hearthside.schedule.web import (
    staff_beginning,
    staff_booking,
    staff_closures,
    staff_couple,
    staff_cover,
    staff_over_time,
    staff_person,
    staff_questions,
    staff_series,
    staff_session,
    staff_sizes,
    staff_swaps,
    staff_times,
    staff_transfer,
    staff_week,
)
from hearthside.schedule.web import staff_changes as changes

ONE = "week/sessions/<uuid:session>/"
PERSON = "people/<uuid:patient>/"
CLINICIAN = "clinicians/<uuid:clinician>/"

urlpatterns = [
    path("week/", staff_week.week, name="week"),
    path("week/book/", staff_booking.find, name="book"),
    path(ONE, staff_session.session, name="staff_session"),
    path(ONE + "move/", changes.move, name="move_session"),
    path(ONE + "cancel/", changes.cancel, name="cancel_session"),
    path(ONE + "staff/", changes.staff, name="session_staff"),
    path(ONE + "cannot-come/", changes.cannot_come, name="session_cannot_come"),
    path(ONE + "open-short/", changes.override, name="override_short"),
    path(ONE + "repeats/", staff_series.repeat, name="change_series"),
    path(ONE + "repeats/end/", staff_series.end, name="end_series"),
    path(ONE + "seats/<uuid:seat>/excuse/", changes.excuse_seat, name="excuse_seat"),
    path(ONE + "seats/<uuid:seat>/again/", changes.seat_again, name="seat_again"),
    path("cohorts/<uuid:cohort>/program-day/", staff_beginning.program_day, name="start_program_day"),
    path("cover/", staff_cover.cover, name="cover"),
    path("cover/<uuid:session>/", staff_cover.cover_for, name="cover_for"),
    path("cover/<uuid:session>/ask/<uuid:clinician>/", staff_cover.ask_clinician, name="ask_for_cover"),
    path("swaps/", staff_swaps.swaps, name="swaps"),
    path("swaps/<uuid:swap>/", staff_swaps.decide, name="decide_swap"),
    path("calendar-questions/", staff_questions.questions, name="questions"),
    path("calendar-questions/<uuid:question>/answer/", staff_questions.answer, name="answer_question"),
    path("calendar-questions/<uuid:question>/hold/", staff_questions.hold, name="hold_all_the_same"),
    path("closed-days/", staff_closures.closures, name="closures"),
    path("closed-days/new/", staff_closures.close, name="close_days"),
    path("closed-days/<uuid:closure>/open/", staff_closures.take_back, name="open_after_all"),
    path("sizes-and-ratios/", staff_sizes.sizes_and_ratios, name="sizes"),
    path("sizes-and-ratios/over-time/", staff_over_time.over_time, name="sizes_over_time"),
    path("couples/<uuid:couple>/", staff_couple.couple, name="couple"),
    path(PERSON + "schedule/", staff_person.person, name="person"),
    path(PERSON + "book/", staff_booking.book_for, name="book_for"),
    path(PERSON + "repeat/", staff_beginning.repeat_for, name="repeat_for"),
    path(PERSON + "cannot-come/", staff_person.cannot_come, name="person_cannot_come"),
    path(PERSON + "visit/", staff_swaps.offer_visit, name="offer_visit"),
    path(PERSON + "transfer/", staff_transfer.move_to_cohort, name="transfer"),
    path(PERSON + "times/", staff_times.person_times, name="person_times"),
    path(PERSON + "times/week/", staff_times.person_week_times, name="person_week_times"),
    path(PERSON + "times/days/", staff_times.person_days, name="person_days"),
    path(PERSON + "times/days/<uuid:exception>/take-back/", staff_times.person_days_back, name="person_days_back"),
    path(CLINICIAN + "times/", staff_times.clinician_times, name="clinician_times"),
    path(CLINICIAN + "times/week/", staff_times.clinician_week_times, name="clinician_week_times"),
    path(CLINICIAN + "times/days/", staff_times.clinician_days, name="clinician_days"),
    path(
        CLINICIAN + "times/days/<uuid:exception>/take-back/", staff_times.clinician_days_back,
        name="clinician_days_back",
    ),
]  # fmt: skip
