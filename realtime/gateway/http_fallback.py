"""The wire over plain HTTP, for networks that let no WebSocket through."""

import asyncio
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from database import workers
from people.models import Person
from people.pacing import pace_of
from realtime.fanout import access_rights
from realtime.fanout.connection_registry import registry
from realtime.gateway.dispatch import execute, too_fast
from realtime.gateway.subscriptions import read_missed
from realtime.wire.answers import BadMessage, Message, Refused, Reset, Subscribed
from realtime.wire.close_codes import Close
from realtime.wire.codec import JSON, MAX_FRAME_BYTES, InvalidMessage
from rooms.command import LARGEST_NUMBER, Lasting
from rooms.log import LogEntry
from rooms.models import Room

MAX_POLL = 25.0
STEP = 0.25


@require_POST
async def command(request: HttpRequest) -> HttpResponse:
    """Answer one lasting command: 200 reply, 422 refused, 400 invalid, 401, 429 too fast, 500."""
    person = await request.auser()
    if not isinstance(person, Person):
        return _response([], status=401)
    try:
        asked = JSON.command(request.body[: MAX_FRAME_BYTES + 1])
    except InvalidMessage as error:
        return _response([BadMessage(str(error))], status=400)
    if not isinstance(asked, Lasting):
        return _response([BadMessage("only lasting commands come this way")], status=400)
    wait = pace_of(person.pk).lasting.take()
    if wait:
        return _response([too_fast(person.language, wait, asked)], status=429)
    done = await execute(person.pk, person.language, asked)
    return _response([done], status={"reply": 200, "refused": 422}.get(_tag(done), 500))


@never_cache
@require_GET
async def events(request: HttpRequest, slug: str) -> HttpResponse:
    """Return the events after ``since`` of ``epoch`` as wire messages, waiting up to 25 s for the first."""
    person = await request.auser()
    if not isinstance(person, Person):
        return _response([], status=401)
    room = await Room.objects.filter(slug=slug).values_list("pk", flat=True).afirst()
    since = request.GET.get("since", "0")
    if room is None or not _is_seq(since):
        return _response([BadMessage("unknown room or number")], status=404 if room is None else 400)
    access = await workers.read(lambda: access_rights.check(person.pk, room))
    if isinstance(access, Refused):
        return _response([access], status=403)
    epoch = request.GET.get("epoch", "")
    found = await _poll(room, epoch, int(since))
    # Check again: whoever was removed while they waited must not read what came since.
    access = await workers.read(lambda: access_rights.check(person.pk, room))
    if isinstance(access, Refused):
        return _response([access], status=403)
    if isinstance(found, Reset):
        return _response([found])
    return _events_response(room, epoch, int(since), found, access)


async def _poll(room: int, epoch: str, since: int) -> list[LogEntry] | Reset:
    """Return what came after ``since`` as soon as there is something; nothing after 25 s."""
    registry.open()
    deadline = asyncio.get_running_loop().time() + MAX_POLL
    while not (found := await read_missed(room, epoch, since, registry)):
        if asyncio.get_running_loop().time() > deadline:
            return found
        await asyncio.sleep(STEP)
    return found


def _events_response(
    room: int, epoch: str, since: int, found: list[LogEntry], access: access_rights.Access
) -> HttpResponse:
    seq = found[-1].seq if found else since
    ending = Subscribed(room, epoch, seq, *access.mine)
    lines = [JSON.events(room, [line.json for line in found])] if found else []
    return _json(b"[" + b",".join([*lines, JSON.encode(ending)]) + b"]")


def _is_seq(text: str) -> bool:
    """Return whether ``text`` is a number that a log may reach."""
    return text.isdecimal() and len(text) <= len(str(LARGEST_NUMBER))


def _tag(message: Message) -> Any:
    return message.__struct_config__.tag


def _response(messages: list[Message], status: int = 200) -> HttpResponse:
    code = {401: Close.SIGNED_OUT}.get(status)
    body = msgspec.json.encode({"close": code} if code else messages)
    return _json(body, status)


def _json(body: bytes, status: int = 200) -> HttpResponse:
    return HttpResponse(body, content_type="application/json", status=status)
