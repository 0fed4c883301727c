"""The fold: what a client makes of the lines of a log. The browser's fold reads the same vectors."""

from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from protocols.reading import Scene
from realtime.wire.answers import Line
from realtime.wire.docgen.examples import ABOUT_EVENTS, CONSIGNE, FACE, WHOLE
from realtime.wire.events import FOLDED
from rooms.events import PostPublished, PostRestored, PostWithdrawn, ReactionAdded, RoomEvent
from rooms.reading import Snapshot
from tests.realtime.playing import Vector
from tests.realtime.reducer import Gap, apply, apply_all

KEPT = sorted(Path(__file__).with_name("vectors").glob("*.json"))


def vector(path: Path) -> Vector:
    return msgspec.json.decode(path.read_bytes(), type=Vector)


def line(seq: int, event: RoomEvent) -> Line:
    return Line(seq, 0, None, msgspec.to_builtins(event))


def drawn(*posts: int, earlier: bool = False) -> Scene:
    """A scene at number 100 with posts of these numbers."""
    shown = [replace(WHOLE, id=seq, seq=seq) for seq in posts]
    return Scene(Snapshot(FACE, "9f2c41d07be3a815", 100, shown, earlier), [CONSIGNE])


def numbers(scene: Scene) -> list[int]:
    return [post.seq for post in scene.snapshot.posts]


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.stem)
def test_real_lines_lead_from_scene_to_scene(path: Path) -> None:
    told = vector(path)
    assert apply_all(told.before, told.lines) == told.after


def test_the_vectors_show_every_kind_that_reducers_know() -> None:
    kinds = {each.event["kind"] for path in KEPT for each in vector(path).lines}
    assert kinds == {event.__struct_config__.tag for event in FOLDED}


@pytest.mark.parametrize("event", ABOUT_EVENTS, ids=lambda event: type(event).__name__)
def test_every_kind_is_understood_even_about_what_is_not_on_the_page(event: RoomEvent) -> None:
    assert apply(drawn(), line(101, event)).snapshot.seq == 101


def test_a_line_known_already_changes_nothing() -> None:
    scene = drawn(90)
    assert apply(scene, line(100, PostWithdrawn(90))) is scene


def test_a_line_too_far_is_a_gap() -> None:
    with pytest.raises(Gap, match="102 after 100"):
        apply(drawn(90), line(102, PostWithdrawn(90)))


def test_a_kind_of_another_wire_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError):
        apply(drawn(), Line(101, 0, None, {"kind": "post.sung", "post": 90}))


@pytest.mark.parametrize(
    ("scene", "expected"),
    [
        (drawn(90, 95), [80, 90, 95]),
        (drawn(90, 95, earlier=True), [90, 95]),
        (drawn(70, 95, earlier=True), [70, 80, 95]),
        (drawn(earlier=True), []),
        (drawn(), [80]),
    ],
)
def test_what_returns_below_the_window_stays_for_the_pages_before(scene: Scene, expected: list[int]) -> None:
    returned = replace(WHOLE, id=80, seq=80)
    assert numbers(apply(scene, line(101, PostRestored(returned)))) == expected


def test_a_new_post_is_shown_even_where_everything_was_withdrawn() -> None:
    published = PostPublished(replace(WHOLE, id=101, seq=101))
    assert numbers(apply(drawn(earlier=True), line(101, published))) == [101]


@given(st.permutations([3, 8, 2, 11]))
def test_reactions_are_in_the_order_of_ids_however_they_came(people: list[int]) -> None:
    lines = [line(101 + n, ReactionAdded(90, "rire", who)) for n, who in enumerate(people)]
    (post,) = apply_all(drawn(90), lines).snapshot.posts
    assert post.reactions["rire"] == [2, 3, 8, 11]


def test_the_scene_before_is_left_as_it_was() -> None:
    scene = drawn(90)
    before: Any = msgspec.json.encode(scene)
    apply_all(scene, [line(101 + number, event) for number, event in enumerate(ABOUT_EVENTS)])
    assert msgspec.json.encode(scene) == before
