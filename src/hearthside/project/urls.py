"""Every address of the program, by the package that answers it."""

from django.urls import include, path

from hearthside.project.web import demo_group, demonstration, home, ledger, readings, roster_in, roster_out

handler400 = "hearthside.project.web.errors.bad_request"
handler403 = "hearthside.project.web.errors.forbidden"
handler404 = "hearthside.project.web.errors.not_found"
handler500 = "hearthside.project.web.errors.failed"

urlpatterns = [
    path("", include("hearthside.project.web.public_urls")),
    path("home/", home.home, name="home"),
    path("home/guide/put-away/", demonstration.put_away, name="put_guide_away"),
    path("demonstration/group/", demo_group.group, name="demo_group"),
    path("demonstration/group/act/", demo_group.act, name="demo_group_act"),
    path("ledger/", ledger.search, name="ledger"),
    path("record/readings/", readings.mine, name="readings"),
    path("import/", roster_in.bring, name="import"),
    path("import/<uuid:upload>/", roster_in.review, name="import_review"),
    path("export/", roster_out.take, name="export"),
    path("accounts/", include("hearthside.access.web.library")),
    path("", include("hearthside.access.web.urls")),
    path("policy/", include("hearthside.policy.web.urls")),
    path("", include("hearthside.notify.web.urls")),
    path("", include("hearthside.people.web.urls")),
    path("", include("hearthside.caseload.web.urls")),
    path("", include("hearthside.schedule.web.urls")),
    path("", include("hearthside.placement.web.urls")),
    path("", include("hearthside.live.web.urls")),
    path("", include("hearthside.safety.web.urls")),
]
