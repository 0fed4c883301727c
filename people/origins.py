"""Tell whether what a browser sends comes from a page of this house: scheme, host and port are compared."""

from urllib.parse import urlsplit

from django.conf import settings

DEFAULT_PORTS = {"http": 80, "https": 443}


def is_ours(origin: str, called: str) -> bool:
    """Return whether ``origin`` is that which was ``called``, as ``https://hub.example``, or a trusted one
    (``CSRF_TRUSTED_ORIGINS``)."""
    if origin in settings.CSRF_TRUSTED_ORIGINS:
        return True
    parts = _parts(origin)
    return parts is not None and parts == _parts(called)


def origin_of(address: str) -> str:
    """Return the origin of the page at ``address``; empty if it has none."""
    try:
        parsed = urlsplit(address)
    except ValueError:
        return ""
    return f"{parsed.scheme}://{parsed.netloc}" if parsed.netloc else ""


def _parts(origin: str) -> tuple[str, str, int] | None:
    """Return scheme, host and port of an origin; None for anything else."""
    try:
        parsed = urlsplit(origin)
        port = parsed.port or DEFAULT_PORTS[parsed.scheme]
    except (ValueError, KeyError):
        return None
    is_bare = f"{parsed.scheme}://{parsed.netloc}".lower() == origin.lower() and parsed.username is None
    return (parsed.scheme, parsed.hostname, port) if is_bare and parsed.hostname else None
