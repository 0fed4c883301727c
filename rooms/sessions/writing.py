"""Write in silence: a text is its author's alone, kept as it grows, until it is finished and revealed.

Nothing of it is logged before. What stays a draft is never revealed: nothing leaves without a hand.
"""

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from people import raw_text
from people.models import Person
from people.naming import shows_nothing
from people.refusals import Refusal
from rooms import holding, rules, showing, text
from rooms.command import Id, Lasting
from rooms.models import Post
from rooms.sessions import reading
from rooms.sessions.kinds import SILENT, ShownReveal
from rooms.sessions.models import Finish, Passage, Phase
from rooms.sessions.running import Run
from rooms.transaction import Receipt, RoomTransaction, room_transaction

Held = Post.Held


class KeepText(Lasting, frozen=True, tag="text.keep"):
    """Keep one's own silent text as it is now; an empty one is let go of.

    ``since``: digests of the texts that the house may have had when this one was written (CRC-32, eight
    digits each, a space between two). It is refused (``text_newer``) where the house has another one by now.
    Empty: whatever is there is replaced.
    """

    phase: Id
    body: str
    since: str = ""


class FinishPhase(Lasting, frozen=True, tag="phase.finish"):
    """Say that one has finished in a phase, in a silent one with this text; or that one goes on. ``since``
    is as in ``text.keep``."""

    phase: Id
    body: str
    on: bool
    since: str = ""


class PublishText(Lasting, frozen=True, tag="text.publish"):
    """Publish a silent text that nothing will reveal any more."""

    phase: Id


@room_transaction
def keep(tx: RoomTransaction, phase: int, body: str, since: str = "") -> Receipt:
    """Keep the text. Raises the refusals of ``may_take_part``, ``session_unknown`` where nobody writes in
    silence, or not yet, ``text_long``, ``text_newer``, ``text_revealed``."""
    rules.may_take_part(tx.role, tx.membership, tx.room, tx.now)
    written = _silent(tx, phase)
    _keep(tx, written, body, since)
    return tx.nothing()


def finish(
    actor: Person | int, room: int, ref: UUID | None, /, phase: int, body: str, on: bool, since: str = ""
) -> Receipt:
    """Finish, or go on. A text that is finished after all others were revealed joins them at once, marked.

    Raises also ``session_over``: the text is kept all the same, in a transaction that no refusal undoes.
    """
    try:
        return _finish(actor, room, ref, phase, body, on, since)
    except Refusal as refusal:
        if refusal.code == "session_over":
            keep(actor, room, None, phase, body, since)
        raise


@room_transaction
def _finish(tx: RoomTransaction, phase: int, body: str, on: bool, since: str) -> Receipt:
    rules.may_take_part(tx.role, tx.membership, tx.room, tx.now)
    current = _begun(tx, phase)
    is_silent = current.kind == Phase.Kind.SILENCE
    if not on:
        Finish.objects.filter(phase=current, person=tx.actor).delete()
        _own(tx, current).update(held=Held.DRAFT)
        return tx.nothing()
    said = _keep(tx, current, body, since) if is_silent else None
    if said is not None and not current.session.is_running:
        raise Refusal(
            "session_over", _("La séance est finie. Votre texte est gardé, pour vous seul·e."), "body"
        )
    Finish.objects.get_or_create(phase=current, person=tx.actor)
    return _wait(tx, said, current) if said else tx.nothing()


@room_transaction
def publish(tx: RoomTransaction, phase: int) -> Receipt:
    """Publish a text that was left over. While a reveal is to come there is one way into it: to finish.

    Raises the refusals of ``may_write``, ``gone``, ``reveal_to_come``.
    """
    rules.may_write(tx.role, tx.membership, tx.room, tx.now)
    written = _silent(tx, phase)
    said = _own(tx, written).first()
    if said is None:
        raise Refusal("gone", _("Ce texte n’est plus là."))
    if _is_to_be_revealed(written):
        raise Refusal(
            "reveal_to_come", _("Un dévoilement vient : dites « J’ai fini », et votre texte en sera.")
        )
    return _join(tx, said)


def _begun(tx: RoomTransaction, phase: int) -> Phase:
    """Return a phase that has begun: in one to come nobody writes yet, or has finished."""
    found = reading.find_phase(tx.room, phase)
    if not found.passages.exists():
        raise Refusal("session_unknown", _("Ce temps de la séance n’a pas encore commencé."))
    return found


def _silent(tx: RoomTransaction, phase: int) -> Phase:
    found = _begun(tx, phase)
    if found.kind != Phase.Kind.SILENCE:
        raise Refusal("session_unknown", _("On n’écrit pas en silence dans ce temps de la séance."))
    return found


def _own(tx: RoomTransaction, phase: Phase) -> QuerySet[Post]:
    return reading.unseen(tx.actor).filter(phase=phase)


def _keep(tx: RoomTransaction, phase: Phase, body: str, since: str) -> Post | None:
    """Keep ``body`` as the actor's text; return it, or None where there is none."""
    if raw_text.is_too_long(body, text.LONGEST):
        raise text.too_long(len(body), text.LONGEST)
    said, words = _own(tx, phase).first(), "" if shows_nothing(body) else text.clean(body)
    _may_replace(said.body if said else "", words, since)
    if not words:
        _own(tx, phase).delete()
        return None
    if said is None and reading.is_revealed(tx.actor, phase):
        raise Refusal("text_revealed", _("Votre texte est déjà dévoilé : corrigez-le dans le fil."), "body")
    said = said or Post(room=tx.room, author=tx.actor, kind=SILENT.key, phase=phase, held=Held.DRAFT)
    said.body = words
    said.html = text.render(said.body)
    said.save()
    return said


def _may_replace(now: str, words: str, since: str) -> None:
    """Raise ``text_newer`` where the text is no longer one that was changed, nor already the same."""
    if not since or words == now or text.digest(now) in since.split():
        return
    raise Refusal(
        "text_newer",
        _("Ce texte a changé ailleurs depuis que cette page est ouverte. Le plus récent est gardé."),
        "body",
    )


def _wait(tx: RoomTransaction, said: Post, phase: Phase) -> Receipt:
    """Let a finished text wait for its reveal; where that is over, publish it."""
    if _is_revealed(phase):
        return _join(tx, said)
    _own(tx, phase).update(held=Held.SILENCE, created_at=tx.now)
    run = Run(tx.room, phase.session, list(phase.session.phases.all()), None)
    if run.phase.kind == Phase.Kind.REVEAL and run.phase.position > phase.position:
        run.joined(tx.now)
    return tx.nothing()


def _is_revealed(phase: Phase) -> bool:
    """Return whether the texts of ``phase`` were revealed, and no phase to come or current reveals more."""
    begun = Passage.objects.filter(phase__in=_reveals(phase)).exists()
    return begun and not _is_to_be_revealed(phase)


def _is_to_be_revealed(phase: Phase) -> bool:
    """Return whether a current phase, or one to come, reveals the texts of ``phase``."""
    of = phase.session
    return of.is_running and _reveals(phase).filter(position__gte=of.index).exists()


def _reveals(phase: Phase) -> QuerySet[Phase]:
    return Phase.objects.filter(session=phase.session, kind=Phase.Kind.REVEAL, position__gt=phase.position)


def _join(tx: RoomTransaction, said: Post) -> Receipt:
    card, roles = ShownReveal(late=True).card(), showing.roles_in(tx.room)
    said.card = card
    if why := holding.reason(tx, said):
        return holding.wait(tx, said, why)
    return tx.append(holding.place(tx.room, said, card, tx.now, roles), post=said)
