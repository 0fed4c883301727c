"""What the team says to everybody: shown where one is, put away by each, taken back from all."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from people.data import erase, export
from people.models import Person
from rooms import joining
from rooms.models import Decision, Membership, Room
from rooms.moderation import announcing
from rooms.moderation.models import Announcement
from settings.personal_data import PERSONAL_DATA
from tests.cast import Cast, announces
from tests.frontend.pages import text
from tests.refusing import refused
from tests.rooms.history import lines

REGIE = "/regie/"
PAGE = "/regie/annoncer/"
SAID = "La salle <b>ferme</b> dans dix minutes."
SHOWN = "La salle &lt;b&gt;ferme&lt;/b&gt; dans dix minutes."


def says_in(browser: Client, *rooms: Room, body: str = SAID) -> None:
    sent = {"body": body, "espace": [room.slug for room in rooms], "ref": str(uuid4())}
    assert browser.post(PAGE, sent)["Location"] == REGIE


def is_shown(browser: Client, page: str) -> bool:
    return SHOWN in browser.get(page).content.decode()


def test_it_is_on_the_page_of_everybody_until_each_puts_it_away(
    at_awa: Client, at_nadia: Client, at_marcel: Client, cast: Cast, feed: str
) -> None:
    says_in(at_awa, cast.fabrique)
    assert is_shown(at_nadia, feed)
    assert not is_shown(at_nadia, "/f/mezza/")
    pk = Announcement.objects.get().pk
    at_nadia.post(f"{feed}annonces/{pk}/vu/")
    assert not is_shown(at_nadia, feed)
    assert is_shown(at_marcel, feed)
    assert [each.act for each in Decision.objects.all()] == ["announce"]
    assert "ferme" not in str(lines(cast.fabrique.pk))


def test_it_is_in_a_rencontre_too(at_awa: Client, at_nadia: Client, cast: Cast, feed: str) -> None:
    meeting = f"{feed}rencontres/{announces(cast.judith, cast.fabrique).pk}/"
    assert not is_shown(at_nadia, meeting)
    says_in(at_awa, cast.fabrique)
    assert is_shown(at_nadia, meeting)
    assert is_shown(at_nadia, f"{feed}annonce/")


def test_it_is_taken_back_from_everybody(at_awa: Client, at_nadia: Client, cast: Cast, feed: str) -> None:
    says_in(at_awa, cast.fabrique)
    take = f"{feed}annonces/{Announcement.objects.get().pk}/reprendre/"
    assert take in text(at_awa.get(REGIE))
    assert at_nadia.post(take).status_code == 403
    assert at_awa.post(take)["Location"] == REGIE
    assert not is_shown(at_nadia, feed)
    assert take not in text(at_awa.get(REGIE))


def test_what_was_said_at_once_in_several_rooms_is_taken_back_from_all_and_nothing_else_is(
    at_awa: Client, at_nadia: Client, cast: Cast, feed: str
) -> None:
    joining.join(cast.nadia, cast.mezza)
    third = Room.objects.create(title="Troisième", slug="troisieme", opens_at=timezone.now())
    says_in(at_awa, cast.fabrique, cast.mezza, third)
    says_in(at_awa, third)  # the same words, said apart
    at_awa.post(f"{feed}annonces/{Announcement.objects.get(room=cast.fabrique).pk}/reprendre/")
    assert not is_shown(at_nadia, feed)
    assert not is_shown(at_nadia, "/f/mezza/")
    assert announcing.current(Room.objects.get(pk=third.pk))


def test_it_is_said_in_all_the_rooms_that_are_open_and_in_no_other(
    at_awa: Client, at_nadia: Client, cast: Cast, feed: str
) -> None:
    over = Room.objects.create(title="Finie", slug="finie", closes_at=timezone.now() - timedelta(days=1))
    page = text(at_awa.get(PAGE))
    assert f'value="{cast.mezza.slug}"' in page
    assert 'value="finie"' not in page
    says_in(at_awa, cast.fabrique, cast.mezza, over)
    joining.join(cast.nadia, cast.mezza)
    assert is_shown(at_nadia, feed)
    assert is_shown(at_nadia, "/f/mezza/")  # who comes after it was said reads it too
    assert not Announcement.objects.filter(room=over).exists()


def test_sent_twice_it_is_said_once_and_the_next_takes_its_place(
    at_awa: Client, at_nadia: Client, cast: Cast, feed: str
) -> None:
    sent = {"body": SAID, "espace": [cast.fabrique.slug], "ref": str(uuid4())}
    for _time in range(2):
        at_awa.post(PAGE, sent)
    assert Announcement.objects.count() == 1
    says_in(at_awa, cast.fabrique, body="Finalement, non.")
    assert not is_shown(at_nadia, feed)
    assert "Finalement, non." in text(at_nadia.get(feed))


@pytest.mark.parametrize(("body", "where"), [("", True), ("m" * 281, True), (SAID, False)])
def test_what_cannot_be_said_is_said_in_no_room_and_stays_in_its_box(
    at_awa: Client, cast: Cast, body: str, where: bool
) -> None:
    answer = at_awa.post(PAGE, {"body": body, "espace": [cast.fabrique.slug] if where else []})
    assert answer.status_code == 422
    assert f">\n{body}</textarea>" in text(answer)
    assert not Announcement.objects.exists()


def test_only_the_team_says_something_to_everybody(at_judith: Client, at_nadia: Client, cast: Cast) -> None:
    for browser in (at_judith, at_nadia):
        assert browser.get(PAGE).status_code == 403
        assert browser.post(PAGE, {"body": SAID, "espace": [cast.fabrique.slug]}).status_code == 403
    assert refused(announcing.announce, cast.judith, cast.fabrique.pk, None, SAID) == "not_staff"
    assert PAGE not in text(at_judith.get(REGIE))


def test_every_screen_is_told_to_ask(cast: Cast) -> None:
    announcing.announce(cast.awa, cast.fabrique.pk, None, SAID)
    counts = Membership.objects.filter(room=cast.fabrique).values_list("waiting", flat=True)
    assert set(counts) == {1}


def test_who_is_erased_leaves_nothing_that_they_said_to_everybody(cast: Cast) -> None:
    other = Person.objects.create_user("z@maison.example", "douze signes au moins", name="Zoé", is_staff=True)
    announcing.announce(other, cast.fabrique.pk, None, SAID)
    announcing.see(cast.nadia, cast.fabrique.pk, None, Announcement.objects.get().pk)
    assert SAID in str(export(other, PERSONAL_DATA))
    erase(cast.nadia, cast.awa, PERSONAL_DATA)
    assert not Announcement.objects.get().seen_by.exists()
    erase(other, cast.awa, PERSONAL_DATA)
    assert not Announcement.objects.exists()
