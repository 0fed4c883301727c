"""People join with a code, change their name, get another role: live for all."""

import pytest

from people.models import Person
from protocols.reading import scene
from rooms import joining, moderating, reading
from rooms.models import Membership, Room
from tests.cast import Cast, answers, place, says
from tests.refusing import refusal, refused
from tests.rooms.history import lines

pytestmark = pytest.mark.storage


def authors(room: Room) -> list[tuple[str, str]]:
    """Return name and role of the author of each post, oldest first."""
    return [(post.author.name, post.author.role) for post in scene(room.pk).snapshot.posts]


@pytest.mark.parametrize("typed", ["{}", " {} ", "{}.", "« {} »"])
def test_a_code_is_read_however_it_is_typed(fabrique: Room, typed: str) -> None:
    assert fabrique.code
    spaced = f"{fabrique.code[:3]} - {fabrique.code[3:]}".lower()
    assert joining.by_code(typed.format(spaced)) == fabrique


@pytest.mark.parametrize("typed", ["", "  ", "!!!", "ZZZZZZ0", "é" * 10_000, "' OR 1=1 --", "\x00"])
def test_an_unknown_code_is_said_next_to_its_box(cast: Cast, typed: str) -> None:
    no = refusal(joining.by_code, typed)
    assert (no.code, no.field) == ("code_unknown", "code")


def test_the_wings_have_no_code(cast: Cast) -> None:
    assert cast.wings.code is None


def test_who_joins_a_fabrique_is_in_mezza_too(cast: Cast) -> None:
    joining.join(cast.ousmane, cast.fabrique)
    assert set(reading.rooms_of(cast.ousmane)) == {cast.fabrique, cast.mezza}


def test_joining_twice_is_joining_once(cast: Cast) -> None:
    assert joining.join(cast.ousmane, cast.fabrique) == joining.join(cast.ousmane, cast.fabrique)


def test_who_was_removed_does_not_come_back_with_the_code(cast: Cast) -> None:
    moderating.remove(cast.awa, cast.fabrique.pk, None, cast.nadia.pk, True)
    assert refused(joining.join, cast.nadia, cast.fabrique) == "removed"
    assert cast.fabrique not in reading.rooms_of(cast.nadia)


def test_another_name_is_on_all_that_one_wrote(cast: Cast) -> None:
    answers(cast.nadia, says(cast.nadia, cast.fabrique))
    joining.rename(cast.nadia, "Nadia B.")
    (shown,) = scene(cast.fabrique.pk).snapshot.posts
    assert {shown.author.name, shown.comments[0].author.name} == {"Nadia B."}


def test_another_name_is_told_in_every_room_of_the_person_and_in_no_other(cast: Cast, ended: Room) -> None:
    elsewhere = Room.objects.exclude(memberships__person=cast.judith)
    before = set(elsewhere.values_list("pk", "head"))
    joining.rename(cast.judith, "Judith L.")
    for room in (cast.mezza, cast.fabrique, ended):
        event = lines(room.pk)[-1].event
        assert (event["kind"], event["person"]["name"]) == ("person.changed", "Judith L.")
    assert set(elsewhere.values_list("pk", "head")) == before


def test_staff_who_wrote_without_being_a_member_change_name_there_too(cast: Cast) -> None:
    says(cast.awa, cast.fabrique)
    joining.rename(cast.awa, "Awa D.")
    assert lines(cast.fabrique.pk)[-1].event["person"] == {
        "id": cast.awa.pk,
        "name": "Awa D.",
        "role": "staff",
    }


def test_an_artist_who_was_removed_keeps_the_role_in_which_they_spoke(cast: Cast) -> None:
    says(cast.judith, cast.fabrique)
    moderating.remove(cast.awa, cast.fabrique.pk, None, cast.judith.pk, True)
    joining.rename(cast.judith, "Judith L.")
    assert lines(cast.fabrique.pk)[-1].event["person"]["role"] == "artist"
    assert authors(cast.fabrique) == [("Judith L.", "artist")]


def test_the_same_name_again_is_no_news(cast: Cast) -> None:
    head = Room.objects.get(pk=cast.fabrique.pk).head
    joining.rename(cast.nadia, "  Nadia ")
    assert Room.objects.get(pk=cast.fabrique.pk).head == head


def test_a_role_given_is_on_all_that_one_wrote(cast: Cast) -> None:
    says(cast.nadia, cast.fabrique)
    joining.give_role(cast.nadia, cast.fabrique, Membership.Role.ARTIST)
    assert authors(cast.fabrique) == [("Nadia", "artist")]
    assert lines(cast.fabrique.pk)[-1].event["person"]["role"] == "artist"


def test_the_unread_mark_follows_the_reader_and_never_goes_back(
    nadia: Person, marcel: Person, fabrique: Room
) -> None:
    first, second = says(marcel, fabrique), says(marcel, fabrique)
    says(nadia, fabrique, "Ce que j’ai écrit moi-même n’est pas à lire.")
    assert reading.unread(nadia)[fabrique.pk].count == 2
    joining.read(nadia, fabrique.pk, place(second))
    joining.read(nadia, fabrique.pk, place(first))
    assert reading.unread(nadia)[fabrique.pk].count == 0


def test_a_former_name_goes_where_it_is_a_name_and_nowhere_else(cast: Cast) -> None:
    """The log is JSON, in which a name may also stand in words, inside another one, or look like a person."""
    joining.rename(cast.nadia, "id")
    looks = f'{{"id":{cast.nadia.pk},"name":"id"'
    for words in ("Nadia, Nadiana et id", looks, "{" + looks, looks.replace('"', '\\"'), f"{looks}\\"):
        says(cast.nadia, cast.fabrique, words)
    before = [line.event["post"]["body"] for line in lines(cast.fabrique.pk) if "post" in line.event]
    joining.rename(cast.nadia, "Zoé")
    told = [line.event["post"] for line in lines(cast.fabrique.pk) if "post" in line.event]
    assert [post["body"] for post in told] == before
    assert {post["author"]["name"] for post in told} == {"Zoé"}
    assert {post["author"]["id"] for post in told} == {cast.nadia.pk}
