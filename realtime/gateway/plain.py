"""The same wire over plain HTTP, for networks that let no WebSocket through."""

import asyncio
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from people.models import Person
from realtime import database
from realtime.fanout import standing
from realtime.fanout.house import house
from realtime.gateway.following import missed
from realtime.gateway.obeying import obey
from realtime.gateway.pacing import pace_of
from realtime.wire.answers import BadMessage, Message, Refused, Reset, Subscribed
from realtime.wire.closing import Close
from realtime.wire.codec import JSON, LARGEST, NotOfThisWire
from realtime.wire.commands import Lasting
from rooms.models import Room

LONGEST_POLL = 25.0
STEP = 0.25


@require_POST
async def command(request: HttpRequest) -> HttpResponse:
    """One lasting command in, its answer out: 200 reply, 422 refused, 400 not of this wire, 401, 429, 500."""
    person = await request.auser()
    if not isinstance(person, Person):
        return _answer([], status=401)
    try:
        asked = JSON.command(request.body[: LARGEST + 1])
    except NotOfThisWire as error:
        return _answer([BadMessage(str(error))], status=400)
    if not isinstance(asked, Lasting):
        return _answer([BadMessage("only lasting commands come this way")], status=400)
    wait = pace_of(person.pk).lasting.take()
    if wait:
        return _answer([Refused("too_fast", "", asked.ref, asked.room, retry=round(wait, 1))], status=429)
    done = await database.write(lambda: obey(person.pk, asked), asked.room)
    return _answer([done], status={"reply": 200, "refused": 422}.get(_tag(done), 500))


@never_cache
@require_GET
async def events(request: HttpRequest, slug: str) -> HttpResponse:
    """What came after ``since`` of ``epoch``, waiting up to 25 s for something: a list of wire messages."""
    person = await request.auser()
    if not isinstance(person, Person):
        return _answer([], status=401)
    room = await Room.objects.filter(slug=slug).values_list("pk", flat=True).afirst()
    since = request.GET.get("since", "0")
    if room is None or not since.isdecimal():
        return _answer([BadMessage("unknown room or number")], status=404 if room is None else 400)
    admitted = await database.read(lambda: standing.of(person.pk, room))
    if isinstance(admitted, Refused):
        return _answer([admitted], status=403)
    return await _poll(room, request.GET.get("epoch", ""), int(since), admitted)


async def _poll(room: int, epoch: str, since: int, admitted: standing.Admitted) -> HttpResponse:
    house.open()
    deadline = asyncio.get_running_loop().time() + LONGEST_POLL
    while True:
        found = await missed(room, epoch, since, house)
        if isinstance(found, Reset):
            return _answer([found])
        if found or asyncio.get_running_loop().time() > deadline:
            seq = found[-1].seq if found else since
            ending = Subscribed(room, epoch, seq, admitted.person.role, admitted.quieted)
            lines = [JSON.events(room, [line.json for line in found])] if found else []
            return _json(b"[" + b",".join([*lines, JSON.encode(ending)]) + b"]")
        await asyncio.sleep(STEP)


def _tag(message: Message) -> Any:
    return message.__struct_config__.tag


def _answer(messages: list[Message], status: int = 200) -> HttpResponse:
    code = {401: Close.SIGNED_OUT}.get(status)
    body = msgspec.json.encode({"close": code} if code else messages)
    return _json(body, status)


def _json(body: bytes, status: int = 200) -> HttpResponse:
    return HttpResponse(body, content_type="application/json", status=status)
