"""What was corrected is in no line of the log: former consignes, titles and names."""

from collections.abc import Callable
from typing import Any

import pytest

from protocols import asking
from protocols.models import Consigne
from rooms import joining, log, moderating, moving, opening
from rooms.models import Event, Membership, Room
from tests.cast import Cast, announces, answers, says

pytestmark = pytest.mark.storage


def logged() -> str:
    return " ".join(Event.objects.order_by("room", "seq").values_list("data", flat=True))


def test_an_earlier_consigne_is_read_nowhere(cast: Cast) -> None:
    pin, room = asking.pin, cast.fabrique.pk
    pin(cast.judith, room, None, "Titre malheureux", "Mots malheureux", [])
    pin(cast.judith, room, None, "Une autre", "", [])
    consigne = Consigne.objects.earliest("pk").pk
    pin(cast.judith, room, None, "Prendre un risque", "", [], consigne)
    assert "malheureux" not in logged()
    assert [title in logged() for title in ("Prendre un risque", "Une autre")] == [True, True]


def test_an_earlier_title_and_presentation_are_read_nowhere(cast: Cast) -> None:
    room = cast.fabrique.pk
    unhappy = {"title": "Malheureux", "presentation": "Mots malheureux", "led_by": "Malheur"}
    opening.change(cast.judith, room, None, **unhappy)
    opening.change(cast.judith, room, None, title="Heureux", presentation="", led_by="")
    assert "alheur" not in logged()
    assert "Heureux" in logged()


def everywhere(cast: Cast) -> None:
    """Have Nadia and Awa named in every kind of line that names anybody."""
    room = cast.fabrique.pk
    joining.give_role(cast.nadia, cast.fabrique, Membership.Role.ARTIST)
    post = says(cast.nadia, cast.fabrique, 'On m’appelle {"id":1,"name":"Nadia"}')
    answers(cast.awa, post)
    answers(cast.nadia, says(cast.marcel, cast.fabrique))
    announces(cast.nadia, cast.fabrique)
    moderating.quiet(cast.awa, room, None, cast.nadia.pk, True)
    moderating.hide_post(cast.awa, room, None, post.pk)
    moderating.show_post(cast.awa, room, None, post.pk)
    moving.move(cast.awa, room, None, post.pk, cast.mezza.pk)
    joining.rename(cast.nadia, 'Nadia "la grande" \\ é')
    joining.rename(cast.awa, "Awa D.")


TYPED = 'm’appelle {\\"id\\":1,\\"name\\":\\"Nadia\\"}'


@pytest.mark.parametrize("name", ["Zoé", 'O"Neil \\ fils', "100 %_"])
def test_a_former_name_is_read_nowhere_and_what_people_wrote_stays(cast: Cast, name: str) -> None:
    everywhere(cast)
    joining.rename(cast.nadia, name)
    joining.rename(cast.awa, "Sam")
    assert TYPED in logged()
    assert not any(former in logged() for former in ('"Nadia"', "la grande", '"Awa'))


def test_who_kept_earlier_lines_in_memory_is_told_to_drop_them(
    cast: Cast, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    heard: list[log.LogEntry] = []

    def hear(entry: log.LogEntry, **_rest: Any) -> None:
        heard.append(entry)

    log.appended.connect(hear)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            asking.pin(cast.judith, cast.fabrique.pk, None, "Une consigne", "", [])
            opening.change(cast.judith, cast.fabrique.pk, None, title="Heureux")
            joining.rename(cast.nadia, "Zoé")
    finally:
        log.appended.disconnect(hear)
    assert [entry.removes for entry in heard] == [True] * len(heard)
    assert {entry.room for entry in heard} == {cast.fabrique.pk, Room.objects.get(kind="mezza").pk}
