"""The page of decisions: for the team alone, searched, taken along in files that no spreadsheet runs."""

import csv
import json
import re
from io import StringIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from frontend import sheets
from people.models import Person
from rooms import joining, moderating
from rooms.moderation import approving, audit, clearing, limiting, listing
from tests.cast import Cast, says
from tests.frontend.pages import text

PAGE = "/decisions/"
FILES = ("decisions/decisions.csv", "decisions/decisions.json")
YEAR = "/decisions/annee/"
EVIL = '=HYPERLINK("https://ailleurs.example";"ici")'


@pytest.fixture
def decided(cast: Cast) -> Cast:
    """The cast after two decisions of Awa's, one of them for a reason that is a formula."""
    post = says(cast.nadia, cast.fabrique)
    moderating.hide_post(cast.awa, cast.fabrique.pk, None, post.pk, EVIL)
    moderating.quiet(cast.awa, cast.fabrique.pk, None, cast.marcel.pk, True, "<b>Trois</b> insultes")
    return cast


def table(response: Any) -> list[dict[str, str]]:
    """Read the rows of a file as a spreadsheet does."""
    return list(csv.DictReader(StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


def test_the_team_reads_who_decided_what_about_whom_and_why(at_awa: Client, decided: Cast) -> None:
    page = text(at_awa.get(PAGE))
    for told in (
        "Awa",
        "a mis en silence",
        "Marcel",
        "a masqué",
        "un message de Nadia",
        EVIL,
        "Prises de risque",
    ):
        assert told in page
    assert "&lt;b&gt;Trois" in at_awa.get(PAGE).content.decode()


def test_the_journal_names_whose_messages_were_hidden_at_once(at_awa: Client, cast: Cast) -> None:
    says(cast.nadia, cast.fabrique)
    clearing.clear_person(cast.awa, cast.fabrique.pk, None, cast.nadia.pk, "Trop vite.")
    says(cast.marcel, cast.fabrique)
    clearing.clear_code(cast.awa, cast.fabrique.pk, None, cast.fabrique.code or "")
    page = _in_a_line(at_awa.get(PAGE))
    for told in (
        "a masqué d’un coup les messages de Nadia",
        "1 texte · Trop vite.",
        "a masqué d’un coup les messages de plusieurs personnes",
        f"1 texte de qui est venu par le code {cast.fabrique.code}",
    ):
        assert told in page


def test_what_was_decided_in_french_is_read_in_english(at_awa: Client, cast: Cast) -> None:
    room = cast.fabrique.pk
    says(cast.nadia, cast.fabrique)
    approving.hold_room(cast.awa, room, None, "new")
    approving.hold_room(cast.awa, room, None, "")
    limiting.slow_room(cast.awa, room, None, 30)
    limiting.slow_room(cast.awa, room, None, 0)
    listing.set_words(cast.awa, cast.mezza.pk, None, "un\ndeux")
    clearing.clear_person(cast.awa, room, None, cast.nadia.pk)
    page = _in_a_line(at_awa.get(PAGE, headers={"accept-language": "en"}))
    for told in (
        "newcomers’ first message",
        "nobody any more",
        "30 seconds between two messages",
        "everybody writes when they want",
        "2 expressions",
        "hid at once the messages of Nadia",
        "1 text",
    ):
        assert told in page


def _in_a_line(response: Any) -> str:
    """Return what is read of a page, without its marks."""
    return " ".join(re.sub(r"<[^>]*>", "", text(response)).split())


@pytest.mark.parametrize("address", [PAGE, *(f"/{name}" for name in FILES), YEAR, f"{YEAR}2026.csv"])
def test_nobody_else_does(
    address: str, at_judith: Client, at_nadia: Client, client: Client, decided: Cast
) -> None:
    for browser in (at_judith, at_nadia):
        refused = browser.get(address)
        assert refused.status_code == 403
        assert "insultes" not in text(refused)
    assert client.get(address).status_code == 302


def test_decisions_are_searched_and_the_search_stays_in_its_boxes(at_awa: Client, decided: Cast) -> None:
    today = timezone.localdate().isoformat()
    asked: dict[str, str | int] = {
        "espace": decided.fabrique.slug,
        "par": decided.awa.pk,
        "acte": "quiet",
        "du": today,
        "au": today,
    }
    page = text(at_awa.get(PAGE, asked))
    assert "a mis en silence</option>" in page
    assert "insultes" in page
    assert "HYPERLINK" not in page
    assert f'value="{today}"' in page
    assert "Rien de tel." in text(at_awa.get(PAGE, {"espace": "nulle-part"}))


def test_a_table_has_the_lines_of_the_search_and_no_formula(at_awa: Client, decided: Cast) -> None:
    response = at_awa.get("/decisions/decisions.csv", {"acte": "hide"})
    assert response.headers["Content-Disposition"] == 'attachment; filename="decisions.csv"'
    assert "no-store" in response.headers["Cache-Control"]
    [row] = table(response)
    assert (row["by"], row["person"], row["thing"], row["why"]) == ("Awa", "Nadia", "post", f"'{EVIL}")


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_no_cell_begins_as_a_formula_does(begins: str) -> None:
    assert sheets.harmless(f"{begins}1+1") == f"'{begins}1+1"
    assert sheets.harmless("1+1") == "1+1"


def test_a_name_that_is_a_formula_is_a_name(at_awa: Client, decided: Cast) -> None:
    joining.rename(Person.objects.get(pk=decided.marcel.pk), "=1+1")
    assert {row["person"] for row in table(at_awa.get("/decisions/decisions.csv"))} == {"Nadia", "'=1+1"}


def test_json_has_the_same_lines_as_they_are(at_awa: Client, decided: Cast) -> None:
    rows = json.loads(at_awa.get("/decisions/decisions.json").content)
    assert [row["act"] for row in rows] == ["quiet", "hide"]
    assert rows[1]["why"] == EVIL
    assert at_awa.get("/decisions/decisions.xls").status_code == 404


def test_a_file_has_an_end(at_awa: Client, decided: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "MOST", 1)
    assert [row["act"] for row in table(at_awa.get("/decisions/decisions.csv"))] == ["quiet"]


def test_a_year_is_told_in_numbers_without_a_name(at_awa: Client, decided: Cast) -> None:
    now = timezone.localtime()
    page = text(at_awa.get(YEAR))
    assert f"<h1>{now.year}</h1>" in page
    assert "moins de 5" in page
    for name in ("Nadia", "Marcel", "Judith"):
        assert name not in page
    rows = table(at_awa.get(f"{YEAR}{now.year}.csv"))
    assert len(rows) == now.month
    assert rows[now.month - 1]["hidden"] == "1–4"
    assert rows[now.month - 1]["refused"] == "0"


@pytest.mark.parametrize("asked", ["1", "99999", "rien", "9" * 40])
def test_a_year_of_which_nothing_is_known_is_not_told(at_awa: Client, decided: Cast, asked: str) -> None:
    assert f"<h1>{timezone.localtime().year}</h1>" in text(at_awa.get(YEAR, {"annee": asked}))
    if asked.isdigit():
        assert at_awa.get(f"{YEAR}{asked}.csv").status_code == 404
