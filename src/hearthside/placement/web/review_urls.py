"""Addresses of places for one person, and of looking at proposals and changing them."""

from django.urls import path

from hearthside.placement.web import place_one

PERSON = "people/<uuid:patient>/"

urlpatterns = [
    path(PERSON + "place/", place_one.place, name="place"),
    path(PERSON + "place/give/", place_one.give, name="give_place"),
]
