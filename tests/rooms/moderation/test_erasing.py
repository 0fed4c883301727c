"""What is out of sight is removed for good: nothing keeps its words, and all that pointed to it goes on."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.utils import timezone

from people.data import erase, export
from people.models import Person
from protocols import submitting
from protocols.written import Written
from rooms import commenting, holding, moderating, moving, pinning, posting, reacting
from rooms.models import Comment, Decision, Membership, Post, Room
from rooms.moderation import appealing, approving, audit, clearing, erasing, floods, reporting, undoable
from rooms.moderation.models import Clearing, Outcome, Report
from settings.personal_data import PERSONAL_DATA
from tests.cast import Cast, answers, fresh_address, says
from tests.frontend.pages import pinned_consigne
from tests.refusing import refused
from tests.rooms.history import lines

pytestmark = pytest.mark.storage
WORDS = "Une adresse que personne ne doit lire."
TOLD = "On ne publie pas d’adresse."


@pytest.fixture
def zoe(cast: Cast) -> Person:
    """Somebody else of the team."""
    return Person.objects.create_user(fresh_address(), "douze signes au moins", name="Zoé", is_staff=True)


def erases(person: Person, said: Post | Comment, *, sure: bool = True, told: str = "") -> None:
    """Let ``person`` remove ``said`` for good."""
    act = erasing.erase_post if isinstance(said, Post) else erasing.erase_comment
    room = said.room_id if isinstance(said, Post) else said.post.room_id
    act(person, room, uuid4(), said.pk, sure, "Une adresse", told)


def hides(person: Person, said: Post | Comment) -> None:
    act = moderating.hide_post if isinstance(said, Post) else moderating.hide_comment
    room = said.room_id if isinstance(said, Post) else said.post.room_id
    act(person, room, None, said.pk)


def kept() -> str:
    """Return all that stands in all tables."""
    rows = (row for model in apps.get_models() for row in model._base_manager.values_list())
    return str(list(rows))


def a_post(cast: Cast) -> Post:
    return says(cast.nadia, cast.fabrique, WORDS)


def an_answer(cast: Cast) -> Comment:
    return answers(cast.nadia, says(cast.judith, cast.fabrique), WORDS)


def a_protocole(cast: Cast) -> Post:
    consigne = pinned_consigne(cast.judith, cast.fabrique)
    written = Written(title=WORDS, needs=WORDS, steps=[WORDS], origin=WORDS)
    handed = submitting.hand_in(cast.nadia, cast.fabrique.pk, None, consigne.pk, written)
    return Post.objects.get(pk=handed.post or 0)


def hidden(cast: Cast, said: Post | Comment) -> None:
    hides(cast.awa, said)


def held(cast: Cast, said: Post | Comment) -> None:
    act = approving.hold_post if isinstance(said, Post) else approving.hold_comment
    act(cast.awa, cast.fabrique.pk, None, said.pk)


def not_published(cast: Cast, said: Post | Comment) -> None:
    act = approving.refuse_post if isinstance(said, Post) else approving.refuse_comment
    held(cast, said)
    act(cast.awa, cast.fabrique.pk, None, said.pk)


THINGS = pytest.mark.parametrize("make", [a_post, an_answer, a_protocole])
FATES = pytest.mark.parametrize("befalls", [hidden, held, not_published])
Make = Callable[[Cast], Post | Comment]


@THINGS
@pytest.mark.parametrize("befalls", [hidden, not_published])
def test_nothing_keeps_a_word_of_it(cast: Cast, make: Make, befalls: Callable[..., None]) -> None:
    said = make(cast)
    assert "adresse que" in kept()
    befalls(cast, said)
    erases(cast.awa, said)
    assert "adresse que" not in kept()
    assert "adresse que" not in str(export(cast.nadia, PERSONAL_DATA))


def test_what_was_said_before_a_correction_elsewhere_and_under_it_goes_too(cast: Cast) -> None:
    post = says(cast.nadia, cast.mezza, WORDS)
    posting.edit(cast.nadia, cast.mezza.pk, None, post.pk, f"Encore. {WORDS}")
    moving.move(cast.awa, cast.mezza.pk, None, post.pk, cast.fabrique.pk)
    post.refresh_from_db()
    answers(cast.marcel, post, f"Tu dis : « {WORDS} »")
    reacting.react(cast.marcel, cast.fabrique.pk, None, post.pk, "merci", True)
    reporting.report_post(cast.marcel, cast.fabrique.pk, None, post.pk, False, f"On lit : {WORDS}")
    hides(cast.awa, post)
    erases(cast.awa, post)
    assert "adresse que" not in kept()
    assert not post.reactions.exists()


@THINGS
@FATES
def test_the_audit_keeps_who_what_when_and_why(cast: Cast, make: Make, befalls: Callable[..., None]) -> None:
    said = make(cast)
    befalls(cast, said)
    before = cast.fabrique.decisions.count()
    erases(cast.awa, said)
    taken = cast.fabrique.decisions.latest("pk")
    assert (taken.act, taken.by, taken.why, audit.author(taken)) == (
        *("erase", cast.awa, "Une adresse"),
        cast.nadia,
    )
    assert (taken.comment or taken.post) == said
    assert cast.fabrique.decisions.count() == before + 1
    assert lines(cast.wings.pk)[-1].event["act"] == "erase"


def test_no_screen_is_told_anything_but_those_of_whom_it_is_about(cast: Cast) -> None:
    post = a_post(cast)
    hides(cast.awa, post)
    head, hers = len(lines(cast.fabrique.pk)), Membership.objects.get(room=cast.fabrique, person=cast.nadia)
    erases(cast.awa, post)
    assert len(lines(cast.fabrique.pk)) == head
    assert Membership.objects.get(pk=hers.pk).waiting == hers.waiting + 1


def test_it_is_asked_twice(cast: Cast) -> None:
    post = a_post(cast)
    hides(cast.awa, post)
    assert refused(erases, cast.awa, post, sure=False) == "not_sure"
    post.refresh_from_db()
    assert post.body == WORDS


@THINGS
def test_what_is_in_sight_is_hidden_first(cast: Cast, make: Make) -> None:
    assert refused(erases, cast.awa, make(cast)) == "in_sight"


def test_only_the_team_does_it(cast: Cast) -> None:
    post = a_post(cast)
    hides(cast.awa, post)
    for person in (cast.judith, cast.nadia, cast.marcel, cast.ousmane):
        assert refused(erases, person, post) == "not_staff"


@THINGS
def test_a_second_time_is_refused_and_the_same_time_is_done_once(cast: Cast, make: Make) -> None:
    said = make(cast)
    hides(cast.awa, said)
    act = erasing.erase_post if isinstance(said, Post) else erasing.erase_comment
    ref = uuid4()
    first = act(cast.awa, cast.fabrique.pk, ref, said.pk, True)
    assert act(cast.awa, cast.fabrique.pk, ref, said.pk, True) == first
    assert refused(erases, cast.awa, said) == "erased"
    assert Decision.objects.filter(act="erase").count() == 1


@pytest.mark.parametrize("make", [a_post, an_answer])
def test_what_its_author_took_back_is_theirs_unless_the_team_hid_it(cast: Cast, make: Make) -> None:
    taken, both = make(cast), make(cast)
    hides(cast.awa, both)
    for said in (taken, both):
        back = posting.withdraw if isinstance(said, Post) else commenting.withdraw
        back(cast.nadia, cast.fabrique.pk, None, said.pk)
    assert refused(erases, cast.awa, taken) == "gone"
    erases(cast.awa, both)
    again = posting.restore if isinstance(both, Post) else commenting.restore
    again(cast.nadia, cast.fabrique.pk, None, both.pk)
    both.refresh_from_db()
    assert (both.visible, both.body) == (False, "")


def test_what_somebody_still_writes_is_nobodys_to_remove(cast: Cast) -> None:
    draft = Post.objects.create(room=cast.fabrique, author=cast.nadia, body=WORDS, held=Post.Held.DRAFT)
    assert refused(erases, cast.awa, draft) == "gone"


def test_it_is_done_in_a_fabrique_that_is_over(cast: Cast) -> None:
    post = a_post(cast)
    hides(cast.awa, post)
    Room.objects.filter(pk=cast.fabrique.pk).update(closes_at=timezone.now() - timedelta(days=1))
    erases(cast.awa, post)
    assert Post.objects.get(pk=post.pk).body == ""


def test_nothing_brings_it_back(cast: Cast) -> None:
    post, answer = a_post(cast), an_answer(cast)
    room = cast.fabrique.pk
    for said in (post, answer):
        not_published(cast, said)
        erases(cast.awa, said)
    hide = Decision.objects.filter(post=post).earliest("pk").pk
    assert refused(moderating.show_post, cast.awa, room, None, post.pk) == "erased"
    assert refused(moderating.show_post, cast.awa, room, None, post.pk, undoes=hide) == "erased"
    assert refused(moderating.show_comment, cast.awa, room, None, answer.pk) == "erased"
    for act in (approving.approve_post, approving.reopen_post, approving.hold_post):
        assert refused(act, cast.awa, room, None, post.pk) == "decided"
    assert refused(approving.reopen_comment, cast.awa, room, None, answer.pk) == "decided"
    assert refused(moving.move, cast.awa, room, None, post.pk, cast.mezza.pk) == "gone"
    assert refused(posting.edit, cast.nadia, room, None, post.pk, "Encore.") == "gone"
    assert refused(commenting.comment, cast.marcel, room, None, post.pk, "Oui.") == "gone"
    assert not holding.posts(cast.fabrique, cast.nadia).exists()
    assert not holding.comments(cast.fabrique, cast.nadia).exists()


def test_what_was_pinned_frees_its_place(cast: Cast) -> None:
    post = a_post(cast)
    pinning.pin(cast.judith, cast.fabrique.pk, None, post.pk, True)
    hides(cast.awa, post)
    erases(cast.awa, post)
    assert Post.objects.get(pk=post.pk).pinned_at is None


def test_what_was_decided_of_it_is_offered_to_be_undone_no_longer(cast: Cast) -> None:
    post = a_post(cast)
    answer = answers(cast.nadia, post)
    hides(cast.awa, answer)
    hides(cast.awa, post)
    assert len(undoable.decided(cast.awa, [cast.fabrique], timezone.now())) == 2
    erases(cast.awa, post)
    assert undoable.decided(cast.awa, [cast.fabrique], timezone.now()) == []


@pytest.mark.parametrize("make", [a_post, an_answer])
def test_the_author_is_told_with_a_word_and_without_the_words(cast: Cast, make: Make) -> None:
    said = make(cast)
    hides(cast.awa, said)
    erases(cast.awa, said, told=TOLD)
    [outcome] = appealing.told(cast.fabrique, cast.nadia.pk)
    assert (outcome.decision.act, outcome.told, outcome.waits) == ("erase", TOLD, False)
    again = refused(
        appealing.ask_again, cast.nadia, cast.fabrique.pk, uuid4(), outcome.decision_id, "Pourquoi ?"
    )
    assert again == "decision_gone"
    assert TOLD not in str(lines(cast.fabrique.pk)) + str(lines(cast.wings.pk))


def test_whoever_answered_it_is_told_too_but_of_what_they_took_back(cast: Cast) -> None:
    post = a_post(cast)
    answers(cast.marcel, post)
    taken = answers(cast.judith, post)
    commenting.withdraw(cast.judith, cast.fabrique.pk, None, taken.pk)
    hides(cast.awa, post)
    erases(cast.awa, post, told=TOLD)
    told = Outcome.objects.filter(decision__act="erase").values_list("person__name", "told")
    assert sorted(told) == [("Marcel", ""), ("Nadia", TOLD)]


def test_whoever_decided_does_not_end_the_other_look_that_was_asked_for(cast: Cast, zoe: Person) -> None:
    post = a_post(cast)
    hides(cast.awa, post)
    outcome = appealing.told(cast.fabrique, cast.nadia.pk).get()
    appealing.ask_again(cast.nadia, cast.fabrique.pk, uuid4(), outcome.decision_id, "C’est chez moi.")
    assert refused(erases, cast.awa, post) == "not_first"
    erases(zoe, post)
    assert not appealing.waiting([cast.fabrique]).exists()
    [told] = appealing.told(cast.fabrique, cast.nadia.pk)
    assert (told.decision.act, told.changed, told.waits) == ("erase", False, False)
    assert told.asked_at is not None
    assert told.answered_at is not None


def test_an_other_look_that_was_answered_is_not_asked_for_anew(cast: Cast, zoe: Person) -> None:
    post = a_post(cast)
    answer = answers(cast.nadia, post)
    hides(cast.awa, answer)
    outcome = appealing.told(cast.fabrique, cast.nadia.pk).get()
    appealing.ask_again(cast.nadia, cast.fabrique.pk, uuid4(), outcome.decision_id)
    appealing.uphold(zoe, cast.fabrique.pk, uuid4(), outcome.decision_id)
    upheld = Decision.objects.latest("pk").pk
    hides(cast.awa, post)
    erases(cast.awa, post)
    assert refused(appealing.undo_uphold, zoe, cast.fabrique.pk, uuid4(), upheld) == "decision_gone"


def test_a_report_of_it_or_of_what_answers_it_is_settled(cast: Cast) -> None:
    post = a_post(cast)
    answer = answers(cast.judith, post)
    reporting.report_post(cast.marcel, cast.fabrique.pk, None, post.pk)
    reporting.report_comment(cast.marcel, cast.fabrique.pk, None, answer.pk)
    held(cast, post)
    erases(cast.awa, post)
    settled = [(each.acted, each.settled_at is not None) for each in Report.objects.all()]
    assert settled == [(True, True), (True, True)]


def cleared_of(cast: Cast) -> Clearing:
    """Hide all that Nadia wrote in the last hour; return what was hidden."""
    clearing.clear_person(cast.awa, cast.fabrique.pk, uuid4(), cast.nadia.pk)
    return Clearing.objects.latest("pk")


def test_of_a_flood_the_rest_comes_back_and_is_counted(cast: Cast) -> None:
    one, two, three = (says(cast.nadia, cast.fabrique, f"{number}.") for number in range(3))
    answers(cast.nadia, two, "Sous deux.")
    cleared = cleared_of(cast)
    erases(cast.awa, two)
    assert [(each.count, each.left) for each in floods.cleared([cast.fabrique])] == [(4, 2)]
    clearing.bring_back(cast.awa, cast.fabrique.pk, uuid4(), cleared.pk)
    assert clearing.is_back(cleared.pk)
    seen = Post.objects.visible().filter(room=cast.fabrique).values_list("pk", flat=True)
    assert set(seen) == {one.pk, three.pk}
    assert cast.fabrique.decisions.get(act="unclear").facts["count"] == 2


def test_of_a_flood_of_which_nothing_is_left_nobody_is_told_that_it_may_come_back(
    cast: Cast, zoe: Person
) -> None:
    post = says(cast.nadia, cast.fabrique)
    cleared = cleared_of(cast)
    appealing.ask_again(cast.nadia, cast.fabrique.pk, uuid4(), cleared.decision_id or 0)
    assert refused(erases, cast.awa, post) == "not_first"
    erases(zoe, post)
    assert floods.cleared([cast.fabrique]) == []
    [told] = appealing.told(cast.fabrique, cast.nadia.pk)
    assert (told.decision.act, told.waits, told.asked_at is None) == ("erase", False, False)
    assert not appealing.waiting([cast.fabrique]).exists()


def test_of_a_flood_that_comes_back_what_an_erased_person_wrote_stays_empty(cast: Cast) -> None:
    post = says(cast.nadia, cast.fabrique)
    cleared = cleared_of(cast)
    erase(cast.nadia, cast.awa, PERSONAL_DATA)
    clearing.bring_back(cast.awa, cast.fabrique.pk, uuid4(), cleared.pk)
    assert not Post.objects.get(pk=post.pk).visible
