"""Runs the service of a lasting command, and makes the answer to its person."""

import logging
import secrets

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from database import unwritable, workers
from people.pacing import TOO_FAST
from people.refusals import Refusal, Refusals
from protocols.commands import COMMANDS
from realtime import metrics
from realtime.giving_way import on_its_way
from realtime.wire.answers import Failed, Message, Refused, Reply
from rooms.command import CommandSpec, Lasting
from rooms.shared_rows import Actor
from rooms.transaction import Receipt

NO_ROOM = _(
    "La maison n’a plus de place pour écrire : ce que vous envoyez est gardé, et partira dès qu’elle en a."
)
NO_ROOM_SECONDS = 10.0

logger = logging.getLogger(__name__)

SPECS: dict[type[Lasting], CommandSpec] = {spec.command: spec for spec in COMMANDS}


async def execute(person: int, language: str, command: Lasting) -> Message:
    """Run ``dispatch`` in a writer thread, in one commit with what waits for the same room."""
    hint = Actor(command.room, person)
    with on_its_way():
        return await workers.write(lambda: dispatch(person, language, command), commit_group(command), hint)


def dispatch(person: int, language: str, command: Lasting) -> Message:
    """Do ``command`` for a person who reads ``language``. Blocks: call it in a thread.

    Raises nothing but ``CannotShare``, where commands share a commit.
    """
    try:
        with metrics.COMMANDS.labels(command.__struct_config__.tag).time():
            return _run(person, language, command)
    except Exception as error:
        metrics.FAILURES.inc()
        if unwritable.log_reason(error):
            return _unwritable(language, command)
        reference = secrets.token_hex(4)
        facts = {"reference": reference, "room": command.room, "command": command.__struct_config__.tag}
        logger.exception("Command %s failed, reference %s", type(command).__name__, reference, extra=facts)
        return Failed(reference, command.ref)


def commit_group(command: Lasting) -> int | None:
    """Return the room whose commits ``command`` shares. None if it locks a second room: another group might
    hold that one while it waits for the first."""
    return None if SPECS[type(command)].locks_another_room else command.room


def _run(person: int, language: str, command: Lasting) -> Message:
    with translation.override(language):
        try:
            receipt = _call(person, command)
        except Refusal as refusal:
            metrics.REFUSALS.labels(refusal.code).inc()
            return refused(refusal, command)
    return Reply(command.ref, receipt.room, receipt.seq, receipt.post, receipt.comment)


def refused(refusal: Refusal, command: Lasting) -> Refused:
    """Return ``refusal`` as a message, in the active language."""
    if isinstance(refusal, Refusals):
        fields = {field: str(sentence) for field, sentence in refusal.wrong.items()}
    else:
        fields = {refusal.field: refusal.sentence} if refusal.field else {}
    about = command.ref, command.room, fields, refusal.retry
    return Refused(refusal.code, refusal.sentence, *about)


def too_fast(language: str, wait: float, command: Lasting | None = None) -> Refused:
    """Return the refusal for a person who must wait so many seconds, in ``language``."""
    metrics.REFUSALS.labels("too_fast").inc()
    with translation.override(language):
        sentence = str(TOO_FAST)
    ref, room = (command.ref, command.room) if command else (None, None)
    return Refused("too_fast", sentence, ref, room, retry=round(wait, 1))


def _unwritable(language: str, command: Lasting) -> Refused:
    """Return the refusal of a house without room: pages keep the command, and send it again."""
    with translation.override(language):
        sentence = str(NO_ROOM)
    return Refused("no_room", sentence, command.ref, command.room, retry=NO_ROOM_SECONDS)


def _call(person: int, command: Lasting) -> Receipt:
    spec = SPECS[type(command)]
    arguments = {name: getattr(command, name) for name in spec.fields}
    return spec.service(person, command.room, command.ref, **arguments)
