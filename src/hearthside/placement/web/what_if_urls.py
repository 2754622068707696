"""Addresses of scenarios."""

from django.urls import path

from hearthside.placement.web import what_if, what_if_new

ONE = "what-if/<uuid:scenario>/"

urlpatterns = [
    path("what-if/", what_if.scenarios, name="scenarios"),
    path("what-if/new/", what_if_new.new, name="new_scenario"),
    path("what-if/whom-to-hire/", what_if_new.whom_to_hire, name="whom_to_hire"),
    path(ONE, what_if.scenario, name="scenario"),
    path(ONE + "cancel/", what_if.cancel, name="cancel_scenario"),
]
