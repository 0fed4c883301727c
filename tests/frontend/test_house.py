"""What every page shares: the language, the errors."""

import logging
import re
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from unittest.mock import patch

import pytest
from django.test import Client
from django.utils import timezone, translation

from frontend.templatetags import house
from people.models import Person
from rooms import posting
from rooms.models import Room
from settings.log_filters import WithoutSecrets
from tests.cast import says
from tests.frontend.pages import text
from tests.plain_browser import PlainBrowser


def test_french_is_spoken_to_who_asks_for_nothing_known(db: None) -> None:
    for accepted in ({}, {"Accept-Language": "de"}, {"Accept-Language": "fr-CA"}):
        assert '<html lang="fr">' in text(PlainBrowser(headers=accepted).get("/"))


def test_english_is_spoken_to_who_reads_it_first(db: None) -> None:
    page = text(PlainBrowser(headers={"Accept-Language": "en-GB,en;q=0.9,fr;q=0.5"}).get("/"))
    assert '<html lang="en">' in page
    assert "I have a card" in page


def test_the_language_chosen_stays_with_the_person(at_nadia: Client, nadia: Person) -> None:
    response = at_nadia.post("/langue/", {"language": "en", "next": "/moi/"})
    assert response.headers["Location"] == "/moi/"
    assert '<html lang="en">' in text(at_nadia.get("/"))
    nadia.refresh_from_db()
    assert nadia.language == "en"


@pytest.mark.parametrize(
    "before", ["https://ailleurs.example/", "//ailleurs.example", "javascript:alert(1)", ""]
)
def test_choosing_a_language_leads_nowhere_else(stranger: Client, before: str) -> None:
    response = stranger.post("/langue/", {"language": "en", "next": before})
    assert response.headers["Location"] == "/"


def test_a_language_that_is_not_spoken_is_french(stranger: Client) -> None:
    stranger.post("/langue/", {"language": "xx"})
    assert '<html lang="fr">' in text(stranger.get("/"))


def test_a_newcomer_is_of_the_language_they_came_in_with(fabrique: Room) -> None:
    PlainBrowser(headers={"Accept-Language": "en"}).post(f"/r/{fabrique.code}/", {"name": "Zoe"})
    assert Person.objects.get(name="Zoe").language == "en"


def test_a_refusal_is_spoken_in_the_language_of_the_page(fabrique: Room) -> None:
    response = PlainBrowser(headers={"Accept-Language": "en"}).post(f"/r/{fabrique.code}/", {"name": ""})
    assert "Write a name" in text(response)


def test_an_address_where_nothing_is_says_so_and_leads_home(stranger: Client) -> None:
    response = stranger.get("/nulle/part/")
    assert response.status_code == 404
    assert "Il n’y a rien ici" in text(response)


def test_a_bug_is_told_with_the_reference_that_is_in_the_log(
    nadia: Person, caplog: pytest.LogCaptureFixture
) -> None:
    browser = PlainBrowser(raise_request_exception=False, headers={"Accept-Language": "fr"})
    with patch("rooms.reading.announced", side_effect=ZeroDivisionError), caplog.at_level(logging.ERROR):
        response = browser.get("/")
    assert response.status_code == 500
    assert "Quelque chose s’est cassé chez nous" in text(response)
    told = [line for line in caplog.records if line.name == "frontend.views.errors"]
    assert told[0].exc_info
    reference = re.search(r"Reference (\w+):", told[0].getMessage())
    assert reference
    assert reference[1] in text(response)
    assert reference[1] == told[0].__dict__["reference"]


def test_every_page_has_one_title_and_says_its_language(
    at_judith: Client, at_awa: Client, stranger: Client, fabrique: Room, feed: str
) -> None:
    pages = {
        stranger: ("/", f"/r/{fabrique.code}/", "/revenir/", "/equipe/", "/nulle/part/"),
        at_judith: (
            "/",
            "/moi/",
            "/carte/",
            feed,
            f"{feed}reglages/",
            f"{feed}consigne/",
            f"{feed}protocoles/",
        ),
        at_awa: (f"{feed}coulisses/", f"{feed}affiche/", "/nouvelle-fabrique/"),
    }
    for browser, addresses in pages.items():
        for address in addresses:
            page = text(browser.get(address))
            assert page.count("<h1") == 1, address
            assert '<html lang="fr">' in page
            assert '<main id="main"' in page


def test_hours_are_told_as_one_says_them_and_never_cut_in_two() -> None:
    evening = datetime(2026, 11, 29, 21, 0, tzinfo=UTC)
    with translation.override("fr"), _a_day_of(2026):
        assert house.day(evening) == "dimanche 29\u00a0novembre à\u00a022\u00a0h"
        assert house.when(evening + timedelta(minutes=5)) == "29\u00a0novembre, 22\u00a0h\u00a005"
        assert house.when(timezone.now()).count("\u00a0h") == 1
    with translation.override("en"), _a_day_of(2026):
        assert house.day(evening) == "Sunday 29\u00a0November at 22:00"


@pytest.mark.parametrize("number", ["9" * 5_000, "9" * 30, "٣", "-1", "x"])
def test_no_number_in_an_address_breaks_a_page(
    at_nadia: Client, at_judith: Client, at_awa: Client, nadia: Person, fabrique: Room, feed: str, number: str
) -> None:
    posting.withdraw(nadia, fabrique.pk, None, says(nadia, fabrique).pk)
    for word in ("avant", "message-retire", "reponse-retiree"):
        assert at_nadia.get(feed, {word: number}).status_code == 200
    assert at_judith.get(f"{feed}consigne/", {"consigne": number}).status_code == 404
    assert at_awa.post(f"{feed}personnes/{number}/silence/").status_code == 404


def test_what_one_withdrew_is_offered_back_however_its_number_is_written(
    at_nadia: Client, nadia: Person, fabrique: Room, feed: str
) -> None:
    post = says(nadia, fabrique)
    posting.withdraw(nadia, fabrique.pk, None, post.pk)
    in_arabic = str(post.pk).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert f"{feed}messages/{post.pk}/remettre/" in text(at_nadia.get(feed, {"message-retire": in_arabic}))


def test_the_log_does_not_keep_the_secret_of_a_card() -> None:
    record = logging.makeLogRecord({"msg": "%s: %s", "args": ("Not Found", "/carte/7K3F9QWX7K3F9QWX/")})
    assert WithoutSecrets().filter(record)
    assert record.getMessage() == "Not Found: /carte/…"


def test_a_date_of_another_year_says_which_and_a_first_is_first() -> None:
    evening = datetime(2025, 11, 1, 21, 0, tzinfo=UTC)
    with translation.override("fr"), _a_day_of(2026):
        assert house.day(evening) == "samedi 1er\u00a0novembre 2025 à\u00a022\u00a0h"
        assert house.when(evening) == "1er\u00a0novembre 2025, 22\u00a0h"
    with translation.override("en"), _a_day_of(2026):
        assert house.when(evening) == "1\u00a0November 2025, 22:00"


def _a_day_of(year: int) -> AbstractContextManager[object]:
    return patch("frontend.templatetags.house.timezone.localdate", return_value=date(year, 6, 15))
