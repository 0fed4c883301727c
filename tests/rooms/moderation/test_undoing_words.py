"""What one decided about words, a report or an appeal is taken back in one act; two never collide."""

from collections.abc import Callable
from typing import NamedTuple
from uuid import uuid4

import pytest
from django.utils import timezone

from people.models import Person
from rooms import closing, moderating, moving, pinning, reacting
from rooms.models import Comment, Decision, Post
from rooms.moderation import appealing, approving, reporting, undoable
from rooms.moderation.models import Outcome, Report
from tests.cast import Cast, answers, fresh_address, says
from tests.refusing import refused

pytestmark = pytest.mark.storage
Act = Callable[[Person, Post], object]


@pytest.fixture
def zoe(cast: Cast) -> Person:
    """Somebody else of the team."""
    return Person.objects.create_user(fresh_address(), "douze signes au moins", name="Zoé", is_staff=True)


@pytest.fixture
def said(cast: Cast) -> Post:
    return says(cast.nadia, cast.fabrique, "Une phrase de travers.")


def offered(cast: Cast, person: Person) -> list[Decision]:
    return undoable.decided(person, [cast.fabrique, cast.mezza], timezone.now())


class _Pair(NamedTuple):
    """An act about a post, and what takes it back."""

    do: Act
    undo: Callable[[Person, Post, int], object]


def _pair(do: Callable[..., object], undo: Callable[..., object], *on_off: bool) -> _Pair:
    on, off = on_off[:1], on_off[1:]
    return _Pair(
        lambda by, post: do(by, post.room_id, uuid4(), post.pk, *on),
        lambda by, post, undoes: undo(by, post.room_id, uuid4(), post.pk, *off, undoes=undoes),
    )


PAIRS = {
    "hide": _pair(moderating.hide_post, moderating.show_post),
    "hold": _pair(approving.hold_post, approving.approve_post),
    "pin": _pair(pinning.pin, pinning.pin, True, False),
    "close": _pair(closing.close, closing.close, True, False),
    "leave": _pair(reporting.leave_post, reporting.unleave_post),
}
every_pair = pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS)


def report(cast: Cast, post: Post) -> None:
    reporting.report_post(cast.marcel, post.room_id, uuid4(), post.pk, word="De travers.")


@every_pair
def test_it_is_offered_to_who_did_it_and_taken_back(cast: Cast, zoe: Person, said: Post, pair: _Pair) -> None:
    report(cast, said)
    pair.do(cast.awa, said)
    [taken] = offered(cast, cast.awa)
    assert taken.post == said
    assert offered(cast, zoe) == []
    pair.undo(cast.awa, said, taken.pk)
    assert taken not in offered(cast, cast.awa)


@every_pair
def test_what_was_reported_waits_again_and_whoever_did_reads_no_more_that_something_was_done(
    cast: Cast, said: Post, pair: _Pair
) -> None:
    report(cast, said)
    pair.do(cast.awa, said)
    [taken] = offered(cast, cast.awa)
    pair.undo(cast.awa, said, taken.pk)
    [hers] = reporting.waiting([said.room])
    assert reporting.told(said.room, cast.marcel.pk).get() == hers
    assert (hers.settled_at, hers.acted) == (None, False)


@every_pair
def test_what_somebody_else_has_decided_since_is_not_undone_with_it(
    cast: Cast, zoe: Person, said: Post, pair: _Pair
) -> None:
    report(cast, said)
    pair.do(cast.awa, said)
    [taken] = offered(cast, cast.awa)
    pair.undo(zoe, said, taken.pk)
    pair.do(zoe, said)
    before = Decision.objects.count()
    assert offered(cast, cast.awa) == []
    assert refused(pair.undo, cast.awa, said, taken.pk) == "decided"
    assert Decision.objects.count() == before


def test_a_pin_is_undone_whatever_was_decided_of_the_words_after_it(cast: Cast, said: Post) -> None:
    pinning.pin(cast.awa, said.room_id, uuid4(), said.pk, True)
    closing.close(cast.awa, said.room_id, uuid4(), said.pk, True)
    assert [each.act for each in offered(cast, cast.awa)] == ["close", "pin"]
    approving.hold_post(cast.awa, said.room_id, uuid4(), said.pk)
    assert [each.act for each in offered(cast, cast.awa)] == ["hold"]


def test_a_report_that_was_left_is_open_again_and_who_reported_is_told(cast: Cast, said: Post) -> None:
    report(cast, said)
    reporting.leave_post(cast.awa, said.room_id, uuid4(), said.pk)
    hers = Report.objects.get()
    reporting.see(cast.marcel, said.room_id, uuid4(), hers.pk)
    assert list(reporting.told(said.room, cast.marcel.pk)) == []
    [taken] = offered(cast, cast.awa)
    reporting.unleave_post(cast.awa, said.room_id, uuid4(), said.pk, taken.pk)
    assert list(reporting.waiting([said.room])) == [hers]
    assert reporting.told(said.room, cast.marcel.pk).get().settled_at is None
    reporting.unleave_post(cast.awa, said.room_id, uuid4(), said.pk, taken.pk)
    assert Decision.objects.filter(act="unleave").count() == 1


def test_of_an_answer_it_is_open_again_too(cast: Cast, said: Post) -> None:
    answer: Comment = answers(cast.nadia, said, "Et encore.")
    reporting.report_comment(cast.marcel, said.room_id, uuid4(), answer.pk)
    reporting.leave_comment(cast.judith, said.room_id, uuid4(), answer.pk)
    [taken] = offered(cast, cast.judith)
    assert refused(reporting.unleave_comment, cast.nadia, said.room_id, uuid4(), answer.pk, taken.pk) == (
        "not_leader"
    )
    reporting.unleave_comment(cast.judith, said.room_id, uuid4(), answer.pk, taken.pk)
    assert reporting.waiting([said.room]).count() == 1


def test_what_is_hidden_since_is_no_more_to_be_looked_at(cast: Cast, zoe: Person, said: Post) -> None:
    report(cast, said)
    reporting.leave_post(cast.awa, said.room_id, uuid4(), said.pk)
    [taken] = offered(cast, cast.awa)
    moderating.hide_post(zoe, said.room_id, uuid4(), said.pk)
    assert offered(cast, cast.awa) == []
    undo = (cast.awa, said.room_id, uuid4(), said.pk, taken.pk)
    assert refused(reporting.unleave_post, *undo) == "decided"


def test_a_move_is_taken_back_with_all_that_hangs_on_it_and_its_author_is_told_no_longer(
    cast: Cast, said: Post
) -> None:
    answers(cast.marcel, said, "Ce n’est pas ici.")
    reacting.react(cast.marcel, said.room_id, None, said.pk, "merci", True)
    moving.move(cast.awa, cast.fabrique.pk, uuid4(), said.pk, cast.mezza.pk)
    [taken] = offered(cast, cast.awa)
    assert appealing.told(cast.fabrique, cast.nadia.pk).exists()
    moving.move(cast.awa, cast.mezza.pk, uuid4(), said.pk, cast.fabrique.pk, undoes=taken.pk)
    said.refresh_from_db()
    assert said.room == cast.fabrique
    assert (said.comments.count(), said.reactions.count()) == (1, 1)
    for room in (cast.fabrique, cast.mezza):
        assert not appealing.told(room, cast.nadia.pk).exists()
    assert offered(cast, cast.awa) == []


def test_what_waits_is_brought_back_and_waits_where_it_was(cast: Cast, said: Post) -> None:
    approving.hold_post(cast.awa, said.room_id, uuid4(), said.pk)
    moving.move(cast.awa, cast.fabrique.pk, uuid4(), said.pk, cast.mezza.pk)
    [taken] = offered(cast, cast.awa)
    assert taken.act == "move"
    moving.move(cast.awa, cast.mezza.pk, uuid4(), said.pk, cast.fabrique.pk, undoes=taken.pk)
    said.refresh_from_db()
    assert (said.room, said.held, said.seq) == (cast.fabrique, Post.Held.APPROVAL, None)
    assert not appealing.told(cast.fabrique, cast.nadia.pk).filter(decision__act="move").exists()


def test_what_somebody_else_has_moved_on_stays_there(cast: Cast, zoe: Person, said: Post) -> None:
    moving.move(cast.awa, cast.fabrique.pk, uuid4(), said.pk, cast.mezza.pk)
    [taken] = offered(cast, cast.awa)
    moving.move(zoe, cast.mezza.pk, uuid4(), said.pk, cast.fabrique.pk, undoes=taken.pk)
    moving.move(zoe, cast.fabrique.pk, uuid4(), said.pk, cast.mezza.pk)
    assert offered(cast, cast.awa) == []
    undo = (cast.awa, cast.mezza.pk, uuid4(), said.pk, cast.fabrique.pk)
    assert refused(moving.move, *undo, undoes=taken.pk) == "decided"
    assert refused(moving.move, cast.nadia, *undo[1:], undoes=taken.pk) == "not_leader"


def test_who_moves_with_the_number_of_something_else_tells_the_author_as_ever(cast: Cast, said: Post) -> None:
    pinning.pin(cast.awa, said.room_id, uuid4(), said.pk, True)
    [taken] = offered(cast, cast.awa)
    moving.move(cast.awa, cast.fabrique.pk, uuid4(), said.pk, cast.mezza.pk, undoes=taken.pk)
    assert appealing.told(cast.fabrique, cast.nadia.pk).get().decision.act == "move"


def appeal(cast: Cast, zoe: Person, said: Post) -> Decision:
    """Let Awa hide words, their author ask for another look, and Zoé keep that decision; return hers."""
    moderating.hide_post(cast.awa, said.room_id, uuid4(), said.pk)
    hidden = Decision.objects.get(act="hide")
    appealing.ask_again(cast.nadia, said.room_id, uuid4(), hidden.pk)
    appealing.uphold(zoe, said.room_id, uuid4(), hidden.pk, "Nous l’avons relu.")
    [kept] = offered(cast, zoe)
    return kept


def test_a_decision_that_was_kept_is_looked_at_again_and_answered_anew(
    cast: Cast, zoe: Person, said: Post
) -> None:
    kept = appeal(cast, zoe, said)
    outcome = Outcome.objects.get()
    appealing.see(cast.nadia, said.room_id, uuid4(), outcome.decision_id)
    assert refused(appealing.undo_uphold, cast.judith, said.room_id, uuid4(), kept.pk) == "not_staff"
    appealing.undo_uphold(zoe, said.room_id, uuid4(), kept.pk)
    assert offered(cast, zoe) == []
    [again] = appealing.waiting([cast.fabrique])
    assert (again, again.answer) == (outcome, "")
    assert appealing.told(said.room, cast.nadia.pk).get().waits
    assert refused(appealing.undo_uphold, zoe, said.room_id, uuid4(), kept.pk) == "decision_gone"
    appealing.uphold(zoe, said.room_id, uuid4(), outcome.decision_id)
    assert [each.act for each in offered(cast, zoe)] == ["uphold"]


def test_what_somebody_else_gave_back_since_is_not_looked_at_again(
    cast: Cast, zoe: Person, said: Post
) -> None:
    kept = appeal(cast, zoe, said)
    moderating.show_post(cast.awa, said.room_id, uuid4(), said.pk)
    assert offered(cast, zoe) == []
    assert refused(appealing.undo_uphold, zoe, said.room_id, uuid4(), kept.pk) == "decided"
    assert refused(appealing.undo_uphold, cast.awa, said.room_id, uuid4(), kept.pk) == "decision_gone"
