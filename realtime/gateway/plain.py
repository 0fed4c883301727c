"""The same wire over plain HTTP, for networks that let no WebSocket through."""

import asyncio
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from people.models import Person
from people.pacing import pace_of
from realtime import database
from realtime.fanout import standing
from realtime.fanout.house import house
from realtime.gateway.following import missed
from realtime.gateway.obeying import lane, obey, too_fast
from realtime.wire.answers import BadMessage, Message, Refused, Reset, Subscribed
from realtime.wire.closing import Close
from realtime.wire.codec import JSON, LARGEST, NotOfThisWire
from realtime.wire.commands import LARGEST_NUMBER, Lasting
from rooms.log import Entry
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
        return _answer([too_fast(person.language, wait, asked)], status=429)
    done = await database.write(lambda: obey(person.pk, person.language, asked), lane(asked), person.pk)
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
    if room is None or not _is_seq(since):
        return _answer([BadMessage("unknown room or number")], status=404 if room is None else 400)
    admitted = await database.read(lambda: standing.of(person.pk, room))
    if isinstance(admitted, Refused):
        return _answer([admitted], status=403)
    epoch = request.GET.get("epoch", "")
    found = await _poll(room, epoch, int(since))
    # Whoever was removed while they waited hears what came no more than those with a socket.
    admitted = await database.read(lambda: standing.of(person.pk, room))
    if isinstance(admitted, Refused):
        return _answer([admitted], status=403)
    return _answer([found]) if isinstance(found, Reset) else _told(room, epoch, int(since), found, admitted)


async def _poll(room: int, epoch: str, since: int) -> list[Entry] | Reset:
    """What came after ``since``, as soon as something did; nothing after 25 s."""
    house.open()
    deadline = asyncio.get_running_loop().time() + LONGEST_POLL
    while not (found := await missed(room, epoch, since, house)):
        if asyncio.get_running_loop().time() > deadline:
            return found
        await asyncio.sleep(STEP)
    return found


def _told(room: int, epoch: str, since: int, found: list[Entry], admitted: standing.Admitted) -> HttpResponse:
    seq = found[-1].seq if found else since
    ending = Subscribed(room, epoch, seq, admitted.person.role, admitted.quieted)
    lines = [JSON.events(room, [line.json for line in found])] if found else []
    return _json(b"[" + b",".join([*lines, JSON.encode(ending)]) + b"]")


def _is_seq(text: str) -> bool:
    """Whether ``text`` is a number that a log may reach."""
    return text.isdecimal() and len(text) <= len(str(LARGEST_NUMBER))


def _tag(message: Message) -> Any:
    return message.__struct_config__.tag


def _answer(messages: list[Message], status: int = 200) -> HttpResponse:
    code = {401: Close.SIGNED_OUT}.get(status)
    body = msgspec.json.encode({"close": code} if code else messages)
    return _json(body, status)


def _json(body: bytes, status: int = 200) -> HttpResponse:
    return HttpResponse(body, content_type="application/json", status=status)
