"""What an ASGI scope tells of who asks."""

from typing import Any

from django.conf import settings
from django.http import parse_cookie

from people.networks import network_of


def session_key(scope: dict[str, Any]) -> str:
    """Return the session key in the browser's cookie, unchecked; empty without one."""
    cookies = b"; ".join(value for name, value in scope.get("headers", ()) if name == b"cookie")
    return parse_cookie(cookies.decode("latin-1")).get(settings.SESSION_COOKIE_NAME, "")


def network_of_client(scope: dict[str, Any]) -> str:
    """Return the network of the client's address."""
    return network_of((scope.get("client") or [""])[0])
