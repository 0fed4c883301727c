"""Addresses that leave the screen, on paper, in a QR code or a calendar: they must open on another device."""

from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest


class PublicAddress(NamedTuple):
    """A whole address, and whether it opens on this machine alone."""

    url: str
    is_only_here: bool


def public_address(request: HttpRequest, path: str) -> PublicAddress:
    """Return the address of ``path`` at ``HUB_URL``, the host that was asked for, or this machine's own."""
    is_loopback = _is_loopback(urlsplit(request.build_absolute_uri("/")).hostname or "")
    base = settings.HUB_URL or (settings.HUB_NEARBY if is_loopback else "")
    if base:
        return PublicAddress(base + path, is_only_here=False)
    return PublicAddress(request.build_absolute_uri(path), is_loopback)


def _is_loopback(host: str) -> bool:
    return host in {"localhost", "::1"} or host.endswith(".localhost") or host.startswith("127.")
