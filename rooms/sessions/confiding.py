"""A private word between those who lead a session: the artist, who leads with them, the team.

It is no event of the room: its log goes whole to everybody who follows it, and to who comes later. The team
has the word in the wings too, whose log artists do not read; who conducts has it on that page, read with the
roster.
"""

from django.utils.translation import gettext_lazy as _

from people.refusals import Refusal
from rooms import deciding, rules, text
from rooms.deciding import LONGEST_WHY
from rooms.models import Decision
from rooms.sessions import reading
from rooms.sessions.models import LeadWord, Session
from rooms.transaction import REF_USED, Receipt, RoomTransaction, room_transaction

BOX = "word"
LATEST = 20  # of the words of a session, on the page


@room_transaction
def tell(tx: RoomTransaction, session: int, words: str) -> Receipt:
    """Tell the others who lead, once for each ref. Raises ``not_leader``, ``session_unknown``,
    ``text_empty``, ``text_long``, ``ref_used``."""
    rules.may_lead(tx.role)
    found = reading.find(tx.room, session)
    words = text.note(words, LONGEST_WHY, BOX)
    if not words:
        raise Refusal("text_empty", _("Écrivez quelques mots à l’équipe."), BOX)
    if _was_told(tx, found, words):
        return tx.nothing()
    LeadWord.objects.create(session=found, by=tx.actor, body=words, at=tx.now, ref=tx.ref)
    return deciding.record(tx, Decision.Act.TELL, words, tx.ref)


def _was_told(tx: RoomTransaction, session: Session, words: str) -> bool:
    """Return whether this was told under this ref before. Raises ``ref_used`` if it was something else."""
    before = LeadWord.objects.filter(by=tx.actor, ref=tx.ref).first() if tx.ref else None
    if before is not None and (before.session_id, before.body) != (session.pk, words):
        raise Refusal("ref_used", REF_USED, BOX)
    return before is not None


def told(session: Session) -> list[LeadWord]:
    """Return the latest words between those who lead, the newest first."""
    return list(session.lead_words.select_related("by")[:LATEST])
