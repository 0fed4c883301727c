"""Settings of a real server, behind a reverse proxy that terminates TLS."""

from settings import env
from settings.base import *  # noqa: F403

DEBUG = False
SECRET_KEY = env.secret_key(required=True)
SESSION_COOKIE_SECURE = env.behind_tls()
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.behind_tls() else None
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if env.behind_tls() else 0
