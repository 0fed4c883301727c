"""Hand a protocole in; correct it afterwards."""

from django.utils.translation import gettext_lazy as _

from people.refusals import Refusal
from protocols import showing
from protocols.drafting import fill, find
from protocols.models import Consigne, Protocole
from protocols.written import Written, check, clean
from rooms import posting, rules
from rooms.models import Post
from rooms.turns import Receipt, Turn, turn


@turn
def hand_in(turn: Turn, consigne: int, written: Written) -> Receipt:
    """Publish a protocole made from ``consigne``; the draft becomes it.

    Raises the refusals of ``may_write``, ``consigne_unknown``, and ``Refusals`` (``form_incomplete``).
    """
    rules.may_write(turn.role, turn.membership, turn.room, turn.now)
    asked = _asked(turn, consigne)
    made = find(turn.actor, asked) or Protocole(consigne=asked, author=turn.actor)
    _write(made, written)
    made.save()
    receipt = posting.place(turn, Post.Kind.PROTOCOLE, made.title, showing.card(made))
    made.post_id = receipt.post
    made.save(update_fields=["post"])
    return receipt


@turn
def revise(turn: Turn, protocole: int, written: Written) -> Receipt:
    """Correct one's own protocole. Raises also ``gone``, ``not_author``."""
    made = Protocole.objects.select_related("consigne").filter(pk=protocole, post__room=turn.room).first()
    if made is None or made.post_id is None:
        raise Refusal("gone", _("Ce protocole n’est plus là."))
    said = posting.own(turn, made.post_id)
    _write(made, written)
    made.save()
    return posting.rewrite(turn, said, made.title, showing.card(made))


def _asked(turn: Turn, consigne: int) -> Consigne:
    asked = Consigne.objects.filter(pk=consigne, room=turn.room).first()
    if asked is None:
        raise Refusal("consigne_unknown", _("Cette consigne n’existe pas, ou plus."))
    return asked


def _write(made: Protocole, written: Written) -> None:
    fields = showing.fields_of(made.consigne)
    cleaned = clean(written, fields)
    check(cleaned, fields)
    for name, value in fill(cleaned).items():
        setattr(made, name, value)
