"""Posts: published, corrected, taken back, put back; and who may."""

from uuid import uuid4

import pytest

from people.models import Person
from protocols.reading import scene
from rooms import moderating, posting
from rooms.models import Event, Post, Room
from tests.cast import Cast, says
from tests.refusing import refusal, refused

pytestmark = pytest.mark.storage


def test_a_post_is_the_last_of_the_feed(nadia: Person, marcel: Person, fabrique: Room) -> None:
    first, second = says(nadia, fabrique, "Un."), says(marcel, fabrique, "Deux.")
    shown = scene(fabrique.pk).snapshot
    assert [post.id for post in shown.posts] == [first.pk, second.pk]
    assert shown.posts[-1].seq == shown.seq == second.seq


def test_a_post_says_who_speaks_and_as_what(cast: Cast) -> None:
    for person in (cast.judith, cast.nadia, cast.awa):
        says(person, cast.fabrique)
    posts = scene(cast.fabrique.pk).snapshot.posts
    assert [(post.author.name, post.author.role) for post in posts] == [
        ("Judith", "artist"),
        ("Nadia", "participant"),
        ("Awa", "staff"),
    ]


def test_a_stranger_may_not_publish(ousmane: Person, fabrique: Room) -> None:
    assert refused(posting.publish, ousmane, fabrique.pk, None, "Bonjour") == "not_member"


def test_nobody_may_publish_where_there_is_no_room(nadia: Person) -> None:
    assert refused(posting.publish, nadia, 999_999, None, "Bonjour") == "room_unknown"


def test_before_the_opening_only_who_prepares_it_may_publish(cast: Cast, coming: Room) -> None:
    assert refused(posting.publish, cast.nadia, coming.pk, None, "Déjà ?") == "not_open_yet"
    assert says(cast.judith, coming).visible
    assert says(cast.awa, coming).visible


def test_after_the_end_nobody_may_publish_or_correct(cast: Cast, ended: Room) -> None:
    for person in (cast.nadia, cast.judith, cast.awa):
        assert refused(posting.publish, person, ended.pk, None, "Encore") == "closed"


def test_what_was_said_can_be_taken_back_after_the_end(nadia: Person, fabrique: Room) -> None:
    post = says(nadia, fabrique)
    Room.objects.filter(pk=fabrique.pk).update(closes_at=post.created_at)
    assert refused(posting.edit, nadia, fabrique.pk, None, post.pk, "Autre") == "closed"
    posting.withdraw(nadia, fabrique.pk, None, post.pk)
    assert scene(fabrique.pk).snapshot.posts == []


def test_who_was_quieted_reads_and_does_not_publish(nadia: Person, awa: Person, fabrique: Room) -> None:
    post = says(nadia, fabrique)
    moderating.quiet(awa, fabrique.pk, None, nadia.pk, True)
    assert refused(posting.publish, nadia, fabrique.pk, None, "Mais !") == "quieted"
    assert refused(posting.edit, nadia, fabrique.pk, None, post.pk, "Mais !") == "quieted"
    moderating.quiet(awa, fabrique.pk, None, nadia.pk, False)
    assert says(nadia, fabrique, "Merci.").visible


def test_who_was_removed_is_a_stranger_until_readmitted(nadia: Person, awa: Person, fabrique: Room) -> None:
    moderating.remove(awa, fabrique.pk, None, nadia.pk, True)
    assert refused(posting.publish, nadia, fabrique.pk, None, "Mais !") == "not_member"
    moderating.remove(awa, fabrique.pk, None, nadia.pk, False)
    assert says(nadia, fabrique, "Merci.").visible


def test_the_wings_are_for_staff(cast: Cast) -> None:
    assert refused(posting.publish, cast.judith, cast.wings.pk, None, "Ici ?") == "not_member"


@pytest.mark.parametrize("blank", ["", " \n\t ", "\u200b\u202e", "\x00\x01"])
def test_a_post_needs_words(nadia: Person, fabrique: Room, blank: str) -> None:
    assert refused(posting.publish, nadia, fabrique.pk, None, blank) == "text_empty"


def test_a_post_of_10_000_signs_is_too_long_and_says_so(nadia: Person, fabrique: Room) -> None:
    no = refusal(posting.publish, nadia, fabrique.pk, None, "é" * 10_000)
    assert (no.code, no.field) == ("text_long", "body")
    assert "10000" in no.sentence


def test_a_refused_command_changes_nothing(nadia: Person, fabrique: Room) -> None:
    head = Room.objects.get(pk=fabrique.pk).head
    assert refused(posting.publish, nadia, fabrique.pk, uuid4(), "") == "text_empty"
    assert Room.objects.get(pk=fabrique.pk).head == head
    assert not Post.objects.filter(room=fabrique).exists()


def test_the_same_command_sent_twenty_times_is_one_post_and_equal_receipts(
    nadia: Person, fabrique: Room
) -> None:
    ref = uuid4()
    receipts = {posting.publish(nadia, fabrique.pk, ref, "Une fois.") for _time in range(20)}
    assert len(receipts) == 1
    assert Post.objects.filter(room=fabrique).count() == 1
    assert Event.objects.filter(room=fabrique, ref=ref).count() == 1


def test_two_people_may_draw_the_same_ref(nadia: Person, marcel: Person, fabrique: Room) -> None:
    ref = uuid4()
    assert posting.publish(nadia, fabrique.pk, ref, "Moi") != posting.publish(marcel, fabrique.pk, ref, "Moi")


def test_a_correction_replaces_the_words_everywhere(nadia: Person, fabrique: Room) -> None:
    post = says(nadia, fabrique, "Rendez-vous lundi.")
    posting.edit(nadia, fabrique.pk, None, post.pk, "Rendez-vous mardi.")
    (shown,) = scene(fabrique.pk).snapshot.posts
    assert shown.body == "Rendez-vous mardi."
    assert shown.edited_at is not None
    assert not Event.objects.filter(data__contains="lundi").exists()


def test_others_may_not_touch_ones_words(nadia: Person, cast: Cast, fabrique: Room) -> None:
    post = says(nadia, fabrique)
    for person in (cast.marcel, cast.judith, cast.awa):
        assert refused(posting.edit, person, fabrique.pk, None, post.pk, "Autre") == "not_author"
        assert refused(posting.withdraw, person, fabrique.pk, None, post.pk) == "not_author"
        assert refused(posting.restore, person, fabrique.pk, None, post.pk) == "not_author"


def test_a_post_is_found_in_its_own_room_only(nadia: Person, mezza: Room, fabrique: Room) -> None:
    post = says(nadia, fabrique)
    assert refused(posting.edit, nadia, mezza.pk, None, post.pk, "Autre") == "gone"
    assert refused(posting.edit, nadia, fabrique.pk, None, 10**30, "Autre") == "gone"


def test_what_is_withdrawn_leaves_the_log_and_comes_back_whole(
    nadia: Person, marcel: Person, fabrique: Room
) -> None:
    post = says(nadia, fabrique, "Un secret.")
    posting.withdraw(nadia, fabrique.pk, None, post.pk)
    assert not Event.objects.filter(data__contains="secret").exists()
    assert refused(posting.edit, nadia, fabrique.pk, None, post.pk, "Autre") == "gone"
    posting.restore(nadia, fabrique.pk, None, post.pk)
    (shown,) = scene(fabrique.pk).snapshot.posts
    assert (shown.body, shown.seq) == ("Un secret.", post.seq)


def test_withdrawing_twice_says_it_once(nadia: Person, fabrique: Room) -> None:
    post = says(nadia, fabrique)
    once = posting.withdraw(nadia, fabrique.pk, None, post.pk)
    assert posting.withdraw(nadia, fabrique.pk, None, post.pk).seq == once.seq


def test_what_staff_hid_is_not_restored_by_its_author(nadia: Person, awa: Person, fabrique: Room) -> None:
    post = says(nadia, fabrique)
    posting.withdraw(nadia, fabrique.pk, None, post.pk)
    moderating.hide_post(awa, fabrique.pk, None, post.pk)
    posting.restore(nadia, fabrique.pk, None, post.pk)
    assert scene(fabrique.pk).snapshot.posts == []
    moderating.show_post(awa, fabrique.pk, None, post.pk)
    assert [shown.id for shown in scene(fabrique.pk).snapshot.posts] == [post.pk]
