"""The line to Janus: one WebSocket with one session; questions, their answers, and what is heard on a handle.

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
PATIENCE = 10.0  # seconds for an answer
KEEPING = 20.0  # seconds between signs of life; Janus forgets a session after 60


class JanusAway(Exception):
    """Janus cannot be reached, or has not answered in time."""


class JanusRefused(Exception):
    """Janus has understood and says no; ``code`` is its own, of the core or of VideoRoom."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(f"{code}: {reason}")
        self.code = code


@dataclass(frozen=True)
class Heard:
    """What Janus says: its ``kind`` (event, webrtcup, hangup…), VideoRoom's ``data``, a description."""

    kind: str
    data: Json
    sdp: str
    whole: Json


class Handle:
    """One place of VideoRoom: one connection of one person. ``hears`` gets what was not asked for."""

    def __init__(self, line: "Line", number: int) -> None:
        self._line, self.number = line, number
        self.hears: Callable[[Heard], None] = lambda heard: None

    async def ask(self, request: str, sdp: str = "", kind: str = "offer", **words: Any) -> Heard:
        """Raises ``JanusRefused`` and ``JanusAway``."""
        message: Json = {"body": {"request": request, **words}}
        if sdp:
            message["jsep"] = {"type": kind, "sdp": sdp}
        return await self._line.ask("message", handle_id=self.number, **message)

    async def detach(self) -> None:
        """End it, and its connection with the browser."""
        self._line.forget(self)
        await self._line.ask("detach", handle_id=self.number)


class Line:
    """Alive while ``run`` runs; then every question raises ``JanusAway``."""

    def __init__(self, socket: ClientConnection, secret: str) -> None:
        self._socket, self._secret = socket, secret
        self._numbers = count(1)
        self._session = 0
        self._waiting: dict[str, asyncio.Future[Heard]] = {}
        self._handles: dict[int, Handle] = {}

    async def run(self, begun: Callable[[], None]) -> None:
        """Open a session, say so, and keep it until the line is cut.

        It ends by ``JanusAway``, or by ``JanusRefused`` when Janus gives no session.
        """
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._listen())
                self._session = (await self.ask("create")).whole["data"]["id"]
                begun()
                tasks.create_task(self._keep())
        except ExceptionGroup as ends:
            refused, _ = ends.split(JanusRefused)
            cut, other = ends.split((JanusAway, ConnectionClosed, JanusRefused))
            if other or not cut:
                raise
            raise (refused.exceptions[0] if refused else JanusAway()) from ends
        finally:
            self._drop_questions()

    async def attach(self) -> Handle:
        """A new handle. Raises ``JanusAway``."""
        answer = await self.ask("attach", plugin=PLUGIN)
        handle = Handle(self, answer.whole["data"]["id"])
        self._handles[handle.number] = handle
        return handle

    def forget(self, handle: Handle) -> None:
        """Nothing more is heard on it."""
        self._handles.pop(handle.number, None)

    async def ask(self, kind: str, **words: Any) -> Heard:
        """Raises ``JanusRefused``, and ``JanusAway`` when no answer comes: the line is then given up."""
        transaction = str(next(self._numbers))
        answer = self._waiting[transaction] = asyncio.get_running_loop().create_future()
        try:
            await self._say(kind, transaction, words)
            return await asyncio.wait_for(answer, PATIENCE)
        except TimeoutError:
            await self._socket.close()
            raise JanusAway(kind) from None
        except ConnectionClosed:
            raise JanusAway(kind) from None
        finally:
            self._waiting.pop(transaction, None)

    async def _say(self, kind: str, transaction: str, words: Json) -> None:
        message = {"janus": kind, "transaction": transaction, **words}
        if self._secret:
            message["apisecret"] = self._secret
        if self._session:
            message["session_id"] = self._session
        await self._socket.send(json.dumps(message))

    async def _listen(self) -> None:
        async for text in self._socket:
            self._take(json.loads(text))
        raise JanusAway

    async def _keep(self) -> None:
        while True:
            await asyncio.sleep(KEEPING)
            await self._say("keepalive", str(next(self._numbers)), {})

    def _take(self, message: Json) -> None:
        """An acknowledgement only says that the answer will come."""
        kind = message["janus"]
        if kind == "ack":
            return
        data = message.get("plugindata", {}).get("data", {})
        heard = Heard(kind, data, message.get("jsep", {}).get("sdp", ""), message)
        answer = self._waiting.pop(message.get("transaction", ""), None)
        if answer is not None and not answer.done():
            _settle(answer, heard)
        elif handle := self._handles.get(message.get("sender", 0)):
            handle.hears(heard)

    def _drop_questions(self) -> None:
        for answer in self._waiting.values():
            if not answer.done():
                answer.set_exception(JanusAway())


def _settle(answer: "asyncio.Future[Heard]", heard: Heard) -> None:
    if heard.kind == "error":
        told = heard.whole["error"]
        answer.set_exception(JanusRefused(told["code"], told["reason"]))
    elif "error_code" in heard.data:
        answer.set_exception(JanusRefused(heard.data["error_code"], heard.data.get("error", "")))
    else:
        answer.set_result(heard)
