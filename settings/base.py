"""What is the same everywhere. The choices that differ stand in dev, test and prod."""

from django.utils.translation import gettext_lazy as _

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
    "protocols",
    "realtime",
    "frontend",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "servestatic.middleware.ServeStaticMiddleware",
    # A room's page is ten times smaller so; Django pads it against BREACH.
    "frontend.compressing.PagesCompressed",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "frontend.permissions.AskNothing",
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
                "frontend.context.house",
            ],
        },
    },
]

DATABASES = {"default": env.database()}
CHANNEL_LAYERS = {"default": env.channel_layer()}
# "drawn" keeps posts as they were drawn: two hundred pages' worth, in each process.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "drawn": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "drawn",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Person"
LOGIN_URL = "door"
# Nobody should have to come in twice with the same phone.
SESSION_ENGINE = "people.recognised"
AUTHENTICATION_BACKENDS = ["people.recognised.PersonBackend"]
SESSION_COOKIE_AGE = 60 * 60 * 24 * 365
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "frontend.views.errors.stale_form"
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
# What people bring: under names that tell nothing, served by a view (frontend/views/pictures.py).
MEDIA_URL = "/images/"
MEDIA_ROOT = env.data_folder() / "media"
# Packets of a recorded rencontre, until their film is made.
HUB_RECORDING_FOLDER = env.data_folder() / "recording"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "frontend.static_files.HashedModules"},
}

ALLOWED_HOSTS = env.hosts()
CSRF_TRUSTED_ORIGINS = env.trusted_origins()
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
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

# How fast one person may act: how many at once, then how many a second (people/pacing.py).
HUB_PACE = {
    "lasting": env.pace("HUB_PACE_LASTING", "20,2"),
    "signals": env.pace("HUB_PACE_SIGNALS", "60,10"),
    "meeting": env.pace("HUB_PACE_MEETING", "240,60"),
    "doors": env.pace("HUB_PACE_DOORS", "60,1"),
}
HUB_METRICS_TOKEN = env.metrics_token()
HUB_SOCKETS_EACH = env.number("HUB_SOCKETS_EACH", 12)

# Rencontres: who leads them (python -m realtime.meeting), what carries sound and pictures, and the relay.
HUB_MEETING_LINE = env.meeting_line()
HUB_MEETING_MOST = env.number("HUB_MEETING_MOST", 100)
HUB_MESH_UP_TO = env.number("HUB_MESH_UP_TO", 4)
HUB_MEDIA_PORT = env.number("HUB_MEDIA_PORT", 8189)
HUB_MEDIA_ADDRESSES = env.media_addresses()
JANUS_URL = env.janus_url()
TURN_URLS, TURN_SECRET = env.turn()

DEFAULT_FROM_EMAIL = env.sender()
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
    "filters": {"no_secrets": {"()": "settings.discretion.NoSecrets"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": env.log_formatter(),
            "filters": ["no_secrets"],
        }
    },
    "root": {"handlers": ["console"], "level": env.log_level()},
}
