"""The wire over plain HTTP, for networks that let no WebSocket through."""

import asyncio
from collections.abc import Collection
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from database import workers
from people.models import Person
from people.pacing import pace_of
from realtime.fanout import access_rights
from realtime.fanout.connection_registry import registry
from realtime.fanout.presence import MAX_NAMED
from realtime.gateway.dispatch import execute, too_fast
from realtime.gateway.subscriptions import read_missed
from realtime.wire.answers import BadMessage, CutOff, Message, Refused, Reply, Reset, Subscribed, Tally
from realtime.wire.close_codes import Close
from realtime.wire.codec import JSON, MAX_FRAME_BYTES, InvalidMessage
from rooms import rules
from rooms.command import LARGEST_NUMBER, Lasting
from rooms.log import LogEntry
from rooms.models import Room
from rooms.sessions import attending, reading
from rooms.sessions.reading import CURRENT

MAX_POLL = 25.0
MAX_POLL_IN_SESSION = 3.0  # so old may be how many write and have finished
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
    await _note(person.pk, asked.room, done)
    return _response([done], status={"reply": 200, "refused": 422}.get(_tag(done), 500))


async def _note(person: int, room: int, done: Message) -> None:
    """Note for who leads whether somebody without a socket gets through."""
    is_final = isinstance(done, Reply) or (isinstance(done, Refused) and done.retry is None)
    access = await workers.read(lambda: access_rights.check(person, room)) if is_final else None
    if isinstance(access, access_rights.Access) and not access.leads:
        registry.struggling.was_answered_by_page(room, access.person, refused=isinstance(done, Refused))


@never_cache
@require_GET
async def events(request: HttpRequest, slug: str) -> HttpResponse:
    """Return the events after ``since`` of ``epoch`` as wire messages, and the signals of now, waiting up to
    25 s for the first event; 3 s while a session runs, and not at all where ``now`` is asked for."""
    person = await request.auser()
    if not isinstance(person, Person):
        return _response([], status=401)
    place = await Room.objects.filter(slug=slug).values_list("pk", "hush").afirst()
    since = request.GET.get("since", "0")
    if place is None or not _is_seq(since):
        return _response([BadMessage("unknown room or number")], status=404 if place is None else 400)
    room, hush = place
    access = await workers.read(lambda: access_rights.check(person.pk, room))
    if isinstance(access, Refused):
        return _response([access], status=403)
    epoch = request.GET.get("epoch", "")
    patience = MAX_POLL_IN_SESSION if hush else MAX_POLL
    found = await _poll(room, epoch, int(since), access, 0.0 if "now" in request.GET else patience)
    # Check again: whoever was removed while they waited must not read what came since.
    access = await workers.read(lambda: access_rights.check(person.pk, room))
    if isinstance(access, Refused):
        return _response([access], status=403)
    if isinstance(found, Reset):
        return _response([found])
    signals = await _signals(room, access)
    return _events_response(room, epoch, int(since), found, access, signals)


async def _poll(
    room: int, epoch: str, since: int, access: access_rights.Access, seconds: float
) -> list[LogEntry] | Reset:
    """Return what came after ``since`` as soon as there is something; nothing after so many ``seconds``."""
    registry.open()
    deadline = asyncio.get_running_loop().time() + seconds
    with registry.asking(room, access.person):
        while not (found := await read_missed(room, epoch, since, registry)):
            if asyncio.get_running_loop().time() >= deadline:
                return found
            await asyncio.sleep(STEP)
        return found


async def _signals(room: int, access: access_rights.Access) -> list[Message]:
    """Return what sockets are sent as it changes: who is there, and what is to be known of a session."""
    present = registry.signals.present_in(room)
    leads = access.person.role in rules.LEADERS
    told = await workers.read(lambda: _of_session(room, present, leads))
    return [registry.signals.presence_message(room), *told]


def _of_session(room: int, present: Collection[int], leads: bool) -> list[Message]:
    """Return how many write and have finished in the session that runs; to who leads, who is cut off."""
    current = CURRENT.filter(session__room=room).values_list("session", "pk").first()
    if current is None:
        return []
    session, phase = current
    counted = reading.tally(phase)
    tally = Tally(room, phase, counted.finished, counted.writing)
    if not leads:
        return [tally]
    people = attending.look({session: present}, timezone.now())[session].cut_off
    return [tally, CutOff(room, len(people), list(people[:MAX_NAMED]))]


def _events_response(
    room: int,
    epoch: str,
    since: int,
    found: list[LogEntry],
    access: access_rights.Access,
    signals: list[Message],
) -> HttpResponse:
    seq = found[-1].seq if found else since
    ending = Subscribed(room, epoch, seq, *access.mine)
    lines = [JSON.events(room, [line.json for line in found])] if found else []
    return _json(b"[" + b",".join([*lines, *map(JSON.encode, [*signals, ending])]) + b"]")


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
