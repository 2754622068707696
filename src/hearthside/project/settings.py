"""Django's settings. Nothing is decided here that a deployment or a policy decides."""

from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF

from hearthside.project import environment
from hearthside.project.settings_live import MEDIA_SOURCES, PUSH_SOURCES
from hearthside.project.up import lasting

ENVIRONMENT = environment.read()
MODE = ENVIRONMENT.mode

DEBUG = False
SECRET_KEY = ENVIRONMENT.secret_key
ALLOWED_HOSTS = list(ENVIRONMENT.hosts)

INSTALLED_APPS = [
    "hearthside.project",
    "hearthside.interop",
    "hearthside.live",
    "hearthside.safety",
    "hearthside.placement",
    "hearthside.schedule",
    "hearthside.caseload",
    "hearthside.notify",
    "hearthside.policy",
    "hearthside.people",
    "hearthside.access",
    "hearthside.ledger",
    "hearthside.ui",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "procrastinate.contrib.django",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "hearthside.access.web.edge.EdgeMiddleware",
    "hearthside.project.web.errors.KindlyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "hearthside.access.web.session_limits.SessionLimitsMiddleware",
    # Last: the view, and whatever it reads, runs within one actor's scope.
    "hearthside.access.web.middleware.AccessMiddleware",
]

ROOT_URLCONF = "hearthside.project.urls"
WSGI_APPLICATION = "hearthside.project.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # Where each package keeps its pages; those of ui, and of others' apps, are found as Django finds them.
        "DIRS": sorted(Path(__file__).parents[1].glob("*/web/templates")),
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hearthside.project.web.context.page",
            ],
        },
    },
]
FORM_RENDERER = "hearthside.ui.rendering.Renderer"

DATABASES = {"default": dj_database_url.parse(ENVIRONMENT.database_url, conn_max_age=0)}
if ENVIRONMENT.pool:
    DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {
        "min_size": 1, "max_size": ENVIRONMENT.pool, "timeout": 10,
    }  # fmt: skip
# Signed heads of the ledger's chains, outside the database, and what signs them.
ANCHORS = ENVIRONMENT.data / "anchors"
# Written by `hearthside demo build`: where it is, there is a demonstration with a guide and, at first, gaps.
DEMONSTRATION_NOTE = ENVIRONMENT.data / lasting.NOTE
# The media server of the live room; None where there is no video.
MEDIA = ENVIRONMENT.media
ANCHOR_KEYS = ENVIRONMENT.anchor_keys or (ENVIRONMENT.secret_key,)

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "project_cache",
        # Locks and counts of wrong passwords live here: nobody may push them out by filling it.
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    },
}

AUTH_USER_MODEL = "access.Account"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Each package keeps its background doors in jobs.py.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = ENVIRONMENT.data / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "hearthside.project.static_files.HashedStaticFiles"},
}

SESSION_ENGINE = "hearthside.access.web.sessions"
SESSION_COOKIE_NAME = "hearthside"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = ENVIRONMENT.https
# Only a proxy of ours may say that a visitor came by TLS; without one, anybody could.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.proxies else None
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if ENVIRONMENT.https else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "hearthside.project.web.errors.csrf_failure"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        # And the raw doors of the live room and the media server, where they have an address of their own.
        "connect-src": [SELF, *PUSH_SOURCES, *MEDIA_SOURCES],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    },
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    "camera": ["self"],
    "microphone": ["self"],
    "display-capture": [],
    "geolocation": [],
    "payment": [],
    "usb": [],
    "interest-cohort": [],
}

# More than any form of ours sends; beyond it a request is refused before it is read.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
FILE_UPLOAD_HANDLERS = [
    "hearthside.project.uploads.LimitedUploads",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

from hearthside.project.settings_live import *  # noqa: E402, F403
from hearthside.project.settings_mail import *  # noqa: E402, F403
from hearthside.project.settings_sign_in import *  # noqa: E402, F403
