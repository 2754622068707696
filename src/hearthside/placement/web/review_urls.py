"""Addresses of places for one person, and of looking at proposals and changing them."""

from django.urls import path

from hearthside.placement.web import place_one, review, review_person

PERSON = "people/<uuid:patient>/"
ANSWER = "proposals/<uuid:proposal>/<slug:which>/"

urlpatterns = [
    path(PERSON + "place/", place_one.place, name="place"),
    path(PERSON + "place/give/", place_one.give, name="give_place"),
    path(ANSWER + "cohorts/<slug:planned_cohort>/", review.cohort, name="review_cohort"),
    path(ANSWER + "people/<slug:planned_person>/", review_person.person, name="review_person"),
    path(ANSWER + "sessions/<slug:planned_session>/", review.session, name="review_session"),
    path(ANSWER + "undo/", review.undo, name="undo_edit"),
]
