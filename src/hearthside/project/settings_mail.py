"""
Where mail goes: HEARTHSIDE_MAIL_URL names a server, "console" prints, and the demonstration keeps its mail on a page.

    smtp://user:password@mail.example.org:587     encrypted from the first word on (STARTTLS)
    smtps://user:password@mail.example.org:465    encrypted before the first word
    smtp-plain://localhost:25                     not encrypted: a server on this machine
    console:
"""

from urllib.parse import unquote, urlsplit

from hearthside.project.environment import DEMO, NotConfigured, read

_ENVIRONMENT = read()
_SERVERS = {"smtp": (587, True, False), "smtps": (465, False, True), "smtp-plain": (25, False, False)}
_BACKENDS = "django.core.mail.backends."

ADDRESS = _ENVIRONMENT.address
DEFAULT_FROM_EMAIL = SERVER_EMAIL = _ENVIRONMENT.mail_from
# A server that does not answer is a failed try. Far below `notice.taken.seconds`, after which another worker tries.
EMAIL_TIMEOUT = 20

if not _ENVIRONMENT.mail_url and _ENVIRONMENT.mode == DEMO:
    EMAIL_BACKEND = "hearthside.notify.mailbox.KeptMailBackend"
elif not _ENVIRONMENT.mail_url or _ENVIRONMENT.mail_url.startswith("console:"):
    EMAIL_BACKEND = f"{_BACKENDS}console.EmailBackend"
else:
    _parts = urlsplit(_ENVIRONMENT.mail_url)
    if _parts.scheme not in _SERVERS or not _parts.hostname:
        raise NotConfigured(
            "HEARTHSIDE_MAIL_URL names no mail server. Write smtp://user:password@mail.example.org:587, or console:"
        )
    EMAIL_BACKEND = f"{_BACKENDS}smtp.EmailBackend"
    _port, EMAIL_USE_TLS, EMAIL_USE_SSL = _SERVERS[_parts.scheme]
    EMAIL_HOST, EMAIL_PORT = _parts.hostname, _parts.port or _port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_parts.username or ""), unquote(_parts.password or "")
