"""A member of the team opens a fabrique through a form that may be sent twice."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from rooms import opening
from rooms.models import Event, Room
from tests.cast import Cast
from tests.refusing import refusal, refused

NOW = timezone.now()
FACE = {"title": "Lapins", "opens_at": NOW, "closes_at": NOW + timedelta(days=7)}


def test_the_same_ref_opens_one_fabrique(cast: Cast) -> None:
    ref = uuid4()
    one, again = (opening.open_by(cast.awa, ref, **FACE) for _time in range(2))
    assert one == again
    assert Room.objects.filter(title="Lapins", kind="fabrique").count() == 1
    assert Event.objects.get(room=one, seq=1).actor == cast.awa


def test_another_fabrique_under_the_same_ref_is_refused(cast: Cast) -> None:
    ref = uuid4()
    opening.open_by(cast.awa, ref, **FACE)
    assert refused(opening.open_by, cast.awa, ref, **FACE | {"title": "Lièvres"}) == "ref_used"
    assert not Room.objects.filter(title="Lièvres").exists()


def test_only_the_team_opens_fabriques(cast: Cast) -> None:
    for person in (cast.judith, cast.nadia):
        assert refused(opening.open_by, person, uuid4(), **FACE) == "not_staff"


@pytest.mark.parametrize(("name", "longest"), [("title", 80), ("led_by", 120), ("presentation", 5_000)])
def test_what_a_column_cannot_hold_is_refused_beside_its_box(cast: Cast, name: str, longest: int) -> None:
    opening.change(cast.judith, cast.fabrique.pk, None, **{name: "é" * longest})
    no = refusal(opening.change, cast.judith, cast.fabrique.pk, None, **{name: "é" * (longest + 1)})
    assert (no.code, no.field) == ("text_long", name)


def test_signs_that_no_database_keeps_never_reach_it(cast: Cast) -> None:
    opening.change(cast.judith, cast.fabrique.pk, None, title="Ris\x00ques\u202e", presentation="a\x00\nb")
    room = Room.objects.get(pk=cast.fabrique.pk)
    assert (room.title, room.presentation) == ("Risques", "a\nb")


def test_a_pairing_that_the_house_does_not_have_is_refused(cast: Cast) -> None:
    no = refusal(opening.change, cast.judith, cast.fabrique.pk, None, pairing="comic")
    assert (no.code, no.field) == ("pairing_unknown", "pairing")
