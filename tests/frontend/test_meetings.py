"""The pages of rencontres, without JavaScript: who sees what, who may do what; no typed text is lost."""

import re
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from frontend import date_input
from frontend.byte_cache import DRAWN
from people.models import Person
from rooms import joining, moderating
from rooms.meetings import announcing, living
from rooms.meetings.models import Meeting
from rooms.models import Room
from tests.cast import Cast, announces, planned
from tests.frontend.conftest import FRENCH
from tests.frontend.pages import box, is_invalid, text
from tests.plain_browser import PlainBrowser


@pytest.fixture
def at(feed: str) -> str:
    """The address of the fabrique's rencontres."""
    return f"{feed}rencontres/"


@pytest.fixture
def meeting(judith: Person, fabrique: Room) -> Meeting:
    """A rencontre tomorrow, led by Judith."""
    return announces(judith, fabrique)


def filled(host: Person, **other: str) -> dict[str, str]:
    """Return the filled form, for tomorrow at half past six."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    return {
        "title": "Se lire à voix haute",
        "words": "Apportez **un carnet**.",
        "date": tomorrow.isoformat(),
        "time": "18:30",
        "minutes": "90",
        "host": str(host.pk),
        "ref": str(uuid4()),
    } | other


def drawn(response: Any) -> str:
    """Return the page up to its first ``<template>``, whose content only modules show."""
    return text(response).partition("<template")[0]


def test_an_artist_announces_and_everybody_sees_it(
    at_judith: Client, at_nadia: Client, judith: Person, at: str, feed: str
) -> None:
    response = at_judith.post(f"{at}annoncer/", filled(judith), follow=True)
    assert "La rencontre est annoncée" in text(response)
    for page in (text(at_nadia.get(at)), text(at_nadia.get(feed))):
        assert "Se lire à voix haute" in page
    assert re.search(r"De\s18\u00a0h\u00a030\s*à\s20\u00a0h", text(at_nadia.get(at)))
    assert "<strong>un carnet</strong>" in text(at_nadia.get(at))


def test_another_one_from_the_same_page_is_refused_with_its_words_and_then_announced(
    at_judith: Client, judith: Person, at: str
) -> None:
    form = filled(judith)
    at_judith.post(f"{at}annoncer/", form)
    response = at_judith.post(f"{at}annoncer/", form | {"title": "Une autre"})
    assert response.status_code == 422
    assert "Vous avez déjà envoyé ceci, avec d’autres mots." in text(response)
    assert box(response, "title") == "Une autre"
    at_judith.post(f"{at}annoncer/", form | {"title": "Une autre", "ref": box(response, "ref")})
    assert set(Meeting.objects.values_list("title", flat=True)) == {form["title"], "Une autre"}


def test_what_is_sent_twice_is_announced_once(at_judith: Client, judith: Person, at: str) -> None:
    form = filled(judith)
    for _each in range(2):
        at_judith.post(f"{at}annoncer/", form)
    assert Meeting.objects.count() == 1


def test_a_day_and_an_hour_typed_as_people_type_them_are_understood(
    at_judith: Client, judith: Person, at: str
) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    at_judith.post(f"{at}annoncer/", filled(judith, date=tomorrow.strftime("%d/%m/%Y"), time="18h30"))
    starts_at = Meeting.objects.get().starts_at
    assert (date_input.day_value(starts_at), date_input.hour_value(starts_at)) == (
        tomorrow.isoformat(),
        "18:30",
    )


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("title", " ", "Donnez un titre à la rencontre."),
        ("title", "é" * 81, "80 signes au plus"),
        ("date", "bientôt", "Écrivez un jour, par exemple"),
        ("date", "", "Écrivez un jour, par exemple"),
        ("date", "2020-01-01", "Cette heure est passée."),
        ("date", "2099-01-01", "dans un an au plus"),
        ("time", "midi", "Écrivez une heure, par exemple"),
        ("minutes", "5", "Entre 10 et 240 minutes."),
        ("minutes", "une heure", "Entre 10 et 240 minutes."),
        ("words", "é" * 2_001, "2001 signes, pour 2000 au plus"),
    ],
)
def test_what_is_wrong_is_said_beside_its_box_and_keeps_what_was_typed(
    at_judith: Client, judith: Person, at: str, name: str, value: str, sentence: str
) -> None:
    form = filled(judith) | {name: value}
    response = at_judith.post(f"{at}annoncer/", form)
    assert response.status_code == 422
    assert text(response).count(sentence) == 2
    assert is_invalid(response, name)
    assert {each: box(response, each) for each in ("title", "date", "time", "minutes", "words")} == {
        each: form[each] for each in ("title", "date", "time", "minutes", "words")
    }
    assert not Meeting.objects.exists()


def test_all_that_is_wrong_is_summed_up_in_the_order_of_the_page(
    at_judith: Client, cast: Cast, at: str
) -> None:
    nothing = filled(cast.ousmane, title="", date="", time="", minutes="", words="é" * 3_000)
    page = text(at_judith.post(f"{at}annoncer/", nothing))
    names = re.findall(r'<li>\s*<a href="#(\w+)">', page)
    assert names == ["title", "date", "time", "minutes", "host", "words"]


def test_a_ticked_door_stays_ticked_and_can_be_unticked(at_judith: Client, judith: Person, at: str) -> None:
    refused = at_judith.post(f"{at}annoncer/", filled(judith, title="", lobby="1"))
    assert re.search(r'name="lobby"[^>]* checked', text(refused))
    at_judith.post(f"{at}annoncer/", filled(judith, lobby="1"))
    made = Meeting.objects.get()
    assert made.lobby
    assert re.search(r'name="lobby"[^>]* checked', text(at_judith.get(f"{at}{made.pk}/modifier/")))
    assert "checked" not in text(at_judith.post(f"{at}{made.pk}/modifier/", filled(judith, title="")))
    at_judith.post(f"{at}{made.pk}/modifier/", filled(judith))
    assert not Meeting.objects.get().lobby


def test_the_form_of_a_change_holds_what_was_announced(at_judith: Client, at: str, meeting: Meeting) -> None:
    page = at_judith.get(f"{at}{meeting.pk}/modifier/")
    assert box(page, "title") == meeting.title
    assert box(page, "date") == date_input.day_value(meeting.starts_at)
    assert box(page, "time") == date_input.hour_value(meeting.starts_at)
    assert box(page, "minutes") == "60"


def test_saving_it_as_it_is_changes_nothing(
    at_judith: Client, at: str, meeting: Meeting, judith: Person
) -> None:
    page = at_judith.get(f"{at}{meeting.pk}/modifier/")
    same = {name: box(page, name) for name in ("title", "date", "time", "minutes", "words", "ref")}
    at_judith.post(f"{at}{meeting.pk}/modifier/", same | {"host": str(judith.pk)})
    assert Meeting.objects.get().edition == 0


def test_a_change_is_seen(at_judith: Client, at_nadia: Client, cast: Cast, at: str, meeting: Meeting) -> None:
    form = filled(cast.awa, title="Se relire")
    assert "C’est changé." in text(at_judith.post(f"{at}{meeting.pk}/modifier/", form, follow=True))
    assert "menée par Awa" in text(at_nadia.get(at))


def test_a_host_who_leads_the_room_no_more_is_still_in_the_list(
    at_awa: Client, cast: Cast, at: str, meeting: Meeting
) -> None:
    joining.give_role(cast.judith, cast.fabrique, "participant")
    chosen = f'<option value="{cast.judith.pk}" selected>Judith</option>'
    assert chosen in text(at_awa.get(f"{at}{meeting.pk}/modifier/"))


def test_cancelling_asks_once_more(
    at_judith: Client, at_nadia: Client, at: str, feed: str, meeting: Meeting
) -> None:
    assert "Annuler la rencontre\u00a0?" in text(at_judith.get(f"{at}{meeting.pk}/annuler/"))
    assert Meeting.objects.get().cancelled_at is None
    response = at_judith.post(f"{at}{meeting.pk}/annuler/", {"ref": str(uuid4())}, follow=True)
    assert "La rencontre est annulée." in text(response)
    assert "Annulée" in text(at_nadia.get(at))
    assert meeting.title not in text(at_nadia.get(feed))


def test_participants_announce_change_and_cancel_nothing(at_nadia: Client, at: str, meeting: Meeting) -> None:
    for page in ("annoncer/", f"{meeting.pk}/modifier/", f"{meeting.pk}/annuler/"):
        assert at_nadia.get(f"{at}{page}").status_code == 403
        assert at_nadia.post(f"{at}{page}", {"title": "Moi"}).status_code == 403
        assert f'href="{at}{page}"' not in text(at_nadia.get(at))
    assert Meeting.objects.get().title == meeting.title


def test_only_the_rooms_people_see_its_rencontres(
    cast: Cast, stranger: Client, at: str, meeting: Meeting
) -> None:
    moderating.remove(cast.awa, cast.fabrique.pk, None, cast.marcel.pk, True)
    pages = ("", f"{meeting.pk}/rencontre.ics", f"{meeting.pk}/trace/")
    for person in (cast.ousmane, cast.marcel):
        browser = PlainBrowser(headers=FRENCH)
        browser.force_login(person)
        for page in pages:
            response = browser.get(f"{at}{page}")
            assert response.status_code == 403
            assert meeting.title not in text(response)
    for page in pages:
        assert stranger.get(f"{at}{page}").status_code == 302


def test_a_meeting_is_found_in_its_own_room_only(at_awa: Client, meeting: Meeting) -> None:
    for page in ("modifier/", "annuler/", "rencontre.ics", "trace/", "trace/effacer/"):
        assert at_awa.get(f"/f/mezza/rencontres/{meeting.pk}/{page}").status_code == 404


def test_before_the_opening_participants_do_not_see_them(cast: Cast, coming: Room, at_nadia: Client) -> None:
    announces(cast.judith, coming, "En secret")
    response = at_nadia.get(f"/f/{coming.slug}/rencontres/")
    assert response.status_code == 403
    assert "En secret" not in text(response)


def test_what_is_over_or_cancelled_has_no_form(at_judith: Client, cast: Cast, at: str) -> None:
    over, gone = (announces(cast.judith, cast.fabrique, title) for title in ("Finie", "Annulée"))
    living.begin(over.pk, cast.judith)
    living.finish(over.pk, cast.judith)
    announcing.cancel(cast.judith, cast.fabrique.pk, None, gone.pk)
    for each in (over, gone):
        for page in ("modifier/", "annuler/"):
            assert at_judith.get(f"{at}{each.pk}/{page}").status_code == 403


def test_what_is_live_is_said_first_with_its_door(
    at_nadia: Client, cast: Cast, at: str, feed: str, meeting: Meeting
) -> None:
    assert "a lieu maintenant" not in drawn(at_nadia.get(feed))
    living.begin(meeting.pk, cast.judith)
    for page in (text(at_nadia.get(feed)), text(at_nadia.get(at))):
        assert f'href="{at}{meeting.pk}/">Entrer dans la rencontre</a>' in page
    assert "a lieu maintenant" in drawn(at_nadia.get(feed))
    living.finish(meeting.pk, cast.judith)
    assert "a lieu maintenant" not in drawn(at_nadia.get(feed))


def test_the_room_says_the_next_one_with_its_day_and_its_calendar_file(
    at_nadia: Client, cast: Cast, at: str, feed: str
) -> None:
    announces(cast.judith, cast.fabrique, "Après", days=4)
    first = announces(cast.judith, cast.fabrique, "Avant", days=2)
    page = text(at_nadia.get(feed))
    assert "Prochaine rencontre" in page
    assert f'href="{at}{first.pk}/rencontre.ics"' in page
    assert "menée par Judith" in page
    assert "Après" not in page.split('id="feed"')[0]


def test_the_door_of_the_next_one_is_offered_when_it_is_near(at_nadia: Client, cast: Cast, feed: str) -> None:
    meeting = announces(cast.judith, cast.fabrique)
    door = re.compile(rf'rencontres/{meeting.pk}/">\s*Entrer dans la rencontre\s*</a>')
    assert not door.search(text(at_nadia.get(feed)))
    _is_now_at(meeting, timezone.now() + timedelta(minutes=14))
    assert door.search(text(at_nadia.get(feed)))
    _is_now_at(meeting, timezone.now() - timedelta(hours=2))
    assert "Prochaine rencontre" not in text(at_nadia.get(feed))


def _is_now_at(meeting: Meeting, hour: datetime) -> None:
    """Move the meeting to ``hour``; empty the cache, which keeps parts that tell times for a minute."""
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=hour)
    DRAWN.clear()


def test_in_mezza_there_are_rencontres_too(
    at_nadia: Client, at_awa: Client, awa: Person, mezza: Room
) -> None:
    assert "/f/mezza/rencontres/annoncer/" not in text(at_nadia.get("/f/mezza/"))
    assert "/f/mezza/rencontres/annoncer/" in text(at_awa.get("/f/mezza/"))
    at_awa.post("/f/mezza/rencontres/annoncer/", filled(awa))
    assert "Se lire à voix haute" in text(at_nadia.get("/f/mezza/"))


def test_an_empty_list_says_what_will_be_there(at_nadia: Client, at_judith: Client, at: str) -> None:
    for browser in (at_nadia, at_judith):
        assert "Aucune rencontre n’est annoncée." in text(browser.get(at))


def test_the_calendar_file_is_one_and_leads_to_the_door(at_nadia: Client, at: str, meeting: Meeting) -> None:
    response = at_nadia.get(f"{at}{meeting.pk}/rencontre.ics")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert f'filename="rencontre-{meeting.pk}.ics"' in response["Content-Disposition"]
    assert f"URL:http://testserver{at}{meeting.pk}/\r\n" in response.content.decode().replace("\r\n ", "")


def test_a_session_that_ended_gives_the_announcement_back(cast: Cast, stranger: Client, at: str) -> None:
    stranger.post(f"{at}annoncer/", filled(cast.judith))
    stranger.force_login(cast.judith)
    page = stranger.get(f"{at}annoncer/")
    assert box(page, "title") == "Se lire à voix haute"
    assert box(page, "time") == "18:30"


def test_what_nobody_opened_can_have_another_day(at_judith: Client, at: str, meeting: Meeting) -> None:
    Meeting.objects.update(starts_at=timezone.now() - timedelta(days=2))
    page = text(at_judith.get(at))
    assert "n’a pas eu lieu" in page
    assert f'href="{at}{meeting.pk}/modifier/"' in page


def test_the_hour_is_the_houses_own_whatever_the_language(at_nadia: Client, cast: Cast, at: str) -> None:
    plan = planned(cast.judith, "Se lire", days=2)
    announcing.announce(cast.judith, cast.fabrique.pk, None, plan)
    at_nadia.post("/langue/", {"language": "en", "next": at})
    page = text(at_nadia.get(at))
    assert "led by Judith" in page
    assert "Add to my calendar" in page
