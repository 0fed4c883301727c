"""The most important test: any old scene and the events since then give the present scene."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import connection
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test
from msgspec.structs import replace

from protocols.reading import Scene, scene, scene_since
from realtime.wire.answers import Line
from rooms.models import Room
from tests.realtime.reducer import apply_all
from tests.rooms.history import lines, marks_in, marks_of_names, marks_of_the_past
from tests.rooms.life import Life

EVERYTHING = 10_000


@dataclass
class _WatchedRoom:
    """A room's scene of every step, and what the log, as it was ``told``, makes of each of them. ``forward``:
    the scene that pages keep, and bring forward, at some steps over several."""

    room: int
    forward: Scene
    old: list[Scene] = field(default_factory=list)
    folded: list[Scene] = field(default_factory=list)
    told: list[Line] = field(default_factory=list)

    def keep(self, scene: Scene) -> None:
        self.old.append(scene)
        self.folded.append(scene)

    def go_on(self) -> None:
        """Apply the log to each scene: what is new of it, or all since, where the past was rewritten."""
        told = lines(self.room)
        before = self.folded if told[: len(self.told)] == self.told else self.old
        self.folded = [apply_all(scene, told[scene.snapshot.seq :]) for scene in before]
        self.told = told


class WatchedLife(Life):
    """Keep the scene of every step, and check after each that all of them still lead to the present one."""

    def __init__(self) -> None:
        super().__init__()
        self.watched = [_WatchedRoom(room, forward=scene(room)) for room in self.rooms]
        for each in self.watched:
            each.keep(scene(each.room, EVERYTHING))

    @rule(window=st.sampled_from([1, 2, 4]), room=st.integers(0, 1))
    def keep(self, window: int, room: int) -> None:
        self.watched[room].keep(scene(self.rooms[room], window))

    @invariant()
    def the_log_leads_to_here(self) -> None:
        for each in self.watched:
            each.go_on()
            now = scene(each.room, EVERYTHING)
            assert [line.seq for line in each.told] == list(range(1, now.snapshot.seq + 1))
            known = marks_in(now) | marks_of_the_past(each.room) | marks_of_names()
            assert marks_in(each.told) <= known
            forward = scene_since(each.forward, Room.objects.get(pk=each.room))
            assert forward == now
            each.forward = forward if len(each.old) % 3 else each.forward
            for folded in each.folded:
                assert folded == _seen_as_far_as(folded, now)
            each.keep(now)


def _seen_as_far_as(folded: Scene, now: Scene) -> Scene:
    """Return ``now`` in the window of ``folded``, which may expect earlier posts where all were withdrawn."""
    newest = now.snapshot.posts[len(now.snapshot.posts) - len(folded.snapshot.posts) :]
    earlier = folded.snapshot.earlier
    assert earlier or len(newest) == len(now.snapshot.posts)
    return replace(now, snapshot=replace(now.snapshot, posts=newest, earlier=earlier))


@pytest.mark.storage
@pytest.mark.django_db
def test_an_old_scene_and_what_happened_since_make_the_scene_of_now() -> None:
    machine: Any = WatchedLife
    examples = 25 if connection.vendor == "sqlite" else 8
    run_state_machine_as_test(machine, settings=settings(max_examples=examples, stateful_step_count=25))
