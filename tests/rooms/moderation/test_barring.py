"""Somebody is kept out of the whole house, and let in again: everything of theirs is there."""

from uuid import uuid4

import pytest

from people import cards
from people.models import Person
from realtime.fanout import access_rights
from rooms import posting
from rooms.models import Post
from rooms.moderation import barring
from tests.cast import Cast, says
from tests.refusing import refused

pytestmark = pytest.mark.storage


def bars(
    by: Person, cast: Cast, whom: Person, *, on: bool = True, why: str = "Trois insultes ce soir."
) -> None:
    barring.bar(by, cast.fabrique.pk, uuid4(), whom.pk, on, why)


def test_who_is_barred_does_nothing_more_in_any_room(cast: Cast) -> None:
    post = says(cast.nadia, cast.fabrique)
    bars(cast.awa, cast, cast.nadia)
    for room in (cast.fabrique, cast.mezza):
        assert refused(posting.publish, cast.nadia, room.pk, uuid4(), "Mais…") == "not_member"
        assert access_rights.check(cast.nadia.pk, room.pk).code == "not_member"  # type: ignore[union-attr]
    assert access_rights.find_barred({cast.nadia.pk, cast.marcel.pk}) == {cast.nadia.pk}
    assert Post.objects.get(pk=post.pk).visible


def test_let_in_again_everything_is_there_with_the_card_that_they_had(cast: Cast) -> None:
    secret = cards.make(cast.nadia)
    bars(cast.awa, cast, cast.nadia)
    assert refused(cards.enter_with, secret) == "card_unknown"
    owner = cards.kept_outside(secret)
    assert owner == cast.nadia
    told = barring.of(cast.nadia.pk)
    assert told is not None
    assert (told.told, told.by) == ("Trois insultes ce soir.", cast.awa)
    bars(cast.awa, cast, cast.nadia, on=False, why="")
    assert cards.enter_with(secret) == cast.nadia
    assert barring.of(cast.nadia.pk) is None
    says(cast.nadia, cast.fabrique)
    acts = list(cast.fabrique.decisions.order_by("pk").values_list("act", "person", flat=False))
    assert acts == [("bar", cast.nadia.pk), ("unbar", cast.nadia.pk)]


def test_it_needs_a_reason_and_is_done_once(cast: Cast) -> None:
    given = (cast.awa, cast.fabrique.pk)
    assert refused(barring.bar, *given, uuid4(), cast.nadia.pk, True, "  ") == "text_empty"
    bars(cast.awa, cast, cast.nadia)
    bars(cast.awa, cast, cast.nadia, why="Encore.")
    assert cast.fabrique.decisions.count() == 1
    assert refused(barring.bar, *given, uuid4(), 2**40, True, "Qui ?") == "not_a_person"


def test_nobody_bars_themselves_and_the_team_alone_bars(cast: Cast) -> None:
    given = (cast.fabrique.pk, uuid4())
    assert refused(barring.bar, cast.awa, *given, cast.awa.pk, True, "Moi.") == "not_yourself"
    for who in (cast.judith, cast.nadia, cast.ousmane):
        assert refused(barring.bar, who, *given, cast.marcel.pk, True, "Non.") == "not_staff"


def test_one_of_the_team_bars_another_who_decides_nothing_more(cast: Cast) -> None:
    other = Person.objects.create_user("zoe@maison.example", "douze signes", name="Zoé", is_staff=True)
    bars(cast.awa, cast, other)
    given = (cast.fabrique.pk, uuid4())
    assert refused(barring.bar, other, *given, cast.awa.pk, True, "Moi aussi.") == "not_staff"


def test_the_last_of_the_team_stays(cast: Cast) -> None:
    other = Person.objects.create_user("zoe@maison.example", "douze signes", name="Zoé", is_staff=True)
    bars(cast.awa, cast, other)
    for who in (cast.awa, other):
        given = (cast.fabrique.pk, uuid4(), cast.awa.pk, True, "La dernière.")
        assert refused(barring.bar, who, *given) in ("not_yourself", "not_staff")
    assert Person.objects.filter(is_staff=True, is_active=True).get() == cast.awa


def test_whoever_is_no_longer_of_the_team_bars_nobody(cast: Cast) -> None:
    Person.objects.filter(pk=cast.awa.pk).update(is_staff=False)
    given = (cast.awa, cast.fabrique.pk, uuid4(), cast.marcel.pk, True, "Non.")
    assert refused(barring.bar, *given) == "not_staff"
    assert Person.objects.get(pk=cast.marcel.pk).is_active
