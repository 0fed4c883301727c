"""Let the team clear a flood in one act, and bring all of it back in one.

Hidden are all the texts that one person wrote here in the last hour, or that everybody wrote who came by one
code in the last ten minutes; leaders' words never. What was hidden comes back in pieces, each a turn of the
room, so that no screen gets more at once than a slow line carries.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Annotated

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from msgspec import Meta

from people.models import Person
from people.refusals import Refusal
from rooms import commenting, deciding, holding, log, moderating, posting, rules
from rooms.command import Id, IdOrNone, Lasting, Ready, Why
from rooms.deciding import NO_WORD, Word
from rooms.events import TextsHidden
from rooms.forgetting import forget_many
from rooms.models import Comment, Decision, Membership, Post, Said
from rooms.moderation import appealing
from rooms.moderation.models import ClearedText, Clearing, Outcome
from rooms.transaction import Receipt, RoomTransaction, room_transaction

Act = Decision.Act
HOUR = timedelta(hours=1)
LATELY = timedelta(minutes=10)
MOST_TEXTS = 2_000
EACH_LINE = 400  # ids in one event
PIECE_SIGNS = 48_000  # of words, as written and as drawn, that come back in one turn
EACH_TEXT = 600  # signs of what surrounds them
OPEN = Q(withdrawn_at=None, hidden_at=None)
"""What is neither taken back nor hidden."""


class ClearPerson(Lasting, frozen=True, tag="person.clear"):
    """Staff: hide all that somebody wrote in the room in the last hour; ``told``, ``ready``: to them."""

    person: Id
    why: Why = ""
    told: Why = ""
    ready: Ready = 0


class ClearCode(Lasting, frozen=True, tag="code.clear"):
    """Staff: hide all that was written by everybody who came by ``code`` in the last ten minutes."""

    code: Annotated[str, Meta(max_length=12)]
    why: Why = ""


class BringBack(Lasting, frozen=True, tag="clearing.back"):
    """Staff: bring back what a clearing has hidden, or what of it is of one person (``whose``), as much as
    one piece carries; again, the next piece."""

    clearing: Id
    whose: IdOrNone = 0


@room_transaction
def clear_person(tx: RoomTransaction, person: int, why: str = "", told: str = "", ready: int = 0) -> Receipt:
    """Hide what somebody wrote here in the last hour. Raises ``not_staff``, ``not_a_member``,
    ``nothing_there``, ``ready_gone``."""
    whose = moderating.member(tx, person).person
    return _clear(tx, Q(author=whose, created_at__gt=tx.now - HOUR), why, Word(told, ready), person=whose)


@room_transaction
def clear_code(tx: RoomTransaction, code: str, why: str = "") -> Receipt:
    """Hide what everybody wrote who came by ``code`` in the last ten minutes. Raises ``not_staff``,
    ``nothing_there``."""
    rules.may_moderate(tx.role)
    came = Membership.objects.filter(room=tx.room, came_by=code, joined_at__gt=tx.now - LATELY)
    came = came.filter(role=Membership.Role.PARTICIPANT, person__is_staff=False)
    return _clear(tx, Q(author__in=came.values("person")), why, NO_WORD, code=code)


@room_transaction
def bring_back(tx: RoomTransaction, clearing: int, whose: int = 0) -> Receipt:
    """Bring back the next piece of what a clearing has hidden, of everybody or of one person. Raises
    ``not_staff``, ``gone``."""
    rules.may_moderate(tx.role)
    found = Clearing.objects.select_related("person", "decision").filter(room=tx.room, pk=clearing).first()
    if found is None:
        raise _gone()
    texts = list(_piece(found, whose))
    receipt = _begin_with(tx, found, whose) if whose else _begin(tx, found)
    for each in texts:
        said = commenting.find(tx, each.comment_id) if each.comment_id else posting.find(tx, each.post_id)
        _show(tx, found, said)
    ClearedText.objects.filter(pk__in=[each.pk for each in texts]).delete()
    return receipt


def is_back(clearing: int, whose: int = 0) -> bool:
    """Return whether all that a clearing had hidden was brought back, of everybody or of one person."""
    return not ClearedText.objects.filter(_of(whose), clearing=clearing).exists()


def let_go(said: Post | Comment) -> dict[int, datetime]:
    """Take what is removed for good, with the answers under it, out of what clearings have hidden.

    Who has nothing left to come back of a clearing is told of it no longer. Return who of them waited for
    another look, and since when.
    """
    texts = ClearedText.objects.filter(**holding.with_answers(said))
    written = {
        (each.clearing_id, (each.comment or each.post).author_id)
        for each in texts.select_related("post", "comment")
    }
    texts.delete()
    asked: dict[int, datetime] = {}
    for cleared, author in written:
        if is_back(cleared, author):
            told = Outcome.objects.filter(decision__clearing=cleared, person=author, changed=False)
            asked |= appealing.since_asked(told)
            told.delete()
    return asked


def _of(person: int) -> Q:
    """Return the condition that a cleared text is by ``person``; 0: whoever wrote it."""
    mine = Q(comment__author=person) | Q(comment=None, post__author=person)
    return mine if person else Q()


def _clear(
    tx: RoomTransaction, which: Q, why: str, word: Word, person: Person | None = None, code: str = ""
) -> Receipt:
    posts, comments = _texts(tx, which)
    count = len(posts) + len(comments)
    if not count:
        raise Refusal("nothing_there", _("Il n’y a rien à masquer : rien n’a été écrit depuis."))
    taken = deciding.take(tx, Act.CLEAR, why, person=person, facts={"count": count, "code": code})
    cleared = Clearing.objects.create(
        room=tx.room, decision=taken, by=tx.actor, person=person, code=code, count=count, at=tx.now
    )
    ClearedText.objects.bulk_create(
        [ClearedText(clearing=cleared, post=post) for post in posts]
        + [ClearedText(clearing=cleared, post=each.post, comment=each) for each in comments]
    )
    Post.objects.filter(pk__in=[post.pk for post in posts]).update(hidden_at=tx.now)
    Comment.objects.filter(pk__in=[each.pk for each in comments]).update(hidden_at=tx.now)
    deciding.tell_wings(tx, taken)
    appealing.tell_authors(tx, taken, {said.author for said in (*posts, *comments)}, word)
    return _tell(tx, posts, comments)


def _texts(tx: RoomTransaction, which: Q) -> tuple[list[Post], list[Comment]]:
    """Return the texts that are in sight or wait for the team, the newest ones if there are very many."""
    shown = OPEN & (Q(held="") | Q(held__in=holding.UNDECIDED))
    posts = Post.objects.filter(which, shown, room=tx.room).select_related("author")
    comments = Comment.objects.filter(which, shown, post__room=tx.room).select_related("author", "post")
    newest = list(posts.order_by("-pk")[:MOST_TEXTS])
    return newest, list(comments.order_by("-pk")[: MOST_TEXTS - len(newest)])


def _tell(tx: RoomTransaction, posts: Sequence[Post], comments: Sequence[Comment]) -> Receipt:
    """Take what was in sight off all screens and out of the log."""
    seen = [post.pk for post in posts if post.visible]
    answers = [each for each in comments if each.visible]
    forget_many(tx.room.pk, set(seen), {each.pk for each in answers}, {each.post_id for each in answers})
    receipt = tx.nothing()
    for number, event in enumerate(_events(seen, [each.pk for each in answers])):
        if number:
            log.append(tx.room, event, tx.actor, at=tx.now)
        else:
            receipt = tx.append(event)
    return receipt


def _events(posts: Sequence[int], comments: Sequence[int]) -> Iterator[TextsHidden]:
    for start in range(0, max(len(posts), len(comments)), EACH_LINE):
        some = slice(start, start + EACH_LINE)
        yield TextsHidden(list(posts[some]), list(comments[some]))


def _begin(tx: RoomTransaction, cleared: Clearing) -> Receipt:
    """Tell the wings, and everybody whose texts come back, with the first piece."""
    if cleared.back_at is not None:
        return tx.nothing()
    cleared.back_at = tx.now
    cleared.save(update_fields=["back_at"])
    appealing.give_back(tx, Outcome.objects.filter(decision=cleared.decision))
    facts = {"count": cleared.left, "code": cleared.code}
    return deciding.record(tx, Act.UNCLEAR, ref=tx.ref, person=cleared.person, facts=facts)


def _begin_with(tx: RoomTransaction, cleared: Clearing, person: int) -> Receipt:
    """Do as ``_begin`` where what one person wrote comes back, and of all others stays hidden."""
    told = Outcome.objects.filter(decision=cleared.decision, person=person).select_related("person").first()
    if told is None:
        raise _gone()
    if told.changed:
        return tx.nothing()
    appealing.give_back(tx, [told])
    theirs = cleared.texts.filter(_of(person)).count()
    return deciding.record(tx, Act.UNCLEAR, ref=tx.ref, person=told.person, facts={"count": theirs})


def _piece(of: Clearing, person: int) -> Iterator[ClearedText]:
    """Yield the next texts to bring back, posts before answers, at least one if any is left."""
    signs = 0
    texts = of.texts.filter(_of(person)).select_related("post", "comment")
    for each in texts.order_by(F("comment").asc(nulls_first=True), "post__seq", "pk")[:200]:
        said: Said = each.comment or each.post
        signs += len(said.body) + len(said.html) + EACH_TEXT
        if signs > PIECE_SIGNS and signs > len(said.body) + len(said.html) + EACH_TEXT:
            return
        yield each


def _show(tx: RoomTransaction, cleared: Clearing, said: Post | Comment) -> None:
    """Bring back one text, unless it was shown, or hidden anew, since then."""
    if said.hidden_at != cleared.at or said.erased_at is not None:
        return
    said.hidden_at = None
    said.save(update_fields=["hidden_at"])
    if holding.is_waiting(said):
        holding.tell_author(tx, said)
    elif isinstance(said, Post):
        posting.bring_back(tx.of(said.author), said)
    else:
        commenting.bring_back(tx.of(said.author), said)


def _gone() -> Refusal:
    return Refusal("gone", _("Ce qui avait été masqué n’est plus là."))
