"""Undo what was decided, unless somebody else has decided about the same since."""

from collections.abc import Collection
from typing import Final, NamedTuple

from django.db.models import Q
from django.dispatch import Signal
from django.utils.translation import gettext_lazy as _

from people.refusals import Refusal
from rooms import rules
from rooms.models import Decision
from rooms.transaction import RoomTransaction

Act = Decision.Act
Kind = frozenset[Act]
# What decides of the same thing: the last of a kind about somebody, or about the same words, stands.
SILENCE: Final = Kind({Act.QUIET, Act.QUIET_A_WHILE, Act.UNQUIET})
REMOVAL: Final = Kind({Act.REMOVE, Act.READMIT})
READ_FIRST: Final = Kind({Act.HOLD_WHO, Act.FREE_WHO})
BAR: Final = Kind({Act.BAR, Act.UNBAR})  # of the whole house, in whichever room
SIGHT: Final = Kind(
    {Act.APPROVE, Act.REFUSE, Act.REOPEN, Act.HOLD, Act.HIDE, Act.SHOW, Act.LEAVE, Act.UNLEAVE, Act.ERASE}
)
PLACE: Final = Kind({Act.MOVE, Act.MOVE_BACK})
PINNED: Final = Kind({Act.PIN, Act.UNPIN})
CLOSED: Final = Kind({Act.CLOSE, Act.UNCLOSE})
# Of a room.
READING: Final = Kind({Act.HOLD_ROOM})
RHYTHM: Final = Kind({Act.SLOW})
DOOR: Final = Kind({Act.SHUT, Act.OPEN})
OF_ROOMS: Final = READING | RHYTHM | DOOR
KINDS: Final = (SILENCE, REMOVAL, READ_FIRST, BAR, SIGHT, PLACE, PINNED, CLOSED, READING, RHYTHM, DOOR)
KIND_OF: Final = {act: kind for kind in KINDS for act in kind}
UNDONE: Final = KIND_OF.keys() - {Act.ERASE}  # what has a way back
# Sent with ``tx`` and ``taken``, the decision that is being taken back, in that transaction.
taken_back = Signal()
_SINCE = _("%(name)s en a décidé depuis : rien n’est changé.")


class _Matter(NamedTuple):
    """What is decided: of whom, in which room if not in the house; of which words; or of which room."""

    kind: Kind
    person: int | None = None
    room: int | None = None
    post: int | None = None
    comment: int | None = None


def _matter(taken: Decision) -> _Matter:
    """Return what ``taken`` decides of, which is of a known kind."""
    kind = KIND_OF[Act(taken.act)]
    if taken.post_id is not None:
        return _Matter(kind, post=taken.post_id, comment=taken.comment_id)
    return _Matter(kind, taken.person_id, None if kind is BAR else taken.room_id)


def standing(taken: Collection[Decision]) -> set[Decision]:
    """Return those of these decisions after which nobody has decided of the same; of no kind: all."""
    last = _last_about([each for each in taken if each.act in KIND_OF])
    return {each for each in taken if each.act not in KIND_OF or last[_matter(each)] == each}


def _last_about(taken: Collection[Decision]) -> dict[_Matter, Decision]:
    """Map all that these decided of to the last decision about it, of whoever."""
    people = {each.person_id for each in taken if each.post_id is None}
    posts = {each.post_id for each in taken} - {None}
    rooms = {each.room_id for each in taken if each.act in OF_ROOMS}
    about = Q(post__in=posts) | Q(post=None, person__in=people) | Q(act__in=OF_ROOMS, room__in=rooms)
    since = min((each.pk for each in taken), default=0)
    same = Decision.objects.filter(about, act__in=KIND_OF, pk__gte=since)
    return {_matter(each): each for each in same.select_related("by").order_by("pk")}


def take_back(tx: RoomTransaction, undoes: int) -> None:
    """Let whoever leads take back the decision ``undoes`` of this room, or about the house, and say so; 0: no
    certain one. Raises as ``must_stand``."""
    if taken := must_stand(tx, undoes):
        taken_back.send(Decision, tx=tx, taken=taken)


def must_stand(tx: RoomTransaction, undoes: int) -> Decision | None:
    """Return the decision ``undoes`` of this room, or about the house, for whoever leads, if it is of a kind.

    Raises ``not_leader``, and ``decided`` where somebody else decided of the same after it.
    """
    if not undoes:
        return None
    rules.may_lead(tx.role)
    taken = Decision.objects.filter(Q(room=tx.room) | Q(act__in=BAR), pk=undoes, act__in=UNDONE).first()
    if taken is None:
        return None
    last = _last_about([taken])[_matter(taken)]
    if last != taken and last.by != tx.actor:
        raise Refusal("decided", _SINCE % {"name": last.by.name})
    return taken
