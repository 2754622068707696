"""Addresses of the notices, the outbox, and the demonstration's mailbox."""

from django.urls import path

from hearthside.notify.web import kept, outbox, own

app_name = "notify"

urlpatterns = [
    path("account/notices/", own.notices, name="notices"),
    path("account/notices/seen/", own.seen, name="seen"),
    path("account/notices/preferences/", own.preferences, name="preferences"),
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/<uuid:mail>/again/", outbox.again, name="again"),
    path("demo/mails/", kept.mails, name="kept"),
]
