"""Announce a rencontre, change what was announced, cancel it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people import raw_text
from people.models import Person
from people.naming import shows_nothing, without_tricks
from people.refusals import Refusal, Refusals
from rooms import rules, text
from rooms.meetings import reading, telling
from rooms.meetings.models import Meeting
from rooms.models import Room
from rooms.transaction import Receipt, RoomTransaction, room_transaction

TITLE = 80
WORDS = 2_000
MINUTES = range(10, 241)
MOST = 50
# Allow a start slightly in the past: whoever announces « maintenant » types an hour that has just passed.
JUST_NOW = timedelta(minutes=15)
FARTHEST = timedelta(days=366)
PLANNED = ("title", "words", "starts_at", "minutes", "host_id", "lobby")

Wrong = dict[str, str | Promise]


@dataclass(frozen=True, slots=True)
class MeetingPlan:
    """What is announced. ``host`` is the id of who leads it; ``lobby``: one knocks before entering.
    ``starts_at``, ``minutes`` and ``host`` are None where what was typed cannot be read."""

    title: str
    words: str
    starts_at: datetime | None
    minutes: int | None
    host: int | None
    lobby: bool = False


@room_transaction
def announce(tx: RoomTransaction, plan: MeetingPlan) -> Receipt:
    """Create a meeting of the room. Raises ``not_leader``, ``closed``, ``meetings_many``, and ``Refusals``
    about the fields ``title``, ``words``, ``date``, ``minutes``, ``host``."""
    rules.may_lead(tx.role)
    _is_not_over(tx)
    if reading.awaited(tx.room).count() >= MOST:
        raise Refusal(
            "meetings_many", _("Cinquante rencontres sont déjà annoncées ici. Annulez-en une d’abord.")
        )
    planned = Meeting(room=tx.room, host=tx.actor)
    _put_on(tx, planned, plan)
    planned.save()
    return telling.changed(tx, planned)


@room_transaction
def change(tx: RoomTransaction, meeting: int, plan: MeetingPlan) -> Receipt:
    """Change what was announced. Once a meeting is open, its hour stays and its lobby is the hosts'.

    Raises also ``meeting_unknown``, ``meeting_cancelled``, ``meeting_over``.
    """
    rules.may_lead(tx.role)
    planned = to_come(tx.room, meeting)
    before = _as_planned(planned)
    _put_on(tx, planned, plan)
    if _as_planned(planned) == before:
        return tx.nothing()
    _renew(tx, planned)
    return telling.changed(tx, planned)


@room_transaction
def cancel(tx: RoomTransaction, meeting: int) -> Receipt:
    """Cancel a meeting.

    Raises ``not_leader``, ``meeting_unknown``, ``meeting_over``, ``meeting_live``.
    """
    rules.may_lead(tx.role)
    planned = reading.find(tx.room, meeting)
    if planned.cancelled_at is not None:
        return tx.nothing()
    _is_before_its_end(planned)
    if planned.live:
        raise Refusal("meeting_live", _("Cette rencontre a lieu maintenant : on la termine de l’intérieur."))
    planned.cancelled_at = tx.now
    _renew(tx, planned)
    return telling.cancelled(tx, planned)


def to_come(room: Room, meeting: int) -> Meeting:
    """Return a meeting to change. Raises ``meeting_unknown``, ``meeting_cancelled``, ``meeting_over``."""
    planned = reading.find(room, meeting)
    if planned.cancelled_at is not None:
        raise Refusal("meeting_cancelled", _("Cette rencontre est annulée."))
    _is_before_its_end(planned)
    return planned


def _is_before_its_end(planned: Meeting) -> None:
    if planned.ended_at is not None:
        raise Refusal("meeting_over", _("Cette rencontre est terminée."))


def _is_not_over(tx: RoomTransaction) -> None:
    if tx.room.moment(tx.now) == Room.Moment.AFTER:
        raise Refusal("closed", _("Cette fabrique est terminée : on n’y annonce plus de rencontre."))


def _put_on(tx: RoomTransaction, planned: Meeting, plan: MeetingPlan) -> None:
    """Write ``plan`` to the row. Raises ``Refusals`` naming every field that is wrong."""
    title = _one_line(plan.title)
    host = _leader(tx, planned, plan.host)
    wrong = {
        "title": _wrong_title(title),
        "words": _wrong_words(plan.words),
        "date": _wrong_hour(tx, planned, plan.starts_at),
        "minutes": None if plan.minutes in MINUTES else _("Entre 10 et 240 minutes."),
        "host": None if host else _("Choisissez dans la liste qui mène la rencontre."),
    }
    said: Wrong = {field: sentence for field, sentence in wrong.items() if sentence}
    if said or host is None or plan.starts_at is None or plan.minutes is None:
        raise Refusals(said)
    planned.title, planned.words = title, _clean(plan.words)
    planned.minutes, planned.host = plan.minutes, host
    if not planned.live:
        planned.starts_at, planned.lobby = plan.starts_at, plan.lobby


def _one_line(title: str) -> str:
    return title if raw_text.is_too_long(title, TITLE) else " ".join(without_tricks(title).split())


def _wrong_title(title: str) -> str | Promise | None:
    if not title or shows_nothing(title):
        return _("Donnez un titre à la rencontre.")
    return _("Ce titre est trop long : 80 signes au plus.") if len(title) > TITLE else None


def _wrong_words(words: str) -> str | Promise | None:
    try:
        _clean(words)
    except Refusal as refusal:
        return refusal.sentence
    return None


def _wrong_hour(tx: RoomTransaction, planned: Meeting, starts_at: datetime | None) -> str | Promise | None:
    if starts_at is None:
        return _("Écrivez un jour et une heure, par exemple 26/11/2026 et 18:30.")
    if starts_at == planned.starts_at:
        return None
    if planned.live:
        return _("Elle a commencé : son heure ne change plus.")
    if starts_at < tx.now - JUST_NOW:
        return _("Cette heure est passée. Choisissez une heure à venir.")
    return _("C’est trop loin : dans un an au plus.") if starts_at > tx.now + FARTHEST else None


def _clean(words: str) -> str:
    return "" if shows_nothing(words) else text.clean(words, WORDS)


def _leader(tx: RoomTransaction, planned: Meeting, host: int | None) -> Person | None:
    """Return the chosen host: somebody who leads the room, or who was announced already."""
    kept = planned.host if planned.pk and planned.host_id == host else None
    return kept or (reading.leaders(tx.room).filter(pk=host).first() if host else None)


def _as_planned(planned: Meeting) -> tuple[object, ...]:
    return tuple(getattr(planned, column) for column in PLANNED)


def _renew(tx: RoomTransaction, planned: Meeting) -> None:
    """Save only the planned columns: the process that leads a live meeting writes the others."""
    planned.edition += 1
    planned.changed_at = tx.now
    planned.save(update_fields=[*PLANNED, "cancelled_at", "edition", "changed_at"])
