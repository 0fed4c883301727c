"""Hand a protocole in, and correct it afterwards."""

from django.utils.translation import gettext_lazy as _

from people.refusals import Refusal
from protocols import reading, showing
from protocols.asking import UNKNOWN
from protocols.drafting import fill, find, version
from protocols.kinds import PROTOCOLE
from protocols.models import Consigne, Protocole
from protocols.written import Written, check, clean
from rooms import posting, rules
from rooms.transaction import Receipt, RoomTransaction, room_transaction

_NEWER = _(
    "Ce protocole a été corrigé ailleurs depuis que cette page est ouverte. Cette correction est gardée, et "
    "vos mots sont dans les cases."
)


@room_transaction
def hand_in(tx: RoomTransaction, consigne: int, written: Written) -> Receipt:
    """Publish a protocole made from ``consigne``; the draft becomes it.

    Raises the refusals of ``may_write``, ``consigne_unknown``, and ``Refusals`` (``form_incomplete``).
    """
    rules.may_write(tx.role, tx.membership, tx.room, tx.now)
    asked = _asked(tx, consigne)
    made = find(tx.actor, asked) or Protocole(consigne=asked, author=tx.actor)
    _write(made, written)
    made.save()
    receipt = posting.place(tx, PROTOCOLE, made.title, showing.card(made))
    made.post_id = receipt.post
    made.save(update_fields=["post"])
    return receipt


@room_transaction
def revise(tx: RoomTransaction, protocole: int, written: Written, since: str = "") -> Receipt:
    """Correct one's own protocole; ``since`` is the version that was changed, empty for any.

    Raises also ``gone``, ``not_author``, ``protocole_newer``.
    """
    made = Protocole.objects.select_related("consigne").filter(pk=protocole, post__room=tx.room).first()
    if made is None or made.post_id is None:
        raise Refusal("gone", _("Ce protocole n’est plus là."))
    said = posting.own(tx, made.post_id)
    before = version(made)
    if _write(made, written) and since not in ("", before):
        raise Refusal("protocole_newer", _NEWER)
    made.save()
    return posting.rewrite(tx, said, made.title, showing.card(made))


def _asked(tx: RoomTransaction, consigne: int) -> Consigne:
    asked = reading.consigne(tx.room, consigne)
    if asked is None:
        raise Refusal("consigne_unknown", UNKNOWN)
    return asked


def _write(made: Protocole, written: Written) -> bool:
    """Fill ``made``; return whether that changes it."""
    fields = showing.fields_of(made.consigne)
    cleaned = clean(written, fields)
    check(cleaned, fields)
    content = fill(cleaned)
    changes = any(getattr(made, name) != value for name, value in content.items())
    for name, value in content.items():
        setattr(made, name, value)
    return changes
