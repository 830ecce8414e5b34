"""The only settings file. What an installation may choose is read through `env`."""

from pathlib import Path
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _
from psycopg.conninfo import conninfo_to_dict

from kundportal import env
from kundportal.mail import providers

PACKAGE = Path(__file__).resolve().parent

# --- Where things are ---------------------------------------------------------------------------
DATA = Path(
    env.text("KUNDPORTAL_DATA", "data", "Folder for files, keys and the packed database")
).resolve()
SITE_URL = env.text(
    "KUNDPORTAL_URL", "http://localhost:8000", "Address of the portal; links in mails begin with it"
).rstrip("/")
PORTAL_NAME = env.text("KUNDPORTAL_NAME", "Kundportal", "The portal's name on pages and in mails")
VENDOR_NAME = env.text("KUNDPORTAL_VENDOR", "Skolverkstan", "The vendor's name on pages and mails")
DEMO = env.flag("KUNDPORTAL_DEMO", False, "Runs as a demo: mails are written as .eml files")
DEBUG = env.flag("KUNDPORTAL_DEBUG", False, "Shows details of faults; never for real customers")

SECRET_KEY = env.secret("KUNDPORTAL_SECRET_KEY", DATA / "secret-key", "Signs sessions and links")
_site = urlsplit(SITE_URL)
HTTPS = _site.scheme == "https"
ALLOWED_HOSTS = [_site.hostname or "localhost"]
if ALLOWED_HOSTS[0] in {"localhost", "127.0.0.1"}:
    ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]

# --- Database -----------------------------------------------------------------------------------
_address = env.text(
    "DATABASE_URL", "", "PostgreSQL to use; empty for the packed one in the data folder"
)
_server = conninfo_to_dict(_address)
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _server.pop("dbname", "kundportal"),
        "USER": _server.pop("user", ""),
        "PASSWORD": _server.pop("password", ""),
        "HOST": _server.pop("host", ""),
        "PORT": _server.pop("port", ""),
        "OPTIONS": {
            "options": "-c statement_timeout=60s -c lock_timeout=10s",
            "connect_timeout": 5,
            **_server,
        },
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Counts attempts at signing in and applying; shared by all web processes.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "rate_limit",
        # When full, counters are dropped: a flood must not wipe those of others.
        "OPTIONS": {"MAX_ENTRIES": 50_000, "CULL_FREQUENCY": 10},
    }
}

# --- What it is made of -------------------------------------------------------------------------
ROOMS = [
    "mail", "history", "products", "people", "notifications", "search", "access", "knowledge",
    "tickets", "incoming", "portal", "desk",
]  # fmt: skip
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.socialaccount.providers.saml",
    "procrastinate.contrib.django",
    *[f"kundportal.{room}" for room in ROOMS],
]
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_IMPORT_PATHS = ["kundportal.schedule"]

MIDDLEWARE = [
    "kundportal.lib.headers.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kundportal.lib.outage.DatabaseOutage",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "kundportal.people.sessions.NotesUse",
    "kundportal.people.sessions.KnowsPerson",
    "kundportal.people.language.ReadersLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "kundportal.urls"
WSGI_APPLICATION = "kundportal.wsgi.application"
APPEND_SLASH = True

_processors = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "kundportal.portal.frame.frame",
    "kundportal.desk.frame.frame",
]
TEMPLATES = [
    {
        "NAME": "jinja2",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [
            PACKAGE / "templates",
            *[PACKAGE / room / "templates" for room in ROOMS],
        ],
        "OPTIONS": {
            "environment": "kundportal.lib.jinja.environment",
            "context_processors": _processors,
        },
    },
    {  # only for third-party pages that we do not replace
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": _processors[:3]},
    },
]

FORM_RENDERER = "django.forms.renderers.Jinja2"  # twice as quick as the default

# --- Languages and time -------------------------------------------------------------------------
LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", _("Swedish")), ("en", _("English"))]
# What applicants read and are written to in; the portal itself is in those above.
APPLICANT_LANGUAGES = [*LANGUAGES, ("nb", _("Norwegian")), ("da", _("Danish")), ("de", _("German"))]
LANGUAGE_COOKIE_NAME = "kundportal_language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = HTTPS
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = env.text(
    "KUNDPORTAL_TIME_ZONE",
    "Europe/Stockholm",
    "Zone of the calendar, and of times until a person chooses another",
)
USE_TZ = True

# --- Signing in ---------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["kundportal.people.backend.PersonBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "kundportal.people.passwords.RulesValidator"},
    {"NAME": "kundportal.people.passwords.CommonValidator"},
    {"NAME": "kundportal.people.passwords.GuessableValidator"},
    {"NAME": "kundportal.people.passwords.OwnNamesValidator"},
]
STAFF_FACTOR = env.flag(
    "KUNDPORTAL_STAFF_FACTOR", True, "Demands a second factor of the vendor's staff"
)
PHRASES = env.flag(
    "KUNDPORTAL_PHRASES", False, "Demands a phrase of 15 characters, or a second factor"
)
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "start"
ACCOUNT_ADAPTER = "kundportal.people.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an application confirms the address before anyone decides
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {
    "login": "",  # counted below, for the wrong ones alone: many share the address of a proxy
    "login_failed": "10/m/ip,5/5m/key",
    "login_address": "20/15m/key",
    "login_browser": "5/5m/key",
    "reauthenticate": "5/5m/user",
    "apply": "10/h/ip,3/h/key",
    "mail_test": "10/h/ip,3/h/key,10/d/key",
    "mail_test_domain": "60/h/key",
    "activate": "20/h/ip,3/h/key",
    "invite": "60/h/user,3/h/key",
    "invite_colleague": "20/h/user,3/h/key",
    "change_email": "10/h/user",
    "passkey_question": "30/m/ip",
    "passkey_failed": "10/m/ip",
    "sign_on": "60/m/ip",
    "upload": "600/h/user",
    "vote": "60/h/ip",
}
SOCIALACCOUNT_ADAPTER = "kundportal.people.sign_on.adapter.SignOnAdapter"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {"provider_class": "kundportal.people.sign_on.oidc.Provider"},
    "saml": {"provider_class": "kundportal.people.sign_on.saml.Provider"},
}
PRIVATE_PROVIDERS = env.flag(
    "KUNDPORTAL_PRIVATE_PROVIDERS",
    False,
    "Lets identity providers have addresses inside a network, and http on this machine",
)
MFA_ADAPTER = "kundportal.people.factors.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # the key asks who holds it: finger, face or PIN
MFA_TOTP_TOLERANCE = 1  # the clock of a phone may be half a minute off
ALLAUTH_TRUSTED_PROXY_COUNT = env.number(
    "KUNDPORTAL_PROXIES", 0, "How many proxies in front add to X-Forwarded-For"
)
PASSWORD_RESET_TIMEOUT = 60 * 60
ACTIVATION_TIMEOUT = EMAIL_CHANGE_TIMEOUT = 72 * 60 * 60
SESSION_ENGINE = "kundportal.people.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60
STAFF_UNUSED_AGE = 60 * 60
BROWSER_COOKIE_NAME = "__Host-browser" if HTTPS else "browser"
BROWSER_COOKIE_AGE = 180 * 24 * 60 * 60
VOTER_COOKIE_NAME = "__Host-voter" if HTTPS else "voter"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-kundportal" if HTTPS else "kundportal"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "kundportal.portal.views.form_too_old"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

# --- What a browser is told ---------------------------------------------------------------------
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REDIRECT_EXEMPT = [r"^health$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SILENCED_SYSTEM_CHECKS = ["security.W002"]  # lib.headers sets X-Frame-Options on every answer
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "media-src 'self'; connect-src 'self'; form-action 'self'; manifest-src 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)

# --- Files --------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [PACKAGE / "static"]
MEDIA_ROOT = DATA / "files"
COUNTS_ROOT = DATA / "counts"  # what pages leave for the worker to count
STORAGES = {
    "default": {
        "BACKEND": "kundportal.lib.files.DurableStorage",
        "OPTIONS": {"location": MEDIA_ROOT, "base_url": None},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600
FILE_LARGEST_MB = env.number("KUNDPORTAL_FILE_MB", 25, "Largest file that may be attached, in MB")
ARTICLE_FILE_LARGEST_MB = env.number(
    "KUNDPORTAL_ARTICLE_FILE_MB", 200, "Largest file of an article, such as a film, in MB"
)
IMPORT_LARGEST_MB = env.number(
    "KUNDPORTAL_IMPORT_MB", 500, "Largest file of articles to import at the desk, in MB"
)
FILES_AT_ONCE = 20
WAITING_MOST_MB = 500  # of one person's files that are not sent yet
CLAMD = env.text("KUNDPORTAL_CLAMD", "", "ClamAV's daemon, host:port or a path; empty for none")
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 100

# --- Mail ---------------------------------------------------------------------------------------
EMAIL_FILE_PATH = DATA / "mail"
EMAIL_HOST = env.text("KUNDPORTAL_SMTP_HOST", "localhost", "Server that takes outgoing mail")
EMAIL_PORT = env.number("KUNDPORTAL_SMTP_PORT", 25, "Its port")
EMAIL_HOST_USER = env.text("KUNDPORTAL_SMTP_USER", "", "User name at the mail server, if any")
EMAIL_HOST_PASSWORD = env.text("KUNDPORTAL_SMTP_PASSWORD", "", "Password at the mail server")
EMAIL_USE_TLS = env.flag("KUNDPORTAL_SMTP_STARTTLS", False, "Turns on STARTTLS to the mail server")
EMAIL_USE_SSL = env.flag("KUNDPORTAL_SMTP_TLS", False, "Speaks TLS to the mail server at once")
EMAIL_TIMEOUT = 30
if EMAIL_USE_SSL and EMAIL_USE_TLS:
    raise env.BadSetting("KUNDPORTAL_SMTP_TLS", "TLS at once and STARTTLS exclude each other")
MAIL_PER_MINUTE = env.number(
    "KUNDPORTAL_MAIL_PER_MINUTE", 600, "Most mails to one mail domain in a minute; 0 for no limit"
)
if MAIL_PER_MINUTE < 0:
    raise env.BadSetting("KUNDPORTAL_MAIL_PER_MINUTE", "it must be 0 or more")
MAIL_PROVIDER = env.checked(
    "KUNDPORTAL_MAIL_PROVIDER",
    "",
    "Provider that sends the mails instead of the mail server, such as postmark",
    providers.name_of,
)
MAIL_REPORTS_SECRET = env.checked(
    "KUNDPORTAL_MAIL_REPORTS_SECRET",
    "",
    "Name and password of the provider's reports, name:password; empty to take none",
    providers.secret_of,
)
ANYMAIL = env.checked(
    "KUNDPORTAL_MAIL_PROVIDER_SETTINGS",
    "",
    "What the provider needs, as NAME=value pairs, such as API_KEY=…",
    lambda text: providers.settings_of(MAIL_PROVIDER, text, MAIL_REPORTS_SECRET),
)
DEFAULT_FROM_EMAIL = env.text(
    "KUNDPORTAL_MAIL_FROM", f"{PORTAL_NAME} <no-reply@localhost>", "Sender of all mails"
)
MAIL_DOMAIN = env.text(
    "KUNDPORTAL_MAIL_DOMAIN",
    "",
    "Domain whose mail comes in here, such as bounces; empty for none",
)
MAIL_AUTHSERV = env.text(
    "KUNDPORTAL_MAIL_AUTHSERV",
    "",
    "Names under which our own mail servers note who a mail is from, with commas; empty for none",
)
MAIL_LISTEN = env.text(
    "KUNDPORTAL_MAIL_LISTEN",
    "lmtp://127.0.0.1:2400",
    "Where bin/manage listen_mail takes mail: lmtp:// or smtp://, address and port",
)
MAILBOX = env.text(
    "KUNDPORTAL_MAILBOX",
    "",
    "Mailbox to fetch incoming mail from, imaps://user:password@host/INBOX; empty for none",
)
MAIL_LARGEST_MB = env.number(
    "KUNDPORTAL_MAIL_LARGEST_MB", 50, "Largest mail that is taken in, in MB"
)
MAIL_HOSTS = env.text(
    "KUNDPORTAL_MAIL_HOSTS",
    "",
    "Hosts or addresses that send the mail to the world, with spaces between; empty if not known",
).split()
DKIM_SELECTORS = env.text(
    "KUNDPORTAL_DKIM_SELECTOR",
    "",
    "DKIM selectors with which the mail is signed, with spaces between; empty if not known",
).split()
EMAIL_BACKEND = (
    "kundportal.incoming.arriving.backends.DemoFolder"
    if DEMO
    else providers.backend_of(MAIL_PROVIDER)
)
MAIL_GUARD = "kundportal.notifications.meant.is_still_meant"  # of mails that have waited
GATHER_SECONDS = env.number(
    "KUNDPORTAL_GATHER_SECONDS", 120, "Seconds in which changes of one ticket become one mail"
)

# --- What the vendor promises -------------------------------------------------------------------
DECISION_WITHIN = env.number(
    "KUNDPORTAL_DECISION_DAYS", 3, "Working days in which an application is decided"
)
SEATS = env.number("KUNDPORTAL_SEATS", 10, "Seats that a new organisation begins with")
ANSWER_WITHIN = env.number(
    "KUNDPORTAL_ANSWER_DAYS", 2, "Working days in which a ticket is answered"
)
REOPEN_WITHIN = env.number(
    "KUNDPORTAL_REOPEN_DAYS", 10, "Working days in which a reply opens a closed ticket again"
)
SEARCHES_A_MINUTE = env.number(
    "KUNDPORTAL_SEARCHES",
    120,
    "Searches in a minute of one person, or of one address where nobody is signed in",
)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "kundportal": {"level": "INFO"},
        # Addresses may hold the key to a link in a mail, so requests refused are not logged.
        "django.request": {"level": "ERROR"},
    },
}
