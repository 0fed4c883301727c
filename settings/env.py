"""The only place that reads the environment. What is missing or wrong fails here, loudly, in one line."""

import secrets
from pathlib import Path
from typing import Any

import environ

HOUSE = Path(__file__).resolve().parent.parent

_env = environ.Env()


def data_folder() -> Path:
    """Where the embedded database, the uploads and the gathered static files live (``HUB_DATA``)."""
    return Path(_env.str("HUB_DATA", default=str(HOUSE / "var"))).resolve()


def secret_key(*, required: bool) -> str:
    """``SECRET_KEY``; where it is not required, a random one: sessions then end with the process."""
    if required:
        return str(_env.str("SECRET_KEY"))
    return str(_env.str("SECRET_KEY", default="")) or secrets.token_urlsafe(48)


def database() -> dict[str, Any]:
    """``DATABASE_URL``, else SQLite in the data folder, set for one writer at a time and no lost commit."""
    url = _env.str("DATABASE_URL", default="")
    if url:
        return _served_database(_env.db_url_config(url))
    return embedded_database(data_folder() / "hub.sqlite3")


def _served_database(named: dict[str, Any]) -> dict[str, Any]:
    """PostgreSQL plans each query of ours once a connection, which saves it a third of a command's time."""
    if named["ENGINE"] == "django.db.backends.postgresql":
        prepared = {"server_side_binding": True, "prepare_threshold": 5}
        named["OPTIONS"] = prepared | named.get("OPTIONS", {})
    return {**named, "CONN_HEALTH_CHECKS": True, "CONN_MAX_AGE": 600}


def embedded_database(path: Path) -> dict[str, Any]:
    """SQLite that waits its turn: IMMEDIATE takes the write lock first, so nothing ends in "locked"."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # FULL: an acknowledged command survives a power cut, not only a kill.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        },
    }


def redis_url() -> str:
    """``REDIS_URL``, empty for the in-memory channel layer (one process)."""
    return str(_env.str("REDIS_URL", default=""))


def channel_layer() -> dict[str, Any]:
    """Pub/sub over Redis where there is one: its at-most-once hints are all that the pump needs."""
    if not redis_url():
        return {"BACKEND": "channels.layers.InMemoryChannelLayer", "CONFIG": {"capacity": 10_000}}
    return {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [redis_url()], "prefix": _env.str("HUB_REDIS_PREFIX", default="hub")},
    }


def hosts() -> list[str]:
    """``HUB_HOSTS``: the names under which the house answers, separated by commas."""
    return list(_env.list("HUB_HOSTS", default=["*"]))


def trusted_origins() -> list[str]:
    """``HUB_ORIGINS``: origins with scheme, needed behind a proxy that speaks TLS for us."""
    return list(_env.list("HUB_ORIGINS", default=[]))


def behind_tls() -> bool:
    """``HUB_TLS``: whether the public address is https."""
    return bool(_env.bool("HUB_TLS", default=False))


def pace(name: str, default: str) -> tuple[float, float]:
    """``name`` as "at once,a second": ``HUB_PACE_LASTING``, ``HUB_PACE_SIGNALS``."""
    burst, rate = _env.str(name, default=default).split(",")
    return float(burst), float(rate)


def number(name: str, default: int) -> int:
    """``name`` as a whole number."""
    return int(_env.int(name, default=default))


def meeting_line() -> str:
    """``HUB_MEETING_LINE``: where servers reach the process that leads the meetings.

    ``unix:<path>`` (its own user only), or ``tcp://host:port`` between hosts, where ``SECRET_KEY`` is asked.
    """
    return str(_env.str("HUB_MEETING_LINE", default=f"unix:{data_folder() / 'meeting.sock'}"))


def media_addresses() -> list[str]:
    """``HUB_MEDIA_ADDRESSES``: what browsers are told, separated by commas; empty: those of this machine."""
    return list(_env.list("HUB_MEDIA_ADDRESSES", default=[]))


def janus_url() -> str:
    """``JANUS_URL``: a Janus WebSocket; empty: the house carries media itself."""
    return str(_env.str("JANUS_URL", default=""))


def turn() -> tuple[list[str], str]:
    """``TURN_URL`` (several: commas) and ``TURN_SECRET``. Raises ``ImproperlyConfigured`` for one alone."""
    urls, secret = list(_env.list("TURN_URL", default=[])), str(_env.str("TURN_SECRET", default=""))
    if bool(urls) != bool(secret):
        raise environ.ImproperlyConfigured("TURN_URL and TURN_SECRET go together")
    return urls, secret


def email() -> dict[str, Any]:
    """``EMAIL_URL``; else letters are printed on the console."""
    return dict(_env.email_url("EMAIL_URL", default="consolemail://"))


def sender() -> str:
    """``EMAIL_FROM``: who the letters come from."""
    return str(_env.str("EMAIL_FROM", default="hub@localhost"))


def metrics_token() -> str:
    """``HUB_METRICS_TOKEN``: what a Prometheus must say to read ``/metrics``; empty: nobody may."""
    return str(_env.str("HUB_METRICS_TOKEN", default=""))


def log_formatter() -> str:
    """``HUB_LOG_FORMAT``: ``line`` for people, ``json`` for programs that gather logs.

    Raises ``ImproperlyConfigured`` for another word.
    """
    word = str(_env.str("HUB_LOG_FORMAT", default="line"))
    if word not in ("line", "json"):
        raise environ.ImproperlyConfigured(f"HUB_LOG_FORMAT is line or json, not {word}")
    return word


def log_level() -> str:
    """``HUB_LOG``: DEBUG, INFO, WARNING…"""
    return str(_env.str("HUB_LOG", default="INFO"))
