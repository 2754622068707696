"""Which pages the people of the clinic read: those of caseload and schedule, by role, and what everybody may read."""

import re

AN_ID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
# Where each role begins; everything else is found by following links.
BEGIN = {
    "patient": (
        "/",
        "/groups/",
        "/today/",
        "/my-week/",
        "/my-team/",
        "/my-hours/",
        "/my-visits/",
        "/my-times/",
        "/my-calendar/",
    ),
    "clinician": ("/work-week/", "/my-cohorts/", "/cover-offers/", "/my-times/", "/my-calendar/"),
    "coordinator": ("/cohorts/", "/week/", "/cover/", "/swaps/", "/calendar-questions/", "/people/?q=a"),
    "director": ("/sizes-and-ratios/", "/sizes-and-ratios/over-time/", "/cohorts/", "/cohorts/exceptions/", "/week/"),
    "compliance": ("/sizes-and-ratios/", "/sizes-and-ratios/over-time/", "/cohorts/exceptions/", "/swaps/", "/week/"),
}
_READ = (
    r"/(?:groups/)?",
    r"/home/",
    r"/today/",
    r"/my-week/(?:ID/cannot-come/|cannot-come/)?",
    r"/my-team/",
    r"/my-hours/",
    r"/my-visits/(?:ask/ID/)?",
    r"/my-times/(?:week/|days/)?",
    r"/my-calendar/",
    r"/calendar/[^/]+\.ics",
    r"/work-week/(?:ID/cannot-come/|cannot-come/)?",
    r"/my-cohorts/",
    r"/cover-offers/",
    r"/cohorts/(?:exceptions/|ID/|ID/people/new/)?",
    r"/week/(?:sessions/ID/(?:move/|staff/)?)?",
    r"/cover/(?:ID/)?",
    r"/swaps/(?:ID/)?",
    r"/calendar-questions/",
    r"/sizes-and-ratios/(?:over-time/)?",
    r"/people/ID/(?:schedule/|care/|times/|book/|visit/|transfer/)",
    r"/couples/ID/(?:schedule/)?",
    r"/people/ID/",
)
READ = re.compile("|".join(each.replace("ID", AN_ID) for each in _READ))
