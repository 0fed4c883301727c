"""What is decided: live, recorded in the wings with who, when and why, and never seen on stage."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import msgspec
import pytest

from people.models import Person
from protocols.reading import scene
from rooms import joining, log, moderating, posting
from rooms.events import DecisionTaken
from rooms.models import Comment, Decision, Event, Membership, Post, Room
from rooms.moderation import appealing, clearing
from rooms.moderation.models import Outcome
from tests.cast import Cast, answers, says
from tests.refusing import refused
from tests.rooms.history import lines

pytestmark = pytest.mark.storage

Acts = list[tuple[Callable[..., Any], tuple[Any, ...]]]


@pytest.fixture
def post(nadia: Person, fabrique: Room) -> Post:
    """A post by Nadia."""
    return says(nadia, fabrique, "Un mot de trop.")


@pytest.fixture
def comment(marcel: Person, post: Post) -> Comment:
    """Marcel's answer to it."""
    return answers(marcel, post, "Un autre de trop.")


@pytest.fixture
def acts(post: Post, comment: Comment) -> Acts:
    """All acts of staff, each followed by its contrary."""
    return [
        (moderating.hide_post, (post.pk,)),
        (moderating.show_post, (post.pk,)),
        (moderating.hide_comment, (comment.pk,)),
        (moderating.show_comment, (comment.pk,)),
        (moderating.quiet, (comment.author_id, True)),
        (moderating.quiet, (comment.author_id, False)),
        (moderating.remove, (comment.author_id, True)),
        (moderating.remove, (comment.author_id, False)),
    ]


def decisions(room: Room) -> list[DecisionTaken]:
    """Return the decisions that the wings of ``room`` were told of."""
    wings = Room.objects.get(stage=room)
    return [msgspec.convert(line.event, DecisionTaken) for line in lines(wings.pk)]


def test_only_those_who_lead_decide_of_words_and_only_staff_of_people(cast: Cast, acts: Acts) -> None:
    of_words, of_people = acts[:4], acts[4:]
    for person in (cast.nadia, cast.ousmane):
        for act, given in of_words:
            assert refused(act, person, cast.fabrique.pk, None, *given) == "not_leader"
    for person in (cast.nadia, cast.judith, cast.ousmane):
        for act, given in of_people:
            assert refused(act, person, cast.fabrique.pk, None, *given) == "not_staff"
    assert not Decision.objects.exists()


def test_an_artist_hides_and_brings_back_words_in_the_fabrique_that_they_lead(
    cast: Cast, acts: Acts, post: Post, comment: Comment
) -> None:
    for hide, given in (acts[2], acts[0]):
        hide(cast.judith, cast.fabrique.pk, None, *given, "Blessant.")
    assert not Event.objects.filter(data__contains="de trop").exists()
    assert {decision.by.name for decision in decisions(cast.fabrique)} == {"Judith"}
    for show, given in (acts[1], acts[3]):
        show(cast.judith, cast.fabrique.pk, None, *given)
    (shown,) = scene(cast.fabrique.pk).snapshot.posts
    assert (shown.body, [answer.body for answer in shown.comments]) == (post.body, [comment.body])


def test_an_artist_hides_nothing_where_they_do_not_lead(cast: Cast) -> None:
    elsewhere = says(cast.nadia, cast.mezza, "Ailleurs.")
    assert refused(moderating.hide_post, cast.judith, cast.mezza.pk, None, elsewhere.pk) == "not_leader"
    assert refused(moderating.hide_post, cast.judith, cast.fabrique.pk, None, elsewhere.pk) == "gone"
    elsewhere.refresh_from_db()
    assert elsewhere.visible


def test_an_artist_who_leads_no_longer_brings_nothing_back(cast: Cast, post: Post) -> None:
    moderating.hide_post(cast.judith, cast.fabrique.pk, None, post.pk)
    joining.give_role(cast.judith, cast.fabrique, Membership.Role.PARTICIPANT)
    assert refused(moderating.show_post, cast.judith, cast.fabrique.pk, None, post.pk) == "not_leader"


def test_what_the_team_hid_is_the_teams_to_bring_back(cast: Cast, acts: Acts) -> None:
    for (hide, given), (show, _given) in ((acts[2], acts[3]), (acts[0], acts[1])):
        hide(cast.judith, cast.fabrique.pk, None, *given)
        show(cast.awa, cast.fabrique.pk, None, *given)
        hide(cast.awa, cast.fabrique.pk, None, *given)
        assert refused(show, cast.judith, cast.fabrique.pk, None, *given) == "not_staff"


def test_what_went_with_a_flood_is_the_teams_to_bring_back(cast: Cast, post: Post) -> None:
    moderating.hide_post(cast.judith, cast.fabrique.pk, None, post.pk)
    moderating.show_post(cast.judith, cast.fabrique.pk, None, post.pk)
    clearing.clear_person(cast.awa, cast.fabrique.pk, uuid4(), cast.nadia.pk)
    assert refused(moderating.show_post, cast.judith, cast.fabrique.pk, None, post.pk) == "not_staff"


def test_the_team_brings_back_what_an_artist_hid(cast: Cast, post: Post) -> None:
    moderating.hide_post(cast.judith, cast.fabrique.pk, None, post.pk)
    moderating.show_post(cast.awa, cast.fabrique.pk, None, post.pk)
    assert [shown.body for shown in scene(cast.fabrique.pk).snapshot.posts] == [post.body]


def test_the_author_of_what_an_artist_hid_asks_another_look_of_the_team(cast: Cast, post: Post) -> None:
    moderating.hide_post(cast.judith, cast.fabrique.pk, None, post.pk, "Interne.", "Plus doucement ?")
    outcome = Outcome.objects.get(person=cast.nadia)
    assert outcome.told == "Plus doucement ?"
    hidden, here = outcome.decision_id, cast.fabrique.pk
    appealing.ask_again(cast.nadia, here, None, hidden, "C’est à moi.")
    assert refused(appealing.uphold, cast.judith, here, None, hidden) == "not_staff"
    appealing.uphold(cast.awa, here, None, hidden)
    outcome.refresh_from_db()
    assert (outcome.changed, outcome.waits) == (False, False)


def test_every_act_is_told_in_the_wings_with_who_when_and_why(cast: Cast, acts: Acts) -> None:
    for number, (act, given) in enumerate(acts):
        act(cast.awa, cast.fabrique.pk, None, *given, f"Raison {number}")
    told = decisions(cast.fabrique)
    assert [decision.act for decision in told] == [
        *("hide", "show", "hide", "show"),
        *("quiet", "unquiet", "remove", "readmit"),
    ]
    assert [decision.why for decision in told] == [f"Raison {number}" for number in range(8)]
    assert {decision.by.name for decision in told} == {"Awa"}
    assert [decision.at for decision in told] == sorted(
        log.millis(kept.at) for kept in Decision.objects.order_by("pk")
    )


def test_what_was_so_already_is_neither_done_nor_told_again(cast: Cast, acts: Acts) -> None:
    for act, given in acts:
        act(cast.awa, cast.fabrique.pk, None, *given)
        head = Room.objects.get(pk=cast.fabrique.pk).head
        assert act(cast.awa, cast.fabrique.pk, None, *given).seq == head
    assert len(decisions(cast.fabrique)) == len(acts)


def test_the_stage_hears_no_reason(cast: Cast, acts: Acts) -> None:
    for act, given in acts:
        act(cast.awa, cast.fabrique.pk, None, *given, "Raison tue")
    assert not Event.objects.filter(room=cast.fabrique, data__contains="Raison tue").exists()
    assert not Event.objects.filter(room=cast.fabrique, data__contains="decision").exists()


def test_a_hidden_post_and_its_answers_leave_the_log(cast: Cast, post: Post, comment: Comment) -> None:
    moderating.hide_post(cast.awa, cast.fabrique.pk, None, post.pk, "Blessant")
    assert scene(cast.fabrique.pk).snapshot.posts == []
    assert not Event.objects.filter(data__contains="de trop").exists()
    moderating.show_post(cast.awa, cast.fabrique.pk, None, post.pk)
    (shown,) = scene(cast.fabrique.pk).snapshot.posts
    assert [answer.body for answer in shown.comments] == [comment.body]


def test_a_hidden_answer_leaves_the_log_and_its_post_stays(cast: Cast, post: Post, comment: Comment) -> None:
    moderating.hide_comment(cast.awa, cast.fabrique.pk, None, comment.pk)
    (shown,) = scene(cast.fabrique.pk).snapshot.posts
    assert (shown.body, shown.comments) == (post.body, [])
    assert not Event.objects.filter(data__contains="Un autre de trop").exists()


def test_a_page_opened_before_hides_what_was_withdrawn_and_then_hidden(cast: Cast, post: Post) -> None:
    posting.withdraw(cast.nadia, cast.fabrique.pk, None, post.pk)
    moderating.hide_post(cast.awa, cast.fabrique.pk, None, post.pk)
    assert [line.event["kind"] for line in lines(cast.fabrique.pk)][-1] == "post.withdrawn"


def test_staff_and_strangers_are_neither_quieted_nor_removed(cast: Cast) -> None:
    for person in (cast.awa, cast.ousmane):
        for act in (moderating.quiet, moderating.remove):
            assert refused(act, cast.awa, cast.fabrique.pk, None, person.pk, True) == "not_a_member"
            assert refused(act, cast.awa, cast.fabrique.pk, None, 10**30, True) == "not_a_member"


def test_what_is_of_another_room_is_not_found(cast: Cast, post: Post, comment: Comment) -> None:
    assert refused(moderating.hide_post, cast.awa, cast.mezza.pk, None, post.pk) == "gone"
    assert refused(moderating.hide_comment, cast.awa, cast.mezza.pk, None, comment.pk) == "gone"


def test_somebodys_standing_is_told_after_the_commit(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    heard: list[tuple[int, int]] = []

    def hear(person: int, room: int, **_rest: Any) -> None:
        heard.append((person, room))

    log.standing_changed.connect(hear)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            moderating.remove(cast.awa, cast.fabrique.pk, None, cast.nadia.pk, True)
            assert heard == []
    finally:
        log.standing_changed.disconnect(hear)
    assert set(heard) == {(cast.nadia.pk, cast.fabrique.pk)}


def test_an_act_sent_again_later_does_not_undo_what_came_between(cast: Cast) -> None:
    for act in (moderating.quiet, moderating.remove):
        ref = uuid4()
        first = act(cast.awa, cast.fabrique.pk, ref, cast.marcel.pk, True)
        act(cast.awa, cast.fabrique.pk, uuid4(), cast.marcel.pk, False)
        assert act(cast.awa, cast.fabrique.pk, ref, cast.marcel.pk, True) == first
    membership = cast.marcel.memberships.get(room=cast.fabrique)
    assert (membership.quieted_at, membership.removed_at) == (None, None)


def test_a_quieted_person_answers_the_team_in_the_wings_alone(cast: Cast) -> None:
    assert refused(moderating.answer, cast.nadia, cast.fabrique.pk, None, "Mais…") == "not_quieted"
    moderating.quiet(cast.awa, cast.fabrique.pk, None, cast.nadia.pk, True)
    assert refused(moderating.answer, cast.nadia, cast.fabrique.pk, None, " ") == "text_empty"
    assert refused(moderating.answer, cast.nadia, cast.fabrique.pk, None, "a" * 501) == "text_long"
    told, ref = len(lines(cast.fabrique.pk)), uuid4()
    for _twice in "ab":
        moderating.answer(cast.nadia, cast.fabrique.pk, ref, "Je voulais dire autre chose.")
    answered = Decision.objects.get(act="answer")
    assert (answered.by, answered.person, answered.why) == (
        cast.nadia,
        cast.nadia,
        "Je voulais dire autre chose.",
    )
    assert "Je voulais dire autre chose." in str(lines(cast.wings.pk)[-1].event)
    assert len(lines(cast.fabrique.pk)) == told


def test_a_reason_is_kept_without_tricks(cast: Cast) -> None:
    moderating.quiet(cast.awa, cast.fabrique.pk, None, cast.marcel.pk, True, " Insultes\x00\u202e ")
    assert Decision.objects.get().why == "Insultes"
