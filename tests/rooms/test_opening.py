"""Rooms: one Mezza, fabriques with their wings, and a presentation that changes live."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from protocols.reading import scene
from rooms import opening
from rooms.contrast import INKS, ink_on, ratio
from rooms.models import Room
from tests.cast import Cast
from tests.refusing import refusal, refused

pytestmark = pytest.mark.storage

NOW = timezone.now()


def test_there_is_one_mezza(mezza: Room) -> None:
    assert opening.open_mezza("Une autre ?") == mezza


@pytest.mark.django_db
def test_a_fabrique_opens_with_its_wings_and_a_code_that_reads_well() -> None:
    room = opening.open_fabrique("Lapins", NOW, None)
    assert Room.objects.get(stage=room).kind == Room.Kind.WINGS
    assert room.code
    assert not set(room.code) & set("01OIL")


@pytest.mark.django_db
@pytest.mark.parametrize("title", ["Lapins", "🐇", "مرحبا", "x" * 80])
def test_fabriques_of_the_same_name_have_addresses_of_their_own(title: str) -> None:
    one, other = (opening.open_fabrique(title, NOW, None) for _time in range(2))
    assert one.slug != other.slug


@pytest.mark.django_db
@pytest.mark.parametrize("taken", ["lapins", "coulisses-lapins"])
def test_an_address_that_somebody_takes_meanwhile_is_chosen_anew(
    taken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What another takes between the look and the writing is not seen by the look."""
    looks = iter((False,))
    look = opening._is_taken
    Room.objects.create(title="Avant", slug=taken, code="ABCDEF")
    monkeypatch.setattr(opening, "_is_taken", lambda slug: next(looks, None) is None and look(slug))
    room = opening.open_fabrique("Lapins", NOW, None)
    assert room.slug.startswith("lapins-")
    assert Room.objects.filter(title="Lapins").count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    "titles", [("Coulisses du phare", "Du phare"), ("Du phare", "Coulisses du phare"), ("Coulisses Mezza",)]
)
def test_a_title_like_that_of_wings_opens_all_the_same(mezza: Room, titles: tuple[str, ...]) -> None:
    for title in titles:
        opening.open_fabrique(title, NOW, None)
    slugs = Room.objects.values_list("slug", flat=True)
    assert len(set(slugs)) == 2 * (len(titles) + 2)  # with Mezza and the fabrique of the cast


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("face", "code"),
    [
        ({"title": "  "}, "title_empty"),
        ({"closes_at": NOW - timedelta(hours=1)}, "dates_crossed"),
        ({"hot": "red"}, "colour_wrong"),
        ({"hot": "#ff5a1f;}"}, "colour_wrong"),
        ({"hot": "#777777"}, "contrast_low"),
    ],
)
def test_a_face_is_refused_with_its_reason(face: dict[str, Any], code: str) -> None:
    given = {"title": "Lapins", "opens_at": NOW, "closes_at": None} | face
    assert refused(opening.open_fabrique, **given) == code
    assert not Room.objects.exists()


def test_only_artists_and_staff_change_a_face(cast: Cast) -> None:
    for person in (cast.nadia, cast.ousmane):
        assert refused(opening.change, person, cast.fabrique.pk, None, title="À moi") == "not_leader"
    for person, title in ((cast.judith, "Oser"), (cast.awa, "Oser encore")):
        opening.change(person, cast.fabrique.pk, None, title=title)
        assert scene(cast.fabrique.pk).snapshot.room.title == title


@pytest.mark.parametrize("reactions", [[], ["merci", "like"]])
def test_a_room_offers_signs_of_the_house(cast: Cast, reactions: list[str]) -> None:
    no = refusal(opening.change, cast.judith, cast.fabrique.pk, None, reactions=reactions)
    assert (no.code, no.field) == ("reactions_wrong", "reactions")
    assert Room.objects.get(pk=cast.fabrique.pk).reactions == ["merci", "emeut", "essayer"]


def test_every_hot_colour_that_is_taken_has_an_ink_that_reads_on_it() -> None:
    for colour in ("#ff5a1f", "#000000", "#ffffff", "#0b6e4f", "#d0d0d0"):
        assert ratio(ink_on(colour), colour) >= 4.5


@pytest.mark.django_db
def test_fabriques_of_one_evening_are_offered_colours_of_their_own_and_those_that_are_over_leave_theirs() -> (
    None
):
    yesterday = NOW - timedelta(days=1)
    opening.open_fabrique("Finie", yesterday - timedelta(days=1), yesterday, hot=opening.COLOURS[0])
    offered = []
    for number in range(len(opening.COLOURS) + 1):
        offered.append(opening.fresh_colour(NOW))
        opening.open_fabrique(f"Fabrique {number}", yesterday, None, hot=offered[-1])
    assert offered == [*opening.COLOURS, opening.COLOURS[0]]
    assert all(ratio(ink_on(colour), colour) >= 4.5 for colour in opening.COLOURS)


def test_contrast_is_that_of_wcag() -> None:
    assert ratio("#000000", "#ffffff") == pytest.approx(21)
    assert ratio("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert set(INKS) == {"#160600", "#ffffff"}
