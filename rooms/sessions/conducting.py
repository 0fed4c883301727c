"""Conduct a session: start, pause, prolong, pass on, go back, reveal, end.

Two who lead never collide: each act names the version that it was decided on; the first one wins.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from people.refusals import Refusal
from rooms import log, rules
from rooms.command import Id, Lasting
from rooms.models import Membership, Room
from rooms.sessions import reading, roster
from rooms.sessions.models import Grace, Phase
from rooms.sessions.phase_plan import PACES, WRONG_PACE
from rooms.sessions.running import Run
from rooms.transaction import Receipt, RoomTransaction, room_transaction

LONGEST_GRACE = 3_600  # seconds


class StartSession(Lasting, frozen=True, tag="session.start"):
    """Artist, staff: begin a session with its first phase."""

    session: Id


class PauseSession(Lasting, frozen=True, tag="session.pause"):
    """Artist, staff: let the clock of a session stand still, or go on."""

    session: Id
    version: int
    on: bool


class ExtendPhase(Lasting, frozen=True, tag="session.extend"):
    """Artist, staff: give everybody more ``seconds`` in the current phase."""

    session: Id
    version: int
    seconds: int


class PassTo(Lasting, frozen=True, tag="session.pass"):
    """Artist, staff: begin the phase at position ``to``, the first being 0; past the last one, end."""

    session: Id
    version: int
    to: int


class EndSession(Lasting, frozen=True, tag="session.end"):
    """Artist, staff: end a session."""

    session: Id
    version: int


class RevealNext(Lasting, frozen=True, tag="session.reveal"):
    """Artist, staff: reveal the next text, in a phase where they appear on demand."""

    session: Id
    version: int


class SetPace(Lasting, frozen=True, tag="session.pace"):
    """Artist, staff: let the texts that are to come appear every so many ``seconds``, in a reveal of one by
    one."""

    session: Id
    version: int
    seconds: int


class GiveGrace(Lasting, frozen=True, tag="session.grace"):
    """Artist, staff: give one person so many more ``seconds`` for their silent text; 0 takes them back."""

    session: Id
    person: Id
    seconds: int


class GiveGraceToAll(Lasting, frozen=True, tag="session.grace_all"):
    """Artist, staff: give so many more ``seconds`` to all who have not finished their silent text."""

    session: Id
    seconds: int


@room_transaction
def start(tx: RoomTransaction, session: int) -> Receipt:
    """Begin. Raises ``not_leader``, ``session_unknown``, ``session_over``, ``session_running``,
    ``score_empty``, ``not_open_yet``, ``closed``."""
    rules.may_lead(tx.role)
    planned = reading.find(tx.room, session)
    if planned.is_running:
        return tx.nothing()
    if planned.ended_at is not None:
        raise Refusal("session_over", _("Cette séance est finie. Dupliquez-la pour la refaire."))
    _is_the_time(tx)
    run = Run(tx.room, planned, list(planned.phases.all()), tx.actor)
    if not run.phases:
        raise Refusal("score_empty", _("La partition est vide : ajoutez-lui un temps."))
    return _passed(tx, run, 0)


@room_transaction
def pause(tx: RoomTransaction, session: int, version: int, on: bool) -> Receipt:
    """Stop the clock, or let it go on. Raises also ``session_moved``."""
    run = _acting(tx, session, version)
    of = run.session
    if (of.paused_at is not None) == on:
        return tx.nothing()
    if of.paused_at is None:
        of.paused_at = tx.now
        return tx.append(run.changed(), topic=run.topic)
    run.move(tx.now - of.paused_at)
    of.paused_at = None
    return tx.append(run.changed(), topic=run.topic)


@room_transaction
def extend(tx: RoomTransaction, session: int, version: int, seconds: int) -> Receipt:
    """Prolong the current phase. Raises also ``session_moved``, ``phase_open_ended``, ``grace_wrong``."""
    run = _acting(tx, session, version)
    _is_grace(seconds, 1)
    if run.session.phase_ends_at is None:
        raise Refusal("phase_open_ended", _("Ce temps n’a pas de fin prévue : il dure tant que vous voulez."))
    run.session.phase_ends_at += timedelta(seconds=seconds)
    run.session.added += seconds
    return tx.append(run.changed(), topic=run.topic)


@room_transaction
def pass_to(tx: RoomTransaction, session: int, version: int, to: int) -> Receipt:
    """Begin another phase; after the last one, end. Raises also ``session_moved``, ``phase_unknown``."""
    run = _acting(tx, session, version)
    if not 0 <= to <= len(run.phases):
        raise Refusal("phase_unknown", _("Il n’y a pas de temps avant celui-ci, ou il n’est plus là."))
    if run.phase.kind == Phase.Kind.REVEAL and to > run.session.index:
        run.reveal(tx.now)
    return _ended(tx, run) if to == len(run.phases) else _passed(tx, run, to)


@room_transaction
def end(tx: RoomTransaction, session: int, version: int) -> Receipt:
    """End the session. Texts that no phase revealed stay their authors'. Raises also ``session_moved``."""
    return _ended(tx, _acting(tx, session, version))


@room_transaction
def reveal_next(tx: RoomTransaction, session: int, version: int) -> Receipt:
    """Reveal one text now. Raises also ``session_moved``, ``nothing_closed``."""
    run = _acting(tx, session, version)
    if run.phase.kind != Phase.Kind.REVEAL or not run.reveal(tx.now, 1):
        raise Refusal("nothing_closed", _("Tous les textes sont dévoilés."))
    return tx.append(run.changed(), topic=run.topic)


@room_transaction
def set_pace(tx: RoomTransaction, session: int, version: int, seconds: int) -> Receipt:
    """Change the pace of the reveal that goes on; what has appeared stays. Raises also ``session_moved``,
    ``not_paced``, ``pace_wrong``."""
    run = _acting(tx, session, version)
    if not run.is_paced:
        raise Refusal("not_paced", _("Ici les textes n’apparaissent pas un par un d’eux-mêmes."))
    if seconds not in PACES:
        raise Refusal("pace_wrong", WRONG_PACE, "seconds")
    if seconds == run.phase.pace:
        return tx.nothing()
    run.set_pace(seconds, tx.now)
    return tx.append(run.changed(), topic=run.topic)


@room_transaction
def give_grace(tx: RoomTransaction, session: int, person: int, seconds: int) -> Receipt:
    """Let one person finish their text after the others. Raises ``not_leader``, ``session_over``,
    ``not_a_member``, ``grace_wrong``."""
    run = _running(tx, session)
    _is_grace(seconds, 0)
    silent = roster.silent_phase(run.session)
    member = Membership.objects.filter(room=tx.room, person=person, removed_at=None).first()
    if member is None or silent is None:
        raise Refusal("not_a_member", _("Cette personne n’écrit pas ici en ce moment."))
    _grace(tx, run, silent, [member], seconds)
    return tx.nothing()


@room_transaction
def give_grace_to_all(tx: RoomTransaction, session: int, seconds: int) -> Receipt:
    """Let all who still write finish after the end. Raises ``not_leader``, ``session_over``,
    ``nobody_writes``, ``grace_wrong``."""
    run = _running(tx, session)
    _is_grace(seconds, 1)
    silent = roster.silent_phase(run.session)
    writing = [each.person.pk for each in roster.still_writing(silent, tx.now)] if silent else []
    members = Membership.objects.filter(room=tx.room, person__in=writing, removed_at=None)
    if silent is None or not members:
        raise Refusal("nobody_writes", _("Personne n’écrit plus."))
    _grace(tx, run, silent, members, seconds)
    return tx.nothing()


def _is_the_time(tx: RoomTransaction) -> None:
    if tx.room.hush:
        raise Refusal("session_running", _("Une autre séance est en cours ici : finissez-la d’abord."))
    moment = tx.room.moment(tx.now)
    if moment == Room.Moment.BEFORE:
        raise Refusal("not_open_yet", _("Cette fabrique n’a pas encore ouvert."))
    if moment == Room.Moment.AFTER:
        raise Refusal("closed", _("Cette fabrique est terminée : changez ses dates pour y tenir une séance."))


def _running(tx: RoomTransaction, session: int) -> Run:
    rules.may_lead(tx.role)
    found = reading.find(tx.room, session)
    if not found.is_running:
        raise Refusal("session_over", _("Cette séance n’est pas en cours."))
    return Run(tx.room, found, list(found.phases.all()), tx.actor)


def _acting(tx: RoomTransaction, session: int, version: int) -> Run:
    """Return the run, if nobody has acted since ``version``."""
    run = _running(tx, session)
    if run.session.version != version:
        name = run.session.acted_by.name if run.session.acted_by else _("L’horloge")
        sentence = _("%(name)s vient d’agir : la séance en est à « %(phase)s ». Regardez, puis décidez.")
        raise Refusal("session_moved", sentence % {"name": name, "phase": run.phase.title})
    return run


def _passed(tx: RoomTransaction, run: Run, to: int) -> Receipt:
    receipt = tx.append(run.pass_to(to, tx.now), topic=run.topic)
    run.begun(tx.now)
    return receipt


def _ended(tx: RoomTransaction, run: Run) -> Receipt:
    return tx.append(run.end(tx.now), topic=run.topic)


def _grace(tx: RoomTransaction, run: Run, silent: Phase, members: Iterable[Membership], seconds: int) -> None:
    """Give ``members`` so long after the end of ``silent``, instead of what they had; 0: no time."""
    end = run.session.phase_ends_at if silent == run.phase else None
    until = max(end or tx.now, tx.now) + timedelta(seconds=seconds)
    for member in members:
        Grace.objects.filter(phase=silent, person=member.person_id).delete()
        if seconds:
            Grace.objects.create(phase=silent, person_id=member.person_id, until=until)
        member.changed_at = tx.now
        member.save(update_fields=["changed_at"])
        log.tell_standing(member)


def _is_grace(seconds: int, least: int) -> None:
    if not least <= seconds <= LONGEST_GRACE:
        raise Refusal("grace_wrong", _("Entre une seconde et une heure de plus."), "seconds")
