"""The WebSocket's door: who comes in, with which codec, and why not."""

from typing import Any

from django.conf import settings
from django.http.cookie import parse_cookie

from people.models import Person
from people.pacing import doors_of, pace_of
from people.recognised import of_session
from realtime import database
from realtime.fanout.house import house
from realtime.fanout.outlet import Outlet
from realtime.gateway.meetings import meetings
from realtime.gateway.socket import Receive, Socket, ended
from realtime.wire.answers import Welcome
from realtime.wire.closing import Close
from realtime.wire.codec import JSON, chosen


async def gateway(scope: dict[str, Any], receive: Receive, send: Any) -> None:
    """The ASGI application of ``/wire``. Its scope has the outlet of the socket."""
    event = await receive()
    if event["type"] != "websocket.connect":
        return
    codec = chosen(scope["subprotocols"])
    # Accepted even when refused: a browser learns a close code only from an open socket.
    await send({"type": "websocket.accept", "subprotocol": codec.subprotocol if codec else None})
    outlet: Outlet = scope["hub.outlet"]
    session = _session(scope)
    person = await database.read(lambda: of_session(session))
    refused = _refused(person, _address(scope), codec is not None)
    if refused is not None or person is None:
        outlet.close(refused or Close.SIGNED_OUT)
        await _until_gone(receive)
        return
    socket = Socket(house, person.pk, person.language, session, codec or JSON, outlet, pace_of(person.pk))
    await _host(socket, person.name, receive)


async def _host(socket: Socket, name: str, receive: Receive) -> None:
    house.open()
    meetings.open()
    house.enter(socket)
    try:
        socket.tell(Welcome(socket.person, name, settings.BUILD))
        await socket.live(receive)
    finally:
        house.leave(socket)
        meetings.leave(socket)


def _refused(person: Person | None, address: int, understood: bool) -> Close | None:
    if doors_of(person.pk if person else address).take():
        return Close.TOO_MUCH
    if not understood:
        return Close.OUTDATED
    if person is None:
        return Close.SIGNED_OUT
    if len(house.guests.get(person.pk, ())) >= settings.HUB_SOCKETS_EACH:
        return Close.TOO_MANY_SOCKETS
    return None


def _session(scope: dict[str, Any]) -> str:
    """The key of the session that the browser's cookie names; empty without one."""
    cookies = b"; ".join(value for name, value in scope["headers"] if name == b"cookie")
    return parse_cookie(cookies.decode("latin-1")).get(settings.SESSION_COOKIE_NAME, "")


def _address(scope: dict[str, Any]) -> int:
    """Whence it comes, as a number that is another in each process: addresses are not kept."""
    return hash((scope.get("client") or [""])[0])


async def _until_gone(receive: Receive) -> None:
    while not ended(await receive()):
        pass
