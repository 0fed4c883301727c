"""What the team decides about somebody is told to them, with a word; they may ask for another look."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest

from people.data import erase, export
from people.models import Person
from rooms import holding, moderating, posting
from rooms.models import Comment, Decision, Membership, Post
from rooms.moderation import appealing, approving, barring, ready_words
from rooms.moderation.models import Outcome, ReadyWord
from settings.personal_data import PERSONAL_DATA
from tests.cast import Cast, answers, fresh_address, says
from tests.refusing import refused
from tests.rooms.history import lines

pytestmark = pytest.mark.storage
WORD = "Sans le numéro, s’il vous plaît."


@pytest.fixture
def zoe(cast: Cast) -> Person:
    """Somebody else of the team."""
    return Person.objects.create_user(fresh_address(), "douze signes au moins", name="Zoé", is_staff=True)


def hides(cast: Cast, said: Post | Comment, told: str = "") -> Outcome:
    """Let Awa hide ``said``; return what its author is told."""
    act = moderating.hide_post if isinstance(said, Post) else moderating.hide_comment
    act(cast.awa, cast.fabrique.pk, uuid4(), said.pk, "", told)
    return appealing.told(cast.fabrique, said.author_id).get()


def asks(outcome: Outcome, word: str = "") -> None:
    appealing.ask_again(outcome.person, outcome.decision.room_id, uuid4(), outcome.decision_id, word)


def upholds(person: Person, outcome: Outcome, told: str = "") -> None:
    appealing.uphold(person, outcome.decision.room_id, uuid4(), outcome.decision_id, told)


@pytest.mark.parametrize("make", [says, lambda person, room: answers(person, says(person, room))])
def test_the_author_of_what_is_hidden_reads_a_word_that_nobody_else_does(
    cast: Cast, make: Callable[..., Post | Comment]
) -> None:
    outcome = hides(cast, make(cast.nadia, cast.fabrique), WORD)
    assert (outcome.person, outcome.told) == (cast.nadia, WORD)
    assert Membership.objects.get(room=cast.fabrique, person=cast.nadia).waiting == 1
    assert WORD not in str(lines(cast.fabrique.pk))
    assert WORD not in str(lines(cast.wings.pk))


@pytest.mark.parametrize("act", [moderating.quiet, moderating.remove])
def test_who_is_quieted_or_removed_reads_a_word_too(cast: Cast, act: Callable[..., object]) -> None:
    act(cast.awa, cast.fabrique.pk, uuid4(), cast.nadia.pk, True, told=WORD)
    assert appealing.told(cast.fabrique, cast.nadia.pk).get().told == WORD
    act(cast.awa, cast.fabrique.pk, uuid4(), cast.nadia.pk, False)
    assert not appealing.told(cast.fabrique, cast.nadia.pk).exists()


@pytest.mark.parametrize(("language", "told"), [("fr", "Un mot."), ("en", "A word.")])
def test_a_ready_word_is_told_in_the_language_of_whom_it_is_for(cast: Cast, language: str, told: str) -> None:
    ready = ready_words.write(cast.awa, ReadyWord(), "Titre", "Un mot.", "A word.")
    Person.objects.filter(pk=cast.nadia.pk).update(language=language)
    post = says(cast.nadia, cast.fabrique)
    approving.hold_post(cast.judith, cast.fabrique.pk, uuid4(), post.pk, "Merci.", ready.pk)
    assert holding.posts(cast.fabrique, cast.nadia).get().told == f"{told} Merci."


def test_a_word_that_is_no_longer_in_the_list_decides_nothing(cast: Cast) -> None:
    ready = ready_words.write(cast.awa, ReadyWord(), "Titre", "Un mot.", "")
    ready_words.offer(cast.awa, ready, on=False)
    post = says(cast.nadia, cast.fabrique)
    act = (cast.awa, cast.fabrique.pk, uuid4(), post.pk, "", "", ready.pk)
    assert refused(moderating.hide_post, *act) == "ready_gone"
    post.refresh_from_db()
    assert post.visible
    assert not Decision.objects.exists()


def test_only_the_team_writes_ready_words_and_none_is_empty(cast: Cast) -> None:
    assert refused(ready_words.write, cast.judith, ReadyWord(), "Titre", "Un mot.", "") == "not_staff"
    assert refused(ready_words.write, cast.awa, ReadyWord(), "Titre", " ", "") == "text_empty"
    assert refused(ready_words.write, cast.awa, ReadyWord(), "Titre", "m" * 401, "") == "text_long"


def test_somebody_else_looks_and_restores_it(cast: Cast, zoe: Person) -> None:
    post = says(cast.nadia, cast.fabrique)
    outcome = hides(cast, post)
    asks(outcome, "C’était un poème.")
    [asked] = appealing.waiting([cast.fabrique])
    assert (asked.person, asked.asked) == (cast.nadia, "C’était un poème.")
    assert "poème" not in str(lines(cast.wings.pk))
    assert lines(cast.wings.pk)[-1].event["act"] == "appeal"
    moderating.show_post(zoe, cast.fabrique.pk, uuid4(), post.pk)
    [told] = appealing.told(cast.fabrique, cast.nadia.pk)
    assert (told.waits, told.changed) == (False, True)
    assert not appealing.waiting([cast.fabrique]).exists()


def test_somebody_else_looks_and_leaves_it_with_a_word(cast: Cast, zoe: Person) -> None:
    outcome = hides(cast, says(cast.nadia, cast.fabrique))
    asks(outcome)
    upholds(zoe, outcome, "Nous avons relu à deux.")
    [told] = appealing.told(cast.fabrique, cast.nadia.pk)
    assert (told.waits, told.changed, told.answer) == (False, False, "Nous avons relu à deux.")
    assert lines(cast.wings.pk)[-1].event["act"] == "uphold"
    assert refused(upholds, zoe, outcome) == "decided"
    appealing.see(cast.nadia, cast.fabrique.pk, uuid4(), outcome.decision_id)
    assert not appealing.told(cast.fabrique, cast.nadia.pk).exists()


def test_who_decided_does_not_answer_unless_nobody_else_can(cast: Cast) -> None:
    outcome = hides(cast, says(cast.nadia, cast.fabrique))
    asks(outcome)
    zoe = Person.objects.create_user(fresh_address(), "douze signes au moins", name="Zoé", is_staff=True)
    assert refused(upholds, cast.awa, outcome) == "not_first"
    Person.objects.filter(pk=zoe.pk).update(is_active=False)
    upholds(cast.awa, outcome)
    outcome.refresh_from_db()
    assert outcome.answered_at is not None


def test_one_asks_once_about_the_same_words(cast: Cast, zoe: Person) -> None:
    post = says(cast.nadia, cast.fabrique)
    outcome = hides(cast, post)
    asks(outcome)
    asks(outcome)
    assert Decision.objects.filter(act="appeal").count() == 1
    moderating.show_post(zoe, cast.fabrique.pk, uuid4(), post.pk)
    moderating.hide_post(zoe, cast.fabrique.pk, uuid4(), post.pk)
    again = appealing.told(cast.fabrique, cast.nadia.pk).get(asked_at=None)
    assert refused(asks, again) == "asked_once"


def test_nobody_asks_for_another_and_no_participant_answers(cast: Cast) -> None:
    outcome = hides(cast, says(cast.nadia, cast.fabrique))
    theirs = (cast.fabrique.pk, uuid4(), outcome.decision_id)
    assert refused(appealing.ask_again, cast.marcel, *theirs) == "decision_gone"
    assert refused(appealing.uphold, cast.judith, *theirs) == "decision_gone"
    asks(outcome)
    assert refused(appealing.uphold, cast.marcel, *theirs) == "not_leader"
    assert refused(appealing.uphold, cast.judith, *theirs) == "not_staff"


def test_an_artist_looks_at_what_somebody_else_did_not_publish(cast: Cast) -> None:
    post = says(cast.nadia, cast.fabrique)
    approving.hold_post(cast.awa, cast.fabrique.pk, uuid4(), post.pk, WORD)
    outcome = appealing.told(cast.fabrique, cast.nadia.pk).get()
    asks(outcome)
    upholds(cast.judith, outcome)
    assert appealing.told(cast.fabrique, cast.nadia.pk).get().answered_at is not None


def test_who_is_quieted_for_a_while_reads_why_and_asks_too(cast: Cast, zoe: Person) -> None:
    moderating.quiet(cast.awa, cast.fabrique.pk, uuid4(), cast.nadia.pk, True, minutes=10, told=WORD)
    outcome = appealing.told(cast.fabrique, cast.nadia.pk).get()
    assert outcome.told == WORD
    asks(outcome)
    moderating.quiet(zoe, cast.fabrique.pk, uuid4(), cast.nadia.pk, False)
    outcome.refresh_from_db()
    assert outcome.changed


def test_the_house_is_open_again_from_whichever_room(cast: Cast) -> None:
    barring.bar(cast.awa, cast.fabrique.pk, uuid4(), cast.nadia.pk, True, "Trois insultes.")
    barring.bar(cast.awa, cast.mezza.pk, uuid4(), cast.nadia.pk, False)
    assert appealing.of_bar(cast.nadia) is None


def test_who_was_removed_asks_too_and_comes_back(cast: Cast, zoe: Person) -> None:
    moderating.remove(cast.awa, cast.fabrique.pk, uuid4(), cast.nadia.pk, True, "", WORD)
    outcome = appealing.of_removal(cast.fabrique, cast.nadia)
    assert outcome is not None
    asks(outcome, "Je ne comprends pas.")
    moderating.remove(zoe, cast.fabrique.pk, uuid4(), cast.nadia.pk, False)
    outcome.refresh_from_db()
    assert outcome.changed
    assert appealing.of_removal(cast.fabrique, cast.nadia) is None


def corrects(person: Person, room: int, ref: UUID, post: int) -> None:
    posting.edit(person, room, ref, post, "Autrement.")


@pytest.mark.parametrize("settle", [posting.withdraw, corrects])
def test_what_its_author_corrects_or_takes_back_is_looked_at_no_longer(
    cast: Cast, settle: Callable[..., Any]
) -> None:
    post = says(cast.nadia, cast.fabrique)
    approving.hold_post(cast.awa, cast.fabrique.pk, uuid4(), post.pk, WORD)
    asks(appealing.told(cast.fabrique, cast.nadia.pk).get())
    settle(cast.nadia, cast.fabrique.pk, uuid4(), post.pk)
    assert not appealing.waiting([cast.fabrique]).exists()
    assert not appealing.told(cast.fabrique, cast.nadia.pk).exists()


def test_who_leaves_takes_what_they_were_told_and_asked_along(cast: Cast) -> None:
    asks(hides(cast, says(cast.nadia, cast.fabrique), WORD), "Mon mot.")
    hers = str(export(cast.nadia, PERSONAL_DATA))
    assert WORD in hers
    assert "Mon mot." in hers
    erase(cast.nadia, cast.awa, PERSONAL_DATA)
    assert not Outcome.objects.exists()


def test_a_number_that_no_database_holds_is_of_no_decision(cast: Cast) -> None:
    for person, act in (
        (cast.nadia, appealing.see),
        (cast.nadia, appealing.ask_again),
        (cast.awa, appealing.uphold),
    ):
        assert refused(act, person, cast.fabrique.pk, None, 10**30) == "decision_gone"
