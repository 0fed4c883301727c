"""The handshake of a WebSocket: who connects, with which codec, or why they are refused."""

from typing import Any

from django.conf import settings

from database import workers
from people.models import Person
from people.pacing import doors_of, pace_of
from people.sessions import of_session
from realtime.fanout.connection_registry import registry
from realtime.fanout.socket_sender import SocketSender
from realtime.gateway.asgi_scope import network_of_client, session_key
from realtime.gateway.client_socket import ClientSocket, Receive, close_code_of
from realtime.gateway.meeting_link import meeting_link
from realtime.wire.answers import Welcome
from realtime.wire.close_codes import Close
from realtime.wire.codec import JSON, choose_codec


async def gateway(scope: dict[str, Any], receive: Receive, send: Any) -> None:
    """Serve ``/wire``, as an ASGI application. Its scope has the socket's ``hub.sender``."""
    event = await receive()
    if event["type"] != "websocket.connect":
        return
    codec = choose_codec(scope["subprotocols"])
    # Accept even what is refused: a browser learns a close code only from an open socket.
    await send({"type": "websocket.accept", "subprotocol": codec.subprotocol if codec else None})
    sender: SocketSender = scope["hub.sender"]
    session = session_key(scope)
    person = await workers.read(lambda: of_session(session))
    refused = _refusal(person, _address(scope), codec is not None)
    if refused is not None or person is None:
        sender.close(refused or Close.SIGNED_OUT)
        await _wait_until_gone(receive)
        return
    socket = ClientSocket(
        registry, person.pk, person.language, session, codec or JSON, sender, pace_of(person.pk)
    )
    await _serve(socket, person.name, receive)


async def _serve(socket: ClientSocket, name: str, receive: Receive) -> None:
    registry.open()
    meeting_link.open()
    registry.add(socket)
    try:
        socket.send(Welcome(socket.person, name, settings.BUILD))
        await socket.run(receive)
    finally:
        registry.remove(socket)
        meeting_link.leave(socket)


def _refusal(person: Person | None, address: int, has_codec: bool) -> Close | None:
    if doors_of(person.pk if person else address).take():
        return Close.TOO_MUCH
    if not has_codec:
        return Close.OUTDATED
    if person is None:
        return Close.SIGNED_OUT
    if len(registry.connections.get(person.pk, ())) >= settings.HUB_SOCKETS_EACH:
        return Close.TOO_MANY_SOCKETS
    return None


def _address(scope: dict[str, Any]) -> int:
    """Return the client's network as a hash, different in each process: addresses are not kept."""
    return hash(network_of_client(scope))


async def _wait_until_gone(receive: Receive) -> None:
    while not close_code_of(await receive()):
        pass
