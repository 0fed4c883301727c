"""The most important test: any old scene and the events since then give the present scene."""

from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test
from msgspec.structs import replace

from protocols.reading import Scene, scene
from tests.realtime.reducer import apply_all
from tests.rooms.history import lines, marks_in, marks_of_names, marks_of_the_past
from tests.rooms.life import Life

EVERYTHING = 10_000


class WatchedLife(Life):
    """Keep the scene of every step, and check after each that all of them still lead to the present one."""

    def __init__(self) -> None:
        super().__init__()
        self.kept = {room: [scene(room, EVERYTHING)] for room in self.rooms}

    @rule(window=st.sampled_from([1, 2, 4]), room=st.integers(0, 1))
    def keep(self, window: int, room: int) -> None:
        self.kept[self.rooms[room]].append(scene(self.rooms[room], window))

    @invariant()
    def the_log_leads_to_here(self) -> None:
        for room in self.rooms:
            told, now = lines(room), scene(room, EVERYTHING)
            assert [line.seq for line in told] == list(range(1, now.snapshot.seq + 1))
            assert marks_in(told) <= marks_in(now) | marks_of_the_past(room) | marks_of_names()
            for old in self.kept[room]:
                folded = apply_all(old, told[old.snapshot.seq :])
                assert folded == _seen_as_far_as(folded, now)
            self.kept[room].append(now)


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
    run_state_machine_as_test(
        machine,
        settings=settings(max_examples=25, stateful_step_count=25),
    )
