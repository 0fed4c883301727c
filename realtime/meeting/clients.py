"""The browser sockets that gateways forward to this process, each with a number of its own."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import count

from realtime.meeting.ipc.connection import IpcConnection
from realtime.meeting.ipc.frames import DeliverMessage, DisconnectClient
from realtime.wire.codec import MSGPACK
from realtime.wire.meeting import MeetingMessage


@dataclass(eq=False, slots=True)
class ClientRef:
    """One browser socket behind one gateway. ``meetings``: it is in, waits to enter or asks to join."""

    number: int
    connection: IpcConnection
    socket: int
    person: int
    language: str
    meetings: set[int] = field(default_factory=set)


class ClientRefs:
    """All client sockets, by our number and by gateway connection."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self._clients: dict[int, ClientRef] = {}
        self._by_connection: dict[IpcConnection, dict[int, ClientRef]] = defaultdict(dict)

    def __getitem__(self, number: int) -> ClientRef:
        return self._clients[number]

    def __contains__(self, number: int) -> bool:
        return number in self._clients

    def connect(self, connection: IpcConnection, socket: int, person: int, language: str) -> ClientRef:
        """Register a socket that has just connected."""
        client = ClientRef(next(self._numbers), connection, socket, person, language)
        self._clients[client.number] = self._by_connection[connection][socket] = client
        return client

    def find(self, connection: IpcConnection, socket: int) -> ClientRef | None:
        """Find the client of a gateway's ``socket``."""
        return self._by_connection[connection].get(socket)

    def disconnect(self, client: ClientRef) -> None:
        """Forget a socket that is gone."""
        self._clients.pop(client.number, None)
        self._by_connection[client.connection].pop(client.socket, None)

    def drop_connection(self, connection: IpcConnection) -> list[ClientRef]:
        """Forget all clients of a gateway connection that has ended, and return them."""
        clients = list(self._by_connection.pop(connection, {}).values())
        for client in clients:
            self._clients.pop(client.number, None)
        return clients

    def send(self, numbers: Iterable[int], message: MeetingMessage) -> None:
        """Send ``message`` to these clients, encoded once."""
        lines: dict[IpcConnection, list[int]] = defaultdict(list)
        for number in numbers:
            if number in self._clients:
                lines[self._clients[number].connection].append(self._clients[number].socket)
        payload = MSGPACK.encode(message) if lines else b""
        for connection, sockets in lines.items():
            connection.send(DeliverMessage(sockets, payload))

    def close(self, number: int) -> None:
        """Ask the gateway to close this client's socket."""
        if number in self._clients:
            self._clients[number].connection.send(DisconnectClient(self._clients[number].socket))
