"""Settings, read strictly from the environment. Nothing here is secret.

JUSAN_DATA       the data folder: keys, the SQLite database, the demo's clock (default ./var)
JUSAN_DATABASE   postgresql://user:password@host:port/name; without it SQLite in JUSAN_DATA
JUSAN_DEMO       1 marks the database as a demonstration (printed logins, a user who sees all)
JUSAN_HOSTS      comma-separated host names (default 127.0.0.1,localhost)
JUSAN_INSECURE   1 allows plain HTTP on the loopback, as the demonstration does
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from jusan.core import files

PACKAGE = Path(__file__).resolve().parents[1]


def _flag(name: str) -> bool:
    value = os.environ.get(name, "0")
    if value not in {"0", "1"}:
        raise ValueError(f"{name} is 0 or 1, not {value!r}")
    return value == "1"


def _secret_key(folder: Path) -> str:
    path = folder / "secret.key"
    files.make_once(path, secrets.token_urlsafe(64).encode())
    return path.read_text()


def _sqlite(folder: Path) -> dict[str, Any]:
    # DEFERRED transactions fail under two writers; synchronous=NORMAL loses acknowledged rows in
    # a power cut; recursive_triggers makes REPLACE fire the delete guard.
    pragmas = ["journal_mode=WAL", "synchronous=FULL", "recursive_triggers=ON", "secure_delete=ON"]
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": folder / "jusan.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": ";".join(f"PRAGMA {pragma}" for pragma in pragmas),
        },
    }


def _postgres(address: str) -> dict[str, Any]:
    parts = urlsplit(address)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
    }


JUSAN_DATA = Path(os.environ.get("JUSAN_DATA", "var")).resolve()
JUSAN_DATA.mkdir(parents=True, exist_ok=True)
JUSAN_DEMO = _flag("JUSAN_DEMO") or (JUSAN_DATA / "demonstration").exists()
JUSAN_INSECURE = _flag("JUSAN_INSECURE") or JUSAN_DEMO

DEBUG = False
SECRET_KEY = _secret_key(JUSAN_DATA)
ALLOWED_HOSTS = os.environ.get("JUSAN_HOSTS", "127.0.0.1,localhost").split(",")

_address = os.environ.get("JUSAN_DATABASE", "")
DATABASES = {"default": _postgres(_address) if _address else _sqlite(JUSAN_DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "axes",
    "csp",
    "jusan.core.history",
    "jusan.core.access",
    "jusan.core.places",
    "jusan.core.operations",
    "jusan.core.people",
    "jusan.core.consent",
    "jusan.core.claims",
    "jusan.core.documents",
    "jusan.core.custody",
    "jusan.core.standing",
    "jusan.identification",
    "jusan.tracing",
    "jusan.clearance",
    "jusan.diplomacy",
    "jusan.repatriation",
    "jusan.reintegration",
    "jusan.justice",
    "jusan.justice.safeguarding",
    "jusan.reporting",
    "jusan.journey",
    "jusan.web",
]

MIDDLEWARE = [
    "jusan.web.middleware.HeaderMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "jusan.web.middleware.PermitMiddleware",
    "jusan.web.middleware.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "jusan.web.urls"
WSGI_APPLICATION = "jusan.web.wsgi.application"
AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "start"

AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
# Without this, axes looks for the form field named like the user's column, finds none, and counts
# failures of nobody: the right password would then open a locked login.
AXES_USERNAME_FORM_FIELD = "username"
AXES_VERBOSE = False
AXES_LOCKOUT_TEMPLATE = "web/locked.html"
CSRF_FAILURE_VIEW = "jusan.web.views.csrf_failure"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "jusan.web.context.shell",
            ],
        },
    }
]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("kk", _("Kazakh")), ("ru", _("Russian")), ("ar", _("Arabic"))]
LOCALE_PATHS = [PACKAGE / "web" / "locale"]
FORMAT_MODULE_PATH = ["jusan.web.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "static/"
STATICFILES_DIRS = [PACKAGE / "web" / "static"]
STATIC_ROOT = JUSAN_DATA / "static"
STATIC_ROOT.mkdir(exist_ok=True)
WHITENOISE_USE_FINDERS = True

# A file is read whole before it is parsed: 20 MB is ten times the largest list seen.
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
if not JUSAN_INSECURE:
    SESSION_COOKIE_NAME = "__Host-jusan"
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_NAME = "__Host-csrf"
    CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31536000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# Log lines carry ids and codes, never values: no request bodies, no query strings.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
