"""Hold words that others do not see yet, and release them: one mechanism, whatever the reason.

A held post has an author and a room, and no place in the feed: it is in no line of the log, on no page but
its author's own. Releasing gives it the next place, as if it were said now. A held answer stands under its
post, out of sight. What waits for the team is told in the wings, by its number: never its words.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.refusals import Refusal
from rooms import deciding, log, rules, showing, text, word_list
from rooms.events import PostPublished
from rooms.kinds import Card, kind_of
from rooms.models import Comment, Decision, Membership, Post, Room, Said
from rooms.showing import Roles
from rooms.transaction import Receipt, RoomTransaction

HeldFor = Said.HeldFor
T = TypeVar("T", Post, Comment)
_READ_FIRST = _(
    "L’équipe lit d’abord ce que vous écrivez ici : ce qui est publié ne se corrige pas. "
    "Écrivez-le en plus, ou supprimez-le."
)
UNDECIDED = (Said.Held.APPROVAL, Said.Held.REFUSED)


def release(room: Room, held: Iterable[tuple[Post, Card]], at: datetime) -> None:
    """Publish held posts in this order, each with its card; what the team reads first waits for it.

    The caller has locked ``room``.
    """
    pairs, roles = list(held), showing.roles_in(room)
    theirs_here = Membership.objects.filter(room=room, person__in=[said.author_id for said, _card in pairs])
    members = {each.person_id: each for each in theirs_here}
    for said, card in pairs:
        theirs = RoomTransaction(said.author, room, members.get(said.author_id), None, now=at)
        said.card = card
        if why := reason(theirs, said):
            wait(theirs, said, why)
        else:
            log.append(room, place(room, said, card, at, roles), said.author, post=said, at=at)


def place(room: Room, said: Post, card: Card, at: datetime, roles: Roles) -> PostPublished:
    """Give ``said`` the next place in the feed; return the event that the caller logs next."""
    said.seq, said.held, said.card, said.created_at = room.head + 1, "", card, at
    said.save(update_fields=["seq", "held", "card", "created_at"])
    return PostPublished(showing.post(said, roles))


def reason(tx: RoomTransaction, said: Post | Comment | None = None) -> str:
    """Return why the team reads first what the actor writes here, or ``said`` (``HeldFor``); empty where it
    does not."""
    if tx.role in rules.LEADERS or tx.room.rehearses_id:
        return ""
    if tx.membership and tx.membership.held_at:
        return HeldFor.PERSON
    if tx.room.holds == Room.Holds.EVERYBODY:
        return HeldFor.ROOM
    if _phase_holds(tx.room, said):
        return HeldFor.PHASE
    is_new = tx.room.holds == Room.Holds.NEWCOMERS and not _has_appeared(tx.actor, tx.room)
    if is_new:
        return HeldFor.NEWCOMER
    return HeldFor.WORDS if said is not None and word_list.has_one(html_of(said)) else ""


def _phase_holds(room: Room, said: Post | Comment | None) -> bool:
    """Whether the team reads first what is written in the current phase of a session, or in the silent one
    that ``said``, which never appeared, comes from."""
    if room.phase_holds:
        return True
    phase = said.phase if isinstance(said, Post) and said.seq is None else None
    return phase is not None and phase.read_first


def html_of(said: Post | Comment) -> str:
    """Return all the words of ``said`` as a page draws them, those on its card too."""
    if isinstance(said, Comment) or said.card is None:
        return said.html
    return text.render(kind_of(said.kind).text(said.body, said.card))


def wait(tx: RoomTransaction, said: Post | Comment, why: str) -> Receipt:
    """Keep the actor's own words until the team has read them."""
    said.held, said.held_for, said.told = said.Held.APPROVAL, why, ""
    if isinstance(said, Comment):
        said.held_at = tx.now
    said.save()
    return _tell(tx, said, Decision.Act.WAIT)


def take_back(tx: RoomTransaction, said: Post | Comment) -> Receipt:
    """Tell the team that the actor has withdrawn what waited for it."""
    return _tell(tx, said, Decision.Act.UNWAIT)


def may_correct(tx: RoomTransaction, said: Post | Comment) -> None:
    """Let people correct what waits, and what is in sight unless the team reads first what they write.

    Raises ``gone``, ``read_first``.
    """
    if is_waiting(said) and said.withdrawn_at is None:
        return
    rules.is_visible(said)
    stays_in_sight(tx)


def stays_in_sight(tx: RoomTransaction, said: Post | Comment | None = None) -> None:
    """Refuse a correction that the team would read first: of this actor, or with these words. Raises
    ``read_first``."""
    if reason(tx, said):
        raise Refusal("read_first", _READ_FIRST, "body")


def is_waiting(said: Post | Comment) -> bool:
    """Whether ``said`` is its author's to correct or take back, and the team's to publish."""
    return said.held in UNDECIDED and said.hidden_at is None


def about(said: Post | Comment) -> dict[str, Any]:
    """Return what a decision about ``said`` names."""
    return {"post": said} if isinstance(said, Post) else {"post": said.post, "comment": said}


def with_answers(said: Post | Comment) -> dict[str, Any]:
    """Return the columns of what is about ``said``, or about an answer under it."""
    return {"post": said} if isinstance(said, Post) else {"comment": said}


def tell_author(tx: RoomTransaction, said: Post | Comment) -> None:
    """Let the author's screens ask what became of their words, on all their devices."""
    tell(tx, said.author_id)


def tell(tx: RoomTransaction, *people: int) -> None:
    """Let the screens of ``people`` ask for what the team tells them here."""
    tell_members(Membership.objects.filter(room=tx.room, person__in=people), tx.now)


def tell_members(members: QuerySet[Membership], now: datetime) -> None:
    """Let the screens of these ``members``, in whichever rooms, ask for what the team tells them there."""
    held = list(members.select_for_update().order_by("pk"))
    asked = Membership.objects.filter(pk__in=[each.pk for each in held])
    asked.update(waiting=F("waiting") + 1, changed_at=now)
    for membership in held:
        log.tell_standing(membership)


def posts(room: Room, person: Person) -> QuerySet[Post]:
    """Query the posts of ``person`` here that wait for the team, or that it did not publish."""
    return _waiting(Post.objects.filter(room=room, author=person))


def comments(room: Room, person: Person) -> QuerySet[Comment]:
    """Query the answers of ``person`` here that wait for the team, or that it did not publish."""
    return _waiting(Comment.objects.filter(post__room=room, author=person)).select_related("post__author")


def _waiting(mine: QuerySet[T]) -> QuerySet[T]:
    return mine.filter(held__in=UNDECIDED, withdrawn_at=None, hidden_at=None).order_by("pk")


def _tell(tx: RoomTransaction, said: Post | Comment, act: Decision.Act) -> Receipt:
    tell_author(tx, said)
    return deciding.record(tx, act, "", tx.ref, **about(said))


def _has_appeared(person: Person, room: Room) -> bool:
    """Return whether anything that ``person`` wrote in ``room`` was ever in sight."""
    if Post.objects.filter(room=room, author=person, seq__isnull=False).exists():
        return True
    return Comment.objects.filter(post__room=room, author=person, held_at=None).exists()
