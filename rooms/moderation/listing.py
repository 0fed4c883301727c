"""Let the team change the house's list of words: what contains one of them waits for it."""

from django.utils.translation import gettext_lazy as _

from people.naming import without_tricks
from people.refusals import Refusal
from rooms import rules
from rooms.command import Lasting
from rooms.deciding import record
from rooms.models import Decision, Room, fresh_epoch
from rooms.moderation.models import WordList
from rooms.text import too_long
from rooms.transaction import Receipt, RoomTransaction, room_transaction
from rooms.word_list import words_of

MOST_LINES = 10_000
LONGEST_LINE = 100
MOST_SIGNS = 90_000
_MANY = _("C’est trop : %(count)s lignes, pour %(most)s au plus.")
_LONG = _("« %(line)s… » : une ligne a %(most)s signes au plus.")
_NO_WORD = _("« %(line)s » n’a ni lettre ni chiffre : on ne peut pas le chercher.")


class SetWords(Lasting, frozen=True, tag="house.words"):
    """Staff, in Mezza: set the words, an expression a line, that make what people write wait for it."""

    body: str


@room_transaction
def set_words(tx: RoomTransaction, body: str) -> Receipt:
    """Set the house's list. What is in sight stays so. Raises ``not_staff``, ``not_here``, ``text_long``,
    ``words_many``, ``word_empty``."""
    rules.may_moderate(tx.role)
    if tx.room.kind != Room.Kind.MEZZA:
        raise Refusal("not_here", _("La liste de la maison se change depuis la Mezza."))
    lines = _clean(body)
    kept = WordList.objects.select_for_update().first() or WordList()
    if kept.pk and kept.lines == "\n".join(lines):
        return tx.nothing()
    kept.lines, kept.version = "\n".join(lines), fresh_epoch()
    kept.save()
    return record(tx, Decision.Act.WORDS, ref=tx.ref, facts={"count": len(lines)})


def _clean(body: str) -> list[str]:
    """Return the lines that say something, each once. Long lists are refused before anything is done."""
    if len(body) > MOST_SIGNS + body.count("\r"):
        raise too_long(len(body), MOST_SIGNS)
    if (count := body.count("\n") + 1) > 2 * MOST_LINES:
        raise Refusal("words_many", _MANY % {"count": count, "most": MOST_LINES}, "body")
    stripped = (line.strip() for line in without_tricks(body).split("\n"))
    lines = list(dict.fromkeys(line for line in stripped if line))
    if len(lines) > MOST_LINES:
        raise Refusal("words_many", _MANY % {"count": len(lines), "most": MOST_LINES}, "body")
    for line in lines:
        _check(line)
    return lines


def _check(line: str) -> None:
    if len(line) > LONGEST_LINE:
        raise Refusal("text_long", _LONG % {"line": line[:30], "most": LONGEST_LINE}, "body")
    if not words_of(line):
        raise Refusal("word_empty", _NO_WORD % {"line": line}, "body")
