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
    came = asyncio.Event()
    for _time in range(2):  # the second replaces what the first left behind
        server = await address.listen(lambda: Knocker(came))
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        await address.dial(asyncio.Protocol)
        await asyncio.wait_for(came.wait(), 10)
        server.close()


async def test_who_leads_already_is_not_pushed_away(tmp_path: Path) -> None:
    address = IpcAddress.read(f"unix:{tmp_path / 'meeting.sock'}")
    server = await address.listen(asyncio.Protocol)
    with pytest.raises(OSError, match="already"):
        await address.listen(asyncio.Protocol)
    server.close()


class Knocker(asyncio.Protocol):
    """Notes that somebody connected."""

    def __init__(self, came: asyncio.Event) -> None:
        self._came = came

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._came.set()
        transport.close()
