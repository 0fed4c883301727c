"""What people may see of a room: its newest posts, the pages before, their rooms, and what is unread."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import Person
from protocols.reading import scene
from rooms import commenting, moderating, posting, reading, wings
from rooms.events import ShownPost
from rooms.models import Post, Room
from tests.cast import Cast, answers, says

pytestmark = pytest.mark.storage


@pytest.fixture
def posts(nadia: Person, fabrique: Room) -> list[Post]:
    """Six posts, the third of them withdrawn."""
    said = [says(nadia, fabrique, f"{number}.") for number in range(1, 7)]
    posting.withdraw(nadia, fabrique.pk, None, said[2].pk)
    return said


def words(shown: list[ShownPost]) -> list[str]:
    return [post.body for post in shown]


@pytest.mark.parametrize(
    ("window", "bodies", "earlier"),
    [
        (2, ["5.", "6."], True),
        (4, ["2.", "4.", "5.", "6."], True),
        (5, ["1.", "2.", "4.", "5.", "6."], False),
        (50, ["1.", "2.", "4.", "5.", "6."], False),
    ],
)
def test_a_snapshot_holds_the_newest_posts_and_says_whether_there_are_others(
    fabrique: Room, posts: list[Post], window: int, bodies: list[str], earlier: bool
) -> None:
    shown = scene(fabrique.pk, window).snapshot
    assert (words(shown.posts), shown.earlier) == (bodies, earlier)


def test_the_pages_before_lead_to_the_first_post(fabrique: Room, posts: list[Post]) -> None:
    newest, _earlier = reading.page(fabrique, window=2)
    before, more = reading.page(fabrique, newest[0].seq, window=2)
    assert (words(before), more) == (["2.", "4."], True)
    first, more = reading.page(fabrique, before[0].seq, window=2)
    assert (words(first), more) == (["1."], False)
    assert reading.page(fabrique, first[0].seq) == ([], False)


def test_a_page_shows_no_answer_that_is_out_of_sight(cast: Cast, posts: list[Post]) -> None:
    withdrawn, hidden, kept = (answers(cast.marcel, posts[0]) for _each in range(3))
    commenting.withdraw(cast.marcel, cast.fabrique.pk, None, withdrawn.pk)
    moderating.hide_comment(cast.awa, cast.fabrique.pk, None, hidden.pk)
    assert [comment.id for comment in scene(cast.fabrique.pk).snapshot.posts[0].comments] == [kept.pk]


def test_a_page_costs_as_many_queries_with_one_post_as_with_many(cast: Cast) -> None:
    answers(cast.marcel, says(cast.nadia, cast.fabrique))
    with CaptureQueriesContext(connection) as few:
        scene(cast.fabrique.pk)
    for _each in range(10):
        answers(cast.marcel, says(cast.nadia, cast.fabrique))
    with CaptureQueriesContext(connection) as many:
        scene(cast.fabrique.pk)
    assert len(many) == len(few)


def test_ones_rooms_are_mezza_then_fabriques_latest_first(cast: Cast, ended: Room, coming: Room) -> None:
    assert list(reading.rooms_of(cast.nadia)) == [cast.mezza, coming, cast.fabrique, ended]
    assert list(reading.rooms_of(cast.awa)) == [cast.mezza, coming, cast.fabrique, ended]
    assert list(reading.rooms_of(cast.ousmane)) == []


def test_what_is_out_of_sight_is_not_unread(cast: Cast, posts: list[Post]) -> None:
    assert reading.unread(cast.marcel)[cast.fabrique.pk].count == 5
    moderating.hide_post(cast.awa, cast.fabrique.pk, None, posts[0].pk)
    assert reading.unread(cast.marcel)[cast.fabrique.pk].count == 4


def test_the_wings_list_what_is_hidden_and_who_is_there(cast: Cast, posts: list[Post]) -> None:
    comment = answers(cast.marcel, posts[0])
    moderating.hide_comment(cast.awa, cast.fabrique.pk, None, comment.pk)
    moderating.hide_post(cast.awa, cast.fabrique.pk, None, posts[1].pk, "Ailleurs")
    assert list(wings.hidden_posts(cast.fabrique)) == [posts[1]]
    assert list(wings.hidden_comments(cast.fabrique)) == [comment]
    assert [(decision.act, decision.why) for decision in wings.decisions(cast.fabrique)] == [
        ("hide", "Ailleurs"),
        ("hide", ""),
    ]
    assert [member.person.name for member in wings.people(cast.fabrique)] == ["Judith", "Marcel", "Nadia"]
