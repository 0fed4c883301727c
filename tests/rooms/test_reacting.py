"""Signs on a post: made once, taken back, never counted for rank."""

from uuid import uuid4

import pytest

from people.models import Person
from protocols.reading import scene
from rooms import opening, posting, reacting
from rooms.models import Post, Reaction, Room
from tests.cast import Cast, says
from tests.refusing import refused

pytestmark = pytest.mark.storage


@pytest.fixture
def post(nadia: Person, fabrique: Room) -> Post:
    """A post by Nadia."""
    return says(nadia, fabrique)


def signs(post: Post) -> dict[str, list[int]]:
    (shown,) = scene(post.room_id).snapshot.posts
    return shown.reactions


def test_people_make_signs_each_for_themselves(cast: Cast, post: Post) -> None:
    for person in (cast.awa, cast.marcel, cast.nadia):
        reacting.react(person, post.room_id, None, post.pk, "merci", True)
    reacting.react(cast.nadia, post.room_id, None, post.pk, "merci", False)
    assert signs(post) == {"merci": sorted([cast.awa.pk, cast.marcel.pk])}


def test_a_sign_made_twice_is_one_and_said_once(marcel: Person, post: Post) -> None:
    once = reacting.react(marcel, post.room_id, uuid4(), post.pk, "merci", True)
    assert reacting.react(marcel, post.room_id, uuid4(), post.pk, "merci", True).seq == once.seq
    assert Reaction.objects.count() == 1


def test_the_last_sign_taken_back_leaves_nothing(marcel: Person, post: Post) -> None:
    reacting.react(marcel, post.room_id, None, post.pk, "merci", True)
    reacting.react(marcel, post.room_id, None, post.pk, "merci", False)
    assert signs(post) == {}


def test_a_sign_that_the_room_does_not_offer_is_unknown(cast: Cast, post: Post) -> None:
    assert refused(reacting.react, cast.marcel, post.room_id, None, post.pk, "rire", True) == "sign_unknown"
    assert refused(reacting.react, cast.marcel, post.room_id, None, post.pk, "👍", True) == "sign_unknown"
    opening.change(cast.judith, post.room_id, None, reactions=["rire"])
    reacting.react(cast.marcel, post.room_id, None, post.pk, "rire", True)
    assert signs(post) == {"rire": [cast.marcel.pk]}


def test_a_stranger_makes_no_sign(ousmane: Person, post: Post) -> None:
    assert refused(reacting.react, ousmane, post.room_id, None, post.pk, "merci", True) == "not_member"


def test_nobody_makes_a_sign_on_what_is_out_of_sight(cast: Cast, post: Post) -> None:
    posting.withdraw(cast.nadia, post.room_id, None, post.pk)
    assert refused(reacting.react, cast.marcel, post.room_id, None, post.pk, "merci", True) == "gone"
