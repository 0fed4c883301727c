"""What a kept snapshot has become, by the log: only what grows is folded, and all else is read anew.

The browser's reducer folds everything; here it only saves reading fifty posts when one was added.
"""

import msgspec
from msgspec.structs import replace

from rooms import log, reading
from rooms.events import (
    CommentPublished,
    PostPublished,
    ReactionAdded,
    ReactionRemoved,
    SessionChanged,
    ShownPost,
    ShownSession,
)
from rooms.reading import WINDOW, Snapshot


class _Line(msgspec.Struct):
    seq: int
    event: msgspec.Raw


_KIND = msgspec.json.Decoder(_Line)
_Folded = PostPublished | CommentPublished | ReactionAdded | ReactionRemoved | SessionChanged
_FOLDED = msgspec.json.Decoder(_Folded)


def fold(snapshot: Snapshot, head: int) -> Snapshot | None:
    """Return ``snapshot`` as it is at the number ``head`` of its log; None where it must be read anew."""
    if snapshot.earlier and len(snapshot.posts) < WINDOW:
        return None  # posts were left out for their weight, and may come back when others become lighter
    posts = {post.id: post for post in snapshot.posts}
    seq, session = snapshot.seq, snapshot.session
    for entry in log.since(snapshot.room.id, snapshot.seq):
        line = _KIND.decode(entry.json)
        try:
            event = _FOLDED.decode(line.event)
        except msgspec.ValidationError:
            return None
        if line.seq != seq + 1:
            return None
        if isinstance(event, SessionChanged):
            session = standing(event.session)
        else:
            _apply(event, posts)
        seq = line.seq
    if seq < head:
        return None
    newest = reading.within_bytes(list(posts.values())[-WINDOW:])
    earlier = snapshot.earlier or len(newest) < len(posts)
    return replace(snapshot, seq=seq, posts=newest, earlier=earlier, session=session)


def standing(told: ShownSession) -> ShownSession | None:
    """Return what a snapshot has of a session: nothing of one that has ended."""
    return told if told.ended_at is None else None


def _apply(
    event: PostPublished | CommentPublished | ReactionAdded | ReactionRemoved, posts: dict[int, ShownPost]
) -> None:
    if isinstance(event, PostPublished):
        posts[event.post.id] = event.post
        return
    on = event.comment.post if isinstance(event, CommentPublished) else event.post
    said = posts.get(on)
    if said is None:
        return  # on a page before
    if isinstance(event, CommentPublished):
        posts[on] = replace(said, comments=[*said.comments, event.comment])
    else:
        posts[on] = replace(said, reactions=_reactions(event, said.reactions))


def _reactions(event: ReactionAdded | ReactionRemoved, before: dict[str, list[int]]) -> dict[str, list[int]]:
    """Return the signs in their order, each with its people in theirs, as ``showing.post`` has them."""
    people = {person for person in before.get(event.sign, []) if person != event.person}
    people |= {event.person} if isinstance(event, ReactionAdded) else set()
    signs = before | {event.sign: sorted(people)}
    return {sign: signs[sign] for sign in sorted(signs) if signs[sign]}
