"""What every page's frame needs: the program, its on-call number, navigation."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from hearthside.project.navigation import navigation


def page(request: HttpRequest) -> dict[str, Any]:
    """The frame of a page. Errors before sign-in is known have no program."""
    program = getattr(request, "program", None)
    main, more = navigation(request)
    return {
        "program_name": program.name if program else "",
        "on_call_number": program.on_call_number if program else "",
        "navigation": main,
        "more": more,
        "second_factors_off": not settings.SECOND_FACTOR,
    }
