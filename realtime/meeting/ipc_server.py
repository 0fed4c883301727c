"""The leader's end of the IPC: gateways connect, authenticate, and speak for their browsers."""

import asyncio
from collections.abc import Callable
from functools import singledispatchmethod

from realtime.meeting.ipc.address import IpcAddress
from realtime.meeting.ipc.connection import IpcConnection
from realtime.meeting.ipc.frames import (
    AnyIpcFrame,
    ClientCommand,
    ClientConnected,
    ClientDisconnected,
    HandshakeHello,
    InvalidFrame,
    IpcFrame,
    MeetingCounts,
)
from realtime.meeting.ipc.handshake import LeaderHandshake
from realtime.meeting.manager import MeetingManager
from realtime.wire.codec import MSGPACK, InvalidMessage
from realtime.wire.meeting import MeetingCommand

FIGURES_EVERY = 2.0


class IpcServer:
    """Accepts all gateways. ``secret`` authenticates them over TCP; a Unix socket needs none."""

    def __init__(self, manager: MeetingManager, address: IpcAddress, secret: str) -> None:
        self._manager, self._address, self._secret = manager, address, secret
        self._handshakes: dict[IpcConnection, LeaderHandshake] = {}

    async def listen(self, is_open: Callable[[], None] = lambda: None) -> None:
        """Serve until cancelled. Raises ``OSError`` when the address cannot be had."""
        server = await self._address.listen(self._connection)
        is_open()
        async with server:
            await self._send_counts()

    def _connection(self) -> IpcConnection:
        return IpcConnection(self._begun, self._heard, self._ended)

    def _begun(self, connection: IpcConnection) -> None:
        self._handshakes[connection] = LeaderHandshake("" if self._address.is_private else self._secret)
        connection.send(self._handshakes[connection].challenge())

    def _ended(self, connection: IpcConnection) -> None:
        del self._handshakes[connection]
        for client in self._manager.clients.drop_connection(connection):
            self._manager.client_lost(client, restarts=True)

    def _heard(self, connection: IpcConnection, frame: AnyIpcFrame) -> None:
        if not connection.is_trusted and not isinstance(frame, HandshakeHello):
            raise InvalidFrame("no hello")
        self._do(frame, connection)

    @singledispatchmethod
    def _do(self, frame: IpcFrame, connection: IpcConnection) -> None:
        raise InvalidFrame(type(frame).__name__)

    @_do.register
    def _hello(self, frame: HandshakeHello, connection: IpcConnection) -> None:
        connection.send(self._handshakes[connection].answer(frame))
        connection.is_trusted = True

    @_do.register
    def _came(self, frame: ClientConnected, connection: IpcConnection) -> None:
        self._manager.clients.connect(connection, frame.socket, frame.person, frame.language)

    @_do.register
    def _said(self, frame: ClientCommand, connection: IpcConnection) -> None:
        client = self._manager.clients.find(connection, frame.socket)
        if client is not None:
            self._manager.handle_command(client, _command(frame.payload))

    @_do.register
    def _gone(self, frame: ClientDisconnected, connection: IpcConnection) -> None:
        client = self._manager.clients.find(connection, frame.socket)
        if client is not None:
            self._manager.client_gone(client, frame.restarts)

    async def _send_counts(self) -> None:
        told = MeetingCounts(0, 0, 0)
        while True:
            await asyncio.sleep(FIGURES_EVERY)
            if (counts := self._manager.counts()) != told:
                told = counts
                for connection in [connection for connection in self._handshakes if connection.is_trusted]:
                    connection.send(counts)


def _command(payload: bytes) -> MeetingCommand:
    """Decode a command. A gateway validates what browsers send, so anything else is a broken gateway."""
    try:
        command = MSGPACK.command(payload)
    except InvalidMessage as error:
        raise InvalidFrame("no command") from error
    if not isinstance(command, MeetingCommand):
        raise InvalidFrame("no command of a meeting")
    return command
