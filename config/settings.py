"""Django's settings, from the environment."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

import django.conf.locale
from csp.constants import NONE, SELF
from psycopg.conninfo import conninfo_to_dict

from config.environment import read_environment
from darcha.plumbing.postgres import embedded_addresses

ENVIRONMENT = read_environment()
DATA_DIR = ENVIRONMENT.data_dir
PUBLIC_ADDRESS = ENVIRONMENT.address
PRINTER = ENVIRONMENT.printer
NOTICE_ROUTES = ENVIRONMENT.notice_routes
NOTICE_DRAWER = DATA_DIR / "sent.jsonl"
TRUSTED_PROXIES = list(ENVIRONMENT.proxies)
KEYS_FILE = ENVIRONMENT.keys_file
SIGNING_FILE = ENVIRONMENT.signing_file
BLUEPRINTS_DIR = Path(__file__).resolve().parent.parent / "blueprints"


def _kept_secret(path: Path) -> str:
    """Return the secret kept in `path`, made on first use: a start without configuration is still a safe one."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50), encoding="ascii")
    return path.read_text(encoding="ascii")


SECRET_KEY = ENVIRONMENT.secret_key or _kept_secret(DATA_DIR / "secret_key")
DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = list(ENVIRONMENT.hosts)
CSRF_TRUSTED_ORIGINS = list(ENVIRONMENT.origins)

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "darcha.journal",
    "darcha.catalogue",
    "darcha.centres",
    "darcha.access",
    "darcha.queue",
    "darcha.cases",
    "darcha.till",
    "darcha.feedback",
    "darcha.notices",
    "darcha.monitoring",
    "darcha.national",
    "darcha.practice",
    "darcha.doors.porch",
    "darcha.doors.kiosk",
    "darcha.doors.display",
    "darcha.doors.desk",
    "darcha.doors.reception",
    "darcha.doors.office",
    "darcha.doors.portal",
    "darcha.doors.api",
    # Behind the house: where both translate a word ("Password"), the first one listed is heard.
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "darcha.doors.porch.middleware.StaticMiddleware",
    "csp.middleware.CSPMiddleware",
    "darcha.doors.porch.middleware.PermissionsMiddleware",
    "darcha.doors.porch.middleware.OneEditionMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "darcha.doors.porch.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "darcha.doors.porch.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "darcha.doors.porch.context.page",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "darcha.doors.porch.templatetags.porch",
            ],
        },
    },
]


_PREPARED = {"server_side_binding": True, "prepare_threshold": 2}
"""A connection asks the same few statements all day: from the third time on the server has them read and planned."""


def _database(address: str) -> dict[str, Any]:
    parts = conninfo_to_dict(address)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", ""),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": str(parts.pop("port", "")),
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {key: value for key, value in parts.items() if value is not None} | _PREPARED,
    }


_embedded = embedded_addresses(DATA_DIR)
DATABASES = {
    "default": _database(ENVIRONMENT.database_url or _embedded.app),
    "owner": _database(ENVIRONMENT.owner_url or _embedded.owner),
}

MOST_CONNECTIONS = 8
"""Connections a serving process keeps, and requests it answers at once; who finds all of them taken waits for one."""

# Jobs are known by their names; whoever works them off says what they are (darcha.doors.console.jobs).
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""

AUTH_USER_MODEL = "access.Employee"
AUTHENTICATION_BACKENDS = ["darcha.access.sessions.EmployeeBackend"]
SESSION_ENGINE = "darcha.access.sessions"
LOGIN_URL = "porch:sign_in"
LOGIN_REDIRECT_URL = "porch:my_work"
LOGOUT_REDIRECT_URL = "porch:sign_in"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

django.conf.locale.LANG_INFO["uz-cyrl"] = {
    "bidi": False,
    "code": "uz-cyrl",
    "name": "Uzbek (Cyrillic)",
    "name_local": "Ўзбекча",
}
LANGUAGE_CODE = "uz"
LANGUAGES = [("uz", "Oʻzbekcha"), ("uz-cyrl", "Ўзбекча"), ("ru", "Русский"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "darcha_language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Tashkent"

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

CSRF_FAILURE_VIEW = "darcha.doors.porch.views.csrf_failure"
_HTTPS = PUBLIC_ADDRESS.startswith("https://")
# A browser takes a __Host- cookie from this very host alone, over https: no neighbour under the domain can plant one.
_COOKIE = "__Host-darcha_{}" if _HTTPS else "darcha_{}"
SESSION_COOKIE_NAME = _COOKIE.format("session")
CSRF_COOKIE_NAME = _COOKIE.format("form")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
# Whether a visitor came by https is what a proxy of TRUSTED_PROXIES says; the server asks nobody else.
SECURE_SSL_REDIRECT = _HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
# What other names under the domain do is not ours to promise.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
# Of a whole request, with room around the largest scan that is taken.
MOST_BYTES = 12_000_000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"discreet": {"()": "darcha.plumbing.discreet.Discreet"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "discreet"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # What carries messages names receivers and gateways' passwords when it fails; that it failed the journal says.
    "loggers": {name: {"handlers": ["nowhere"], "propagate": False} for name in ("apprise", "urllib3")},
}
