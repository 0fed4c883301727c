"""Arriving: many at once from one network, a door that is shut, and no trace of who only looks."""

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import URLPattern

from frontend.urls import urlpatterns
from people.models import Person
from rooms.models import Room
from tests.frontend.pages import box, text
from tests.frontend.test_every_input import address
from tests.plain_browser import PlainBrowser


def arrives(name: str, room: Room) -> Any:
    return PlainBrowser().post(f"/r/{room.code}/", {"name": name})


def test_who_comes_after_too_many_is_told_so_and_keeps_their_name(fabrique: Room, settings: Any) -> None:
    settings.HUB_PACE = settings.HUB_PACE | {"arrivals": (2, 0.001)}
    assert [arrives("Zoé", fabrique).status_code for _each in range(2)] == [302, 302]
    page = arrives("Zoé", fabrique)
    assert page.status_code == 422
    assert "Attendez une minute" in text(page)
    assert box(page, "name") == "Zoé"
    assert Person.objects.filter(name="Zoé").count() == 2


def test_the_team_changes_the_code_and_shuts_the_door(
    at_awa: Client, at_nadia: Client, fabrique: Room, feed: str
) -> None:
    before = fabrique.code
    assert "n’ouvre plus rien" in text(at_awa.post(f"{feed}porte/renouveler/", follow=True))
    fabrique.refresh_from_db()
    assert PlainBrowser().get(f"/r/{before}/").status_code == 404
    wings = text(at_awa.post(f"{feed}porte/fermer/", {"why": "Un robot."}, follow=True))
    for seen in ("La porte est fermée", "a renouvelé le code", "a fermé la porte", "Un robot."):
        assert seen in wings
    assert "La porte de cet espace est fermée" in text(arrives("Zoé", fabrique))
    assert not Person.objects.filter(name="Zoé").exists()
    assert at_nadia.get(feed).status_code == 200
    at_awa.post(f"{feed}porte/rouvrir/")
    assert arrives("Zoé", fabrique).status_code == 302
    assert at_awa.post(f"{feed}porte/autre/").status_code == 404
    assert at_nadia.post(f"{feed}porte/fermer/").status_code == 403


@pytest.mark.parametrize("pattern", urlpatterns, ids=lambda pattern: pattern.name)
def test_who_only_looks_leaves_no_session(pattern: URLPattern, stranger: Client, fabrique: Room) -> None:
    stranger.get(address(pattern, {"slug": fabrique.slug, "code": fabrique.code}))
    assert not Session.objects.exists()


def test_a_page_that_was_wanted_is_shown_after_the_sign_in(
    stranger: Client, fabrique: Room, feed: str
) -> None:
    stranger.get(f"{feed}protocoles/")
    assert stranger.post(f"/r/{fabrique.code}/", {"name": "Zoé"}).headers["Location"] == f"{feed}protocoles/"
    assert not stranger.cookies["wanted"].value


@pytest.mark.parametrize("page", ["https://exemple.fr/", "//exemple.fr/", "javascript:alert(1)"])
def test_no_cookie_leads_out_of_the_house(page: str, stranger: Client, fabrique: Room, feed: str) -> None:
    stranger.cookies["wanted"] = page
    assert stranger.post(f"/r/{fabrique.code}/", {"name": "Zoé"}).headers["Location"] == feed


def test_what_was_typed_before_the_sign_in_is_kept_a_day_and_the_session_then_a_year(
    stranger: Client, fabrique: Room, feed: str, settings: Any
) -> None:
    stranger.post(f"{feed}publier/", {"body": "Avant d’entrer."})
    assert stranger.session.get_expiry_age() == 24 * 60 * 60
    stranger.post(f"/r/{fabrique.code}/", {"name": "Zoé"})
    assert stranger.session.get_expiry_age() == settings.SESSION_COOKIE_AGE
