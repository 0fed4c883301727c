"""Protocoles: handed in from a consigne, shown as a card in the feed, corrected by their author."""

from uuid import uuid4

import pytest
from msgspec.structs import replace

from protocols import asking, reading, submitting
from protocols.drafting import version
from protocols.events import ShownAnswer
from protocols.models import Consigne, Protocole
from protocols.reading import scene
from protocols.written import Written
from rooms import moderating, posting
from rooms.models import Event, Post, Room
from tests.cast import Cast
from tests.protocols.conftest import WRITTEN
from tests.refusing import refused

pytestmark = pytest.mark.storage


@pytest.fixture
def made(cast: Cast, consigne: Consigne) -> Protocole:
    """A protocole that Nadia handed in."""
    submitting.hand_in(cast.nadia, cast.fabrique.pk, None, consigne.pk, WRITTEN)
    return Protocole.objects.get()


def test_a_protocole_is_a_card_in_the_feed_with_its_answers_in_order(made: Protocole) -> None:
    (shown,) = scene(made.consigne.room_id).snapshot.posts
    assert (shown.kind, shown.body, shown.author.name) == ("protocole", "Tout droit", "Nadia")
    assert shown.card is not None
    assert (shown.card["id"], shown.card["steps"]) == (made.pk, ["Sortir.", "Marcher tout droit."])
    assert [ShownAnswer(**answer) for answer in shown.card["answers"]] == [
        ShownAnswer("Où ?", "Belleville"),
        ShownAnswer("Quand ?", "la nuit"),
        ShownAnswer("À combien ?", "2,5"),
    ]


def test_what_is_incomplete_is_not_handed_in(cast: Cast, consigne: Consigne) -> None:
    assert (
        refused(submitting.hand_in, cast.nadia, cast.fabrique.pk, None, consigne.pk, Written())
        == "form_incomplete"
    )
    assert not Post.objects.exists()
    assert not Protocole.objects.exists()


def test_a_protocole_sent_twenty_times_is_handed_in_once(cast: Cast, consigne: Consigne) -> None:
    ref = uuid4()
    receipts = {
        submitting.hand_in(cast.nadia, cast.fabrique.pk, ref, consigne.pk, WRITTEN) for _time in range(20)
    }
    assert len(receipts) == 1
    assert Protocole.objects.count() == Post.objects.count() == 1


def test_only_who_may_write_hands_in(cast: Cast, consigne: Consigne) -> None:
    hand_in, room = submitting.hand_in, cast.fabrique.pk
    assert refused(hand_in, cast.ousmane, room, None, consigne.pk, WRITTEN) == "not_member"
    moderating.quiet(cast.awa, room, None, cast.nadia.pk, True)
    assert refused(hand_in, cast.nadia, room, None, consigne.pk, WRITTEN) == "quieted"
    Room.objects.filter(pk=room).update(closes_at=consigne.pinned_at)
    assert refused(hand_in, cast.marcel, room, None, consigne.pk, WRITTEN) == "closed"


def test_a_consigne_of_another_room_is_unknown(cast: Cast, consigne: Consigne) -> None:
    for room, number in ((cast.mezza, consigne.pk), (cast.fabrique, 999_999), (cast.fabrique, 10**30)):
        assert refused(submitting.hand_in, cast.nadia, room.pk, None, number, WRITTEN) == "consigne_unknown"


def test_a_correction_replaces_the_card_and_leaves_no_trace(cast: Cast, made: Protocole) -> None:
    other = replace(WRITTEN, title="À gauche", steps=["Tourner."])
    submitting.revise(cast.nadia, cast.fabrique.pk, None, made.pk, other)
    (shown,) = scene(cast.fabrique.pk).snapshot.posts
    assert shown.card is not None
    assert (shown.body, shown.card["title"], shown.card["steps"]) == ("À gauche", "À gauche", ["Tourner."])
    assert shown.edited_at is not None
    assert not Event.objects.filter(data__contains="Tout droit").exists()


def test_only_its_author_corrects_a_protocole(cast: Cast, made: Protocole) -> None:
    for person in (cast.marcel, cast.judith, cast.awa):
        assert refused(submitting.revise, person, cast.fabrique.pk, None, made.pk, WRITTEN) == "not_author"


def test_a_correction_must_be_complete_too(cast: Cast, made: Protocole) -> None:
    revise, room = submitting.revise, cast.fabrique.pk
    assert refused(revise, cast.nadia, room, None, made.pk, Written()) == "form_incomplete"
    assert Protocole.objects.get().title == "Tout droit"


def test_what_is_out_of_sight_is_not_corrected_and_has_no_page(cast: Cast, made: Protocole) -> None:
    assert made.post_id is not None
    assert reading.protocole(made.pk) == made
    posting.withdraw(cast.nadia, cast.fabrique.pk, None, made.post_id)
    for number in (made.pk, 999_999):
        assert refused(submitting.revise, cast.nadia, cast.fabrique.pk, None, number, WRITTEN) == "gone"
    assert reading.protocole(made.pk) is None
    assert reading.handed_in(cast.fabrique) == []


def test_a_draft_cannot_be_revised_as_if_it_were_handed_in(cast: Cast, consigne: Consigne) -> None:
    draft = Protocole.objects.create(consigne=consigne, author=cast.nadia, title="Brouillon")
    assert refused(submitting.revise, cast.nadia, cast.fabrique.pk, None, draft.pk, WRITTEN) == "gone"


def test_the_words_of_a_card_are_not_edited_as_a_post(cast: Cast, made: Protocole) -> None:
    assert made.post_id is not None
    assert refused(posting.edit, cast.nadia, cast.fabrique.pk, None, made.post_id, "Autre") == "not_words"


def test_a_consigne_that_changed_its_questions_still_shows_what_was_answered(
    cast: Cast, made: Protocole
) -> None:
    asking.pin(cast.judith, cast.fabrique.pk, None, "Autrement", "", [], made.consigne_id)
    (shown,) = scene(cast.fabrique.pk).snapshot.posts
    assert shown.card is not None
    assert shown.card["answers"][0] == {"label": "Où ?", "value": "Belleville"}


def test_a_correction_of_an_older_version_is_refused_and_the_newer_one_stays(
    cast: Cast, made: Protocole
) -> None:
    opened, ref = version(made), uuid4()
    first, second = (replace(WRITTEN, title=title) for title in ("Le premier", "Le second"))
    about = cast.nadia, cast.fabrique.pk
    receipt = submitting.revise(*about, ref, made.pk, first, opened)
    assert refused(submitting.revise, *about, uuid4(), made.pk, second, opened) == "protocole_newer"
    made.refresh_from_db()
    assert made.title == "Le premier"
    assert submitting.revise(*about, ref, made.pk, first, opened) == receipt, "sent again, it is done"
    submitting.revise(*about, uuid4(), made.pk, first, opened)  # the same words are no other version
    made.refresh_from_db()
    submitting.revise(*about, uuid4(), made.pk, second, version(made))
    made.refresh_from_db()
    assert made.title == "Le second"
