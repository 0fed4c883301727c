"""The TURN server: who may use it, and where it leads, with coturn as docs/operating.md has it."""

import asyncio
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.test import override_settings
from django.utils import timezone

from rooms.meetings.ice import TurnServer, ice_servers
from tests.machine import documented
from tests.machine.certificate import make_certificate
from tests.machine.coturn_server import SECRET, CoturnServer, DocumentedCoturn, credential, username
from tests.machine.namespace import INSIDE_SIX, Namespace
from tests.machine.turn_client import UNAUTHORIZED, RefusedByRelay, echo, relayed, send_through

NOT_THE_INTERNET = [
    "0.0.0.0",
    "0.0.0.1",
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "127.1.2.3",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.254",
    "192.168.0.1",
    "224.0.0.1",
]
NOT_THE_INTERNET_SIX = [
    "::",
    "::1",
    "::7f00:1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::a00:1",
    "2002:a00:1::1",
    "fc00::1",
    "fd00::1",
    "fe80::1",
    "febf::1",
    "ff02::1",
]


@pytest.fixture
def documented_coturn(namespace: Namespace, tmp_path: Path) -> Iterator[DocumentedCoturn]:
    """The documented TURN server in a network of its own, with our server at the other end of the cable."""
    certificate, key = make_certificate(tmp_path)
    instead = {
        "203.0.113.10": namespace.inside,
        "203.0.113.20": namespace.outside,
        "/etc/turn/cert.pem": str(certificate),
        "/etc/turn/key.pem": str(key),
        "put-a-long-random-one-here": SECRET,
    }
    text = documented.file("/etc/turnserver.conf", instead)
    coturn = DocumentedCoturn(
        namespace, tmp_path, text + f"listening-ip={INSIDE_SIX}\nrelay-ip={INSIDE_SIX}\n"
    )
    coturn.start()
    yield coturn
    coturn.stop()


def key_of(coturn: CoturnServer, now: datetime) -> TurnServer:
    """Return what the service would give person 7."""
    with override_settings(TURN_URLS=[coturn.url], TURN_SECRET=coturn.secret):
        (relay,) = ice_servers(7, now)
    return relay


async def refusal(coturn: CoturnServer, name: str, password: str) -> int:
    """Return what coturn answers to that name and password."""
    with pytest.raises(RefusedByRelay) as refused:
        await send_through(coturn.where, name, password, ("127.0.0.1", 9))
    return refused.value.code


async def test_the_key_that_the_house_gives_opens_the_relay(
    coturn_server: CoturnServer,
) -> None:
    relay = key_of(coturn_server, timezone.now())
    async with echo("127.0.0.1") as peer:
        answer = await send_through(coturn_server.where, relay["username"], relay["credential"], peer)
    assert answer == b"bonjour"


async def test_a_key_that_is_ten_minutes_old_opens_nothing(
    coturn_server: CoturnServer,
) -> None:
    relay = key_of(coturn_server, timezone.now() - timedelta(minutes=10, seconds=1))
    assert await refusal(coturn_server, relay["username"], relay["credential"]) == UNAUTHORIZED


async def test_a_key_cannot_be_made_up_nor_made_to_last(coturn_server: CoturnServer) -> None:
    name = username()
    assert await refusal(coturn_server, name, credential(name, "another secret")) == UNAUTHORIZED
    assert await refusal(coturn_server, username(86_400), credential(name)) == UNAUTHORIZED
    assert await refusal(coturn_server, username(person=2), credential(username(person=1))) == UNAUTHORIZED


async def test_an_old_key_that_was_good_cannot_be_used_again(coturn_server: CoturnServer) -> None:
    """Until it expires it may be used again: a browser opens several allocations with one."""
    name = username(seconds=5)
    async with echo("127.0.0.1") as peer:
        for _ in range(2):
            assert await send_through(coturn_server.where, name, credential(name), peer) == b"bonjour"
    await asyncio.sleep(int(name.partition(":")[0]) + 1 - time.time())
    assert await refusal(coturn_server, name, credential(name)) == UNAUTHORIZED


async def test_the_documented_relay_leads_to_the_house(
    documented_coturn: DocumentedCoturn, namespace: Namespace
) -> None:
    name = username()
    async with echo(namespace.outside) as house:
        assert await send_through(documented_coturn.where, name, credential(name), house) == b"bonjour"


async def test_the_documented_relay_leads_to_no_private_address(documented_coturn: DocumentedCoturn) -> None:
    name = username()
    async with relayed(documented_coturn.where, name, credential(name), six=False) as client:
        assert await client.may_reach("9.9.9.9")
        assert [host for host in NOT_THE_INTERNET if await client.may_reach(host)] == []


async def test_nor_to_one_of_the_longer_kind(documented_coturn: DocumentedCoturn) -> None:
    name = username()
    async with relayed(documented_coturn.where, name, credential(name), six=True) as client:
        assert await client.may_reach("2620:fe::9")
        assert [host for host in NOT_THE_INTERNET_SIX if await client.may_reach(host)] == []


async def test_coturn_understands_every_line_of_the_page(documented_coturn: DocumentedCoturn) -> None:
    told = documented_coturn.process.text()
    assert "Bad configuration" not in told
    assert "Unknown" not in told
    assert "CONFIG ERROR" not in told
    assert "cannot start TLS" not in told


async def test_without_the_house_s_own_line_the_house_is_a_private_address_too(
    documented_coturn: DocumentedCoturn, namespace: Namespace
) -> None:
    documented_coturn.stop()
    file = documented_coturn.file
    file.write_text(file.read_text().replace(f"allowed-peer-ip={namespace.outside}\n", ""))
    documented_coturn.start()
    name = username()
    async with echo(namespace.outside) as house:
        with pytest.raises(RefusedByRelay, match="403"):
            await send_through(documented_coturn.where, name, credential(name), house)
