"""What is kept of a rencontre: who reads it, who erases what, and how its recordings are served."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from asgiref.sync import async_to_sync
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from frontend import http_range
from people.models import Person
from rooms import moderating
from rooms.meetings import announcing, living, recordings
from rooms.meetings.models import Attendance, Caption, Meeting, Recording
from tests.cast import Cast, announces
from tests.frontend.pages import text


@pytest.fixture
def over(cast: Cast) -> Meeting:
    """A past rencontre: Nadia wrote two lines of its transcript, Marcel one."""
    meeting = announces(cast.judith, cast.fabrique, "Se lire")
    living.begin(meeting.pk, cast.judith)
    for person, words in ((cast.nadia, "Bonjour."), (cast.nadia, "Qui lit ?"), (cast.marcel, "<b>Moi</b>")):
        Caption.objects.create(meeting=meeting, person=person, text=words)
    return living.finish(meeting.pk, cast.judith)


@pytest.fixture
def at(feed: str, over: Meeting) -> str:
    """The address of the meeting."""
    return f"{feed}rencontres/{over.pk}/"


@pytest.fixture
def kept(cast: Cast, over: Meeting) -> Recording:
    """A recording of ten bytes."""
    begun = Recording.objects.create(meeting=over, by=cast.judith)
    return recordings.ready(begun.pk, ContentFile(b"0123456789", name="any.webm"), 61)


def bytes_of(response: object) -> bytes:
    """Return the bytes that ``response`` streams."""

    async def gather() -> bytes:
        return b"".join([piece async for piece in response])  # type: ignore[attr-defined]

    return async_to_sync(gather)()


def test_everybody_of_the_room_reads_what_was_said_and_by_whom(at_nadia: Client, at: str, feed: str) -> None:
    page = text(at_nadia.get(f"{at}trace/"))
    assert (
        page.index("Nadia</b>") < page.index("Bonjour.") < page.index("Qui lit ?") < page.index("Marcel</b>")
    )
    assert page.count("Nadia</b>") == 1
    assert f'href="{at}trace/"' in text(at_nadia.get(f"{feed}rencontres/"))


def test_words_stay_words(at_nadia: Client, at: str) -> None:
    assert b"&lt;b&gt;Moi&lt;/b&gt;" in at_nadia.get(f"{at}trace/").content


def test_the_words_can_be_taken_away_as_text(at_nadia: Client, at: str) -> None:
    response = at_nadia.get(f"{at}trace/?texte")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Content-Disposition"].startswith("attachment")
    assert "no-store" in response["Cache-Control"]
    told = response.content.decode().splitlines()
    assert told[0] == "Se lire · Prises de risque"
    assert [line.partition("  ")[2] for line in told[3:]] == [
        "Nadia : Bonjour.",
        "Nadia : Qui lit ?",
        "Marcel : <b>Moi</b>",
    ]


def test_what_left_nothing_says_so(at_nadia: Client, cast: Cast, feed: str) -> None:
    bare = announces(cast.judith, cast.fabrique, "Muette")
    assert "Rien n’a été écrit." in text(at_nadia.get(f"{feed}rencontres/{bare.pk}/trace/"))


def test_what_was_cancelled_left_nothing(at_nadia: Client, cast: Cast, feed: str) -> None:
    gone = announces(cast.judith, cast.fabrique, "Annulée")
    announcing.cancel(cast.judith, cast.fabrique.pk, None, gone.pk)
    assert at_nadia.get(f"{feed}rencontres/{gone.pk}/trace/").status_code == 404


def test_what_is_said_stays_behind_the_door_while_it_lasts(at_nadia: Client, cast: Cast, feed: str) -> None:
    live = announces(cast.judith, cast.fabrique, "Se lire encore")
    living.begin(live.pk, cast.judith)
    Caption.objects.create(meeting=live, person=cast.judith, text="Entre nous.")
    for address in ("trace/", "trace/?texte"):
        response = at_nadia.get(f"{feed}rencontres/{live.pk}/{address}")
        assert "a lieu maintenant" in text(response)
        assert "Entre nous." not in text(response)
    living.finish(live.pk, cast.judith)
    assert "Entre nous." in text(at_nadia.get(f"{feed}rencontres/{live.pk}/trace/"))


def test_one_ticks_ones_own_lines_and_they_are_gone(at_nadia: Client, at: str, over: Meeting) -> None:
    page = text(at_nadia.get(f"{at}trace/effacer/"))
    assert "Bonjour." in page
    assert "Moi" not in page
    mine = over.captions.get(text="Bonjour.")
    response = at_nadia.post(f"{at}trace/effacer/", {"lines": [mine.pk], "ref": str(uuid4())}, follow=True)
    assert "C’est effacé." in text(response)
    assert "Bonjour." not in text(response)


def test_nobody_erases_the_lines_of_somebody_else(at_nadia: Client, at: str, over: Meeting) -> None:
    theirs = over.captions.get(text="<b>Moi</b>")
    response = at_nadia.post(f"{at}trace/effacer/", {"lines": [theirs.pk]})
    assert response.status_code == 422
    assert "Cochez au moins une ligne" in text(response)
    assert over.captions.count() == 3


def test_the_team_erases_any_line(at_awa: Client, at: str, over: Meeting) -> None:
    assert "Marcel" in text(at_awa.get(f"{at}trace/effacer/"))
    every = [str(line.pk) for line in over.captions.all()]
    at_awa.post(f"{at}trace/effacer/", {"lines": [*every, "moi", "9" * 40]})
    assert not over.captions.exists()


def test_who_wrote_nothing_has_nothing_to_erase(at_judith: Client, at: str) -> None:
    assert f"{at}trace/effacer/" not in text(at_judith.get(f"{at}trace/"))
    assert "Aucune ligne n’est de vous." in text(at_judith.get(f"{at}trace/effacer/"))


def test_a_player_gets_the_whole_or_the_part_that_it_asks_for(
    at_nadia: Client, at: str, kept: Recording
) -> None:
    address = f"{at}enregistrements/{kept.pk}/"
    assert f'src="{address}"' in text(at_nadia.get(f"{at}trace/"))
    whole = at_nadia.get(address)
    assert (whole.status_code, whole["Content-Type"], bytes_of(whole)) == (200, "video/webm", b"0123456789")
    assert "no-store" in whole["Cache-Control"]
    assert "private" in whole["Cache-Control"]
    part = at_nadia.get(address, headers={"Range": "bytes=2-4"})
    assert (part.status_code, part["Content-Range"], bytes_of(part)) == (206, "bytes 2-4/10", b"234")
    assert at_nadia.get(address, headers={"Range": "bytes=10-"}).status_code == 416


def test_a_recording_can_be_kept(at_nadia: Client, at: str, kept: Recording) -> None:
    response = at_nadia.get(f"{at}enregistrements/{kept.pk}/?garder")
    assert response["Content-Disposition"] == 'attachment; filename="se-lire.webm"'


def test_a_film_travels_as_it_is_whatever_the_browser_can_unpack(
    at_nadia: Client, at: str, over: Meeting, cast: Cast
) -> None:
    film = bytes(http_range.CHUNK_SIZE * 2 + 5)
    begun = Recording.objects.create(meeting=over, by=cast.judith)
    recordings.ready(begun.pk, ContentFile(film, name="any.webm"), 61)
    able = {"Accept-Encoding": "gzip"}
    assert at_nadia.get(f"{at}trace/", headers=able)["Content-Encoding"] == "gzip"
    response = at_nadia.get(f"{at}enregistrements/{begun.pk}/", headers=able)
    assert "Content-Encoding" not in response
    assert response["Content-Length"] == str(len(film))
    assert bytes_of(response) == film


def test_a_recording_is_for_who_may_read_the_room(
    cast: Cast, stranger: Client, browser_of: Callable[[Person], Client], at: str, kept: Recording
) -> None:
    address = f"{at}enregistrements/{kept.pk}/"
    moderating.remove(cast.awa, cast.fabrique.pk, None, cast.marcel.pk, True)
    for person in (cast.ousmane, cast.marcel):
        assert browser_of(person).get(address).status_code == 403
    assert stranger.get(address).status_code == 302
    assert stranger.get(f"/images/{kept.file}").status_code == 404


def test_a_recording_is_found_at_its_own_meeting_only(
    at_nadia: Client, cast: Cast, feed: str, kept: Recording
) -> None:
    other = announces(cast.judith, cast.fabrique, "Une autre")
    assert at_nadia.get(f"{feed}rencontres/{other.pk}/enregistrements/{kept.pk}/").status_code == 404


def test_what_is_not_ready_has_no_file_yet(at_nadia: Client, cast: Cast, at: str, over: Meeting) -> None:
    coming = Recording.objects.create(meeting=over, by=cast.judith, ended_at=timezone.now())
    assert "En préparation" in text(at_nadia.get(f"{at}trace/"))
    assert at_nadia.get(f"{at}enregistrements/{coming.pk}/").status_code == 404


def test_who_led_erases_a_recording_after_one_more_question(
    at_judith: Client, at_nadia: Client, at: str, kept: Recording
) -> None:
    address = f"{at}enregistrements/{kept.pk}/effacer/"
    assert address in text(at_judith.get(f"{at}trace/"))
    assert "pour toujours" in text(at_judith.get(address))
    assert Recording.objects.get().erased_at is None
    response = at_judith.post(address, {"ref": str(uuid4())}, follow=True)
    assert "L’enregistrement est effacé." in text(response)
    assert at_nadia.get(f"{at}enregistrements/{kept.pk}/").status_code == 404


def test_others_erase_no_recording(at_nadia: Client, at: str, kept: Recording) -> None:
    address = f"{at}enregistrements/{kept.pk}/effacer/"
    assert address not in text(at_nadia.get(f"{at}trace/"))
    for response in (at_nadia.get(address), at_nadia.post(address)):
        assert response.status_code == 403
    assert Recording.objects.get().erased_at is None


def test_who_was_put_out_of_it_reads_nothing_of_it(
    cast: Cast, at_nadia: Client, at: str, kept: Recording
) -> None:
    Attendance.objects.create(meeting=kept.meeting, person=cast.nadia, removed_at=timezone.now())
    for path in ("trace/", "trace/?texte", f"enregistrements/{kept.pk}/"):
        response = at_nadia.get(f"{at}{path}")
        assert response.status_code in (403, 404), path
        assert "Qui lit" not in text(response)
