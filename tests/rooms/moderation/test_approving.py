"""What the team reads first: who waits, who decides, and that nobody else ever has a trace of it."""

from uuid import uuid4

import pytest

from people.models import Person
from protocols.reading import scene
from rooms import commenting, holding, log, moderating, posting
from rooms.models import Comment, Decision, Event, Membership, Post, Room
from rooms.moderation import approving
from tests.cast import Cast, answers, says
from tests.refusing import refusal, refused
from tests.rooms.history import lines

pytestmark = pytest.mark.storage

WORDS = "Un mot que personne ne doit lire avant l’équipe."


@pytest.fixture
def reading_all(cast: Cast) -> Cast:
    """The cast in a fabrique where the team reads everything first."""
    approving.hold_room(cast.awa, cast.fabrique.pk, None, "all")
    return cast


def sends(person: Person, room: Room, body: str = WORDS) -> Post:
    """Publish ``body``, which waits; return it."""
    receipt = posting.publish(person, room.pk, uuid4(), body)
    assert receipt.post is not None
    return Post.objects.get(pk=receipt.post)


def answers_under(person: Person, post: Post, body: str = WORDS) -> Comment:
    """Answer ``post`` with words that wait; return them."""
    receipt = commenting.comment(person, post.room_id, uuid4(), post.pk, body)
    assert receipt.comment is not None
    return Comment.objects.get(pk=receipt.comment)


def is_anywhere(cast: Cast, words: str) -> bool:
    """Return whether any log or any snapshot has the words."""
    everywhere = [*Event.objects.values_list("data", flat=True), str(scene(cast.fabrique.pk))]
    return any(words[:20] in text for text in everywhere)


def acts_of(room: Room) -> list[str]:
    return [line.event["act"] for line in lines(Room.objects.get(stage=room).pk)]


def test_what_waits_is_nowhere_but_with_its_author(reading_all: Cast) -> None:
    cast = reading_all
    above = says(cast.judith, cast.fabrique)
    head = Room.objects.get(pk=cast.fabrique.pk).head
    post, answer = sends(cast.nadia, cast.fabrique), answers_under(cast.nadia, above)
    assert not is_anywhere(cast, WORDS)
    assert Room.objects.get(pk=cast.fabrique.pk).head == head
    assert list(holding.posts(cast.fabrique, cast.nadia)) == [post]
    assert list(holding.comments(cast.fabrique, cast.nadia)) == [answer]
    assert not holding.posts(cast.fabrique, cast.marcel).exists()
    assert acts_of(cast.fabrique) == ["holdroom", "wait", "wait"]


def test_sent_twice_it_waits_once(reading_all: Cast) -> None:
    cast, ref = reading_all, uuid4()
    first = posting.publish(cast.nadia, cast.fabrique.pk, ref, WORDS)
    assert posting.publish(cast.nadia, cast.fabrique.pk, ref, WORDS) == first
    assert holding.posts(cast.fabrique, cast.nadia).count() == 1
    assert refused(posting.publish, cast.nadia, cast.fabrique.pk, ref, "D’autres mots.") == "ref_used"


def test_published_it_comes_last_as_if_said_now_and_once(reading_all: Cast) -> None:
    cast = reading_all
    post = sends(cast.nadia, cast.fabrique)
    says(cast.judith, cast.fabrique, "Entretemps.")
    approving.approve_post(cast.awa, cast.fabrique.pk, uuid4(), post.pk)
    shown = scene(cast.fabrique.pk).snapshot.posts
    assert [each.body for each in shown] == ["Entretemps.", WORDS]
    assert lines(cast.fabrique.pk)[-1].by == cast.nadia.pk
    assert shown[-1].at >= shown[0].at
    assert not holding.posts(cast.fabrique, cast.nadia).exists()


def test_an_answer_that_was_published_stands_under_its_post(reading_all: Cast) -> None:
    cast = reading_all
    above = says(cast.judith, cast.fabrique)
    answer = answers_under(cast.nadia, above)
    approving.approve_comment(cast.judith, cast.fabrique.pk, uuid4(), answer.pk)
    [shown] = scene(cast.fabrique.pk).snapshot.posts
    assert [each.body for each in shown.comments] == [WORDS]


def test_the_artist_decides_in_their_fabrique_and_participants_nowhere(reading_all: Cast) -> None:
    cast = reading_all
    post = sends(cast.nadia, cast.fabrique)
    for who in (cast.nadia, cast.marcel, cast.ousmane):
        for act in (
            approving.approve_post,
            approving.refuse_post,
            approving.reopen_post,
            approving.hold_post,
        ):
            assert refused(act, who, cast.fabrique.pk, uuid4(), post.pk) == "not_leader"
    assert refused(approving.hold_room, cast.judith, cast.fabrique.pk, None, "") == "not_staff"
    assert (
        refused(approving.hold_person, cast.judith, cast.fabrique.pk, None, cast.nadia.pk, True)
        == "not_staff"
    )
    approving.approve_post(cast.judith, cast.fabrique.pk, uuid4(), post.pk)


def test_the_first_decision_stands_and_the_second_is_told_whose_it_was(reading_all: Cast) -> None:
    cast = reading_all
    post = sends(cast.nadia, cast.fabrique)
    approving.refuse_post(cast.awa, cast.fabrique.pk, uuid4(), post.pk, "Pas de noms, s’il vous plaît.")
    told = refusal(approving.approve_post, cast.judith, cast.fabrique.pk, uuid4(), post.pk)
    assert (told.code, told.sentence) == ("decided", "Awa a déjà décidé de ne pas le publier.")


def test_what_is_published_twice_is_published_once_and_the_second_is_told_by_whom(reading_all: Cast) -> None:
    cast = reading_all
    post = sends(cast.nadia, cast.fabrique)
    answer = answers_under(cast.nadia, says(cast.judith, cast.fabrique))
    for approve, pk in ((approving.approve_post, post.pk), (approving.approve_comment, answer.pk)):
        approve(cast.awa, cast.fabrique.pk, uuid4(), pk)
        told = refusal(approve, cast.judith, cast.fabrique.pk, uuid4(), pk)
        assert (told.code, told.sentence) == ("decided", "Awa l’a déjà publié.")
    said = [line for line in lines(cast.fabrique.pk) if line.by == cast.nadia.pk]
    assert len(said) == 2


def test_what_its_author_took_back_is_published_no_more(reading_all: Cast) -> None:
    cast = reading_all
    post = sends(cast.nadia, cast.fabrique)
    posting.withdraw(cast.nadia, cast.fabrique.pk, uuid4(), post.pk)
    assert refused(approving.approve_post, cast.awa, cast.fabrique.pk, uuid4(), post.pk) == "gone"
    assert acts_of(cast.fabrique)[-1] == "unwait"
    posting.restore(cast.nadia, cast.fabrique.pk, uuid4(), post.pk)
    approving.approve_post(cast.awa, cast.fabrique.pk, uuid4(), post.pk)
    assert scene(cast.fabrique.pk).snapshot.posts


def test_what_was_not_published_is_told_to_its_author_who_may_correct_it(reading_all: Cast) -> None:
    cast = reading_all
    post = sends(cast.nadia, cast.fabrique)
    approving.refuse_post(cast.awa, cast.fabrique.pk, uuid4(), post.pk, "Sans le nom de la dame.")
    [mine] = holding.posts(cast.fabrique, cast.nadia)
    assert mine.is_refused
    assert mine.told == "Sans le nom de la dame."
    posting.edit(cast.nadia, cast.fabrique.pk, uuid4(), post.pk, "Mieux.")
    [mine] = holding.posts(cast.fabrique, cast.nadia)
    assert (mine.is_refused, mine.told, mine.body) == (False, "", "Mieux.")
    assert not is_anywhere(cast, "Mieux.")


def test_what_was_not_published_may_wait_again(reading_all: Cast) -> None:
    cast = reading_all
    post = sends(cast.nadia, cast.fabrique)
    approving.refuse_post(cast.awa, cast.fabrique.pk, uuid4(), post.pk)
    approving.reopen_post(cast.awa, cast.fabrique.pk, uuid4(), post.pk)
    approving.approve_post(cast.awa, cast.fabrique.pk, uuid4(), post.pk)
    assert scene(cast.fabrique.pk).snapshot.posts


def test_held_it_leaves_every_log_and_comes_back_with_all_that_hangs_on_it(cast: Cast) -> None:
    post = says(cast.nadia, cast.fabrique, WORDS)
    answers(cast.marcel, post, "Je réponds.")
    approving.hold_post(cast.judith, cast.fabrique.pk, uuid4(), post.pk, "On en parle ?")
    assert not is_anywhere(cast, WORDS)
    assert not is_anywhere(cast, "Je réponds.")
    assert not scene(cast.fabrique.pk).snapshot.posts
    approving.approve_post(cast.judith, cast.fabrique.pk, uuid4(), post.pk)
    [shown] = scene(cast.fabrique.pk).snapshot.posts
    assert (shown.body, [each.body for each in shown.comments]) == (WORDS, ["Je réponds."])


def test_a_held_answer_leaves_every_log(cast: Cast) -> None:
    answer = answers(cast.nadia, says(cast.marcel, cast.fabrique), WORDS)
    approving.hold_comment(cast.judith, cast.fabrique.pk, uuid4(), answer.pk)
    assert not is_anywhere(cast, WORDS)
    approving.refuse_comment(cast.judith, cast.fabrique.pk, uuid4(), answer.pk)
    approving.reopen_comment(cast.judith, cast.fabrique.pk, uuid4(), answer.pk)
    approving.approve_comment(cast.judith, cast.fabrique.pk, uuid4(), answer.pk)
    assert is_anywhere(cast, WORDS)


def test_only_the_first_words_of_a_newcomer_wait(cast: Cast) -> None:
    approving.hold_room(cast.awa, cast.fabrique.pk, None, "new")
    first, second = sends(cast.nadia, cast.fabrique), sends(cast.nadia, cast.fabrique, "Et encore.")
    assert {first.held_for, second.held_for} == {"new"}
    approving.approve_post(cast.awa, cast.fabrique.pk, uuid4(), first.pk)
    assert sends(cast.nadia, cast.fabrique, "Me voilà.").seq is not None


def test_of_one_person_alone_the_team_reads_everything_first(cast: Cast) -> None:
    approving.hold_person(cast.awa, cast.fabrique.pk, None, cast.nadia.pk, True, "Trois insultes hier.")
    assert sends(cast.nadia, cast.fabrique).held_for == "person"
    assert sends(cast.marcel, cast.fabrique).seq is not None
    approving.hold_person(cast.awa, cast.fabrique.pk, None, cast.nadia.pk, False)
    assert sends(cast.nadia, cast.fabrique).seq is not None


def test_who_leads_is_never_read_first(reading_all: Cast) -> None:
    for who in (reading_all.judith, reading_all.awa):
        assert sends(who, reading_all.fabrique).seq is not None


def test_what_is_in_sight_is_not_corrected_around_the_team(cast: Cast) -> None:
    post = says(cast.nadia, cast.fabrique)
    answer = answers(cast.nadia, post)
    approving.hold_person(cast.awa, cast.fabrique.pk, None, cast.nadia.pk, True)
    assert refused(posting.edit, cast.nadia, cast.fabrique.pk, uuid4(), post.pk, WORDS) == "read_first"
    assert refused(commenting.edit, cast.nadia, cast.fabrique.pk, uuid4(), answer.pk, WORDS) == "read_first"
    posting.withdraw(cast.nadia, cast.fabrique.pk, uuid4(), post.pk)


def test_every_turn_is_told_to_the_author_alone(reading_all: Cast) -> None:
    cast, told = reading_all, []

    def hear(sender: object, person: int, room: int, **_rest: object) -> None:
        told.append((person, room))

    log.standing_changed.connect(hear)
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("django.db.transaction.on_commit", lambda work, **_: work())
            post = sends(cast.nadia, cast.fabrique)
            approving.refuse_post(cast.awa, cast.fabrique.pk, uuid4(), post.pk)
            approving.reopen_post(cast.awa, cast.fabrique.pk, uuid4(), post.pk)
            approving.approve_post(cast.awa, cast.fabrique.pk, uuid4(), post.pk)
    finally:
        log.standing_changed.disconnect(hear)
    here = cast.fabrique.pk
    assert told.count((cast.nadia.pk, here)) == 4
    # Artists follow no wings: their régie hears that something happened.
    assert set(told) == {(cast.nadia.pk, here), (cast.judith.pk, here)}
    assert Membership.objects.get(person=cast.nadia, room=cast.fabrique).waiting == 4


def test_what_is_not_offered_is_refused_in_words(cast: Cast) -> None:
    assert refused(approving.hold_room, cast.awa, cast.fabrique.pk, None, "tout") == "not_offered"
    assert (
        refused(approving.hold_person, cast.awa, cast.fabrique.pk, None, cast.awa.pk, True) == "not_a_member"
    )
    post = says(cast.nadia, cast.fabrique)
    assert refused(approving.hold_post, cast.awa, cast.fabrique.pk, None, post.pk, "é" * 501) == "text_long"


def test_whoever_is_removed_takes_nothing_along(reading_all: Cast) -> None:
    cast = reading_all
    post = sends(cast.nadia, cast.fabrique)
    moderating.remove(cast.awa, cast.fabrique.pk, None, cast.nadia.pk, True)
    assert refused(posting.edit, cast.nadia, cast.fabrique.pk, uuid4(), post.pk, "Autre.") == "not_member"
    approving.refuse_post(cast.awa, cast.fabrique.pk, uuid4(), post.pk)
    assert Decision.objects.filter(room=cast.fabrique, act="refuse").count() == 1
