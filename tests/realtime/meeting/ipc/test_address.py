"""The IPC address, and who may connect to it."""

import asyncio
import stat
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from realtime.meeting.ipc.address import IpcAddress


@pytest.mark.parametrize(
    "text", ["", "unix:", "tcp://", "tcp://host", "tcp://host:x", "http://host:1", "/path"]
)
def test_an_address_that_is_none_is_told(text: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="HUB_MEETING_LINE"):
        IpcAddress.read(text)


def test_addresses_are_read() -> None:
    assert IpcAddress.read("unix:/var/lib/hub/meeting.sock") == IpcAddress(path="/var/lib/hub/meeting.sock")
    assert IpcAddress.read("tcp://10.0.0.5:8190") == IpcAddress(host="10.0.0.5", port=8190)


@pytest.mark.parametrize("folder", ["short", "long" * 40])
async def test_a_socket_is_its_owners_and_is_reached_however_long_its_path(
    tmp_path: Path, folder: str
) -> None:
    (tmp_path / folder).mkdir()
    path = tmp_path / folder / "meeting.sock"
    address = IpcAddress.read(f"unix:{path}")
    for _time in range(2):  # the second replaces what the first left behind
        await knocks(address, path)


async def knocks(address: IpcAddress, path: Path) -> None:
    """Listen, and connect there once."""
    host, guest = Knocker(), Knocker()
    server = await address.listen(lambda: host)
    assert mode(path) == 0o600
    await address.dial(lambda: guest)
    await asyncio.wait_for(asyncio.gather(host.gone.wait(), guest.gone.wait()), 10)
    server.close()


def mode(path: Path) -> int:
    """Return the permissions of a file."""
    return stat.S_IMODE(path.stat().st_mode)


async def test_who_leads_already_is_not_pushed_away(tmp_path: Path) -> None:
    address = IpcAddress.read(f"unix:{tmp_path / 'meeting.sock'}")
    server = await address.listen(asyncio.Protocol)
    with pytest.raises(OSError, match="already"):
        await address.listen(asyncio.Protocol)
    server.close()


class Knocker(asyncio.Protocol):
    """Goes as soon as somebody is there; ``gone``: it was, and the connection is closed."""

    def __init__(self) -> None:
        self.gone = asyncio.Event()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        transport.close()

    def connection_lost(self, _error: Exception | None) -> None:
        self.gone.set()
