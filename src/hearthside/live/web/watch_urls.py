"""Addresses of what the watch shows: the state of a session, the program's live sessions, and cards of the missing."""

from django.urls import path

from hearthside.live.web import card, monitor, state

urlpatterns = [
    path("live/", monitor.monitor, name="monitor"),
    path("live/console/", monitor.console, name="console"),
    path("live/cards/<uuid:live_card>/", card.card, name="card"),
    path("live/cards/<uuid:live_card>/done/", card.act, name="card_act"),
    path("live/<uuid:live_session>/state/", state.state, name="state"),
]
