"""The only module that reads the environment. A missing or wrong variable stops the start with one line."""

import math
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from settings.terminal import (
    EXPECTS_CHOICE,
    EXPECTS_NUMBER,
    EXPECTS_PACE,
    EXPECTS_URL,
    MISSING_VARIABLE,
    NOT_TOGETHER,
    WRONG_VARIABLE,
)

HOUSE = Path(__file__).resolve().parent.parent
YES, NO = ("yes", "true", "on", "1"), ("no", "false", "off", "0")
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")

_env = environ.Env()
_T = TypeVar("_T")


class WrongVariable(SystemExit, ImproperlyConfigured):
    """A variable is missing or wrong. Ends whichever process reads the settings, with one line, untraced."""


def _read(name: str, default: str, parse: Callable[[str], _T], expected: str) -> _T:
    """Parse the variable ``name``. Raises ``WrongVariable`` where ``parse`` raises ``ValueError``.

    The line does not quote the value: that of a URL holds a password.
    """
    try:
        return parse(str(_env.str(name, default=default)).strip() or default)
    except ValueError as error:
        raise WrongVariable(WRONG_VARIABLE(name=name, expected=expected)) from error


def _choice(name: str, default: str, choices: tuple[str, ...]) -> str:
    expected = EXPECTS_CHOICE(choices=", ".join(choices))
    return _read(name, default, lambda text: choices[choices.index(text)], expected)


def _url(name: str, schemes: tuple[str, ...], example: str) -> str:
    """Read a URL with a scheme of ``schemes``; empty when there is none."""

    def parse(text: str) -> str:
        parts = urlsplit(text)
        if text and (parts.scheme not in schemes or (parts.port or 1) < 1):  # ``port`` raises ValueError
            raise ValueError(text)
        return text

    return _read(name, "", parse, EXPECTS_URL(example=example))


def data_folder() -> Path:
    """``HUB_DATA``: the folder of the embedded database, the uploads and the collected static files."""
    return Path(_env.str("HUB_DATA", default=str(HOUSE / "var"))).resolve()


def secret_key(*, required: bool) -> str:
    """``SECRET_KEY``; if not required, a random default, with which sessions end with the process."""
    if required and not _env.str("SECRET_KEY", default=""):
        raise WrongVariable(MISSING_VARIABLE(name="SECRET_KEY"))
    return known_key() or secrets.token_urlsafe(48)


def known_key() -> str:
    """``SECRET_KEY``, or the key that ``bin/serve`` keeps in the data folder; empty when there is neither."""
    kept = data_folder() / "secret-key"
    return str(_env.str("SECRET_KEY", default="")) or (kept.read_text().strip() if kept.is_file() else "")


def database() -> dict[str, Any]:
    """``DATABASE_URL``; by default SQLite in the data folder."""
    url = _env.str("DATABASE_URL", default="")
    if url:
        return _served_database(_env.db_url_config(url))
    return embedded_database(data_folder() / "hub.sqlite3")


def _served_database(named: dict[str, Any]) -> dict[str, Any]:
    """Make PostgreSQL plan each query once a connection, which saves a third of a command's time there."""
    if named["ENGINE"] == "django.db.backends.postgresql":
        prepared = {"server_side_binding": True, "prepare_threshold": 5}
        named["OPTIONS"] = prepared | named.get("OPTIONS", {})
    return {**named, "CONN_HEALTH_CHECKS": True, "CONN_MAX_AGE": 600}


def embedded_database(path: Path) -> dict[str, Any]:
    """SQLite whose writers wait in turn: IMMEDIATE takes the write lock first, so none is "locked" out."""
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
    """``REDIS_URL``; empty for the in-memory channel layer, which serves one process."""
    return _url("REDIS_URL", ("redis", "rediss", "unix"), "redis://127.0.0.1:6379/0")


def channel_layer() -> dict[str, Any]:
    """Redis pub/sub if there is a Redis: it delivers at most once, which is enough for hints."""
    if not redis_url():
        return {"BACKEND": "channels.layers.InMemoryChannelLayer", "CONFIG": {"capacity": 10_000}}
    return {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [redis_url()], "prefix": _env.str("HUB_REDIS_PREFIX", default="hub")},
    }


def hosts() -> list[str]:
    """``HUB_HOSTS``: the host names that are served, separated by commas."""
    return list(_env.list("HUB_HOSTS", default=["*"]))


def trusted_origins() -> list[str]:
    """``HUB_ORIGINS``: origins with scheme, needed behind a proxy that terminates TLS."""
    return list(_env.list("HUB_ORIGINS", default=[]))


def behind_tls() -> bool:
    """``HUB_TLS``: whether the public address is https."""
    return _read("HUB_TLS", "no", _yes_or_no, EXPECTS_CHOICE(choices="yes, no"))


def _yes_or_no(text: str) -> bool:
    if text.lower() not in YES + NO:
        raise ValueError(text)
    return text.lower() in YES


def pace(name: str, default: str) -> tuple[float, float]:
    """Read ``name``, as ``HUB_PACE_LASTING``: "burst,per second"."""
    return _read(name, default, _burst_and_rate, EXPECTS_PACE(example=default))


def _burst_and_rate(text: str) -> tuple[float, float]:
    burst, rate = map(float, text.split(","))
    if not (1 <= burst < math.inf and 0 < rate < math.inf):
        raise ValueError(text)
    return burst, rate


def number(name: str, default: int, *, lowest: int = 0, highest: int = 100_000) -> int:
    """Read ``name`` as a whole number between these."""

    def parse(text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) < 10 and lowest <= int(text) <= highest):
            raise ValueError(text)
        return int(text)

    expected = EXPECTS_NUMBER(lowest=lowest, highest=highest, example=default)
    return _read(name, str(default), parse, expected)


def meeting_line() -> str:
    """``HUB_MEETING_LINE``: the address of the process that leads the meetings.

    ``unix:<path>`` (its own user only), or ``tcp://host:port`` between hosts, which proves ``SECRET_KEY``.
    """
    line = _url("HUB_MEETING_LINE", ("unix", "tcp"), "tcp://10.0.0.5:8190")
    return line or f"unix:{data_folder() / 'meeting.sock'}"


def media_addresses() -> list[str]:
    """``HUB_MEDIA_ADDRESSES``: given to browsers, separated by commas; empty for those of this machine."""
    return list(_env.list("HUB_MEDIA_ADDRESSES", default=[]))


def janus_url() -> str:
    """``JANUS_URL``: the WebSocket of a Janus; empty for the embedded SFU."""
    return _url("JANUS_URL", ("ws", "wss"), "ws://:secret@127.0.0.1:8188")


def turn() -> tuple[list[str], str]:
    """``TURN_URL`` (with commas) and ``TURN_SECRET``. Raises ``WrongVariable`` for one alone."""
    urls, secret = list(_env.list("TURN_URL", default=[])), str(_env.str("TURN_SECRET", default=""))
    if bool(urls) != bool(secret):
        raise WrongVariable(NOT_TOGETHER(names="TURN_URL, TURN_SECRET"))
    return urls, secret


def email() -> dict[str, Any]:
    """``EMAIL_URL``; by default mail is printed on the console."""
    schemes = tuple(_env.EMAIL_SCHEMES)
    url = _url("EMAIL_URL", schemes, "smtp+tls://hub:secret@mail.example.org:587") or "consolemail://"
    return dict(_env.email_url_config(url))


def sender() -> str:
    """``EMAIL_FROM``: the sender of mail."""
    return str(_env.str("EMAIL_FROM", default="hub@localhost"))


def public_url() -> str:
    """``HUB_URL``: the address of the house, for what is printed; empty: the one a page was asked at."""
    return _url("HUB_URL", ("http", "https"), "https://hub.example.org").rstrip("/")


def nearby_url() -> str:
    """``HUB_NEARBY``: this machine's address for phones in its network, which ``bin/serve`` finds out."""
    return _url("HUB_NEARBY", ("http", "https"), "http://192.168.1.20:8000").rstrip("/")


def texts_folder() -> Path | None:
    """``HUB_TEXTS``: a folder of the house's own texts (frontend/house_texts.py); None: the usual ones."""
    folder = str(_env.str("HUB_TEXTS", default=""))
    return Path(folder) if folder else None


def alerts() -> list[str]:
    """``HUB_ALERTS``: e-mail addresses, separated by commas, that hear of a backup that failed."""
    return list(_env.list("HUB_ALERTS", default=[]))


def watchdog(pid: int) -> tuple[str, float]:
    """Return where systemd wants to hear every so many seconds that the process ``pid`` moves; else empty."""
    address, ours = str(_env.str("NOTIFY_SOCKET", default="")), _env.str("WATCHDOG_PID", default="")
    if not address or ours != str(pid):
        return "", 0.0
    return address.replace("@", "\0", 1), int(_env.str("WATCHDOG_USEC", default="0")) / 1e6


def metrics_token() -> str:
    """``HUB_METRICS_TOKEN``: the bearer token for ``/metrics``; empty: nobody may read it."""
    return str(_env.str("HUB_METRICS_TOKEN", default=""))


def log_formatter() -> str:
    """``HUB_LOG_FORMAT``: ``line`` for people, ``json`` for programs that gather logs."""
    return _choice("HUB_LOG_FORMAT", "line", ("line", "json"))


def log_level() -> str:
    """``HUB_LOG``: the least important lines that are logged."""
    return _choice("HUB_LOG", "INFO", LEVELS)
