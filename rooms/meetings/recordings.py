"""The recordings of a rencontre: kept when they are ready, served to who may read its room, erased."""

from collections.abc import Iterable
from functools import partial
from pathlib import PurePath
from uuid import uuid4

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.refusals import Refusal
from rooms.meetings import reading, rules, telling
from rooms.models import Meeting, Recording, Room
from rooms.turns import Receipt, Turn, turn

FOLDER = "recordings"
# What the recorder may make, and what browsers are told that it is.
TYPES = {".webm": "video/webm", ".mp4": "video/mp4", ".ogg": "audio/ogg"}


def ready(recording: int, file: File[bytes], seconds: int) -> Recording:
    """Keep ``file``, named for its kind, as what was recorded; its room is told.

    What was erased meanwhile is not kept. Raises ``ValueError`` for a kind that no browser is told of, and
    ``Recording.DoesNotExist``.
    """
    kind = PurePath(file.name or "").suffix
    if kind not in TYPES:
        raise ValueError(f"a recording is one of {', '.join(TYPES)}, not {kind!r}")
    name = default_storage.save(f"{FOLDER}/{uuid4().hex}{kind}", file)
    with transaction.atomic():
        kept = _held(recording)
        if kept.erased_at is None and not kept.file:
            _fill(kept, name, seconds)
        if kept.file != name:
            transaction.on_commit(partial(default_storage.delete, name), robust=True)
    return kept


@turn
def erase(turn: Turn, recording: int) -> Receipt:
    """Take it away for good, by who led the meeting. Raises ``recording_unknown``, ``recording_running``,
    ``not_host``."""
    kept = find(turn.room, recording)
    may_erase(turn.actor, turn.role, kept.meeting)
    if kept.ended_at is None:
        raise Refusal("recording_running", _("Cet enregistrement est en cours : arrêtez-le d’abord."))
    was_seen = kept.ready_at is not None
    let_go([kept])
    return turn.append(telling.changed(kept.meeting)) if was_seen else turn.nothing()


def may_erase(person: Person, role: str | None, meeting: Meeting) -> None:
    """Whoever leads the meeting may. Raises ``not_host``."""
    if not rules.is_host(person, role, meeting, reading.attendance(person, meeting)):
        raise Refusal("not_host", _("Seules les personnes qui mènent la rencontre peuvent faire cela."))


def waits_for_film(recording: int) -> bool:
    """Whether it is over, and neither ready nor erased."""
    return Recording.objects.filter(
        pk=recording, ready_at=None, erased_at=None, ended_at__isnull=False
    ).exists()


def abandon(recording: int) -> None:
    """Nothing was recorded, or what was is lost: it is as if it had been erased."""
    with transaction.atomic():
        let_go(Recording.objects.filter(pk=recording, erased_at=None))


def abandon_open(but: Iterable[int]) -> None:
    """Those that a process which is gone left open, without anything put aside, are abandoned."""
    with transaction.atomic():
        let_go(Recording.objects.filter(ended_at=None, erased_at=None).exclude(pk__in=but))


def find(room: Room, recording: int) -> Recording:
    """A recording of ``room`` that was not erased. Raises ``recording_unknown``."""
    kept = Recording.objects.select_related("meeting__room", "meeting__host").filter(
        pk=recording, meeting__room=room, erased_at=None
    )
    if (found := kept.first()) is None:
        raise Refusal("recording_unknown", _("Cet enregistrement n’existe pas, ou plus."))
    return found


def stored(kept: Recording) -> File[bytes]:
    """The file of a recording that is ready, open. Raises ``FileNotFoundError``."""
    return default_storage.open(kept.file)


def media_type(kept: Recording) -> str:
    """What browsers are told that it is."""
    return TYPES[PurePath(kept.file).suffix]


def let_go(kept: Iterable[Recording]) -> None:
    """Erase the rows' files, once the caller's transaction is committed; the rows keep that they were."""
    for each in kept:
        name, each.file, each.size, each.seconds, each.erased_at = each.file, "", 0, 0, timezone.now()
        each.ended_at = each.ended_at or each.erased_at
        each.save(update_fields=["file", "size", "seconds", "erased_at", "ended_at"])
        if name:
            transaction.on_commit(partial(default_storage.delete, name), robust=True)


def _held(recording: int) -> Recording:
    """The room first, as every turn does; then the recording as it is now."""
    list(Room.objects.select_for_update(of=("self",)).filter(meetings__recordings=recording))
    return Recording.objects.select_related("meeting__room", "meeting__host").get(pk=recording)


def _fill(kept: Recording, name: str, seconds: int) -> None:
    kept.file, kept.size, kept.seconds = name, default_storage.size(name), seconds
    kept.ready_at = timezone.now()
    kept.ended_at = kept.ended_at or kept.ready_at
    kept.save(update_fields=["file", "size", "seconds", "ready_at", "ended_at"])
    telling.tell(kept.meeting.room, kept.meeting, None)
