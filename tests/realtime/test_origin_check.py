"""Whose page may open a socket: one of the same scheme, host and port, and nobody's else."""

from typing import Any

import pytest
from pytest_django import Settings

from realtime.gateway.asgi_middleware import OriginCheck

PROTO = ("HTTP_X_FORWARDED_PROTO", "https")
HOUSE = "https://hub.example.org"


async def opens(*headers: tuple[str, str], scheme: str = "ws") -> bool:
    """Return whether a socket with these ``headers`` comes through."""
    through: list[str] = []
    events = iter(("websocket.connect", "websocket.disconnect"))

    async def inner(scope: dict[str, Any], _receive: Any, _send: Any) -> None:
        through.append(scope["type"])

    async def receive() -> dict[str, Any]:
        return {"type": next(events), "code": 1006}

    async def send(event: dict[str, Any]) -> None:
        assert event["type"] == "websocket.close"

    encoded = [(name.encode(), value.encode("latin-1")) for name, value in headers]
    scope = {"type": "websocket", "scheme": scheme, "path": "/wire", "headers": encoded}
    await OriginCheck(inner)(scope, receive, send)
    return bool(through)


@pytest.mark.parametrize(
    ("origin", "host", "proto", "ours"),
    [
        (HOUSE, "hub.example.org", "https", True),
        (HOUSE, "HUB.example.org:443", "https", True),
        (f"{HOUSE}:443", "hub.example.org", "https", True),
        ("http://hub.example.org", "hub.example.org", "https", False),
        ("http://hub.example.org:443", "hub.example.org", "https", False),
        (HOUSE, "hub.example.org", "http", False),
        (f"{HOUSE}:8443", "hub.example.org", "https", False),
        ("https://ailleurs.example", "hub.example.org", "https", False),
        ("https://hub.example.org.ailleurs.example", "hub.example.org", "https", False),
        ("https://ailleurs@hub.example.org", "hub.example.org", "https", False),
        (f"{HOUSE}/page", "hub.example.org", "https", False),
        ("null", "hub.example.org", "https", False),
        ("", "", "https", False),
        ("https://", "", "https", False),
        ("https://[", "[", "https", False),
        (f"{HOUSE}:99999", "hub.example.org:99999", "https", False),
    ],
)
async def test_on_a_house_with_tls_the_whole_origin_counts(
    settings: Settings, origin: str, host: str, proto: str, ours: bool
) -> None:
    settings.SECURE_PROXY_SSL_HEADER = PROTO
    assert await opens(("origin", origin), ("host", host), ("x-forwarded-proto", proto)) is ours


@pytest.mark.parametrize(
    ("origin", "host", "ours"),
    [
        ("http://192.168.1.20:8000", "192.168.1.20:8000", True),
        ("http://hub.local", "hub.local:80", True),
        ("http://[::1]:8000", "[::1]:8000", True),
        ("https://192.168.1.20:8000", "192.168.1.20:8000", False),
        ("http://192.168.1.20:8001", "192.168.1.20:8000", False),
    ],
)
async def test_without_a_proxy_the_scheme_is_that_of_the_socket(origin: str, host: str, ours: bool) -> None:
    assert await opens(("origin", origin), ("host", host)) is ours
    assert await opens(("origin", origin), ("host", host), ("x-forwarded-proto", "https")) is ours


async def test_tls_of_ones_own_counts(settings: Settings) -> None:
    assert await opens(("origin", HOUSE), ("host", "hub.example.org"), scheme="wss")


async def test_a_missing_or_a_second_header_opens_nothing(settings: Settings) -> None:
    settings.SECURE_PROXY_SSL_HEADER = PROTO
    host, origin, proto = ("host", "hub.example.org"), ("origin", HOUSE), ("x-forwarded-proto", "https")
    for headers in ([host, proto], [origin, proto], [origin, host], [origin, origin, host, proto]):
        assert not await opens(*headers)


async def test_an_origin_that_the_operator_trusts_opens(settings: Settings) -> None:
    settings.CSRF_TRUSTED_ORIGINS = [HOUSE]
    assert await opens(("origin", HOUSE), ("host", "inside:8000"))
    assert not await opens(("origin", "http://hub.example.org"), ("host", "inside:8000"))
