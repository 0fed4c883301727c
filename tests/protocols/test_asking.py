"""Consignes: pinned by the artist, with questions of their own."""

from uuid import uuid4

import pytest

from protocols import asking
from protocols.asking import key_for
from protocols.events import Field
from protocols.models import Consigne
from protocols.reading import scene
from rooms.models import Room
from tests.cast import Cast
from tests.protocols.conftest import FIELDS
from tests.refusing import refusal, refused

pytestmark = pytest.mark.storage


def titles(room: Room) -> list[str]:
    return [consigne.title for consigne in scene(room.pk).consignes]


def test_a_consigne_is_shown_with_its_questions(consigne: Consigne) -> None:
    (shown,) = scene(consigne.room_id).consignes
    assert (shown.title, shown.html) == ("Prendre un risque", "<p>Sans <strong>danger</strong>.</p>")
    assert shown.fields == FIELDS


def test_the_last_one_pinned_is_the_one_to_follow(cast: Cast, consigne: Consigne) -> None:
    asking.pin(cast.judith, cast.fabrique.pk, None, "Revenir", "", [])
    assert titles(cast.fabrique) == ["Revenir", "Prendre un risque"]
    asking.pin(cast.judith, cast.fabrique.pk, None, "Prendre deux risques", "", [], consigne.pk)
    assert titles(cast.fabrique) == ["Prendre deux risques", "Revenir"]


def test_only_artists_and_staff_pin(cast: Cast) -> None:
    for person in (cast.nadia, cast.ousmane):
        assert refused(asking.pin, person, cast.fabrique.pk, None, "À moi", "", []) == "not_leader"
    asking.pin(cast.awa, cast.fabrique.pk, None, "De l’équipe", "", [])
    assert titles(cast.fabrique) == ["De l’équipe"]


def test_a_consigne_can_be_prepared_before_the_opening(cast: Cast, coming: Room) -> None:
    asking.pin(cast.judith, coming.pk, None, "Pour demain", "", [])
    assert titles(coming) == ["Pour demain"]


def test_a_consigne_sent_twice_is_pinned_once(cast: Cast) -> None:
    ref = uuid4()
    receipts = {asking.pin(cast.judith, cast.fabrique.pk, ref, "Une fois", "", []).seq for _time in range(20)}
    assert len(receipts) == 1
    assert Consigne.objects.count() == 1


def test_the_consigne_of_another_room_is_unknown(cast: Cast, consigne: Consigne, coming: Room) -> None:
    for number in (consigne.pk, 999_999):
        assert refused(asking.pin, cast.judith, coming.pk, None, "Ici", "", [], number) == "consigne_unknown"


@pytest.mark.parametrize(
    ("title", "fields", "code", "where"),
    [
        ("  ", [], "title_empty", "title"),
        ("Oser", [Field(f"q{number}", "Quoi ?", "text") for number in range(13)], "fields_many", "fields"),
        ("Oser", [Field("q", "Quoi ?", "colour")], "field_wrong", "fields"),
        ("Oser", [Field("q", "  ", "text")], "field_wrong", "fields"),
        ("Oser", [Field("q", "Quoi ?", "choice", choices=["oui"])], "choices_few", "fields"),
    ],
)
def test_a_form_is_refused_with_its_reason(
    cast: Cast, title: str, fields: list[Field], code: str, where: str
) -> None:
    no = refusal(asking.pin, cast.judith, cast.fabrique.pk, None, title, "", fields)
    assert (no.code, no.field) == (code, where)
    assert not Consigne.objects.exists()


@pytest.mark.parametrize(
    ("label", "taken", "key"),
    [
        ("Où ?", set(), "ou"),
        ("Où ?", {"ou"}, "ou-2"),
        ("Où ?", {"ou", "ou-2"}, "ou-3"),
        ("🐇", set(), "question"),
        ("مرحبا", {"question"}, "question-2"),
    ],
)
def test_every_question_has_a_key_of_its_own(label: str, taken: set[str], key: str) -> None:
    assert key_for(label, taken) == key


@pytest.mark.parametrize("key", ["", "a b", "\x00", "k" * 41])
def test_a_question_has_a_key_that_a_form_can_bear(cast: Cast, key: str) -> None:
    wrong = [Field(key, "Où ?", "text")]
    assert refused(asking.pin, cast.judith, cast.fabrique.pk, None, "Ici", "", wrong) == "field_wrong"
