"""TURN credentials, as coturn reads them."""

import hmac
from base64 import b64decode
from datetime import UTC, datetime

import pytest
from pytest_django import Settings

from rooms.meetings.ice import ice_servers

NOON = datetime(2026, 4, 24, 12, 0, tzinfo=UTC)


def test_without_a_relay_there_is_none(settings: Settings) -> None:
    settings.TURN_URLS, settings.TURN_SECRET = [], ""
    assert ice_servers(7, NOON) == []


def test_a_key_is_ones_own_and_good_for_ten_minutes(settings: Settings) -> None:
    settings.TURN_URLS, settings.TURN_SECRET = ["turn:turn.example.org:3478"], "between us"
    (relay,) = ice_servers(7, NOON)
    assert relay["urls"] == ["turn:turn.example.org:3478"]
    expiry, person = relay["username"].split(":")
    assert int(expiry) - NOON.timestamp() == 600
    assert person == "7"
    assert b64decode(relay["credential"]) == hmac.digest(b"between us", relay["username"].encode(), "sha1")
    assert ice_servers(8, NOON)[0]["credential"] != relay["credential"]


@pytest.mark.parametrize("name", ["TURN_URL", "TURN_SECRET"])
def test_one_without_the_other_stops_the_start(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    from environ import ImproperlyConfigured

    from settings import env

    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    monkeypatch.setenv(name, "turn:relay")
    with pytest.raises(ImproperlyConfigured, match="TURN_URL, TURN_SECRET"):
        env.turn()
