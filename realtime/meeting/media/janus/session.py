"""A Janus session over one WebSocket: requests by transaction, and events by plugin handle.

https://janus.conf.meetecho.com/docs/rest.html#WS (subprotocol ``janus-protocol``)
"""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

Json = dict[str, Any]
PLUGIN = "janus.plugin.videoroom"
PATIENCE = 10.0  # seconds to wait for a response
KEEPING = 20.0  # seconds between keepalives; Janus drops a session after 60


class JanusUnreachable(Exception):
    """Janus cannot be reached, or has not answered in time."""


class JanusError(Exception):
    """Janus refused a request; ``code`` is its own, of the core or of VideoRoom."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(f"{code}: {reason}")
        self.code = code


@dataclass(frozen=True)
class JanusEvent:
    """A response or an event: its ``kind`` (event, webrtcup, hangup…), VideoRoom's
    ``data``, a description."""

    kind: str
    data: Json
    sdp: str
    whole: Json


class PluginHandle:
    """A handle of the VideoRoom plugin: one peer connection. ``on_event`` takes asynchronous events."""

    def __init__(self, session: "JanusSession", number: int) -> None:
        self._session, self.number = session, number
        self.on_event: Callable[[JanusEvent], None] = lambda event: None

    async def ask(self, request: str, sdp: str = "", kind: str = "offer", **words: Any) -> JanusEvent:
        """Send a request to the plugin. Raises ``JanusError`` and ``JanusUnreachable``."""
        message: Json = {"body": {"request": request, **words}}
        if sdp:
            message["jsep"] = {"type": kind, "sdp": sdp}
        return await self._session.ask("message", handle_id=self.number, **message)

    async def detach(self) -> None:
        """Detach the handle, which closes its peer connection."""
        self._session.forget(self)
        await self._session.ask("detach", handle_id=self.number)


class JanusSession:
    """Alive while ``run`` runs; after that every request raises ``JanusUnreachable``."""

    def __init__(self, socket: ClientConnection, secret: str) -> None:
        self._socket, self._secret = socket, secret
        self._numbers = count(1)
        self._session_id = 0
        self._waiting: dict[str, asyncio.Future[JanusEvent]] = {}
        self._handles: dict[int, PluginHandle] = {}

    async def run(self, begun: Callable[[], None]) -> None:
        """Create the session, call ``begun``, and keep it alive until the WebSocket closes.

        Ends with ``JanusUnreachable``, or with ``JanusError`` when Janus grants no session.
        """
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._listen())
                self._session_id = (await self.ask("create")).whole["data"]["id"]
                begun()
                tasks.create_task(self._keep())
        except ExceptionGroup as ends:
            refused, _ = ends.split(JanusError)
            cut, other = ends.split((JanusUnreachable, ConnectionClosed, JanusError))
            if other or not cut:
                raise
            raise (refused.exceptions[0] if refused else JanusUnreachable()) from ends
        finally:
            self._drop_questions()

    async def attach(self) -> PluginHandle:
        """Attach a plugin handle. Raises ``JanusUnreachable``."""
        answer = await self.ask("attach", plugin=PLUGIN)
        handle = PluginHandle(self, answer.whole["data"]["id"])
        self._handles[handle.number] = handle
        return handle

    def forget(self, handle: PluginHandle) -> None:
        """Deliver no more events to ``handle``."""
        self._handles.pop(handle.number, None)

    async def ask(self, kind: str, **words: Any) -> JanusEvent:
        """Send a request. Raises ``JanusError``; after a timeout, closes and raises ``JanusUnreachable``."""
        transaction = str(next(self._numbers))
        answer = self._waiting[transaction] = asyncio.get_running_loop().create_future()
        try:
            await self._send(kind, transaction, words)
            return await asyncio.wait_for(answer, PATIENCE)
        except TimeoutError:
            await self._socket.close()
            raise JanusUnreachable(kind) from None
        except ConnectionClosed:
            raise JanusUnreachable(kind) from None
        finally:
            self._waiting.pop(transaction, None)

    async def _send(self, kind: str, transaction: str, words: Json) -> None:
        message = {"janus": kind, "transaction": transaction, **words}
        if self._secret:
            message["apisecret"] = self._secret
        if self._session_id:
            message["session_id"] = self._session_id
        await self._socket.send(json.dumps(message))

    async def _listen(self) -> None:
        async for text in self._socket:
            self._take(json.loads(text))
        raise JanusUnreachable

    async def _keep(self) -> None:
        while True:
            await asyncio.sleep(KEEPING)
            await self._send("keepalive", str(next(self._numbers)), {})

    def _take(self, message: Json) -> None:
        """Dispatch a message; an ``ack`` only says that the response will come."""
        kind = message["janus"]
        if kind == "ack":
            return
        data = message.get("plugindata", {}).get("data", {})
        event = JanusEvent(kind, data, message.get("jsep", {}).get("sdp", ""), message)
        answer = self._waiting.pop(message.get("transaction", ""), None)
        if answer is not None and not answer.done():
            _settle(answer, event)
        elif handle := self._handles.get(message.get("sender", 0)):
            handle.on_event(event)

    def _drop_questions(self) -> None:
        for answer in self._waiting.values():
            if not answer.done():
                answer.set_exception(JanusUnreachable())


def _settle(answer: "asyncio.Future[JanusEvent]", event: JanusEvent) -> None:
    if event.kind == "error":
        told = event.whole["error"]
        answer.set_exception(JanusError(told["code"], told["reason"]))
    elif "error_code" in event.data:
        answer.set_exception(JanusError(event.data["error_code"], event.data.get("error", "")))
    else:
        answer.set_result(event)
