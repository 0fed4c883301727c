"""The recordings of a rencontre: stored when they are ready, served to who may read its room, erased."""

from collections.abc import Iterable
from datetime import UTC, datetime
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
from rooms.meetings.models import Meeting, Recording
from rooms.models import Room
from rooms.transaction import Receipt, RoomTransaction, room_transaction

FOLDER = "recordings"
# The file kinds that the recorder may make, with the media types that browsers are given.
TYPES = {".webm": "video/webm", ".mp4": "video/mp4", ".ogg": "audio/ogg"}


def ready(recording: int, file: File[bytes], seconds: int) -> Recording:
    """Store ``file``, named for its kind, as what was recorded, and tell its room.

    What was erased meanwhile is not stored. Raises ``ValueError`` for a kind without a media type, and
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


@room_transaction
def erase(tx: RoomTransaction, recording: int) -> Receipt:
    """Erase a recording for good, by who led the meeting. Raises ``recording_unknown``,
    ``recording_running``, ``not_host``."""
    kept = find(tx.room, recording)
    may_erase(tx.actor, tx.role, kept.meeting)
    if kept.ended_at is None:
        raise Refusal("recording_running", _("Cet enregistrement est en cours : arrêtez-le d’abord."))
    was_seen = kept.ready_at is not None
    let_go([kept])
    return telling.changed(tx, kept.meeting) if was_seen else tx.nothing()


def withdraw(meeting: int, at: int) -> None:
    """Erase what was being recorded ``at`` a moment, in milliseconds since 1970: one of those in it does not
    agree any more. Harmless when it is erased already."""
    end = datetime.fromtimestamp((at + 1) / 1000, UTC)
    began = Recording.objects.filter(meeting=meeting, started_at__lt=end)
    latest = began.order_by("-started_at").values_list("pk", flat=True).first()
    if latest is None:
        return
    with transaction.atomic():
        kept = _held(latest)
        if kept.erased_at is not None:
            return
        was_seen = kept.ready_at is not None
        let_go([kept])
        if was_seen:
            telling.tell(kept.meeting.room, kept.meeting, None)


def may_erase(person: Person, role: str | None, meeting: Meeting) -> None:
    """Check that ``person`` leads the meeting. Raises ``not_host``."""
    if not rules.is_host(person, role, meeting, reading.attendance(person, meeting)):
        raise Refusal("not_host", _("Seules les personnes qui mènent la rencontre peuvent faire cela."))


def waits_for_film(recording: int) -> bool:
    """Return whether the recording is over, and neither ready nor erased."""
    return Recording.objects.filter(
        pk=recording, ready_at=None, erased_at=None, ended_at__isnull=False
    ).exists()


def abandon(recording: int) -> None:
    """Mark a recording erased: nothing was recorded, or what was is lost."""
    with transaction.atomic():
        let_go(Recording.objects.filter(pk=recording, erased_at=None))


def abandon_open(but: Iterable[int]) -> None:
    """Abandon recordings that an earlier process left open, except ``but``, whose spool files still exist."""
    with transaction.atomic():
        let_go(Recording.objects.filter(ended_at=None, erased_at=None).exclude(pk__in=but))


def find(room: Room, recording: int) -> Recording:
    """Return a recording of ``room`` that was not erased. Raises ``recording_unknown``."""
    kept = Recording.objects.select_related("meeting__room", "meeting__host").filter(
        pk=recording, meeting__room=room, erased_at=None
    )
    if (found := kept.first()) is None:
        raise Refusal("recording_unknown", _("Cet enregistrement n’existe pas, ou plus."))
    return found


def stored(kept: Recording) -> File[bytes]:
    """Open the file of a recording that is ready. Raises ``FileNotFoundError``."""
    return default_storage.open(kept.file)


def media_type(kept: Recording) -> str:
    """Return the media type of its file."""
    return TYPES[PurePath(kept.file).suffix]


def let_go(kept: Iterable[Recording]) -> None:
    """Erase the rows' files once the caller's transaction is committed; the rows stay as a trace."""
    for each in kept:
        name, each.file, each.size, each.seconds, each.erased_at = each.file, "", 0, 0, timezone.now()
        each.ended_at = each.ended_at or each.erased_at
        each.save(update_fields=["file", "size", "seconds", "erased_at", "ended_at"])
        if name:
            transaction.on_commit(partial(default_storage.delete, name), robust=True)


def _held(recording: int) -> Recording:
    """Lock the room first, as every room transaction does; then read the recording as it is now."""
    list(Room.objects.select_for_update(of=("self",)).filter(meetings__recordings=recording))
    return Recording.objects.select_related("meeting__room", "meeting__host").get(pk=recording)


def _fill(kept: Recording, name: str, seconds: int) -> None:
    kept.file, kept.size, kept.seconds = name, default_storage.size(name), seconds
    kept.ready_at = timezone.now()
    kept.ended_at = kept.ended_at or kept.ready_at
    kept.save(update_fields=["file", "size", "seconds", "ready_at", "ended_at"])
    telling.tell(kept.meeting.room, kept.meeting, None)
