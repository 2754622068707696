"""Settings of the live room's raw doors."""

from hearthside.live.media.keys import http_address
from hearthside.live.push.ticket import Tickets
from hearthside.project import environment
from hearthside.project.push_address import page_origins, push_port, push_sources

_ENVIRONMENT = environment.read()

# The raw doors' own port; None where they share the pages' address.
PUSH_PORT: int | None = push_port()
PUSH_SOURCES = push_sources(_ENVIRONMENT, PUSH_PORT)
PAGE_ORIGINS = page_origins(_ENVIRONMENT)
# A browser both fetches from the media server and opens a socket there.
_MEDIA = _ENVIRONMENT.media
MEDIA_SOURCES = (_MEDIA.public_url, http_address(_MEDIA.public_url)) if _MEDIA else ()
# How far a media server is that is still being got, in the words of the process that gets it.
MEDIA_STATUS = _ENVIRONMENT.data / "run" / "media.json"
# Where what the media server told us waits while the database is away.
SPOOL = _ENVIRONMENT.data / "spool"
# What signs the notes by which a room page beats.
TICKETS = Tickets(_ENVIRONMENT.secret_key)
