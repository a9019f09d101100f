"""One settings file. Everything that differs between places comes from the environment: docs/operations.md."""

from datetime import timedelta
from pathlib import Path

import pghistory
from django.utils.translation import gettext_lazy as _

from config import embedded, environment
from core import logging as portal_logging
from core.openapi_names import SETS_OF_WORDS

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = environment.folder("PORTAL_VAR_DIR", BASE_DIR / "var")

# production: real servers, https, second factor. demo: embedded servers, plain http on loopback. test: as demo.
MODE = environment.choice("PORTAL_MODE", "demo", ("demo", "production", "test"))
PRODUCTION = MODE == "production"
DEBUG = environment.flag("PORTAL_DEBUG", False, never=PRODUCTION)
KEPT = None if PRODUCTION else VAR_DIR  # where a key that is not set is made and kept
SECRET_KEY = environment.secret("PORTAL_SECRET_KEY", development=embedded.kept_secret(KEPT, "secret-key"))
# Readers of libraries are known by a hash under this key alone (venues/lending/readers.py).
READER_KEY = environment.secret("PORTAL_READER_KEY", development=embedded.kept_secret(KEPT, "reader-key"))
# Identity numbers and mobiles at rest (volunteers/vault.py). The first key seals, all open.
_vault_key, _index_key = embedded.kept_key(KEPT, "vault-key", 16), embedded.kept_key(KEPT, "vault-index-key", 32)
VAULT_KEYS = environment.cipher_keys("PORTAL_VAULT_KEYS", development=_vault_key)
VAULT_INDEX_KEY = environment.index_key("PORTAL_VAULT_INDEX_KEY", development=_index_key)
VAULT_INDEX_KEY_OLD = environment.index_key("PORTAL_VAULT_INDEX_KEY_OLD", needed=False)
REVEALS_AN_HOUR = environment.whole("PORTAL_REVEALS_AN_HOUR", 20, least=1, most=1000)  # of values in clear, a person
# Single movements of library items are kept so many months; what was counted stays.
LIBRARY_MONTHS = environment.whole("PORTAL_LIBRARY_MONTHS", 13, least=2, most=600)
PUBLIC_ADDRESS = environment.address("PORTAL_ADDRESS", "" if PRODUCTION else "http://localhost:8000")
ALLOWED_HOSTS = [
    environment.host_of(PUBLIC_ADDRESS),
    *environment.words("PORTAL_HOSTS", () if PRODUCTION else ("localhost", "127.0.0.1", "[::1]")),
]
CSRF_TRUSTED_ORIGINS = [PUBLIC_ADDRESS]
TRUSTED_PROXIES = environment.whole("PORTAL_TRUSTED_PROXIES", 0, most=10)

APPS = ("core", "belts", "accounts", "venues", "volunteers", "activities", "meetings", "indicators")
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "django_filters",
    "django_htmx",
    "django_prometheus",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "pghistory",
    "pgtrigger",
    "rest_framework",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    *APPS,
]

MIDDLEWARE = [
    "core.middleware.RequestIdMiddleware",
    *(["core.access_log.AccessLogMiddleware"] if environment.flag("PORTAL_ACCESS_LOG", PRODUCTION) else []),
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.middleware.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "core.middleware.BadInputMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "accounts.middleware.HistoryContextMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.middleware.IdleTimeoutMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "accounts.middleware.PasswordAgeMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context_processors.portal",
            ],
            "builtins": [
                "core.templatetags.components",
                "core.templatetags.portal",
                "django.templatetags.i18n",
                "django.templatetags.static",
            ],
        },
    }
]
FORM_RENDERER = "core.forms.PortalRenderer"

# --- database, queue, cache ---
DATABASES = {
    "default": {
        "ENGINE": "django_prometheus.db.backends.postgresql",
        "CONN_MAX_AGE": environment.whole("PORTAL_DATABASE_CONNECTION_SECONDS", 60, most=3600),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 10},
        **(environment.database("DATABASE_URL", needed=PRODUCTION) or embedded.database(VAR_DIR)),
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = environment.redis_url("REDIS_URL", needed=PRODUCTION) or embedded.redis_url(VAR_DIR)
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": f"portal-{MODE}",
    }
}
CELERY_BROKER_URL = environment.broker_url(REDIS_URL)
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = "Asia/Shanghai"

# --- people ---
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.passwords.MixedKindsValidator"},
    {"NAME": "accounts.passwords.NotUsedLatelyValidator"},
]
PASSWORD_DAYS = environment.whole("PORTAL_PASSWORD_DAYS", 90, least=1, most=3650)
PASSWORD_RESET_TIMEOUT = 24 * 3600
LOCK_FAILURES = environment.whole("PORTAL_LOCK_FAILURES", 5, least=1, most=100)
LOCK_FAILURES_PER_ADDRESS = environment.whole("PORTAL_LOCK_FAILURES_PER_ADDRESS", 5, least=1, most=10_000)
LOCK_MINUTES = environment.whole("PORTAL_LOCK_MINUTES", 15, least=1, most=1440)
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "change_password": "10/m/user",
    # The address first: what it tries after its limit does not count against the accounts it names.
    "login_failed": f"{LOCK_FAILURES_PER_ADDRESS}/{LOCK_MINUTES}m/ip,{LOCK_FAILURES}/{LOCK_MINUTES}m/key",
}
MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
LOGIN_REDIRECT_URL = "home"
LOGIN_URL = "account_login"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = PRODUCTION and environment.flag("PORTAL_REDIRECT_TO_HTTPS", True)
SECURE_REDIRECT_EXEMPT = [r"^health/"]  # asked from inside, without the proxy that speaks https
SECURE_HSTS_SECONDS = 31536000 if PRODUCTION else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

SECOND_FACTOR_REQUIRED = environment.flag("PORTAL_SECOND_FACTOR", PRODUCTION)
IDLE_SECONDS = environment.whole("PORTAL_IDLE_SECONDS", 1800, least=120, most=86400)
WARNING_BEFORE_IDLE_END = timedelta(minutes=2)
NOTICE_DAYS = environment.whole("PORTAL_NOTICE_DAYS", 180, least=30, most=3650)
AUDIT_DAYS = environment.whole("PORTAL_AUDIT_DAYS", 730, least=183, most=36500)
# Who, when and why stand in each event row (core/history.py); an event row is found by its object, day or context.
PGHISTORY_LEVEL = pghistory.Statement  # once a statement: by row, a COPY of 20,000 parties took 50 times as long
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()
PGHISTORY_CONTEXT_ID_FIELD = pghistory.ContextUUIDField(null=True)
PGHISTORY_FOREIGN_KEY_FIELD = pghistory.ForeignKey(db_index=False)

# --- language, time ---
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("zh-hant", _("Traditional Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale" / app for app in APPS]
USE_I18N = USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
USE_THOUSAND_SEPARATOR = True

# --- files ---
# Typefaces of printed papers; `npm run build` copies them there.
FONT_DIR = environment.folder("PORTAL_FONT_DIR", BASE_DIR / "build" / "fonts")
STATIC_URL = "/static/"
STATIC_ROOT = environment.folder("PORTAL_STATIC_DIR", VAR_DIR / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = MODE == "test"
MEDIA_ROOT = VAR_DIR / "media"
LEAST_DISK_MEGABYTES = environment.whole("PORTAL_LEAST_DISK_MEGABYTES", 300)
STORAGES = {
    "default": environment.file_storage(),
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if MODE != "test"
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
LARGEST_REQUEST_BYTES = environment.whole("PORTAL_LARGEST_REQUEST_MEGABYTES", 60, least=1, most=2000) * 1_000_000
FILE_UPLOAD_PERMISSIONS = 0o640

OFFER_HOURS = environment.whole("PORTAL_OFFER_HOURS", 24, least=1, most=336)  # to answer what a waiting list offers

# Hosts of webhooks that may have private addresses and plain http (volunteers/exchange/outgoing.py).
WEBHOOK_PRIVATE_HOSTS = [host.lower() for host in environment.words("PORTAL_WEBHOOK_PRIVATE_HOSTS")]

# --- API ---
API_RATE = environment.whole("PORTAL_API_RATE", 600, least=1, most=1_000_000)  # requests a minute for each token
API_RATE_FOR_PEOPLE = environment.whole("PORTAL_API_RATE_FOR_PEOPLE", 300, least=1, most=1_000_000)
# Of pages without signing in: for everybody, or all displays, behind one address.
VISITOR_RATE = environment.whole("PORTAL_VISITOR_RATE", 600, least=1, most=1_000_000)
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.IsAuthenticated",
        "accounts.permissions.TokenMayWrite",
    ],
    "DEFAULT_THROTTLE_CLASSES": ["accounts.throttles.CallerThrottle"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "core.openapi.PortalSchema",
    "DEFAULT_PAGINATION_CLASS": "core.paging.KeysetPagination",
    "EXCEPTION_HANDLER": "core.api.exception_handler",
    "PAGE_SIZE": 50,
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "一廊四带协同平台 API",
    "DESCRIPTION": "Joint civilization-practice corridor of Sichuan and Chongqing: records and statistics.",
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": SETS_OF_WORDS,
}

# --- mail, text messages (docs/sms-gateway.md), logs, processes ---
MAIL_FROM = DEFAULT_FROM_EMAIL = environment.text("PORTAL_MAIL_FROM", "portal@localhost")
EMAIL_HOST = environment.text("PORTAL_MAIL_HOST")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
EMAIL_PORT = environment.whole("PORTAL_MAIL_PORT", 587, least=1, most=65535)
EMAIL_HOST_USER = environment.text("PORTAL_MAIL_USER")
EMAIL_HOST_PASSWORD = environment.text("PORTAL_MAIL_PASSWORD")
_mail_security = environment.choice("PORTAL_MAIL_SECURITY", "starttls", ("starttls", "tls", "none"))
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail_security == "starttls", _mail_security == "tls"
EMAIL_TIMEOUT = 20
SMS_URL = environment.text("PORTAL_SMS_URL")
SMS_KEY = environment.secret("PORTAL_SMS_KEY", development="") if SMS_URL else ""
SMS_PRIVATE = environment.flag("PORTAL_SMS_PRIVATE", False)  # a gateway inside the own network
SMS_SHOWN = MODE == "demo" and not SMS_URL  # who tries the demo has no phone at the other end
SMS_PER_ADDRESS = environment.whole("PORTAL_SMS_PER_ADDRESS", 60, least=1, most=100_000)  # codes an hour

LOG_LEVEL = environment.choice(
    "PORTAL_LOG_LEVEL", "INFO" if PRODUCTION else "WARNING", ("DEBUG", "INFO", "WARNING", "ERROR")
)
LOGGING = portal_logging.configuration(
    level=LOG_LEVEL,
    json=environment.choice("PORTAL_LOG_FORMAT", "json" if PRODUCTION else "lines", ("json", "lines")) == "json",
)

# The three processes of the portal: config/processes.py.
LISTEN = environment.text("PORTAL_LISTEN", "127.0.0.1")
LISTEN_PORT = environment.whole("PORTAL_PORT", 8000, least=1, most=65535)
WEB_PROCESSES = environment.whole("PORTAL_WEB_PROCESSES", 2 if PRODUCTION else 1, least=1, most=64)
WEB_THREADS = environment.whole("PORTAL_WEB_THREADS", 8, least=1, most=256)
WORKER_PROCESSES = environment.whole("PORTAL_WORKER_PROCESSES", 2, least=1, most=64)
