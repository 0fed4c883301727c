"""The wall of a session, as it is drawn: by its secret address alone, and only what everybody may see."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from frontend import wall_face
from people import written_secret
from people.models import FailedAttempts
from rooms import posting
from rooms.models import Post
from rooms.sessions import composing, conducting
from rooms.sessions.phase_plan import PhasePlan
from tests.cast import Cast
from tests.rooms.sessions.conftest import SILENCE, Seance, compose
from tests.rooms.sessions.conftest import seance as seance
from tests.rooms.sessions.conftest import silent as silent


def open_wall(seance: Seance, on: bool = True) -> str:
    """Open the wall as Judith, or close it; return its address."""
    composing.open_wall(seance.cast.judith, seance.room.pk, uuid4(), seance.pk, on)
    return f"/mur/{seance.row.wall}/"


def told(browser: Client, address: str, since: str = "") -> Any:
    """Return what the wall is told when it asks what changed."""
    return browser.get(f"{address}etat/", {"since": since}).json()


def test_it_opens_without_an_account_and_says_what_to_do_and_how_to_come_in(
    stranger: Client, silent: Seance
) -> None:
    page = stranger.get(open_wall(silent))
    assert page.status_code == 200
    html = page.content.decode()
    for words in ("Écrire en silence", "<strong>geste</strong>", "Ensuite", "Tout se dévoile"):
        assert words in html
    assert str(silent.room.code) in html
    assert "jusqu’à" in html
    assert '<meta http-equiv="refresh"' in html
    assert page.headers["Cache-Control"].find("no-store") >= 0


def test_before_and_after_it_says_so(stranger: Client, seance: Seance) -> None:
    address = open_wall(seance)
    assert "La séance va commencer." in stranger.get(address).content.decode()
    seance.start()
    seance.does(conducting.end)
    assert "C’est fini." in stranger.get(address).content.decode()


def test_its_address_dies_when_it_is_closed_and_wrong_ones_are_counted(
    stranger: Client, silent: Seance
) -> None:
    address = open_wall(silent)
    open_wall(silent, on=False)
    page = stranger.get(address)
    assert page.status_code == 404
    assert "Ce mur est fermé." in page.content.decode()
    assert stranger.get(f"{address}etat/").json() == {"closed": True}
    assert FailedAttempts.objects.get().failures == 2
    assert open_wall(silent) != address


def test_its_secret_can_be_typed_however_it_was_copied(stranger: Client, silent: Seance) -> None:
    address = open_wall(silent)
    assert "Le secret du mur" in stranger.get("/mur/").content.decode()
    typed = f" {written_secret.in_groups(silent.row.wall).lower()} "
    assert stranger.post("/mur/", {"secret": typed}).headers["Location"] == address
    wrong = stranger.post("/mur/", {"secret": "nulle part"})
    assert wrong.status_code == 422
    assert "Ce secret n’ouvre aucun mur." in wrong.content.decode()
    assert 'value="nulle part"' in wrong.content.decode()


def test_nothing_silent_is_on_it_but_how_many_have_finished(stranger: Client, silent: Seance) -> None:
    silent.keeps(silent.cast.nadia, "Un murmure.")
    silent.finishes(silent.cast.marcel, "Un autre murmure.")
    address = open_wall(silent)
    for html in (stranger.get(address).content.decode(), str(told(stranger, address))):
        assert "murmure" not in html
        assert "1 a fini" in html


def test_the_text_that_was_revealed_last_fills_it_over_the_pile_of_the_others(
    stranger: Client, silent: Seance
) -> None:
    silent.finishes(silent.cast.marcel, "Traverser <b>la</b> place.")
    silent.finishes(silent.cast.nadia, "Ne rien dire.")
    silent.passes_to("Tout se dévoile")
    address = open_wall(silent)
    assert "2 textes à dévoiler" in told(stranger, address)["face"]
    silent.goes_by(1)
    face = told(stranger, address)["face"]
    assert "Marcel" in face
    assert "Traverser &lt;b&gt;la&lt;/b&gt; place." in face
    assert "Ne rien dire." not in face
    assert face.count('<i class="closed">') == face.count('<i class="now">') == 1
    silent.goes_by(21)
    assert "Ne rien dire." in told(stranger, address)["face"]


def test_a_text_that_is_hidden_leaves_it(stranger: Client, silent: Seance) -> None:
    silent.finishes(silent.cast.marcel, "Traverser la place.")
    silent.passes_to("Tout se dévoile")
    silent.goes_by(1)
    address = open_wall(silent)
    said = Post.objects.get(body="Traverser la place.")
    posting.withdraw(silent.cast.marcel, silent.room.pk, uuid4(), said.pk)
    assert "Traverser" not in told(stranger, address)["face"]


def test_texts_that_come_all_at_once_fill_it_in_turn(cast: Cast) -> None:
    at_once = PhasePlan("reveal", "Tout se dévoile", order="together", pace=1)
    seance = compose(cast, SILENCE, at_once)
    seance.start()
    seance.finishes(cast.marcel, "Traverser la place.")
    seance.finishes(cast.nadia, "Ne rien dire.")
    seance.passes_to("Tout se dévoile")
    session, faces = seance.row, []
    for second in range(3):
        at = seance.began_at + timedelta(seconds=second)
        faces.append(wall_face.face_of(session, at).text)
    assert [face.author for face in faces if face] == ["Marcel", "Nadia", "Marcel"]


def test_it_is_told_what_comes_next_in_case_it_is_cut_off_and_nothing_twice(
    stranger: Client, silent: Seance
) -> None:
    address = open_wall(silent)
    first = told(stranger, address)
    assert "Tout se dévoile" in first["then"]
    assert set(told(stranger, address, since=first["key"])) == {"now", "key", "build"}
    silent.does(conducting.extend, 120)
    assert told(stranger, address, since=first["key"])["key"] != first["key"]


@pytest.mark.parametrize(("query", "light"), [("", ""), ("?nuit", "night"), ("?jour", "lit")])
def test_its_light_is_chosen_or_the_devices(stranger: Client, seance: Seance, query: str, light: str) -> None:
    assert f'<body class="wall {light}"' in stranger.get(open_wall(seance) + query).content.decode()
