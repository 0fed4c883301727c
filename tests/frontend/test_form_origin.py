"""No form counts that another site sent, at any address; whoever typed it gets their words back."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from frontend.views import errors
from people.models import Person
from rooms.models import Event, Membership, Post, Room
from tests.cast import Cast
from tests.frontend.pages import drawn_once, text
from tests.frontend.test_every_address import ADDRESSES, filled, things
from tests.plain_browser import PlainBrowser

__all__ = ["things"]

OUR_HOST = "testserver"
HOUSE = f"http://{OUR_HOST}"
ELSEWHERE: dict[str, dict[str, str]] = {
    "another site": {"Origin": "https://ailleurs.example"},
    "another site, by what is fetched": {"Sec-Fetch-Site": "cross-site"},
    "another site that names us": {"Origin": HOUSE, "Sec-Fetch-Site": "cross-site"},
    "a neighbour's host": {"Origin": f"http://voisin.{OUR_HOST}"},
    "a neighbour's host, by what is fetched": {"Origin": HOUSE, "Sec-Fetch-Site": "same-site"},
    "another port": {"Origin": f"{HOUSE}:8001"},
    "another scheme": {"Origin": f"https://{OUR_HOST}"},
    "an origin that hides": {"Origin": "null"},
    "an origin that hides beside a true address": {"Origin": "null", "Referer": f"{HOUSE}/"},
    "an address of another site": {"Referer": f"https://ailleurs.example/{HOUSE}/"},
    "an address that begins like ours": {"Referer": f"{HOUSE}.ailleurs.example/"},
    "somebody at our host": {"Origin": f"http://us@{OUR_HOST}"},
    "no address": {"Referer": "ailleurs"},
    "who came by themselves": {"Sec-Fetch-Site": "none"},
    "nobody says": {},
}
FROM_HERE: dict[str, dict[str, str]] = {
    "origin": {"Origin": HOUSE},
    "origin with the usual port": {"Origin": f"{HOUSE}:80"},
    "what is fetched": {"Sec-Fetch-Site": "same-origin"},
    "both": {"Origin": HOUSE, "Sec-Fetch-Site": "same-origin"},
    "address": {"Referer": f"{HOUSE}/f/une/"},
}


def browser(told: dict[str, str], person: Person | None = None) -> Client:
    """Return a browser that tells ``told`` of where its forms come from."""
    made = PlainBrowser(headers={"Accept-Language": "fr"})
    del made.defaults["HTTP_ORIGIN"]
    made.defaults |= {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in told.items()}
    if person:
        made.force_login(person)
    return made


def everything() -> list[Any]:
    return [list(model.objects.order_by("pk").values()) for model in (Event, Membership, Person, Post, Room)]


@pytest.mark.parametrize("told", ELSEWHERE.values(), ids=ELSEWHERE)
def test_nothing_is_done_at_any_address_for_a_form_from_elsewhere(
    monkeypatch: pytest.MonkeyPatch, told: dict[str, str], cast: Cast, things: dict[str, str]
) -> None:
    monkeypatch.setattr(errors, "render", drawn_once())
    attacked = browser(told, cast.awa)
    before = everything()
    verbs = ("retirer", "masquer", "repondre", "reagir", "silence")
    for pattern in ADDRESSES:
        for verb in verbs if ":verb>" in pattern else verbs[:1]:
            at = filled(pattern, things, {"verb": verb, "name": "poster"})
            assert attacked.post(at, {"body": "Piège", "name": "Piège"}).status_code == 403, at
    assert attacked.post("/coulisses/admin/people/person/add/", {"name": "Piège"}).status_code == 403
    assert everything() == before


@pytest.mark.parametrize("told", FROM_HERE.values(), ids=FROM_HERE)
def test_a_form_of_this_house_counts_however_its_browser_tells(
    told: dict[str, str], nadia: Person, feed: str
) -> None:
    assert browser(told, nadia).post(f"{feed}publier/", {"body": "Bonjour"}).status_code == 302
    assert Post.objects.get().body == "Bonjour"


def test_a_trusted_origin_counts(nadia: Person, feed: str, settings: Settings) -> None:
    settings.CSRF_TRUSTED_ORIGINS = ["https://hub.example"]
    told = {"Origin": "https://hub.example", "Sec-Fetch-Site": "cross-site"}
    assert browser(told, nadia).post(f"{feed}publier/", {"body": "Bonjour"}).status_code == 302


def test_words_sent_from_elsewhere_are_given_back(nadia: Person, feed: str) -> None:
    page = text(browser({}, nadia).post(f"{feed}publier/", {"body": "Mes mots"}))
    assert "Cet envoi ne vient pas de la maison" in page
    assert "Mes mots" in page


def test_a_password_is_never_given_back(awa: Person) -> None:
    for told in ({}, {"Origin": "https://ailleurs.example"}):
        sent = {"email": str(awa.email), "password": "un secret de la maison"}
        assert "un secret" not in text(browser(told).post("/equipe/", sent))


def test_no_page_holds_a_token(browser_of: Callable[[Person], Client], cast: Cast, feed: str) -> None:
    for person in (cast.nadia, cast.judith, cast.awa):
        response = browser_of(person).get(feed)
        assert "csrf" not in text(response)
        assert "csrftoken" not in response.cookies
