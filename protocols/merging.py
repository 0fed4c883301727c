"""Make one draft of two that a person began from one consigne with two accounts: no word is lost."""

from collections.abc import Iterator

from people.models import Person
from protocols.models import Protocole
from protocols.showing import fields_of


def fold(kept: Person, other: Person) -> None:
    """Put what ``other`` drafted into the draft of ``kept``, and let the second go."""
    theirs = Protocole.objects.filter(author=other, post=None)
    drafts = {each.consigne_id: each for each in theirs.select_related("consigne")}
    for mine in Protocole.objects.filter(author=kept, post=None, consigne__in=drafts):
        too = drafts[mine.consigne_id]
        _join(mine, too)
        mine.save()
        too.delete()


def _join(mine: Protocole, too: Protocole) -> None:
    """Join the long texts. What has room for one alone is kept, and the other's stands in ``origin``."""
    left = [too.origin, *_left(mine, too)]
    mine.title, mine.duration = mine.title or too.title, mine.duration or too.duration
    mine.needs = _both(mine.needs, too.needs)
    mine.steps = [*mine.steps, *(step for step in too.steps if step not in mine.steps)]
    mine.answers = too.answers | {key: value for key, value in mine.answers.items() if value}
    for words in left:
        mine.origin = _both(mine.origin, words)


def _left(mine: Protocole, too: Protocole) -> Iterator[str]:
    for own, words in ((mine.title, too.title), (mine.duration, too.duration)):
        if own and own != words:
            yield words
    for field in fields_of(mine.consigne):
        own, words = mine.answers.get(field.key, ""), too.answers.get(field.key, "")
        if own and words and own != words:
            yield f"{field.label} {words}"


def _both(own: str, words: str) -> str:
    return own if words in own else f"{own}\n\n{words}" if own else words
