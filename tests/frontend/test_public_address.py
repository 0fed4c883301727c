"""What goes on paper or into a calendar opens on a phone, or the page says that it does not."""

import pytest
from django.test import Client, RequestFactory
from pytest_django import Settings

from frontend.public_address import public_address
from tests.cast import Cast, announces
from tests.frontend.pages import text

LOCAL = ["localhost", "localhost:8000", "127.0.0.1:8000", "127.1.2.3", "[::1]:8000", "hub.localhost"]
ONLY_HERE = "ne s’ouvre que sur cet ordinateur"


def address(host: str) -> tuple[str, bool]:
    return public_address(RequestFactory().get("/", headers={"Host": host}), "/r/ABC123/")


@pytest.fixture(autouse=True)
def _unnamed(settings: Settings) -> None:
    settings.ALLOWED_HOSTS, settings.HUB_URL, settings.HUB_NEARBY = ["*"], "", ""


def test_the_address_that_the_operator_gives_is_borne_everywhere(settings: Settings) -> None:
    settings.HUB_URL = "https://hub.example.org"
    for host in ("localhost:8000", "192.168.1.20:8000"):
        assert address(host) == ("https://hub.example.org/r/ABC123/", False)


def test_an_address_that_phones_reach_is_kept(settings: Settings) -> None:
    settings.HUB_NEARBY = "http://192.168.1.20:8000"
    assert address("10.0.0.7:8000") == ("http://10.0.0.7:8000/r/ABC123/", False)


@pytest.mark.parametrize("host", LOCAL)
def test_in_the_place_of_localhost_stands_the_machine(settings: Settings, host: str) -> None:
    assert address(host) == (f"http://{host}/r/ABC123/", True)
    settings.HUB_NEARBY = "http://192.168.1.20:8000"
    assert address(host) == ("http://192.168.1.20:8000/r/ABC123/", False)


def test_poster_card_and_calendar_say_when_their_address_opens_here_alone(
    at_judith: Client, cast: Cast, feed: str, settings: Settings
) -> None:
    meeting = announces(cast.judith, cast.fabrique)
    for near, is_told in (("", True), ("http://192.168.1.20:8000", False)):
        settings.HUB_NEARBY = near
        pages = (
            at_judith.get(f"{feed}affiche/", headers={"Host": "localhost"}),
            at_judith.post("/carte/", headers={"Host": "localhost", "Origin": "http://localhost"}),
            at_judith.get(f"{feed}rencontres/", headers={"Host": "localhost"}),
        )
        assert [ONLY_HERE in text(page) for page in pages] == [is_told] * len(pages)
        calendar = at_judith.get(
            f"{feed}rencontres/{meeting.pk}/rencontre.ics", headers={"Host": "localhost"}
        )
        assert f"URL:{near or 'http://localhost'}{feed}" in calendar.content.decode()


def test_a_poster_can_spare_ink(at_judith: Client, feed: str) -> None:
    assert "placard pale" not in text(at_judith.get(f"{feed}affiche/"))
    assert "placard pale" in text(at_judith.get(f"{feed}affiche/", {"encre": "pale"}))
