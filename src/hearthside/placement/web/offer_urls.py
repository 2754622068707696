"""Addresses of offered places, and of why somebody has theirs."""

from django.urls import path

from hearthside.placement.web import offer_desk, offer_list, offers, why

MINE = "my-offer/<uuid:offer>/"
ONE = "offers/<uuid:offer>/"

urlpatterns = [
    path("my-offer/", offers.my_offer, name="my_offer"),
    path(MINE + "accept/", offers.accept, name="accept_offer"),
    path(MINE + "another/", offers.another, name="another_offer"),
    path(MINE + "decline/", offers.decline, name="decline_offer"),
    path("my-place/", why.my_place, name="my_place"),
    path("offers/", offer_list.offers, name="offers"),
    path(ONE + "answer/", offer_desk.record, name="record_answer"),
    path(ONE + "extend/", offer_desk.extend, name="extend_offer"),
    path(ONE + "end/", offer_desk.end, name="end_offer"),
    path("people/<uuid:patient>/place-in-a-group/", why.person_why, name="person_why"),
]
