"""Undo what was decided about a person, unless somebody else has decided about the same since."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.refusals import Refusal
from rooms.models import Decision
from rooms.transaction import RoomTransaction

Act = Decision.Act
Kind = frozenset[Act]
# What decides of the same thing: the last of a kind about somebody stands.
SILENCE: Final = Kind({Act.QUIET, Act.QUIET_A_WHILE, Act.UNQUIET})
REMOVAL: Final = Kind({Act.REMOVE, Act.READMIT})
READ_FIRST: Final = Kind({Act.HOLD_WHO, Act.FREE_WHO})
BAR: Final = Kind({Act.BAR, Act.UNBAR})  # of the whole house, in whichever room
KIND_OF: Final = {act: kind for kind in (SILENCE, REMOVAL, READ_FIRST, BAR) for act in kind}
_SINCE = _("%(name)s en a décidé depuis : rien n’est changé.")


def must_stand(tx: RoomTransaction, person: Person, kind: Kind, undoes: int) -> None:
    """Let the decision ``undoes`` about ``person`` be taken back; 0: no certain one. Raises ``decided`` where
    somebody else decided after it."""
    if not undoes:
        return
    same = Decision.objects.filter(person=person, act__in=kind)
    if kind is not BAR:
        same = same.filter(room=tx.room)
    last = same.select_related("by").order_by("-pk").first()
    if last is not None and last.pk != undoes and last.by != tx.actor:
        raise Refusal("decided", _SINCE % {"name": last.by.name})
