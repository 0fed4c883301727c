"""Whoever leads sees the room as those do who take part: its own page, where nothing can be pressed."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from people.models import Person
from rooms.models import Membership, Room
from tests.cast import Cast, says
from tests.frontend.pages import pinned_consigne, text


@pytest.fixture
def seen(feed: str) -> str:
    """The address of the page."""
    return f"{feed}ce-qu-ils-voient/"


def test_it_is_the_page_of_somebody_who_takes_part(
    at_judith: Client, at_awa: Client, at_nadia: Client, cast: Cast, feed: str, seen: str
) -> None:
    pinned_consigne(cast.judith, cast.fabrique)
    post = says(cast.nadia, cast.fabrique, "Bonjour à la maison.")
    for leader in (at_judith, at_awa):
        own = text(leader.get(feed))
        for theirs in (seen, "Poser une consigne", "Épingler"):
            assert theirs in own
        assert seen in text(leader.get("/regie/"))
        page = text(leader.get(seen))
        for theirs in (post.body, "Ce qu’ils voient", "Vous écrivez dans", "<hub-room inert"):
            assert theirs in page
        for not_theirs in ("Poser une consigne", "Masquer ce message", "Épingler", "Garder pour le livret"):
            assert not_theirs not in page
    assert at_nadia.get(seen).status_code == 403
    assert seen not in text(at_nadia.get(feed))


def test_looking_leaves_no_trace(at_judith: Client, cast: Cast, seen: str) -> None:
    before = list(Membership.objects.values()), Person.objects.count()
    at_judith.get(seen)
    assert (list(Membership.objects.values()), Person.objects.count()) == before


def test_before_the_opening_it_says_so(at_awa: Client, cast: Cast, seen: str) -> None:
    Room.objects.filter(pk=cast.fabrique.pk).update(opens_at=timezone.now() + timedelta(days=1))
    assert "dès l’ouverture" in text(at_awa.get(seen))
