"""Let the team say a word to somebody alone, without deciding anything else about them."""

from django.utils.translation import gettext_lazy as _

from people.refusals import Refusal
from rooms import moderating
from rooms.command import Id, Lasting, Ready, Why
from rooms.deciding import Word, record
from rooms.models import Decision
from rooms.moderation import ready_words
from rooms.transaction import Receipt, RoomTransaction, room_transaction


class TellPerson(Lasting, frozen=True, tag="person.tell"):
    """Staff: say a word to somebody, who alone reads it; ``told``, ``ready``: which."""

    person: Id
    told: Why = ""
    ready: Ready = 0


@room_transaction
def tell(tx: RoomTransaction, person: int, told: str = "", ready: int = 0) -> Receipt:
    """Say it. Raises ``not_staff``, ``not_a_member``, ``text_empty``, ``text_long``, ``ready_gone``."""
    membership, word = moderating.member(tx, person), Word(told, ready)
    if membership.removed_at is not None:
        raise Refusal("not_a_member", _("Cette personne n’est plus dans cet espace : elle ne le lirait pas."))
    if not ready_words.said(word, membership.person):
        raise Refusal("text_empty", _("Écrivez quelques mots à cette personne."), "told")
    return record(tx, Decision.Act.WORD, "", tx.ref, word=word, person=membership.person)
