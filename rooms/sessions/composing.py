"""Compose a score: open a session, add and change its phases, put them in another order, duplicate it.

While a session runs, what has begun is what people live by: only what is to come can be changed.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people import raw_text, written_secret
from people.naming import shows_nothing, without_tricks
from people.refusals import Refusal, Refusals
from rooms import rules, text
from rooms.models import Room
from rooms.sessions import reading
from rooms.sessions.models import Phase, Session
from rooms.sessions.phase_plan import PACES, WRONG_PACE, PhasePlan
from rooms.sessions.running import Run
from rooms.sessions.scores import SCORES
from rooms.sessions.signals import phases_copied
from rooms.transaction import REF_USED, Receipt, RoomTransaction, role_of, room_transaction

TITLE = 60
WORDS = 2_000
SECONDS = range(1, 6 * 3_600 + 1)
GROUP_SIZES = range(2, 21)
MOST_PHASES = 40
MOST_SESSIONS = 100
WALL_SIGNS = 12

Wrong = dict[str, str | Promise]


@room_transaction
def open_session(tx: RoomTransaction, title: str, score: str = "") -> Receipt:
    """Open a session, with the phases of one of ``SCORES`` or none.

    Raises ``not_leader``, ``title_empty``, ``text_long``, ``score_unknown``, ``sessions_many``.
    """
    rules.may_lead(tx.role)
    if score and score not in SCORES:
        raise Refusal("score_unknown", _("Choisissez dans la liste."), "score")
    plans = SCORES[score].plans() if score else []
    if made := _make(tx, tx.room, _title(title), plans):
        fill(made, plans)
    return tx.nothing()


@room_transaction
def duplicate(tx: RoomTransaction, session: int, to: int | None = None) -> Receipt:
    """Make another session of the same score, here or in the room ``to``, which the actor also leads.

    Raises ``not_leader``, ``session_unknown``, ``room_unknown``, ``sessions_many``.
    """
    rules.may_lead(tx.role)
    found = reading.find(tx.room, session)
    there = tx.room if to is None or to == tx.room.pk else _beside(tx, to)
    plans = [plan_of(phase) for phase in found.phases.all()]
    if made := _make(tx, there, found.title, plans):
        copy_score(found, made)
    return tx.nothing()


@room_transaction
def rename(tx: RoomTransaction, session: int, title: str) -> Receipt:
    """Give a session another title. Raises ``not_leader``, ``session_over``, ``title_empty``."""
    found = _open(tx, session)
    found.title = _title(title)
    found.save(update_fields=["title"])
    return _told(tx, found)


@room_transaction
def add(tx: RoomTransaction, session: int, plan: PhasePlan, position: int | None = None) -> Receipt:
    """Add a phase at ``position``, the first being 0; at the end without one.

    Raises ``not_leader``, ``session_over``, ``phases_many``, ``ref_used``, ``Refusals``.
    """
    found = _open(tx, session)
    checked = _checked(plan)
    if _was_added(tx, found, checked):
        return tx.nothing()
    others = list(found.phases.all())
    if len(others) >= MOST_PHASES:
        raise Refusal("phases_many", _("Quarante temps au plus dans une partition."), "title")
    added = Phase.objects.create(session=found, position=len(others), ref=tx.ref, **asdict(checked))
    if position is not None:
        _put(found, added, others, position)
    return _told(tx, found)


@room_transaction
def change(tx: RoomTransaction, phase: int, plan: PhasePlan) -> Receipt:
    """Change a phase to come. Raises also ``phase_begun``, ``session_unknown``."""
    found, old = _to_come(tx, phase)
    for name, value in asdict(_checked(plan)).items():
        setattr(old, name, value)
    old.save()
    return _told(tx, found)


@room_transaction
def remove(tx: RoomTransaction, phase: int) -> Receipt:
    """Take a phase out of the score. Raises also ``phase_begun``."""
    found, old = _to_come(tx, phase)
    old.delete()
    _number(found, list(found.phases.all()))
    return _told(tx, found)


@room_transaction
def place(tx: RoomTransaction, phase: int, position: int) -> Receipt:
    """Put a phase at ``position``, the first being 0; past the end, last. Raises also ``phase_begun``."""
    found, moved = _to_come(tx, phase)
    others = [each for each in found.phases.all() if each.pk != moved.pk]
    _put(found, moved, others, position)
    return _told(tx, found)


@room_transaction
def discard(tx: RoomTransaction, session: int) -> Receipt:
    """Throw away a session that never began. Raises ``not_leader``, ``session_begun``."""
    rules.may_lead(tx.role)
    found = tx.room.sessions.filter(pk=session).first()
    if found is None:
        return tx.nothing()
    if found.began_at is not None:
        raise Refusal("session_begun", _("Cette séance a eu lieu, ou a lieu : elle reste."))
    found.delete()
    return tx.nothing()


@room_transaction
def open_wall(tx: RoomTransaction, session: int, on: bool) -> Receipt:
    """Give the wall of a session its address, or close that address for good. Raises ``not_leader``."""
    rules.may_lead(tx.role)
    found = reading.find(tx.room, session)
    if bool(found.wall) != on:
        found.wall = written_secret.new(WALL_SIGNS) if on else ""
        found.save(update_fields=["wall"])
    return tx.nothing()


def _make(tx: RoomTransaction, room: Room, title: str, plans: Sequence[PhasePlan]) -> Session | None:
    """Make a session in ``room`` that is to have these phases, once for each ref: None the next time.

    Raises ``sessions_many``, ``ref_used``.
    """
    before = Session.objects.filter(by=tx.actor, ref=tx.ref).first() if tx.ref else None
    if before is not None:
        made = [plan_of(phase) for phase in before.phases.all()]
        if (before.room_id, before.title, made) != (room.pk, title, list(plans)):
            raise Refusal("ref_used", REF_USED)
        return None
    if room.sessions.count() >= MOST_SESSIONS:
        raise Refusal("sessions_many", _("Il y a déjà cent séances ici : jetez-en une d’abord."), "title")
    return Session.objects.create(room=room, title=title, by=tx.actor, created_at=tx.now, ref=tx.ref)


def _was_added(tx: RoomTransaction, session: Session, plan: PhasePlan) -> bool:
    """Return whether a phase was added under this ref before. Raises ``ref_used`` if it was another one."""
    before = session.phases.filter(ref=tx.ref).first() if tx.ref else None
    if before is not None and plan_of(before) != plan:
        raise Refusal("ref_used", REF_USED)
    return before is not None


def _beside(tx: RoomTransaction, to: int) -> Room:
    """Return another room that the actor leads. Only rows of its own are added there."""
    room = Room.objects.exclude(kind=Room.Kind.WINGS).filter(pk=to).first()
    if room is None:
        raise Refusal("room_unknown", _("Choisissez la fabrique."), "to")
    rules.may_lead(role_of(tx.actor, room.memberships.filter(person=tx.actor).first()))
    return room


def _open(tx: RoomTransaction, session: int) -> Session:
    rules.may_lead(tx.role)
    found = reading.find(tx.room, session)
    if found.ended_at is not None:
        raise Refusal("session_over", _("Cette séance est finie. Dupliquez-la pour la refaire."))
    return found


def _to_come(tx: RoomTransaction, phase: int) -> tuple[Session, Phase]:
    rules.may_lead(tx.role)
    found = reading.find_phase(tx.room, phase)
    session = _open(tx, found.session_id)
    if found.position < _first_to_come(session):
        raise Refusal("phase_begun", _("Ce temps a commencé : seul ce qui vient peut changer."))
    return session, found


def _first_to_come(session: Session) -> int:
    return session.index + 1 if session.is_running else 0


def copy_score(
    source: Session, to: Session, changed: Callable[[PhasePlan], PhasePlan] = lambda plan: plan
) -> None:
    """Give ``to``, which is new, the phases of ``source``, each ``changed``, and what hangs on them above."""
    score = list(source.phases.all())
    made = fill(to, [changed(plan_of(phase)) for phase in score])
    phases_copied.send(Session, copies=list(zip(score, made, strict=True)), room=to.room, by=to.by)


def fill(session: Session, plans: Sequence[PhasePlan]) -> list[Phase]:
    """Add phases, as they were checked before."""
    last = session.phases.count()
    return Phase.objects.bulk_create(
        Phase(session=session, position=last + number, **asdict(plan)) for number, plan in enumerate(plans)
    )


def _put(session: Session, moved: Phase, others: Sequence[Phase], position: int) -> None:
    position = min(max(position, _first_to_come(session)), len(others))
    _number(session, [*others[:position], moved, *others[position:]])


def _number(session: Session, phases: Sequence[Phase]) -> None:
    for position, phase in enumerate(phases):
        if phase.position != position:
            session.phases.filter(pk=phase.pk).update(position=position)


def _told(tx: RoomTransaction, session: Session) -> Receipt:
    """Tell screens what comes next, if the session runs."""
    if not session.is_running:
        return tx.nothing()
    run = Run(tx.room, session, list(session.phases.all()), tx.actor)
    return tx.append(run.changed(), topic=run.topic)


def plan_of(phase: Phase) -> PhasePlan:
    """Return what was asked of ``phase``."""
    return PhasePlan(**{name: getattr(phase, name) for name in PhasePlan.__dataclass_fields__})


def _checked(plan: PhasePlan) -> PhasePlan:
    """Return ``plan`` with clean words. Raises ``Refusals`` naming every field that is wrong."""
    title, (words, wrong_words) = _one_line(str(plan.title)), _cleaned(str(plan.words))
    wrong: dict[str, str | Promise | None] = {
        "kind": _is_one_of(plan.kind, Phase.Kind.values),
        "title": _wrong_title(title),
        "words": wrong_words,
        "minutes": None
        if plan.seconds is None or plan.seconds in SECONDS
        else _("D’une seconde à six heures."),
        "writers": _is_one_of(plan.writers, Phase.Writers.values),
        "order": _is_one_of(plan.order, Phase.Order.values),
        "pace": None if plan.pace in PACES else WRONG_PACE,
        "group_size": None if plan.group_size in {0, *GROUP_SIZES} else _("De deux à vingt par groupe."),
    }
    said: Wrong = {field: sentence for field, sentence in wrong.items() if sentence}
    if said:
        raise Refusals(said)
    named: dict[str, Any] = asdict(plan) | {"title": title, "words": words}
    return PhasePlan(**named)


def _is_one_of(value: str, values: Sequence[str]) -> Promise | None:
    return None if value in values else _("Choisissez dans la liste.")


def _title(raw: str) -> str:
    title = _one_line(raw)
    if wrong := _wrong_title(title):
        raise Refusal("title_empty" if not title else "text_long", wrong, "title")
    return title


def _one_line(raw: str) -> str:
    return raw if raw_text.is_too_long(raw, TITLE) else " ".join(without_tricks(raw).split())


def _wrong_title(title: str) -> Promise | None:
    if len(title) > TITLE:
        return _("Ce titre est trop long : 60 signes au plus.")
    return _("Donnez-lui un titre.") if shows_nothing(title) else None


def _cleaned(words: str) -> tuple[str, str | Promise | None]:
    try:
        is_empty = not raw_text.is_too_long(words, WORDS) and shows_nothing(words)
        return ("" if is_empty else text.clean(words, WORDS)), None
    except Refusal as refusal:
        return words, refusal.sentence
