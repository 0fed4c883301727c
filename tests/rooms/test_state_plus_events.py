"""The test that matters most: an old scene and what happened since make the scene of now, whatever it is."""

from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test
from msgspec.structs import replace

from protocols.reading import Scene, scene
from realtime.wire.fold import apply_all
from tests.rooms.history import lines, marks_in_log, marks_of
from tests.rooms.life import Life

EVERYTHING = 10_000


class WatchedLife(Life):
    """Keeps scenes of long ago, and looks after each step whether they still lead to here."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: list[tuple[int, Scene]] = [(room, scene(room, EVERYTHING)) for room in self.rooms]

    @rule(window=st.sampled_from([1, 2, 4, EVERYTHING]), room=st.integers(0, 1))
    def keep(self, window: int, room: int) -> None:
        self.kept.append((self.rooms[room], scene(self.rooms[room], window)))

    @invariant()
    def every_kept_scene_leads_to_here(self) -> None:
        for room, old in self.kept:
            folded = apply_all(old, lines(room, old.snapshot.seq))
            fresh = scene(room, len(folded.snapshot.posts))
            assert _growing(folded, fresh) == fresh

    @invariant()
    def numbers_are_dense(self) -> None:
        for room in self.rooms:
            assert [line.seq for line in lines(room)] == list(range(1, scene(room, 0).snapshot.seq + 1))

    @invariant()
    def the_log_holds_no_word_that_nobody_may_read(self) -> None:
        for room in self.rooms:
            assert marks_in_log(room) <= marks_of(scene(room, EVERYTHING))


def _growing(folded: Scene, fresh: Scene) -> Scene:
    """A window that had earlier posts may be told there are, until the page before turns out empty."""
    assert folded.snapshot.earlier or not fresh.snapshot.earlier
    return replace(folded, snapshot=replace(folded.snapshot, earlier=fresh.snapshot.earlier))


@pytest.mark.storage
@pytest.mark.django_db
def test_an_old_scene_and_what_happened_since_make_the_scene_of_now() -> None:
    machine: Any = WatchedLife
    run_state_machine_as_test(
        machine,
        settings=settings(max_examples=40, stateful_step_count=25),
    )
