"""The picture of a fabrique: uploaded, described, replaced, removed, and shown where it should be."""

import re
from io import BytesIO
from uuid import uuid4

from django.core.files.storage import default_storage
from django.test import Client

from rooms import pictures
from rooms.models import Room
from tests.drawing import drawn
from tests.frontend.pages import box, is_invalid, text
from tests.frontend.test_room_settings import FACE

WORDS = {"image_alt": "Une main ouverte"}


def file(data: bytes = b"", name: str = "main.png") -> BytesIO:
    """Return what a browser sends for a file box."""
    brought = BytesIO(data or drawn())
    brought.name = name
    return brought


def bring(browser: Client, feed: str, data: bytes = b"", **more: str) -> str:
    """Upload a picture; return its address."""
    browser.post(f"{feed}reglages/", FACE | WORDS | {"picture": file(data)} | more)
    return Room.objects.get(slug=feed.split("/")[2]).image


def test_a_picture_is_seen_in_the_room_on_the_threshold_and_on_the_poster(
    at_judith: Client, stranger: Client, fabrique: Room, feed: str
) -> None:
    address = f'src="/images/{bring(at_judith, feed)}" width="60" height="30" alt="Une main ouverte"'
    for page in (feed, f"{feed}affiche/", f"{feed}reglages/"):
        assert address in text(at_judith.get(page))
    assert address in text(stranger.get(f"/r/{fabrique.code}/"))


def test_a_page_that_begins_with_it_asks_for_it_at_once(
    at_judith: Client, stranger: Client, fabrique: Room, feed: str
) -> None:
    bring(at_judith, feed)
    for page in (stranger.get(f"/r/{fabrique.code}/"), at_judith.get(f"{feed}affiche/")):
        assert 'alt="Une main ouverte"' in text(page)
        assert 'loading="lazy"' not in text(page)
    assert 'loading="lazy"' in text(at_judith.get(feed))


def test_who_waits_before_the_door_sees_it(at_judith: Client, at_nadia: Client, coming: Room) -> None:
    name = bring(at_judith, f"/f/{coming.slug}/", opens_at="2099-11-20T18:30", closes_at="")
    page = text(at_nadia.get(f"/f/{coming.slug}/"))
    assert "Vous y êtes attendu·e" in page
    assert f"/images/{name}" in page


def test_it_is_served_for_ever_and_as_nothing_else(at_judith: Client, stranger: Client, feed: str) -> None:
    response = stranger.get(f"/images/{bring(at_judith, feed)}")
    assert (response.status_code, response.headers["Content-Type"]) == (200, "image/webp")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert {"immutable", "public", "max-age=31536000"} <= set(response.headers["Cache-Control"].split(", "))
    assert response.content.startswith(b"RIFF")


def test_only_what_a_room_shows_is_served(at_judith: Client, stranger: Client, feed: str) -> None:
    first = bring(at_judith, feed)
    assert bring(at_judith, feed, drawn(colour="blue"), image_alt="Une main bleue") != first
    for name in (first, "hub.sqlite3", "..%2Fhub.sqlite3", f"{'0' * 32}-1x1.webp"):
        assert stranger.get(f"/images/{name}").status_code == 404


def test_a_picture_without_words_is_refused_beside_their_box(at_judith: Client, feed: str) -> None:
    response = at_judith.post(f"{feed}reglages/", FACE | {"picture": file(), "image_alt": " "})
    assert response.status_code == 422
    assert text(response).count("Dites en quelques mots ce que montre l’image") == 2
    assert is_invalid(response, "image_alt")
    assert "Choisissez de nouveau votre image" in text(response)
    assert not default_storage.exists(pictures.read(BytesIO(drawn())).name)


def test_what_is_no_picture_is_refused_beside_its_box(at_judith: Client, feed: str) -> None:
    sent = FACE | WORDS | {"picture": file(b"<script>alert(1)</script>", "photo.jpg")}
    response = at_judith.post(f"{feed}reglages/", sent)
    assert response.status_code == 422
    assert text(response).count("Nous ne savons pas lire ce fichier.") == 2
    assert is_invalid(response, "picture")
    assert box(response, "image_alt") == WORDS["image_alt"]


def test_too_heavy_a_picture_is_refused_beside_its_box(at_judith: Client, feed: str) -> None:
    sent = FACE | WORDS | {"picture": file(bytes(pictures.LARGEST + 1))}
    response = at_judith.post(f"{feed}reglages/", sent)
    assert response.status_code == 422
    assert text(response).count("Cette image est trop lourde") == 2


def test_a_face_sent_without_a_picture_keeps_the_one_it_has(at_judith: Client, feed: str) -> None:
    name = bring(at_judith, feed)
    at_judith.post(f"{feed}reglages/", FACE | WORDS | {"title": "Oser"})
    assert Room.objects.get(title="Oser", kind="fabrique").image == name


def test_a_new_picture_asks_for_its_own_description(at_judith: Client, feed: str) -> None:
    name = bring(at_judith, feed)
    again = FACE | WORDS | {"picture": file(drawn(colour="blue"))}
    response = at_judith.post(f"{feed}reglages/", again)
    assert is_invalid(response, "image_alt")
    assert Room.objects.get(image=name).image_alt == "Une main ouverte"
    same = again | {"picture": file(drawn(colour="blue")), "described": box(response, "described")}
    assert at_judith.post(f"{feed}reglages/", same).status_code == 302
    assert not Room.objects.filter(image=name).exists()


def test_a_picture_is_taken_away(at_judith: Client, fabrique: Room, feed: str) -> None:
    bring(at_judith, feed)
    at_judith.post(f"{feed}reglages/", FACE | WORDS | {"no_picture": "1"})
    fabrique.refresh_from_db()
    assert (fabrique.image, fabrique.image_alt) == ("", "")
    assert not re.search(r"<img class=.picture", text(at_judith.get(feed)))


def test_a_fabrique_is_opened_with_its_picture(at_awa: Client) -> None:
    form = FACE | WORDS | {"title": "Lapins", "ref": str(uuid4()), "picture": file()}
    page = text(at_awa.post("/nouvelle-fabrique/", form, follow=True))
    assert f"/images/{Room.objects.get(slug='lapins').image}" in page
