"""The door for WSGI servers: `hearthside.project.wsgi:application`. It stays shut for a role that is too strong."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hearthside.project.settings")
application = get_wsgi_application()

from hearthside.project.application_role import require_an_ordinary_role  # noqa: E402 # Django is ready only here
from hearthside.project.failures import tell_failures  # noqa: E402
from hearthside.project.serving import keep_what_is_loaded, take_short_turns  # noqa: E402

require_an_ordinary_role()
tell_failures()
keep_what_is_loaded()
take_short_turns()
