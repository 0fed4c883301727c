"""Make a sign on a post, or take it back."""

from django.utils.translation import gettext_lazy as _

from people.refusals import Refusal
from rooms import posting, rules
from rooms.events import ReactionAdded, ReactionRemoved
from rooms.models import Post, Reaction
from rooms.turns import Receipt, Turn, turn


@turn
def react(turn: Turn, post: int, sign: str, on: bool) -> Receipt:
    """Set whether the actor makes ``sign`` on ``post``. Raises ``sign_unknown``, ``gone``."""
    rules.may_write(turn.role, turn.membership, turn.room, turn.now)
    said = posting.find(turn, post)
    rules.is_visible(said)
    if sign not in turn.room.reactions:
        raise Refusal("sign_unknown", _("Cette réaction n’est pas proposée ici."))
    return _add(turn, said, sign) if on else _remove(turn, said, sign)


def _add(turn: Turn, said: Post, sign: str) -> Receipt:
    _reaction, made = Reaction.objects.get_or_create(post=said, person=turn.actor, sign=sign)
    return turn.append(ReactionAdded(said.pk, sign, turn.actor.pk), post=said) if made else turn.nothing()


def _remove(turn: Turn, said: Post, sign: str) -> Receipt:
    gone, _rows = Reaction.objects.filter(post=said, person=turn.actor, sign=sign).delete()
    return turn.append(ReactionRemoved(said.pk, sign, turn.actor.pk), post=said) if gone else turn.nothing()
