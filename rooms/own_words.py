"""Queries: what a person has written, and what others answered, in the rooms that they may read."""

from typing import Generic, NamedTuple, TypeVar

from django.db.models import Model, QuerySet

from people.models import Person
from rooms.kinds import WORDS
from rooms.models import Comment, Post, Room
from rooms.reading import rooms_of

PAGE = 20
M = TypeVar("M", bound=Model)


class Page(NamedTuple, Generic[M]):
    """``PAGE`` things at most, newest first; ``before``: what the next page is asked with, or None."""

    things: list[M]
    before: int | None


def page(query: QuerySet[M], before: int | None = None) -> Page[M]:
    """Return the newest of ``query``, before the key ``before``."""
    if before is not None:
        query = query.filter(pk__lt=before)
    found = list(query.order_by("-pk")[: PAGE + 1])
    return Page(found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None)


def messages(person: Person) -> QuerySet[Post]:
    """Query the visible messages of ``person``."""
    mine = Post.objects.visible().filter(author=person, kind=WORDS.key, room__in=readable(person))
    return mine.select_related("room")


def answers(person: Person) -> QuerySet[Comment]:
    """Query the visible answers of ``person`` to others and to themselves."""
    mine = Comment.objects.visible().filter(author=person, post__room__in=readable(person))
    return mine.select_related("post__room", "post__author")


def received(person: Person) -> QuerySet[Comment]:
    """Query the visible answers of others to ``person``."""
    to_me = Comment.objects.visible().filter(post__author=person, post__room__in=readable(person))
    return to_me.exclude(author=person).select_related("post__room", "author")


def readable(person: Person) -> QuerySet[Room]:
    """Query the rooms that ``person`` may read, for a condition."""
    return rooms_of(person).order_by()
