"""Plays a story, as a client would see it."""

from collections.abc import Iterator

import msgspec

from protocols.reading import Scene, scene
from realtime.wire.answers import Line
from tests.cast import gather
from tests.realtime.stories import Story
from tests.rooms.history import lines


class Vector(msgspec.Struct, frozen=True):
    """A scene, the log lines since, and the scene after them."""

    before: Scene
    lines: list[Line]
    after: Scene


def play(story: Story, window: int) -> Iterator[tuple[str, Vector]]:
    """Play ``story``. Return its lines as they came, and as the log has them at the end."""
    moments = story(gather())
    room = next(moments).pk
    before = scene(room, window)
    came: list[Line] = []
    for _moment in moments:
        came += lines(room, came[-1].seq if came else before.snapshot.seq)
    after = _after(before, scene(room, 1_000))
    yield "live", Vector(before, came, after)
    yield "since", Vector(before, lines(room, before.snapshot.seq), after)


def _after(before: Scene, now: Scene) -> Scene:
    """Return ``now`` as seen by a client that began with ``before``: older posts stay outside its window."""
    shown, everything = before.snapshot, now.snapshot.posts
    lowest = shown.posts[0].seq if shown.earlier else 0
    posts = [post for post in everything if post.seq >= lowest]
    return msgspec.structs.replace(
        now, snapshot=msgspec.structs.replace(now.snapshot, posts=posts, earlier=shown.earlier)
    )
