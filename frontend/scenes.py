"""The newest page of each room, kept in memory with what is drawn of it, and brought forward by the log."""

from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from threading import Lock
from typing import Any, NamedTuple

import msgspec
from msgspec.structs import replace

from frontend.byte_cache import DRAWN
from frontend.pieces import Piece
from protocols.reading import Scene, scene, scene_since
from rooms import log
from rooms.events import ShownPost
from rooms.models import Room

# As Django's json_script: no text can end the element that it stands in.
_ESCAPES = ((b"&", rb"\u0026"), (b"<", rb"\u003C"), (b">", rb"\u003E"))
_reading = Lock()


# What of a post is somebody's: 0 for the post, the ids of their answers, their signs.
Share = tuple[str | int, ...]
NOTHING: Share = ()


class About(NamedTuple):
    """What a kept thing is forgotten with: a post of a room, or only the room."""

    room: int
    post: int = 0


class _Subject(msgspec.Struct):
    post: Any = None


class _Line(msgspec.Struct):
    event: _Subject


_SUBJECT = msgspec.json.Decoder(_Line)


@dataclass(frozen=True, eq=False)
class KeptPost:
    """A post as it is shown; the same object as long as nothing of it changes."""

    shown: ShownPost
    about: About

    @cached_property
    def digest(self) -> bytes:
        """A digest of all that is shown of it."""
        return blake2b(msgspec.json.encode(self.shown), digest_size=16).digest()

    @cached_property
    def shares(self) -> dict[int, Share]:
        """What of it is whose, and so drawn otherwise for them, by the ids of people."""
        whose: dict[int, list[str | int]] = {self.shown.author.id: [0]}
        for comment in self.shown.comments:
            whose.setdefault(comment.author.id, []).append(comment.id)
        for sign, people in self.shown.reactions.items():
            for who in people:
                whose.setdefault(who, []).append(sign)
        return {who: tuple(theirs) for who, theirs in whose.items()}

    @cached_property
    def first(self) -> Piece:
        """Its JSON, at the beginning of a list."""
        return Piece(as_json(self.shown), self.about)

    @cached_property
    def next(self) -> Piece:
        """Its JSON after another's."""
        return Piece(b"," + self.first.text, self.about)


class KeptScene:
    """A scene and its posts."""

    def __init__(self, now: Scene, before: "KeptScene | None" = None) -> None:
        self.scene = now
        known: dict[int, KeptPost] = {post.shown.id: post for post in before.posts} if before else {}
        self.posts: list[KeptPost] = [
            keep(now.snapshot.room.id, post, known.get(post.id)) for post in now.snapshot.posts
        ]
        bare = replace(now, snapshot=replace(now.snapshot, posts=[]))
        head, tail = as_json(bare).split(b'"posts":[]', 1)
        around = replace(bare, snapshot=replace(bare.snapshot, seq=0))
        self.surroundings = blake2b(msgspec.json.encode(around), digest_size=16).digest()
        about = About(now.snapshot.room.id)
        self._ends = (
            Piece(b'<script id="scene" type="application/json">' + head + b'"posts":[', about),
            Piece(b"]" + tail + b"</script>", about),
        )

    @property
    def size(self) -> int:
        """The bytes that it takes in memory, roughly: shapes take thrice their JSON."""
        return 4 * sum(len(piece.text) for piece in self.json())

    def without(self, post: int) -> "KeptScene":
        """Return what is left without ``post``: a scene of no log, so that the next page reads it anew."""
        others = [each for each in self.scene.snapshot.posts if each.id != post]
        snapshot = replace(self.scene.snapshot, epoch="", posts=others)
        return KeptScene(replace(self.scene, snapshot=snapshot), self)

    def json(self) -> list[Piece]:
        """Return the scene as JSON: the modules begin with the state that the page was drawn from."""
        posts = [post.next if number else post.first for number, post in enumerate(self.posts)]
        return [self._ends[0], *posts, self._ends[1]]


def scene_of(room: Room) -> KeptScene:
    """Return the scene of ``room`` at its number, or later."""
    key = _key(room.pk)
    kept: KeptScene | None = DRAWN.get(key)
    if kept and _is_of(kept, room):
        return kept
    with _reading:
        before: KeptScene | None = DRAWN.get(key)
        if before and _is_of(before, room):
            return before
        now = KeptScene(scene_since(before.scene, room) if before else scene(room.pk), before)
        if before:
            DRAWN.forget_about(*{post.about for post in set(before.posts) - set(now.posts)})
        DRAWN.put(key, now, now.size, About(room.pk))
        return now


def forget_removed(sender: Any, entry: log.LogEntry, **_rest: Any) -> None:
    """Receive ``log.appended``: what was taken out of sight leaves the memory, too."""
    if not entry.removes:
        return
    post, kept = _SUBJECT.decode(entry.json).event.post, DRAWN.get(_key(entry.room))
    if not isinstance(post, int):
        DRAWN.forget(lambda about: isinstance(about, About) and about.room == entry.room)
        return
    if kept:
        others = kept.without(post)
        DRAWN.put(_key(entry.room), others, others.size, About(entry.room))
    DRAWN.forget_about(About(entry.room, post))


def as_json(shown: Any) -> bytes:
    """Return ``shown`` as JSON that may stand in a page."""
    text = msgspec.json.encode(shown)
    for sign, escape in _ESCAPES:
        text = text.replace(sign, escape)
    return text


def _key(room: int) -> tuple[str, int]:
    return "scene", room


def _is_of(kept: KeptScene, room: Room) -> bool:
    snapshot = kept.scene.snapshot
    return snapshot.epoch == room.epoch and snapshot.seq >= room.head


def keep(room: int, post: ShownPost, before: KeptPost | None = None) -> KeptPost:
    """Return ``post`` of ``room`` as a kept one: ``before``, if nothing of it has changed."""
    return before if before and before.shown == post else KeptPost(post, About(room, post.id))
