"""A part of a room's page is rendered once for all who see it alike, and never as before a change."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from frontend.byte_cache import DRAWN
from frontend.fragments import FRAGMENTS
from people.models import Person
from protocols import asking
from realtime.wire.events import EVENTS
from rooms import joining, moderating, opening
from rooms.models import Room
from tests.cast import Cast, announces, says

SCREENS = 200


@pytest.fixture
def drawings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The template of each fragment that was rendered, in order."""
    DRAWN.clear()
    drawn: list[str] = []

    def noted(template: str, context: dict[str, object]) -> str:
        drawn.append(template)
        return render_to_string(template, context)

    monkeypatch.setattr("frontend.fragments.render_to_string", noted)
    monkeypatch.setattr("frontend.fragments.MAX_AGE", 10**9)
    return drawn


def part(browser: Client, room: Room, name: str) -> str:
    response = browser.get(f"/f/{room.slug}/parties/{name}/")
    assert response.status_code == 200, name
    return response.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_crowd_that_asks_for_what_has_changed_costs_one_drawing_for_each_kind_of_reader(
    browser_of: Callable[[Person], Client], cast: Cast, drawings: list[str]
) -> None:
    asking.pin(cast.judith, cast.fabrique.pk, None, "Osez", "Une fois.", [])
    browsers = [browser_of(person) for person in (cast.nadia, cast.marcel, cast.judith)]

    def ask(number: int) -> str:
        try:
            return part(browsers[number % 3], cast.fabrique, "poster")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as screens:
        seen = list(screens.map(ask, range(SCREENS)))
    assert all("Osez" in each for each in seen)
    assert drawings == ["partials/poster_face.html"] * 2  # who takes part, and who leads


def test_a_page_and_its_parts_share_their_drawings(
    at_nadia: Client, fabrique: Room, drawings: list[str]
) -> None:
    page = at_nadia.get(f"/f/{fabrique.slug}/").content.decode()
    before = list(drawings)
    for name in ("poster", "strip-time"):
        assert part(at_nadia, fabrique, name) in page
    assert drawings == before


def test_what_an_event_changes_is_never_shown_as_it_was(
    at_nadia: Client, cast: Cast, drawings: list[str]
) -> None:
    room = cast.fabrique
    asking.pin(cast.judith, room.pk, None, "La première", "", [])
    assert "La première" in part(at_nadia, room, "poster")
    asking.pin(cast.judith, room.pk, None, "La seconde", "", [])
    assert "La seconde" in part(at_nadia, room, "poster")
    opening.change(cast.judith, room.pk, None, title="Un autre titre")
    assert "Un autre titre" in part(at_nadia, room, "poster")
    announces(cast.judith, room)
    assert "Rencontre" in part(at_nadia, room, "soon")
    joining.rename(cast.judith, "Judith B.")
    assert "Judith B." in part(at_nadia, room, "next-meeting")
    assert "Judith B." in part(at_nadia, room, "poster")


def test_an_event_that_changes_nothing_of_a_part_costs_no_drawing(
    at_nadia: Client, cast: Cast, drawings: list[str]
) -> None:
    part(at_nadia, cast.fabrique, "poster")
    before = list(drawings)
    says(cast.marcel, cast.fabrique, "Bonjour")
    part(at_nadia, cast.fabrique, "poster")
    assert drawings == before


def test_who_may_not_write_is_not_offered_to(at_nadia: Client, cast: Cast, drawings: list[str]) -> None:
    asking.pin(cast.judith, cast.fabrique.pk, None, "Osez", "", [])
    assert "Écrire mon protocole" in part(at_nadia, cast.fabrique, "poster")
    moderating.quiet(cast.awa, cast.fabrique.pk, None, cast.nadia.pk, True)
    assert "Écrire mon protocole" not in part(at_nadia, cast.fabrique, "poster")


def test_a_post_is_drawn_alone_as_on_its_page(at_nadia: Client, cast: Cast) -> None:
    post = says(cast.marcel, cast.fabrique, "Bonjour")
    assert f'id="message-{post.pk}"' in part(at_nadia, cast.fabrique, f"message-{post.pk}")


def test_what_rare_events_change_costs_a_page_one_query_whatever_it_holds(
    at_judith: Client, cast: Cast
) -> None:
    counts = []
    for number in (1, 12):
        for _each in range(number):
            says(cast.marcel, cast.fabrique, "Bonjour")
        DRAWN.clear()
        with CaptureQueriesContext(connection) as queries:
            at_judith.get(f"/f/{cast.fabrique.slug}/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("name", ["message-0", "message-x", "message-99999", "rien", "message-"])
def test_a_part_that_is_not_there_is_not_found(at_nadia: Client, fabrique: Room, name: str) -> None:
    assert at_nadia.get(f"/f/{fabrique.slug}/parties/{name}/").status_code == 404


def test_a_post_out_of_sight_or_of_another_room_is_not_found(at_nadia: Client, cast: Cast) -> None:
    hidden, elsewhere = says(cast.marcel, cast.fabrique, "Non"), says(cast.marcel, cast.mezza, "Ailleurs")
    moderating.hide_post(cast.awa, cast.fabrique.pk, None, hidden.pk)
    for post in (hidden, elsewhere):
        assert at_nadia.get(f"/f/{cast.fabrique.slug}/parties/message-{post.pk}/").status_code == 404


def test_who_has_left_a_room_gets_none_of_its_parts(at_nadia: Client, cast: Cast) -> None:
    part(at_nadia, cast.fabrique, "poster")
    moderating.remove(cast.awa, cast.fabrique.pk, None, cast.nadia.pk, True)
    assert at_nadia.get(f"/f/{cast.fabrique.slug}/parties/poster/").status_code == 403


def test_before_the_opening_there_is_only_the_threshold(at_nadia: Client, cast: Cast) -> None:
    Room.objects.filter(pk=cast.fabrique.pk).update(opens_at=timezone.now() + timedelta(days=1))
    assert at_nadia.get(f"/f/{cast.fabrique.slug}/parties/poster/").status_code == 404


def test_events_name_only_parts_that_are_there() -> None:
    named = {name for event in EVENTS for name in event.redraws}
    assert named <= set(FRAGMENTS)
