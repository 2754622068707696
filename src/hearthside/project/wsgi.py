"""The door for WSGI servers: `hearthside.project.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hearthside.project.settings")
application = get_wsgi_application()
