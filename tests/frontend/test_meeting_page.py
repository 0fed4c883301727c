"""The page of a rencontre: who may open it, and which devices it may use."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from frontend.permissions_policy import HEADER
from people.models import Person
from rooms import moderating
from rooms.meetings.ice import UDP_PROBE
from rooms.meetings.models import Attendance, Meeting
from rooms.models import Room
from tests.cast import Cast
from tests.frontend.pages import text

BrowserOf = Callable[[Person], Client]


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    """A rencontre of Judith's that may begin now."""
    return Meeting.objects.create(
        room=cast.fabrique, title="Lire ensemble", host=cast.judith, starts_at=timezone.now()
    )


@pytest.fixture
def door(meeting: Meeting) -> str:
    return reverse("meeting", args=[meeting.room.slug, meeting.pk])


def _is_shut(browser: Client, door: str, sentence: str) -> None:
    response = browser.get(door)
    assert response.status_code == 403
    assert sentence in text(response)
    assert "<hub-meeting" not in text(response)


def test_a_member_comes_to_the_door(at_nadia: Client, door: str) -> None:
    page = text(at_nadia.get(door))
    assert "Lire ensemble" in page
    assert "Entrer dans la rencontre" in page
    assert "data-host" not in page.split("<hub-meeting", 1)[1].split(">", 1)[0]


def test_the_door_knows_where_to_knock_but_not_where_janus_carries(
    at_nadia: Client, door: str, settings: Settings
) -> None:
    settings.JANUS_URL, settings.HUB_MEDIA_ADDRESSES, settings.HUB_MEDIA_PORT = "", ["192.0.2.1"], 8189
    assert at_nadia.get(door).context["house"] == {
        "addresses": ["192.0.2.1"],
        "port": 8189,
        **UDP_PROBE._asdict(),
    }
    settings.HUB_MEDIA_ADDRESSES = []
    assert "127.0.0.1" in at_nadia.get(door).context["house"]["addresses"]
    settings.JANUS_URL = "ws://127.0.0.1:8188"
    assert at_nadia.get(door).context["house"] is None


def test_whoever_leads_it_comes_as_such(at_judith: Client, door: str) -> None:
    assert " data-host" in text(at_judith.get(door)).split("<hub-meeting", 1)[1].split(">", 1)[0]


def test_who_has_not_come_in_is_shown_the_way_in(stranger: Client, door: str) -> None:
    assert stranger.get(door).headers["Location"] == reverse("door")


def test_somebody_of_another_room_does_not_pass(browser_of: BrowserOf, ousmane: Person, door: str) -> None:
    _is_shut(browser_of(ousmane), door, "Vous n’êtes pas dans cet espace.")


def test_who_was_removed_from_the_fabrique_does_not_pass(cast: Cast, at_nadia: Client, door: str) -> None:
    moderating.remove(cast.awa, cast.fabrique.pk, None, cast.nadia.pk, True)
    _is_shut(at_nadia, door, "L’équipe vous a retiré·e")


def test_who_was_put_out_of_the_meeting_does_not_come_back(
    meeting: Meeting, nadia: Person, at_nadia: Client, door: str
) -> None:
    Attendance.objects.create(meeting=meeting, person=nadia, removed_at=timezone.now())
    _is_shut(at_nadia, door, "On vous a fait sortir de cette rencontre.")


def test_one_that_is_over_or_cancelled_says_so(meeting: Meeting, at_nadia: Client, door: str) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(cancelled_at=timezone.now())
    _is_shut(at_nadia, door, "Cette rencontre est annulée.")
    Meeting.objects.filter(pk=meeting.pk).update(cancelled_at=None, ended_at=timezone.now())
    _is_shut(at_nadia, door, "Cette rencontre est terminée.")


def test_who_comes_too_early_waits_at_the_door(meeting: Meeting, at_nadia: Client, door: str) -> None:
    opens = timezone.now() + timedelta(hours=2)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=opens + timedelta(minutes=15))
    page = text(at_nadia.get(door))
    assert " data-wait" in page
    assert f'data-opens="{int(opens.timestamp())}000"' in page


def test_whoever_leads_opens_it_before_its_hour(meeting: Meeting, at_judith: Client, door: str) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=timezone.now() + timedelta(hours=2))
    assert "data-wait" not in text(at_judith.get(door))


def test_a_meeting_is_found_in_its_own_room_only(at_nadia: Client, meeting: Meeting, mezza: Room) -> None:
    assert at_nadia.get(reverse("meeting", args=[mezza.slug, meeting.pk])).status_code == 404


def test_who_knocks_may_hide_their_address_but_is_given_no_key_to_the_relay(
    meeting: Meeting, at_nadia: Client, at_judith: Client, door: str, settings: Settings
) -> None:
    settings.TURN_URLS, settings.TURN_SECRET = ["turn:relay.example"], "a secret"
    Meeting.objects.filter(pk=meeting.pk).update(lobby=True)
    assert " data-relays" in text(at_nadia.get(door))
    assert "turn:relay.example" not in text(at_nadia.get(door))
    assert "turn:relay.example" in text(at_judith.get(door))


def test_only_this_page_may_ask_for_a_camera(at_nadia: Client, door: str, feed: str) -> None:
    assert "camera=(self), microphone=(self)" in at_nadia.get(door).headers[HEADER]
    assert "camera=(), microphone=()" in at_nadia.get(feed).headers[HEADER]


def test_without_javascript_the_page_says_what_is_needed(at_nadia: Client, door: str, feed: str) -> None:
    page = text(at_nadia.get(door))
    plain = page.split('data-screen="plain"', 1)[1].split("</section>", 1)[0]
    assert "il faut un navigateur récent" in plain.split("<noscript>")[1].split("</noscript>")[0]
    assert f'href="{feed}"' in plain
    assert plain.startswith(">"), "it is shown until a module hides it"


def test_a_page_that_is_still_coming_says_that_and_nothing_of_the_browser(
    at_nadia: Client, door: str
) -> None:
    page = text(at_nadia.get(door))
    plain = page.split('data-screen="plain"', 1)[1].split("</section>", 1)[0]
    seen = plain.replace(plain.split("<noscript>")[1].split("</noscript>")[0], "")
    assert "La porte se prépare…" in seen
    assert "navigateur récent" not in seen.split('<div data-slot="needs" hidden>')[0]
    assert "nomodule" in page


def test_keys_of_the_relay_are_for_those_who_need_nobody_to_let_them_in(
    meeting: Meeting, at_nadia: Client, at_judith: Client, door: str, settings: Settings
) -> None:
    settings.TURN_URLS, settings.TURN_SECRET = ["turn:relay.test:3478"], "a secret"
    assert "turn:relay.test" in text(at_nadia.get(door))
    for barred in ("lobby", "locked"):
        Meeting.objects.update(**{"lobby": False, "locked": False} | {barred: True})
        assert "turn:relay.test" not in text(at_nadia.get(door))
        assert "turn:relay.test" in text(at_judith.get(door))
