"""Settings that are the same everywhere; dev, test and prod have those that differ."""

from django.utils.translation import gettext_lazy as _

from frontend.addresses import PICTURE_FORMS
from frontend.inline_script import CSP_SOURCES
from frontend.static_storage import add_headers
from protocols.kinds import PROTOCOLE
from realtime.connection.limits import FORM_BYTES
from rooms.kinds import WORDS
from rooms.sessions.kinds import SILENT
from settings import env
from settings.build import build

BUILD = build()
ROOT_URLCONF = "settings.urls"
ASGI_APPLICATION = "asgi.application"

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "servestatic.runserver_nostatic",
    "django.contrib.staticfiles",
    "channels",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "people",
    "rooms",
    "rooms.meetings",
    "rooms.sessions",
    "rooms.moderation",
    "rooms.helping",
    "protocols",
    "realtime",
    "frontend",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # Makes a room's page ten times smaller; Django pads it against BREACH.
    "frontend.compression.PageCompressionMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "frontend.form_origin.FormOriginMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "frontend.permissions_policy.PermissionsPolicyMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "frontend.context_processors.house",
            ],
        },
    },
]

DATABASES = {"default": env.database()}
CHANNEL_LAYERS = {"default": env.channel_layer()}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Person"
LOGIN_URL = "door"
# Sessions last a year: nobody should have to join twice with the same phone.
SESSION_ENGINE = "people.sessions"
AUTHENTICATION_BACKENDS = ["people.sessions.PersonBackend"]
SESSION_COOKIE_AGE = 60 * 60 * 24 * 365
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("Français")), ("en", _("Anglais"))]
LOCALE_PATHS = [env.HOUSE / "frontend" / "locale"]
USE_I18N = True
TIME_ZONE = "Europe/Paris"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = env.data_folder() / "static"
SERVESTATIC_ADD_HEADERS_FUNCTION = add_headers
# What a form may hold beside its files; the server refuses more before anything of it is kept, and what is
# not of somebody signed in beyond 64 KiB, or not in parts beyond 16 (realtime/connection/limits.py).
DATA_UPLOAD_MAX_MEMORY_SIZE = FORM_BYTES
HUB_PICTURE_FORMS = PICTURE_FORMS
# Uploaded pictures, under random names, served by a view (frontend/views/pictures.py).
MEDIA_URL = "/images/"
MEDIA_ROOT = env.data_folder() / "media"
# Packets of a recorded rencontre, until its film is made.
HUB_RECORDING_FOLDER = env.data_folder() / "recording"
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o600, 0o700
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "frontend.static_storage.JoinedStaticFilesStorage"},
}

ALLOWED_HOSTS = env.hosts()
# What posters, cards and calendars bear: see frontend/public_address.py.
HUB_URL, HUB_NEARBY = env.public_url(), env.nearby_url()
HUB_TEXTS = env.texts_folder()
CSRF_TRUSTED_ORIGINS = env.trusted_origins()
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'", *CSP_SOURCES],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "media-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

# Where all that is kept of people is named (people/data.py): rooms know no app above them.
HUB_PERSONAL_DATA = "settings.personal_data.PERSONAL_DATA"

# The kinds of posts that a feed may hold, by the app that owns them (rooms/kinds.py).
HUB_POST_KINDS = {kind.key: kind for kind in (WORDS, SILENT, PROTOCOLE)}

# Rate limits of one person: the burst, then how many a second (people/pacing.py).
HUB_PACE = {
    "lasting": env.pace("HUB_PACE_LASTING", "20,2"),
    "signals": env.pace("HUB_PACE_SIGNALS", "60,10"),
    "meeting": env.pace("HUB_PACE_MEETING", "240,60"),
    "doors": env.pace("HUB_PACE_DOORS", "60,1"),
    # Pages of one person; and of one network those of all who are nobody yet (realtime/gateway/page_pace.py).
    "pages": env.pace("HUB_PACE_PAGES", "60,2"),
    "strangers": env.pace("HUB_PACE_STRANGERS", "1000,10"),
    # New people of one network: a full house at once, then ten a minute (rooms/arriving.py).
    "arrivals": env.pace("HUB_PACE_ARRIVALS", "200,0.17"),
}
HUB_METRICS_TOKEN = env.metrics_token()
HUB_DECISIONS_DAYS = env.number("HUB_DECISIONS_DAYS", 730, lowest=30)
HUB_SOCKETS_EACH = env.number("HUB_SOCKETS_EACH", 12, lowest=1)

# Rencontres: the process that leads them (python -m realtime.meeting), the media server, and the relay.
HUB_MEETING_LINE = env.meeting_line()
HUB_MEETING_MOST = env.number("HUB_MEETING_MOST", 100, lowest=1)
HUB_MESH_UP_TO = env.number("HUB_MESH_UP_TO", 4)
HUB_MEDIA_PORT = env.number("HUB_MEDIA_PORT", 8189, lowest=1, highest=65535)
HUB_MEDIA_ADDRESSES = env.media_addresses()
JANUS_URL = env.janus_url()
TURN_URLS, TURN_SECRET = env.turn()

DEFAULT_FROM_EMAIL = env.sender()
# Not Django's ADMINS, who would get what people wrote with every error.
HUB_ALERTS = env.alerts()
locals().update(env.email())

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"},
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
            "json_ensure_ascii": False,
        },
    },
    "filters": {"no_secrets": {"()": "settings.log_filters.WithoutSecrets"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": env.log_formatter(),
            "filters": ["no_secrets"],
        }
    },
    "root": {"handlers": ["console"], "level": env.log_level()},
}
