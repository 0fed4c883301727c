"""The settings of a fabrique, its poster, and opening one."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from people.models import Person
from rooms.models import Room
from tests.frontend.pages import box, is_invalid, text

FACE = {
    "title": "Prises de risque",
    "presentation": "Un geste *minuscule*.",
    "led_by": "Judith",
    "opens_at": "2026-11-20T18:30",
    "closes_at": "2026-12-20T18:30",
    "hot": "#0a5c36",
    "pairing": "atkinson",
    "reactions": ["merci", "rire"],
}


def test_an_artist_changes_the_face_and_sees_it(at_judith: Client, fabrique: Room, feed: str) -> None:
    response = at_judith.post(f"{feed}reglages/", FACE, follow=True)
    assert "C’est enregistré." in text(response)
    assert box(response, "opens_at") == "2026-11-20T18:30"
    fabrique.refresh_from_db()
    assert fabrique.reactions == ["merci", "rire"]
    assert fabrique.opens_at.isoformat() == "2026-11-20T17:30:00+00:00"  # winter in Paris
    sheet = text(at_judith.get(f"{feed}theme.css"))
    assert "--hot: #0a5c36; --on-hot: #ffffff; --loud: var(--read)" in sheet


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("hot", "#777777", "On ne lirait pas bien"),
        ("hot", "rouge", "Écrivez la couleur comme #ff5a1f."),
        ("title", " ", "Donnez un titre à la fabrique."),
        ("title", "é" * 10_000, "80 signes au plus"),
        ("led_by", "é" * 10_000, "120 signes au plus"),
        ("presentation", "é" * 10_000, "5000 signes au plus"),
        ("closes_at", "2026-11-01T10:00", "La fermeture doit venir après l’ouverture."),
        ("opens_at", "demain", "Écrivez une date et une heure"),
        ("opens_at", "0001-01-01T00:00", "Écrivez une date et une heure"),
        ("closes_at", "9999-12-31T23:59", "Écrivez une date et une heure"),
    ],
)
def test_a_face_that_cannot_be_keeps_what_was_typed(
    at_judith: Client, fabrique: Room, feed: str, name: str, value: str, sentence: str
) -> None:
    response = at_judith.post(f"{feed}reglages/", FACE | {name: value})
    assert response.status_code == 422
    assert text(response).count(sentence) == 2
    assert is_invalid(response, name)
    assert box(response, name) == value
    assert Room.objects.get(pk=fabrique.pk).hot == fabrique.hot


def test_a_room_offers_at_least_one_reaction(at_judith: Client, feed: str) -> None:
    response = at_judith.post(f"{feed}reglages/", FACE | {"reactions": []})
    assert response.status_code == 422
    assert "Choisissez au moins une réaction" in text(response)


def test_mezza_has_no_dates_to_change(at_awa: Client, mezza: Room) -> None:
    assert 'name="opens_at"' not in text(at_awa.get("/f/mezza/reglages/"))
    at_awa.post("/f/mezza/reglages/", FACE | {"title": "La mezzanine"})
    opened = mezza.opens_at
    mezza.refresh_from_db()
    assert (mezza.title, mezza.opens_at, mezza.closes_at) == ("La mezzanine", opened, None)


def test_participants_change_no_face(at_nadia: Client, feed: str) -> None:
    for page in ("reglages", "affiche"):
        assert at_nadia.get(f"{feed}{page}/").status_code == 403
    assert at_nadia.post(f"{feed}reglages/", FACE).status_code == 403


def test_the_poster_has_the_code_and_the_drawing_of_the_way_in(
    at_judith: Client, fabrique: Room, feed: str
) -> None:
    page = text(at_judith.get(f"{feed}affiche/"))
    assert str(fabrique.code) in page
    assert f"http://testserver/r/{fabrique.code}/" in page
    assert '<svg role="img"' in page


def test_staff_open_a_fabrique_once_however_often_the_form_is_sent(at_awa: Client) -> None:
    form = FACE | {"title": "Lapins", "ref": str(uuid4())}
    places = {at_awa.post("/nouvelle-fabrique/", form).headers["Location"] for _time in range(2)}
    assert places == {"/f/lapins/affiche/"}
    assert Room.objects.filter(title="Lapins", kind="fabrique").count() == 1


def test_a_fabrique_that_cannot_be_opened_keeps_what_was_typed(at_awa: Client) -> None:
    response = at_awa.post("/nouvelle-fabrique/", FACE | {"title": ""})
    assert response.status_code == 422
    assert box(response, "presentation") == FACE["presentation"]


def test_only_staff_open_fabriques(at_judith: Client, stranger: Client) -> None:
    assert at_judith.get("/nouvelle-fabrique/").status_code == 403
    assert at_judith.post("/nouvelle-fabrique/", FACE).status_code == 403
    assert stranger.get("/nouvelle-fabrique/").headers["Location"] == "/"


def test_a_fabrique_that_has_just_been_closed_is_read_only(
    at_judith: Client, at_nadia: Client, judith: Person, feed: str
) -> None:
    past = timezone.localtime() - timedelta(minutes=5)
    at_judith.post(
        f"{feed}reglages/", FACE | {"opens_at": "2026-01-01T00:00", "closes_at": f"{past:%Y-%m-%dT%H:%M}"}
    )
    assert "Cette fabrique est terminée" in text(at_nadia.get(feed))
