"""Each lasting command and the service that does it; and what its person is told."""

import logging
import secrets
from collections.abc import Callable
from typing import Any

from django.utils import translation

from people.pacing import TOO_FAST
from people.refusals import Refusal, Refusals
from protocols import submitting
from realtime import metrics
from realtime.wire import commands as c
from realtime.wire.answers import Failed, Message, Refused, Reply
from rooms import commenting, moderating, moving, posting, reacting
from rooms.turns import Receipt

logger = logging.getLogger(__name__)

Service = Callable[..., Receipt]

# The service, and the fields of the command that it takes after the actor, the room and the ref.
SERVICES: dict[type[c.Lasting], Service] = {
    c.Publish: posting.publish,
    c.EditPost: posting.edit,
    c.WithdrawPost: posting.withdraw,
    c.RestorePost: posting.restore,
    c.HidePost: moderating.hide_post,
    c.ShowPost: moderating.show_post,
    c.MovePost: moving.move,
    c.AddComment: commenting.comment,
    c.EditComment: commenting.edit,
    c.WithdrawComment: commenting.withdraw,
    c.RestoreComment: commenting.restore,
    c.HideComment: moderating.hide_comment,
    c.ShowComment: moderating.show_comment,
    c.React: reacting.react,
    c.HandIn: submitting.hand_in,
    c.Revise: submitting.revise,
    c.Quiet: moderating.quiet,
    c.Remove: moderating.remove,
}


def obey(person: int, language: str, command: c.Lasting) -> Message:
    """Do ``command`` for a person who reads ``language``, in a thread that may wait for the database.

    Raises nothing but ``NotTogether``, where commands share a commit.
    """
    try:
        with metrics.COMMANDS.labels(command.__struct_config__.tag).time():
            return _do(person, language, command)
    except Exception:
        metrics.FAILURES.inc()
        reference = secrets.token_hex(4)
        facts = {"reference": reference, "room": command.room, "command": command.__struct_config__.tag}
        logger.exception("Command %s failed, reference %s", type(command).__name__, reference, extra=facts)
        return Failed(reference, command.ref)


def lane(command: c.Lasting) -> int | None:
    """The room whose commits ``command`` shares; none where it holds a second one, which another lane's
    commit might hold while it waits for the first."""
    return None if isinstance(command, c.MovePost) else command.room


def _do(person: int, language: str, command: c.Lasting) -> Message:
    with translation.override(language):
        try:
            receipt = _call(person, command)
        except Refusal as refusal:
            metrics.REFUSALS.labels(refusal.code).inc()
            return refused(refusal, command)
    return Reply(command.ref, receipt.room, receipt.seq, receipt.post, receipt.comment)


def refused(refusal: Refusal, command: c.Lasting) -> Refused:
    """``refusal`` as it travels, in the language active now."""
    if isinstance(refusal, Refusals):
        fields = {field: str(sentence) for field, sentence in refusal.wrong.items()}
    else:
        fields = {refusal.field: refusal.sentence} if refusal.field else {}
    return Refused(refusal.code, refusal.sentence, command.ref, command.room, fields)


def too_fast(language: str, wait: float, command: c.Lasting | None = None) -> Refused:
    """What a person who speaks ``language`` is told when they must wait so many seconds."""
    metrics.REFUSALS.labels("too_fast").inc()
    with translation.override(language):
        sentence = str(TOO_FAST)
    ref, room = (command.ref, command.room) if command else (None, None)
    return Refused("too_fast", sentence, ref, room, retry=round(wait, 1))


def _call(person: int, command: c.Lasting) -> Receipt:
    names = [name for name in command.__struct_fields__ if name not in ("ref", "room")]
    arguments: dict[str, Any] = {name: getattr(command, name) for name in names}
    return SERVICES[type(command)](person, command.room, command.ref, **arguments)
