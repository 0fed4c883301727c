"""Remove withdrawn or corrected words and former names from the log: the lines keep their numbers. Empty rows
whose words are removed for good."""

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Any

import msgspec
from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce, Replace

from people.models import Person
from rooms.events import CommentEdited, Erased, PostEdited
from rooms.models import Comment, Event, Post, Room

# The data of a line whose words were removed.
ERASED = msgspec.json.encode(Erased()).decode()
_CORRECTIONS = {PostEdited.__struct_config__.tag, CommentEdited.__struct_config__.tag}

Line = dict[str, Any]


def forget(said: Post | Comment) -> None:
    """Empty every line about ``said``; an answer also leaves the lines that show its whole post.

    Only for what was in sight until now: otherwise the line that took it away would be emptied too. For the
    same reason the rooms that a post was moved from are left alone: nothing but its leaving is told there.
    """
    if isinstance(said, Post):
        Event.objects.filter(post=said, room=said.room_id).update(data=ERASED)
        return
    Event.objects.filter(comment=said).update(data=ERASED)
    for line, event in _lines(said):
        post = event.get("post")
        if isinstance(post, dict) and any(answer["id"] == said.pk for answer in post["comments"]):
            post["comments"] = [answer for answer in post["comments"] if answer["id"] != said.pk]
            _write(line, event)


def forget_many(room: int, posts: Collection[int], comments: Collection[int], under: Collection[int]) -> None:
    """Do as ``forget`` for many texts of ``room`` at once; ``under``: the posts of these answers."""
    Event.objects.filter(room=room, post__in=posts).update(data=ERASED)
    Event.objects.filter(comment__in=comments).update(data=ERASED)
    whole = Event.objects.filter(room=room, post__in=under, data__contains='"comments":[{')
    for line, data in whole.values_list("pk", "data"):
        event = msgspec.json.decode(data, type=Line)
        post = event.get("post")
        if isinstance(post, dict) and any(answer["id"] in comments for answer in post["comments"]):
            post["comments"] = [answer for answer in post["comments"] if answer["id"] not in comments]
            _write(line, event)


def forget_wording(said: Post | Comment) -> None:
    """Give every earlier line about ``said`` its present words; earlier corrections become empty."""
    wording: Line = {"body": said.body, "html": said.html}
    if isinstance(said, Post):
        wording |= {"card": said.card}
    for line, event in _lines(said):
        if _corrects(event, said):
            Event.objects.filter(pk=line).update(data=ERASED)
        elif shown := [thing for thing in _shown(event, said) if thing["id"] == said.pk]:
            shown[0].update(wording)
            _write(line, event)


def empty(posts: QuerySet[Post], comments: QuerySet[Comment], now: datetime) -> None:
    """Take the words out of these rows, which stay: who wrote them, when, and what was decided about them.

    The caller has taken out of sight, and so out of the log, what was in it.
    """
    gone: dict[str, Any] = {"body": "", "html": "", "told": "", "erased_at": now}
    gone["hidden_at"] = Coalesce("hidden_at", Value(now))
    comments.update(**gone)
    posts.update(**gone, card=None, kept_at=None, pinned_at=None)


def forget_topic(room: int, topic: str) -> None:
    """Empty every line of ``room`` about ``topic``, whose next event is complete."""
    Event.objects.filter(room=room, topic=topic).update(data=ERASED)


def forget_name(room: Room, person: Person) -> None:
    """Give ``person`` their present name in every line of ``room``.

    A line is JSON as msgspec writes it, in which quotes that people typed are escaped: ``shown`` begins a
    ``ShownPerson`` and nothing else, wherever it stands.
    """
    shown, name = f'{{"id":{person.pk},"name":', msgspec.json.encode(person.name).decode()
    lines = Event.objects.filter(room=room, data__contains=shown)
    called = re.compile(re.escape(shown) + r'("(?:[^"\\]|\\.)*")')
    told = {former for data in lines.values_list("data", flat=True) for former in called.findall(data)}
    for former in told - {name}:
        lines.update(data=Replace("data", Value(shown + former), Value(shown + name)))


def name_instead(rooms: Iterable[int], former: Person, person: Person) -> None:
    """Let every line of ``rooms`` that shows ``former`` show ``person``, as what they were in it."""
    shown = f'{{"id":{former.pk},"name":'
    called = re.compile(re.escape(shown) + r'"(?:[^"\\]|\\.)*"')
    instead = f'{{"id":{person.pk},"name":{msgspec.json.encode(person.name).decode()}'
    lines = Event.objects.filter(room__in=rooms, data__contains=shown)
    for pk, data in lines.values_list("pk", "data").iterator(chunk_size=500):
        Event.objects.filter(pk=pk).update(data=called.sub(lambda _found: instead, data))


def _lines(said: Post | Comment) -> Iterator[tuple[int, Line]]:
    post = said.pk if isinstance(said, Post) else said.post_id
    for pk, data in Event.objects.filter(post=post).values_list("pk", "data"):
        yield pk, msgspec.json.decode(data, type=Line)


def _write(line: int, event: Line) -> None:
    Event.objects.filter(pk=line).update(data=msgspec.json.encode(event).decode())


def _corrects(event: Line, said: Post | Comment) -> bool:
    about = event.get("post") if isinstance(said, Post) else event.get("comment")
    return (
        event["kind"] in _CORRECTIONS
        and about == said.pk
        and ("comment" in event) == isinstance(said, Comment)
    )


def _shown(event: Line, said: Post | Comment) -> Iterator[Line]:
    post, comment = event.get("post"), event.get("comment")
    if isinstance(said, Post):
        yield from [post] if isinstance(post, dict) else []
        return
    yield from [comment] if isinstance(comment, dict) else []
    yield from post["comments"] if isinstance(post, dict) else []
