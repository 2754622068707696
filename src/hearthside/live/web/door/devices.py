"""The test of camera, microphone and sound, on any day before a session."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hearthside.access.rule import rule


@rule("public", public=True)
@require_safe
def device_test(request: HttpRequest) -> HttpResponse:
    """Nothing of it leaves the device; what it found has a code that can be read to staff."""
    return render(request, "live/door/device_test.html")
