"""A post in the wrong room is moved to the right one, with everything that hangs on it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from protocols import submitting
from protocols.reading import scene
from protocols.written import Written
from rooms import commenting, holding, joining, moderating, moving, opening, posting, reacting
from rooms.events import ShownPost
from rooms.models import Comment, Decision, Post, Room
from rooms.moderation import appealing, approving
from tests.cast import Cast, answers, says
from tests.frontend.pages import pinned_consigne
from tests.realtime.reducer import apply_all
from tests.refusing import refusal, refused
from tests.rooms.history import lines, marks_in

pytestmark = pytest.mark.storage


def posts(room: Room) -> list[ShownPost]:
    return scene(room.pk).snapshot.posts


def test_a_post_goes_with_its_answers_and_signs_and_keeps_its_date(cast: Cast) -> None:
    post = says(cast.nadia, cast.fabrique, "Bonjour la maison")
    hidden = answers(cast.judith, post, "Caché")
    answers(cast.marcel, post, "Ce n’est pas ici")
    moderating.hide_comment(cast.awa, cast.fabrique.pk, None, hidden.pk)
    reacting.react(cast.marcel, cast.fabrique.pk, None, post.pk, "merci", True)
    (before,) = posts(cast.fabrique)
    receipt = moving.move(cast.nadia, cast.fabrique.pk, None, post.pk, cast.mezza.pk)
    assert (receipt.room, receipt.post) == (cast.fabrique.pk, post.pk)
    assert posts(cast.fabrique) == []
    (after,) = posts(cast.mezza)
    assert (after.id, after.at, after.html) == (before.id, before.at, before.html)
    assert [answer.body for answer in after.comments] == ["Ce n’est pas ici"]
    assert after.reactions == {"merci": [cast.marcel.pk]}


def test_it_arrives_last_and_what_is_done_to_it_then_is_done_there(cast: Cast) -> None:
    post = says(cast.nadia, cast.fabrique)
    says(cast.marcel, cast.mezza, "Déjà là")
    moving.move(cast.nadia, cast.fabrique.pk, None, post.pk, cast.mezza.pk)
    assert [said.body for said in posts(cast.mezza)] == ["Déjà là", "Un mot."]
    assert refused(posting.edit, cast.nadia, cast.fabrique.pk, None, post.pk, "Non") == "gone"
    assert refused(commenting.comment, cast.marcel, cast.fabrique.pk, None, post.pk, "Non") == "gone"
    posting.edit(cast.nadia, cast.mezza.pk, None, post.pk, "Oui")
    assert posts(cast.mezza)[-1].body == "Oui"


def test_nothing_of_it_can_be_read_any_more_in_the_log_that_it_left(cast: Cast) -> None:
    post = says(cast.nadia, cast.fabrique, "mot1fin")
    answers(cast.marcel, post, "mot2fin")
    moving.move(cast.nadia, cast.fabrique.pk, None, post.pk, cast.mezza.pk)
    assert marks_in(lines(cast.fabrique.pk)) == set()
    assert marks_in(lines(cast.mezza.pk)) == {"mot1fin", "mot2fin"}


def test_who_comes_back_learns_that_it_left_whatever_became_of_it_since(cast: Cast) -> None:
    post = says(cast.nadia, cast.fabrique)
    old = scene(cast.fabrique.pk)
    moving.move(cast.nadia, cast.fabrique.pk, None, post.pk, cast.mezza.pk)
    posting.withdraw(cast.nadia, cast.mezza.pk, None, post.pk)
    assert apply_all(old, lines(cast.fabrique.pk, old.snapshot.seq)).snapshot.posts == []


def test_moved_back_it_is_as_it_was_and_last(cast: Cast) -> None:
    opening.change(cast.awa, cast.fabrique.pk, None, reactions=["rire"])
    post = says(cast.nadia, cast.fabrique)
    reacting.react(cast.marcel, cast.fabrique.pk, None, post.pk, "rire", True)
    says(cast.marcel, cast.fabrique, "Ensuite")
    before = posts(cast.fabrique)[0]
    moving.move(cast.nadia, cast.fabrique.pk, None, post.pk, cast.mezza.pk)
    moving.move(cast.nadia, cast.mezza.pk, None, post.pk, cast.fabrique.pk)
    after = posts(cast.fabrique)[-1]
    assert (after.reactions, after.at) == (before.reactions, before.at)
    assert posts(cast.mezza) == []


def test_the_same_move_sent_again_is_one(cast: Cast) -> None:
    post, ref = says(cast.nadia, cast.fabrique), uuid4()
    given = (cast.nadia, cast.fabrique.pk, ref, post.pk, cast.mezza.pk)
    receipts = [moving.move(*given) for _time in range(3)]
    assert receipts[0] == receipts[1] == receipts[2]
    assert len(posts(cast.mezza)) == 1
    assert [line.event["kind"] for line in lines(cast.mezza.pk)].count("post.published") == 1


def test_where_it_is_already_nothing_happens(cast: Cast) -> None:
    post = says(cast.nadia, cast.fabrique)
    head = scene(cast.fabrique.pk).snapshot.seq
    assert moving.move(cast.nadia, cast.fabrique.pk, None, post.pk, cast.fabrique.pk).seq == head
    assert scene(cast.fabrique.pk).snapshot.seq == head


def test_staff_move_anybodys_and_the_wings_know_why(cast: Cast) -> None:
    post = says(cast.nadia, cast.fabrique)
    moving.move(cast.awa, cast.fabrique.pk, None, post.pk, cast.mezza.pk, "Pour tout le monde")
    decision = Decision.objects.get()
    assert (decision.act, decision.by, decision.post) == ("move", cast.awa, post)
    assert (decision.room, decision.why) == (cast.fabrique, "Pour tout le monde")
    assert [line.event["act"] for line in lines(cast.wings.pk)] == ["move"]


def test_what_one_moves_of_ones_own_is_no_decision(cast: Cast) -> None:
    for person in (cast.nadia, cast.awa):
        post = says(person, cast.fabrique)
        moving.move(person, cast.fabrique.pk, None, post.pk, cast.mezza.pk)
    assert not Decision.objects.exists()


def test_nobody_else_moves_it(cast: Cast) -> None:
    post = says(cast.nadia, cast.fabrique)
    given = (cast.fabrique.pk, None, post.pk, cast.mezza.pk)
    assert refused(moving.move, cast.marcel, *given) == "not_author"
    assert refused(moving.move, cast.judith, *given) == "not_author"
    assert refused(moving.move, cast.ousmane, *given) == "not_member"


def test_one_must_be_able_to_write_in_both_rooms(cast: Cast, ended: Room, coming: Room) -> None:
    post, here = says(cast.nadia, cast.mezza), cast.mezza.pk
    assert refused(moving.move, cast.nadia, here, None, post.pk, ended.pk) == "closed"
    assert refused(moving.move, cast.awa, here, None, post.pk, ended.pk) == "closed"
    assert refused(moving.move, cast.nadia, here, None, post.pk, coming.pk) == "not_open_yet"
    moderating.quiet(cast.awa, cast.fabrique.pk, None, cast.nadia.pk, True)
    assert refused(moving.move, cast.nadia, here, None, post.pk, cast.fabrique.pk) == "quieted"
    moderating.remove(cast.awa, cast.fabrique.pk, None, cast.nadia.pk, True)
    assert refused(moving.move, cast.nadia, here, None, post.pk, cast.fabrique.pk) == "not_member"
    assert [said.id for said in posts(cast.mezza)] == [post.pk]


def test_what_stands_in_a_room_that_is_over_stays_there(cast: Cast) -> None:
    post = says(cast.nadia, cast.fabrique)
    past = timezone.now() - timedelta(minutes=1)
    Room.objects.filter(pk=cast.fabrique.pk).update(closes_at=past)
    assert refused(moving.move, cast.nadia, cast.fabrique.pk, None, post.pk, cast.mezza.pk) == "closed"


def test_there_is_no_way_to_the_wings_nor_to_nowhere(cast: Cast) -> None:
    post = says(cast.nadia, cast.fabrique)
    for to in (cast.wings.pk, 10**9, 0):
        no = refusal(moving.move, cast.awa, cast.fabrique.pk, None, post.pk, to)
        assert (no.code, no.field) == ("room_unknown", "to")


def test_a_protocole_stays_with_its_consigne(cast: Cast) -> None:
    consigne = pinned_consigne(cast.judith, cast.fabrique)
    written = Written(title="Tout droit", steps=["Marcher."])
    made = submitting.hand_in(cast.nadia, cast.fabrique.pk, None, consigne.pk, written)
    for person in (cast.nadia, cast.awa):
        code = refused(moving.move, person, cast.fabrique.pk, None, made.post, cast.mezza.pk)
        assert code == "not_words"


def test_what_is_out_of_sight_is_not_moved(cast: Cast) -> None:
    withdrawn, hidden = says(cast.nadia, cast.fabrique), says(cast.nadia, cast.fabrique)
    posting.withdraw(cast.nadia, cast.fabrique.pk, None, withdrawn.pk)
    moderating.hide_post(cast.awa, cast.fabrique.pk, None, hidden.pk)
    for post in (withdrawn, hidden):
        assert refused(moving.move, cast.awa, cast.fabrique.pk, None, post.pk, cast.mezza.pk) == "gone"
    assert Post.objects.filter(room=cast.fabrique).count() == 2


def test_what_waits_is_moved_by_the_team_and_waits_there_and_its_author_knows(cast: Cast) -> None:
    joining.join(cast.nadia, cast.mezza)
    approving.hold_room(cast.awa, cast.fabrique.pk, None, "all")
    posting.publish(cast.nadia, cast.fabrique.pk, uuid4(), "Pour Mezza.")
    post = Post.objects.get(author=cast.nadia)
    assert refused(moving.move, cast.nadia, cast.fabrique.pk, uuid4(), post.pk, cast.mezza.pk) == "not_staff"
    moving.move(cast.awa, cast.fabrique.pk, uuid4(), post.pk, cast.mezza.pk)
    assert list(holding.posts(cast.mezza, cast.nadia)) == [post]
    assert not holding.posts(cast.fabrique, cast.nadia).exists()
    assert appealing.told(cast.fabrique, cast.nadia.pk).get().decision.act == "move"
    for room in (cast.mezza, cast.fabrique):
        assert "Pour Mezza." not in str(lines(room.pk))
    approving.approve_post(cast.awa, cast.mezza.pk, uuid4(), post.pk)
    assert [said.body for said in cast.mezza.posts.visible()] == ["Pour Mezza."]


def test_words_that_somebody_moves_to_where_the_team_reads_first_wait_there(cast: Cast) -> None:
    joining.join(cast.nadia, cast.mezza)
    approving.hold_room(cast.awa, cast.mezza.pk, None, "all")
    post, other = (
        says(cast.nadia, cast.fabrique, "Sans être lu."),
        says(cast.marcel, cast.fabrique, "Déplacé."),
    )
    answers(cast.marcel, post, "Ma réponse.")
    moving.move(cast.nadia, cast.fabrique.pk, uuid4(), post.pk, cast.mezza.pk)
    moving.move(cast.awa, cast.fabrique.pk, uuid4(), other.pk, cast.mezza.pk)
    assert [said.body for said in cast.mezza.posts.visible()] == ["Déplacé."]
    for words in ("Sans être lu.", "Ma réponse."):
        assert words not in str([lines(room.pk) for room in (cast.mezza, cast.fabrique)])
    assert list(holding.posts(cast.mezza, cast.nadia)) == [post]
    approving.approve_post(cast.awa, cast.mezza.pk, uuid4(), post.pk)
    assert [said.body for said in cast.mezza.posts.visible()] == ["Déplacé.", "Sans être lu."]
    assert Comment.objects.visible().get().body == "Ma réponse."


def test_what_waits_is_not_moved_where_its_author_is_not(cast: Cast) -> None:
    there = opening.open_fabrique("Ailleurs", timezone.now(), None)
    approving.hold_room(cast.awa, cast.fabrique.pk, None, "all")
    posting.publish(cast.nadia, cast.fabrique.pk, uuid4(), "Ici.")
    post = Post.objects.get(author=cast.nadia)
    act = (cast.awa, cast.fabrique.pk, uuid4(), post.pk, there.pk)
    assert refused(moving.move, *act) == "author_elsewhere"
    assert holding.posts(cast.fabrique, cast.nadia).exists()
