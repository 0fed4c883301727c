"""The team says a word to somebody alone, and decides nothing else about them."""

from uuid import uuid4

import pytest

from people.models import Person
from rooms import moderating
from rooms.models import Decision, Membership
from rooms.moderation import appealing, ready_words, telling
from rooms.moderation.models import ReadyWord
from tests.cast import Cast
from tests.refusing import refused
from tests.rooms.history import lines

WORD = "Merci de parler moins fort."


def tells(cast: Cast, person: Person, told: str = WORD, ready: int = 0, *, by: Person | None = None) -> None:
    telling.tell(by or cast.awa, cast.fabrique.pk, uuid4(), person.pk, told, ready)


def test_a_word_alone_is_read_by_whom_it_is_for_and_no_one_else(cast: Cast) -> None:
    tells(cast, cast.nadia)
    [outcome] = appealing.told(cast.fabrique, cast.nadia.pk)
    assert outcome.told == WORD
    assert Membership.objects.get(room=cast.fabrique, person=cast.nadia).waiting == 1
    assert not appealing.told(cast.fabrique, cast.marcel.pk)
    for room in (cast.fabrique, cast.wings):
        assert WORD not in str(lines(room.pk))
    [decision] = Decision.objects.all()
    assert (decision.act, decision.by, decision.person, decision.why) == ("word", cast.awa, cast.nadia, "")


def test_a_second_word_leaves_the_first_to_be_read(cast: Cast) -> None:
    tells(cast, cast.nadia)
    ready = ready_words.write(cast.awa, ReadyWord(), "Un numéro", "Sans le numéro.", "")
    tells(cast, cast.nadia, "", ready.pk)
    assert {each.told for each in appealing.told(cast.fabrique, cast.nadia.pk)} == {WORD, "Sans le numéro."}


def test_a_word_is_no_decision_to_look_at_again(cast: Cast) -> None:
    tells(cast, cast.nadia)
    [outcome] = appealing.told(cast.fabrique, cast.nadia.pk)
    asked = (cast.nadia, cast.fabrique.pk, uuid4(), outcome.decision_id)
    assert refused(appealing.ask_again, *asked) == "decision_gone"
    appealing.see(*asked)
    assert not appealing.told(cast.fabrique, cast.nadia.pk)


@pytest.mark.parametrize("told", ["", "  "])
def test_an_empty_word_is_not_sent(cast: Cast, told: str) -> None:
    assert refused(tells, cast, cast.nadia, told) == "text_empty"
    assert not Decision.objects.exists()


def test_the_team_alone_writes_one_and_to_who_can_read_it(cast: Cast) -> None:
    for who in (cast.judith, cast.marcel):
        assert refused(tells, cast, cast.nadia, by=who) == "not_staff"
    for other in (cast.awa, cast.ousmane):
        assert refused(tells, cast, other) == "not_a_member"
    moderating.remove(cast.awa, cast.fabrique.pk, None, cast.nadia.pk, True)
    assert refused(tells, cast, cast.nadia) == "not_a_member"
