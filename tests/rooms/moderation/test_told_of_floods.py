"""Whose words went with a flood is told so; they may ask for another look, and are told of the end."""

from uuid import uuid4

import pytest

from people.models import Person
from rooms import joining
from rooms.models import Decision, Membership, Post, Room
from rooms.moderation import appealing, clearing, forgetting, merging
from rooms.moderation.models import Clearing, Outcome
from rooms.told_why import told_why
from tests.cast import Cast, fresh_address, says
from tests.refusing import refused
from tests.rooms.history import lines

pytestmark = pytest.mark.storage


@pytest.fixture
def zoe(cast: Cast) -> Person:
    """Somebody else of the team."""
    return Person.objects.create_user(fresh_address(), "douze signes au moins", name="Zoé", is_staff=True)


@pytest.fixture
def crowd(cast: Cast) -> list[Person]:
    """Three who came by the code, each with two messages."""
    people = [Person.objects.arrive(f"Hôte {number}") for number in range(3)]
    for person in people:
        joining.join(person, cast.fabrique)
        says(person, cast.fabrique, "Vague.")
        says(person, cast.fabrique, "Encore.")
    return people


def clears_code(cast: Cast) -> Clearing:
    clearing.clear_code(cast.awa, cast.fabrique.pk, uuid4(), cast.fabrique.code or "")
    return Clearing.objects.latest("pk")


def clears(cast: Cast, told: str = "") -> Clearing:
    clearing.clear_person(cast.awa, cast.fabrique.pk, uuid4(), cast.nadia.pk, "", told)
    return Clearing.objects.latest("pk")


def brings_back(by: Person, cleared: Clearing, person: int = 0) -> None:
    clearing.bring_back(by, cleared.room_id, uuid4(), cleared.pk, person)


def told(room: Room, person: Person) -> Outcome:
    return appealing.told(room, person.pk).get()


def counter(room: Room, person: Person) -> int:
    return Membership.objects.get(room=room, person=person).waiting


def asks(outcome: Outcome) -> None:
    appealing.ask_again(outcome.person, outcome.decision.room_id, uuid4(), outcome.decision_id)


def in_sight(room: Room) -> set[int]:
    return set(Post.objects.visible().filter(room=room).values_list("author", flat=True))


def test_who_wrote_what_was_hidden_is_told_with_a_word(cast: Cast) -> None:
    says(cast.nadia, cast.fabrique)
    before = counter(cast.fabrique, cast.nadia)
    clears(cast, "Doucement, s’il vous plaît.")
    assert told(cast.fabrique, cast.nadia).told == "Doucement, s’il vous plaît."
    assert counter(cast.fabrique, cast.nadia) > before
    assert "Doucement" not in str(lines(cast.wings.pk))


def test_everybody_is_told_whose_words_went_with_a_code_and_nobody_else(
    cast: Cast, crowd: list[Person]
) -> None:
    says(cast.judith, cast.fabrique)
    clears_code(cast)
    assert {each.person for each in Outcome.objects.all()} == set(crowd)


@pytest.mark.parametrize("reads_first", [False, True])
def test_all_are_told_when_it_comes_back_whether_they_asked_or_not(
    cast: Cast, crowd: list[Person], *, reads_first: bool
) -> None:
    cleared = clears_code(cast)
    quiet, *_others = crowd
    outcome = told(cast.fabrique, quiet)
    if reads_first:
        appealing.see(quiet, cast.fabrique.pk, None, outcome.decision_id)
    brings_back(cast.awa, cleared)
    assert told(cast.fabrique, quiet).changed
    assert not told(cast.fabrique, quiet).may_be_looked_at
    appealing.see(quiet, cast.fabrique.pk, None, outcome.decision_id)
    brings_back(cast.awa, cleared)
    assert not appealing.told(cast.fabrique, quiet.pk).exists()


def test_who_asked_gets_their_own_words_back_and_the_others_stay_hidden(
    cast: Cast, crowd: list[Person], zoe: Person
) -> None:
    cleared = clears_code(cast)
    innocent, other, _third = crowd
    asks(told(cast.fabrique, innocent))
    brings_back(zoe, cleared, innocent.pk)
    assert in_sight(cast.fabrique) == {innocent.pk}
    assert clearing.is_back(cleared.pk, innocent.pk)
    assert not clearing.is_back(cleared.pk)
    assert told(cast.fabrique, innocent).changed
    assert not told(cast.fabrique, other).changed
    last = cast.fabrique.decisions.latest("pk")
    assert (last.act, last.by, last.person, told_why(last)) == ("unclear", zoe, innocent, "2 textes")
    brings_back(zoe, cleared)
    assert in_sight(cast.fabrique) == {person.pk for person in crowd}
    assert Decision.objects.filter(act="unclear").count() == 2


def test_each_who_asked_is_answered_alone_and_not_by_who_decided(
    cast: Cast, crowd: list[Person], zoe: Person
) -> None:
    clears_code(cast)
    first, second, third = (told(cast.fabrique, person) for person in crowd)
    asks(first)
    asks(second)
    by = (cast.fabrique.pk, uuid4(), second.decision_id, "", 0, second.person_id)
    assert refused(appealing.uphold, cast.awa, *by) == "not_first"
    appealing.uphold(zoe, *by)
    assert [each.person for each in appealing.waiting([cast.fabrique])] == [first.person]
    for outcome, answered in ((first, False), (second, True), (third, False)):
        outcome.refresh_from_db()
        assert (outcome.answered_at is not None) == answered


def test_words_of_somebody_else_or_of_another_flood_are_not_there_to_be_brought_back(
    cast: Cast, crowd: list[Person]
) -> None:
    cleared = clears_code(cast)
    assert refused(brings_back, cast.awa, cleared, cast.marcel.pk) == "gone"
    assert refused(brings_back, cast.judith, cleared, crowd[0].pk) == "not_staff"


def test_a_second_flood_puts_away_that_the_first_came_back(cast: Cast) -> None:
    says(cast.nadia, cast.fabrique)
    brings_back(cast.awa, clears(cast))
    clears(cast)
    assert not told(cast.fabrique, cast.nadia).changed


def test_what_is_told_goes_with_its_decision_and_the_flood_still_comes_back(
    cast: Cast, crowd: list[Person]
) -> None:
    cleared = clears_code(cast)
    last = cast.fabrique.decisions.latest("pk").at
    Decision.objects.filter(clearing=cleared).forget_before(last.replace(year=last.year + 1))
    assert not Outcome.objects.exists()
    brings_back(cast.awa, cleared)
    assert in_sight(cast.fabrique) == {person.pk for person in crowd}
    assert forgetting.forget_old(last) == 0


def test_two_accounts_in_one_flood_are_told_once_when_they_are_one(cast: Cast, crowd: list[Person]) -> None:
    clears_code(cast)
    one, same, _other = crowd
    merging.merge(cast.awa, cast.fabrique.pk, uuid4(), one.pk, same.pk, True)
    assert appealing.told(cast.fabrique, one.pk).filter(decision__act="clear").count() == 1
