"""Make a sign on a post, or take it back."""

from django.utils.translation import gettext_lazy as _

from people.refusals import Refusal
from rooms import posting, rules
from rooms.events import ReactionAdded, ReactionRemoved
from rooms.models import Post, Reaction
from rooms.transaction import Receipt, RoomTransaction, room_transaction


@room_transaction
def react(tx: RoomTransaction, post: int, sign: str, on: bool) -> Receipt:
    """Set whether the actor makes ``sign`` on ``post``. Raises ``sign_unknown``, ``gone``."""
    rules.may_write(tx.role, tx.membership, tx.room, tx.now)
    said = posting.find(tx, post)
    rules.is_visible(said)
    if sign not in tx.room.reactions:
        raise Refusal("sign_unknown", _("Cette réaction n’est pas proposée ici."))
    return _add(tx, said, sign) if on else _remove(tx, said, sign)


def _add(tx: RoomTransaction, said: Post, sign: str) -> Receipt:
    _reaction, made = Reaction.objects.get_or_create(post=said, person=tx.actor, sign=sign)
    return tx.append(ReactionAdded(said.pk, sign, tx.actor.pk), post=said) if made else tx.nothing()


def _remove(tx: RoomTransaction, said: Post, sign: str) -> Receipt:
    gone, _rows = Reaction.objects.filter(post=said, person=tx.actor, sign=sign).delete()
    return tx.append(ReactionRemoved(said.pk, sign, tx.actor.pk), post=said) if gone else tx.nothing()
