"""Whoever leads rehearses from the score, conducts the rehearsal, and leaves it without a trace."""

import pytest
from django.test import Client

from protocols import asking, phases
from protocols.models import Consigne
from rooms.models import Room
from rooms.sessions.models import Session
from tests.cast import Cast
from tests.rooms.sessions.conftest import READ, SILENCE, Seance, compose


@pytest.fixture
def seance(cast: Cast) -> Seance:
    return compose(cast, READ, SILENCE)


def test_a_rehearsal_begins_at_once_and_says_what_it_is(
    at_judith: Client, at_nadia: Client, seance: Seance, feed: str
) -> None:
    assert "Répéter à blanc" in at_judith.get(f"{feed}seances/{seance.pk}/").content.decode()
    begun = at_judith.post(f"{feed}seances/{seance.pk}/repeter/", {"speed": "20"})
    page = at_judith.get(begun["Location"]).content.decode()
    assert "personne ne voit rien" in page
    assert "Lire la consigne" in page
    assert at_nadia.get(begun["Location"]).status_code == 403
    assert not seance.row.is_running


def test_who_leaves_is_back_at_the_score_and_the_room_is_gone(
    at_judith: Client, seance: Seance, feed: str
) -> None:
    begun = at_judith.post(f"{feed}seances/{seance.pk}/repeter/", {"speed": "4"})
    left = at_judith.post(begun["Location"].replace("mener", "quitter"))
    assert left["Location"] == f"{feed}seances/{seance.pk}/"
    assert "il n’en reste rien" in at_judith.get(left["Location"]).content.decode()
    assert not Room.objects.filter(rehearses__isnull=False).exists()
    assert at_judith.get(begun["Location"]).status_code == 404


@pytest.mark.parametrize("speed", ["", "0", "3", "vite", "9" * 30])
def test_another_speed_is_refused(at_judith: Client, seance: Seance, feed: str, speed: str) -> None:
    assert at_judith.post(f"{feed}seances/{seance.pk}/repeter/", {"speed": speed}).status_code == 403
    assert Session.objects.count() == 1


def test_nobody_else_rehearses_or_leaves(at_nadia: Client, seance: Seance, feed: str) -> None:
    for verb in ("repeter", "quitter"):
        assert at_nadia.post(f"{feed}seances/{seance.pk}/{verb}/", {"speed": "4"}).status_code == 403
    assert Session.objects.count() == 1


def test_a_phase_is_given_its_consigne_in_its_form(
    at_judith: Client, cast: Cast, seance: Seance, feed: str
) -> None:
    asking.pin(cast.judith, cast.fabrique.pk, None, "Se perdre", "", [])
    asked, phase = Consigne.objects.get(), seance.phases[0]
    address = f"{feed}seances/{seance.pk}/temps/{phase.pk}/"
    assert "Se perdre" in at_judith.get(address).content.decode()
    boxes = {
        "kind": "perform",
        "title": "Faire",
        "minutes": "5",
        "writers": "all",
        "order": "paced",
        "pace": "20",
    }
    assert at_judith.post(address, boxes | {"consigne": str(asked.pk)}).status_code == 302
    assert phases.asked_in(phase) == asked
    assert "selected" in at_judith.get(address).content.decode().split("Se perdre")[0][-120:]
    assert at_judith.post(address, boxes | {"consigne": ""}).status_code == 302
    assert phases.asked_in(phase) is None
