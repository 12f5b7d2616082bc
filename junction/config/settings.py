"""Every setting, read from the environment, with defaults that are safe on one's own machine."""

import os
import sys
from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from jinja2 import Undefined

from junction.config import environment
from junction.config.access import *  # noqa: F403 - settings, in two files
from junction.config.logging import logging_settings
from junction.core.calendar import LOCAL
from junction.core.postgres import Cluster, make_home

ROOT = Path(__file__).resolve().parents[2]
HOME = Path(os.environ.get("JUNCTION_HOME", ROOT / "var")).absolute()
DEBUG = os.environ.get("JUNCTION_DEBUG", "") == "1"
make_home(HOME)
SECRET_KEY = environment.secret(HOME, "secret-key")
ALLOWED_HOSTS = environment.hosts(PUBLIC_ADDRESS, os.environ.get("JUNCTION_HOSTS", ""))  # noqa: F405 - from the settings of access

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "junction.config.apps.LookingGlass",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "procrastinate.contrib.django",
    "ninja",  # for the script and style of the API's page, which would come from elsewhere without it
    "junction.core",
    "junction.registry",
    "junction.people",
    "junction.returns",
    "junction.record",
    "junction.supply",
    "junction.assurance",
    "junction.support",
    "junction.oversight",
    "junction.exercise",
]
MIDDLEWARE = [
    "junction.core.http.middleware.problems_middleware",
    "junction.config.health.figures.observing_middleware",
    "junction.config.rush.rush_middleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "junction.core.pages.middleware.PageHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "junction.people.middleware.ActorMiddleware",
    "junction.core.reading.middleware.reading_middleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "junction.core.http.middleware.bounding_middleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "junction.core.pages.environment.environment",
            "context_processors": ["junction.core.pages.context.page"],
            "undefined": Undefined,  # GOV.UK macros ask for options that were not given, also when debugging
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]
ROOT_URLCONF = "junction.config.urls"
WSGI_APPLICATION = "junction.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# What signs the checkpoints of the log, and public keys (hexadecimal) of secrets used before.
JUNCTION_AUDIT_SECRET = os.environ.get("JUNCTION_AUDIT_SECRET", SECRET_KEY)
JUNCTION_AUDIT_OLD_KEYS = os.environ.get("JUNCTION_AUDIT_OLD_KEYS", "").split()

ACTOR_OF_KEY = "junction.people.queries.actor_of_key"  # for jobs done on somebody's behalf
API_ACTOR_OF_TOKEN = "junction.people.queries.actor_of_token"  # noqa: S105 -- a name, no secret
PASSED_ON = {  # who tells of the things that a case of the help desk is passed on to
    "supply-problem": "junction.supply.queries.passed.problems",
    "supply-order": "junction.supply.queries.passed.orders",
    "record-ask": "junction.record.queries.passed.asks",
    "escalation": "junction.assurance.queries.passed.escalations",
    "referral": "junction.support.queries.passed.referrals",
    "direct-payment": "junction.support.queries.passed.direct_payments",
    "supply-recipient": "junction.supply.queries.passed.recipients",
}
API_MAX_BYTES = int(os.environ.get("JUNCTION_API_MAX_BYTES", 20 * 1024 * 1024))
PAGE_MAX_BYTES = 52_000_000  # the largest file that can be taken, and the form around it
DATA_UPLOAD_MAX_MEMORY_SIZE = API_MAX_BYTES  # files are not counted here: they go to disk as they come
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # deciding on an order of 1,300 lines sends two boxes for each
# Requests a minute that one token may send to all web processes together, and wrong tokens from one address.
API_REQUESTS_A_MINUTE = int(os.environ.get("JUNCTION_API_REQUESTS_A_MINUTE", "6000"))
API_FAILURES_A_MINUTE = int(os.environ.get("JUNCTION_API_FAILURES_A_MINUTE", "60"))
WEB_PROCESSES = int(os.environ.get("JUNCTION_WEB_PROCESSES", "1"))

# Who brings letters and messages to people: files in the home, "junction.core.messages.carriers.Mail" (by the
# mail server that JUNCTION_SMTP names), or "junction.core.messages.notify.Notify".
MESSAGE_CARRIER = os.environ.get("JUNCTION_MESSAGE_CARRIER", "junction.core.messages.carriers.LocalOutbox")
OUTBOX = HOME / "outbox"
NOTIFY_API_KEY = os.environ.get("JUNCTION_NOTIFY_API_KEY", "")
NOTIFY_EMAIL_TEMPLATE = os.environ.get("JUNCTION_NOTIFY_EMAIL_TEMPLATE", "")
NOTIFY_SMS_TEMPLATE = os.environ.get("JUNCTION_NOTIFY_SMS_TEMPLATE", "")
NOTIFY_ADDRESS = os.environ.get("JUNCTION_NOTIFY_ADDRESS", "https://api.notifications.service.gov.uk")

LANGUAGE_CODE = "en-gb"
TIME_ZONE = LOCAL.key
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
# Collected files bear a hash of their content; before that, and in tests, files are found where they lie.
COLLECTED = (STATIC_ROOT / "staticfiles.json").exists() and not DEBUG
PLAIN_STATIC = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
HASHED_STATIC = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": HASHED_STATIC if COLLECTED else PLAIN_STATIC,
}
WHITENOISE_USE_FINDERS = not COLLECTED

# How the service is named and coloured. Crown, GOV.UK wordmark and GDS Transport are reserved to GOV.UK.
PRODUCT = {
    "name": os.environ.get("JUNCTION_NAME", "Junction"),
    "logo": os.environ.get("JUNCTION_LOGO", ""),
    "colour": os.environ.get("JUNCTION_COLOUR", "#1d70b8"),
    "phase": os.environ.get("JUNCTION_PHASE", ""),
    "phase_text": os.environ.get("JUNCTION_PHASE_TEXT", ""),
    "contact": os.environ.get("JUNCTION_CONTACT", ""),
}
# The menu: text, name of the address, who sees it ("signed-in", "signed-out", "" for all, or permissions of
# which one is enough).
NAVIGATION: list[tuple[str, str, str]] = [
    ("Today", "oversight:home", "signed-in"),
    ("Returns", "returns:my-returns", "returns.file"),
    ("Chase list", "returns:chase-list", "returns.chase"),
    ("Picture", "oversight:my-areas", "oversight.see"),
    ("Places", "registry:places", "registry.see"),
    ("Supplies", "supply:home", "supply.see"),
    ("Record", "record:home", "record.see"),
    ("Plans", "assurance:home", "assurance.see"),
    ("Support", "support:home", "support.see support.refer"),
    ("Incidents", "registry:incidents", "incidents.see"),
    ("Series", "returns:all-series", "series.see"),
    ("Log", "oversight:audit-log", "audit.see"),
    ("Sign in", "account_login", "signed-out"),
]
# Beside the person's name, at the top: of the same form.
ACCOUNT_LINKS: list[tuple[str, str, str]] = [
    ("My account", "people:account", "signed-in"),
    ("Sign out", "account_logout", "signed-in"),
]

CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": [],
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}
# EMAIL_HOST and the rest, for the carrier "Mail".
globals().update(environment.mail_server(os.environ.get("JUNCTION_SMTP", "smtp://localhost:25")))
DEFAULT_FROM_EMAIL = os.environ.get("JUNCTION_FROM", "junction@localhost")
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "junction.core.pages.errors.csrf_failure"


# Where cells of large pairings are solved: "" (in this process), "processes:NUMBER", "ray:HOST:PORT".
ENGINE_POOL = os.environ.get("JUNCTION_ENGINE_POOL", "")

# The default is the embedded server under JUNCTION_HOME. Only its address is computed here; whoever needs it
# (the command line, manage.py, the tests) starts it.
DATABASE_POOL = int(os.environ.get("JUNCTION_POOL", "8"))
EMBEDDED = "DATABASE_URL" not in os.environ
DATABASES = {
    "default": environment.database(
        Cluster(HOME).url() if EMBEDDED else os.environ["DATABASE_URL"], pool=DATABASE_POOL
    )
}

# Without a token, /metrics answers this machine only.
METRICS_TOKEN = os.environ.get("JUNCTION_METRICS_TOKEN", "")
LOGGING = logging_settings(
    level=os.environ.get("JUNCTION_LOG_LEVEL", "INFO"),
    as_json=os.environ.get("JUNCTION_LOG", "" if sys.stderr.isatty() else "json") == "json",
)
