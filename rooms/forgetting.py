"""What is taken back or corrected leaves the log too: the numbers stay, the words go."""

from collections.abc import Iterator
from typing import Any

import msgspec

from rooms.events import CommentEdited, Erased, PostEdited
from rooms.models import Comment, Event, Post

_ERASED = msgspec.json.encode(Erased()).decode()
_CORRECTIONS = {PostEdited.__struct_config__.tag, CommentEdited.__struct_config__.tag}

Line = dict[str, Any]


def forget(said: Post | Comment) -> None:
    """Empty every line about ``said``; an answer also leaves the lines that show its whole post.

    Only for what was in sight until now: otherwise the line that took it away would be emptied too. For the
    same reason the rooms that a post was moved from are left alone: nothing but its leaving is told there.
    """
    if isinstance(said, Post):
        Event.objects.filter(post=said, room=said.room_id).update(data=_ERASED)
        return
    Event.objects.filter(comment=said).update(data=_ERASED)
    for line, event in _lines(said):
        post = event.get("post")
        if isinstance(post, dict) and any(answer["id"] == said.pk for answer in post["comments"]):
            post["comments"] = [answer for answer in post["comments"] if answer["id"] != said.pk]
            _write(line, event)


def forget_wording(said: Post | Comment) -> None:
    """Give every earlier line about ``said`` its present words; earlier corrections become empty."""
    wording: Line = {"body": said.body, "html": said.html}
    if isinstance(said, Post):
        wording |= {"card": said.card}
    for line, event in _lines(said):
        if _corrects(event, said):
            Event.objects.filter(pk=line).update(data=_ERASED)
        elif shown := [thing for thing in _shown(event, said) if thing["id"] == said.pk]:
            shown[0].update(wording)
            _write(line, event)


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
