"""What ``rooms`` keeps of somebody: their memberships, their words, and what was decided about them."""

import msgspec
from django.db.models import Q
from django.utils import timezone

from people.data import Facts, Link, PersonalData
from people.models import Person
from rooms import joining, merging, moderating
from rooms.append_only import AppendOnlyQuerySet
from rooms.deciding import OF_REPORTS
from rooms.events import DecisionTaken, PersonChanged
from rooms.forgetting import ERASED, empty
from rooms.kinds import kind_of
from rooms.models import Comment, Decision, Event, Membership, Post, Reaction, Room, Said
from rooms.told_why import told_why

WHY = "Effacement demandé"


def _erase(person: Person, by: Person) -> None:
    """Empty what they wrote, live, and the events that name them; log their new name.

    The answers of others stay, and so do their signs, under nobody's name. The wings keep that ``by`` did it.
    """
    _forget_told(person)
    _hide_words(person, by)
    empty(Post.objects.filter(author=person), Comment.objects.filter(author=person), timezone.now())
    joining.tell_everywhere(person)


def _forget_told(person: Person) -> None:
    """Empty the lines that name them, in the wings also those of their own decisions, and the reasons given
    about them."""
    decided = Q(actor=person, room__kind=Room.Kind.WINGS)
    Event.objects.filter(Q(person=person) | decided).update(data=ERASED)
    _decisions_about(person).forget_reasons()


def _hide_words(person: Person, by: Person) -> None:
    unseen = (Post.Held.DRAFT, Post.Held.SILENCE)  # what nobody has seen is not told of
    for said in Post.objects.filter(author=person).exclude(held__in=unseen):
        moderating.hide_post(by, said.room_id, None, said.pk, WHY)
    for answer in Comment.objects.filter(author=person).select_related("post"):
        moderating.hide_comment(by, answer.post.room_id, None, answer.pk, WHY)


def _decisions_about(person: Person) -> AppendOnlyQuerySet[Decision]:
    about = Q(person=person) | Q(post__author=person) | Q(comment__author=person)
    return Decision.objects.filter(about)


def _export(person: Person) -> Facts:
    """Return what is kept of them. That others reported them or their words is told to the team alone."""
    memberships = Membership.objects.filter(person=person)
    posts, comments = Post.objects.filter(author=person), Comment.objects.filter(author=person)
    signs = Reaction.objects.filter(person=person)
    decided = _decisions_about(person).exclude(act__in=OF_REPORTS)
    return {
        "names_told": _names_told(person),
        "memberships": [_membership(each) for each in memberships.select_related("room").order_by("pk")],
        "posts": [_post(each) for each in posts.select_related("room").order_by("pk")],
        "comments": [_comment(each) for each in comments.select_related("post__room").order_by("pk")],
        "reactions": [_sign(each) for each in signs.select_related("post__room").order_by("pk")],
        "decisions": [_decision(each) for each in decided.select_related("room").order_by("pk")],
    }


def _membership(kept: Membership) -> Facts:
    columns = ("role", "joined_at", "quieted_at", "quieted_until", "removed_at")
    read = {"room": kept.room.title, "read_up_to": kept.read_seq}
    return read | {name: getattr(kept, name) for name in columns}


def _names_told(person: Person) -> list[str]:
    """Return the names under which the logs of their rooms tell of them."""
    told = Event.objects.filter(person=person).exclude(data=ERASED).values_list("data", flat=True)
    events = [msgspec.json.decode(line, type=PersonChanged | DecisionTaken) for line in told]
    return sorted({event.person.name for event in events if event.person})


def _post(said: Post) -> Facts:
    text = kind_of(said.kind).text(said.body, said.card)
    told = {"number": said.pk, "room": said.room.title, "kind": said.kind, "text": text}
    return told | _moments(said) | {"kept_at": said.kept_at}


def _comment(said: Comment) -> Facts:
    return {"room": said.post.room.title, "post": said.post_id, "text": said.body} | _moments(said)


def _moments(said: Said) -> Facts:
    columns = ("edited_at", "withdrawn_at", "hidden_at", "erased_at", "held", "told")
    return {"at": said.created_at} | {name: getattr(said, name) for name in columns}


def _sign(made: Reaction) -> Facts:
    return {"room": made.post.room.title, "post": made.post_id, "sign": made.sign}


def _decision(taken: Decision) -> Facts:
    """Return what was decided about them, or about their words; not by whom."""
    return {"room": taken.room.title, "at": taken.at, "act": taken.act, "why": told_why(taken)}


LINKS = (
    Link(Membership, "person", alone=("room",)),
    Link(Post, "author"),
    Link(Comment, "author"),
    Link(Reaction, "person", alone=("post", "sign")),
    Link(Event, "actor", alone=("ref",), empties="ref"),
    Link(Event, "person"),
    Link(Decision, "by"),
    Link(Decision, "person"),
)
PERSONAL_DATA = PersonalData("rooms", _erase, _export, LINKS, merging.fold)
