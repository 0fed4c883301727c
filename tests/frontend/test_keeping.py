"""What a room's page shows of a post kept for the booklet: a mark to all, and a button to whoever leads."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from people.models import Person
from rooms import keeping, opening
from rooms.models import Post, Room
from tests.cast import Cast, says
from tests.frontend.pages import text

MARK, KEEP, LEAVE = "Gardé pour le livret", "Garder pour le livret", "Ne plus garder"


@pytest.fixture
def post(nadia: Person, fabrique: Room) -> Post:
    """What Nadia said."""
    return says(nadia, fabrique)


def seen(browser: Client, room: Room) -> list[str]:
    """Return which of the three sentences the posts on the page say."""
    posts = text(browser.get(f"/f/{room.slug}/")).split("<template", 1)[0]
    return [sentence for sentence in (MARK, KEEP, LEAVE) if sentence in posts]


def test_all_see_what_is_kept_and_whoever_leads_decides_it(
    browser_of: Callable[[Person], Client], cast: Cast, post: Post
) -> None:
    browsers = {person: browser_of(person) for person in (cast.judith, cast.awa, cast.nadia, cast.marcel)}
    before = [seen(browser, post.room) for browser in browsers.values()]
    assert before == [[KEEP], [KEEP], [], []]
    keeping.keep(cast.judith, post.room_id, None, post.pk, True)
    after = [seen(browser, post.room) for browser in browsers.values()]
    assert after == [[MARK, LEAVE], [MARK, LEAVE], [MARK], [MARK]]


def test_the_button_keeps_and_no_longer_without_javascript(at_judith: Client, post: Post) -> None:
    address = f"/f/{post.room.slug}/messages/{post.pk}/garder/"
    at_judith.post(address, {"on": "1"})
    assert seen(at_judith, post.room) == [MARK, LEAVE]
    at_judith.post(address, {"on": "0"})
    assert seen(at_judith, post.room) == [KEEP]


def test_a_fabrique_that_is_over_can_still_be_kept_from(at_judith: Client, cast: Cast, post: Post) -> None:
    now = timezone.now()
    over = {"opens_at": now - timedelta(days=9), "closes_at": now - timedelta(days=1)}
    opening.change(cast.judith, post.room_id, None, **over)
    assert seen(at_judith, post.room) == [KEEP]
