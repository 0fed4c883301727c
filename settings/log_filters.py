"""Removes secrets from the log: the address of a card is its secret, and people type theirs anywhere."""

import logging
import re
from typing import Any

# Where a secret is part of the address: all that follows may be some of it.
_SECRET = re.compile(r"(/(?:carte|r)/).*", re.DOTALL)
# First parts of addresses below which nothing is secret.
_TOLD = {"f", "static", "images", "coulisses", "health", "wire", "metrics"}


class WithoutSecrets(logging.Filter):
    """Passes every record, without the secrets in its URLs."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = record.__dict__.pop("request", None)  # the JSON formatter would print its URL
        if path := getattr(request, "path", ""):
            record.args = _without(record.args, path)
        record.msg, record.args = _SECRET.sub(r"\1…", record.getMessage()), None
        return True


def told(path: str) -> str:
    """Return ``path`` as far as it may be told: anything can have been typed after the name of the house."""
    first = path.lstrip("/").partition("/")[0]
    return path if first in _TOLD else "/…"


def _without(args: Any, path: str) -> Any:
    """Return the arguments of a record of Django's with its path, which Django may have escaped, as told."""
    escaped = path.encode("unicode_escape").decode("ascii")
    if not isinstance(args, tuple):
        return args
    return tuple(told(escaped) if arg in (path, escaped) else arg for arg in args)
