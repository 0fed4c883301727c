"""In a room that the team reads first, or in such a phase, all passes it: nothing comes out around it."""

from dataclasses import replace
from uuid import uuid4

import pytest

from protocols import submitting
from protocols.written import Written
from rooms import holding, joining, posting
from rooms.models import Comment, Event, Membership, Post
from rooms.moderation import approving
from rooms.sessions import composing, conducting, rehearsing, writing
from rooms.sessions.models import Phase
from rooms.sessions.phase_plan import PhasePlan
from tests.cast import Cast, answers, says
from tests.frontend.pages import pinned_consigne
from tests.refusing import refused
from tests.rooms.sessions.conftest import READ, REVEAL, SILENCE, TALK, Seance, compose

pytestmark = pytest.mark.storage

WORDS = "Ce que je n’aurais pas dû écrire."
READ_TALK = replace(TALK, title="Parler, relu", read_first=True)


@pytest.fixture
def talking(cast: Cast) -> Seance:
    """A session in a phase that is read first; one that is not comes before and after it."""
    made = compose(cast, READ, READ_TALK, TALK)
    made.start()
    made.passes_to("Parler, relu")
    return made


def waiting(seance: Seance) -> list[tuple[str, str]]:
    """List what Nadia wrote that waits, with why."""
    mine = seance.room, seance.cast.nadia
    return [(said.body, said.held_for) for said in (*holding.posts(*mine), *holding.comments(*mine))]


def test_texts_that_were_written_in_silence_wait_at_their_reveal(silent: Seance) -> None:
    cast: Cast = silent.cast
    approving.hold_room(cast.awa, silent.room.pk, None, "all")
    silent.finishes(cast.nadia, WORDS)
    silent.finishes(cast.judith, "De l’artiste.")
    silent.passes_to("Tout se dévoile")
    silent.passes_to("Se répondre")
    assert silent.feed() == ["De l’artiste."]
    assert WORDS not in "".join(Event.objects.values_list("data", flat=True))
    [waiting] = holding.posts(silent.room, cast.nadia)
    approving.approve_post(cast.awa, silent.room.pk, uuid4(), waiting.pk)
    assert silent.feed() == ["De l’artiste.", WORDS]
    assert Post.objects.get(pk=waiting.pk).card


def test_of_somebody_who_is_read_first_the_text_alone_waits(silent: Seance) -> None:
    cast = silent.cast
    approving.hold_person(cast.awa, silent.room.pk, None, cast.nadia.pk, True)
    silent.finishes(cast.nadia, WORDS)
    silent.finishes(cast.marcel, "De Marcel.")
    silent.passes_to("Tout se dévoile")
    silent.passes_to("Se répondre")
    assert silent.feed() == ["De Marcel."]


def test_a_text_that_waits_is_not_written_anew_in_its_phase(silent: Seance) -> None:
    cast = silent.cast
    approving.hold_room(cast.awa, silent.room.pk, None, "all")
    silent.finishes(cast.nadia, WORDS)
    silent.passes_to("Tout se dévoile")
    silent.passes_to("Se répondre")
    again = refused(writing.keep, cast.nadia, silent.room.pk, uuid4(), silent.silence.pk, "Encore.")
    assert again == "text_revealed"


def test_in_a_phase_that_is_read_first_all_words_of_participants_wait(talking: Seance) -> None:
    cast, room = talking.cast, talking.room
    asked = pinned_consigne(cast.judith, room)
    above = says(cast.judith, room, "De l’artiste.")
    posting.publish(cast.nadia, room.pk, uuid4(), WORDS)
    answers(cast.nadia, above, "Ma réponse.")
    submitting.hand_in(cast.nadia, room.pk, uuid4(), asked.pk, Written(title="Le mien", steps=["Un pas."]))
    assert {why for _words, why in waiting(talking)} == {"phase"}
    assert len(waiting(talking)) == 3
    assert "De l’artiste." in talking.feed()
    assert WORDS not in talking.feed()
    assert not Comment.objects.visible().exists()
    assert WORDS not in "".join(Event.objects.values_list("data", flat=True))


def test_once_the_phase_passes_words_appear_and_what_waits_waits_on(talking: Seance) -> None:
    nadia, room = talking.cast.nadia, talking.room.pk
    posting.publish(nadia, room, uuid4(), WORDS)
    talking.passes_to("Se répondre")
    posting.publish(nadia, room, uuid4(), "Libre.")
    assert talking.feed() == ["Libre."]
    assert waiting(talking) == [(WORDS, "phase")]
    talking.passes_to("Parler, relu")
    posting.publish(nadia, room, uuid4(), "Relu de nouveau.")
    talking.does(conducting.end)
    posting.publish(nadia, room, uuid4(), "Après la séance.")
    assert talking.feed() == ["Libre.", "Après la séance."]


def test_who_leads_publishes_what_waits_in_the_phase(talking: Seance) -> None:
    cast, room = talking.cast, talking.room.pk
    posting.publish(cast.nadia, room, uuid4(), WORDS)
    [said] = holding.posts(talking.room, cast.nadia)
    assert refused(approving.approve_post, cast.marcel, room, uuid4(), said.pk) == "not_leader"
    approving.approve_post(cast.judith, room, uuid4(), said.pk)
    assert talking.feed() == [WORDS]


def test_screens_are_told_which_phase_is_read_first(talking: Seance) -> None:
    assert talking.shown.phase.read_first
    assert talking.shown.next is not None
    assert not talking.shown.next.read_first
    talking.passes_to("Lire la consigne")
    assert not talking.shown.phase.read_first
    assert talking.shown.next is not None
    assert talking.shown.next.read_first


def test_what_stands_in_sight_is_corrected_once_the_phase_has_passed(talking: Seance) -> None:
    cast, room = talking.cast, talking.room.pk
    posting.publish(cast.nadia, room, uuid4(), WORDS)
    said = Post.objects.latest("pk")
    approving.approve_post(cast.awa, room, uuid4(), said.pk)
    assert refused(posting.edit, cast.nadia, room, uuid4(), said.pk, "Mieux.") == "read_first"
    talking.passes_to("Se répondre")
    posting.edit(cast.nadia, room, uuid4(), said.pk, "Mieux.")
    assert talking.feed() == ["Mieux."]


@pytest.mark.parametrize("read", ["silence", "reveal"])
@pytest.mark.parametrize("order", Phase.Order.values)
def test_the_texts_of_a_silent_phase_wait_where_it_or_its_reveal_is_read_first(
    cast: Cast, read: str, order: str
) -> None:
    plans = (SILENCE, replace(REVEAL, order=order), TALK)
    seance = compose(cast, *(replace(plan, read_first=plan.kind == read) for plan in plans))
    seance.start()
    seance.finishes(cast.nadia, WORDS)
    seance.finishes(cast.judith, "De l’artiste.")
    seance.passes_to("Tout se dévoile")
    seance.passes_to("Se répondre")
    assert seance.feed() == ["De l’artiste."]
    assert waiting(seance) == [(WORDS, "phase")]
    posting.publish(cast.nadia, seance.room.pk, uuid4(), "Libre.")
    assert seance.feed() == ["De l’artiste.", "Libre."]


def test_a_text_of_a_silence_that_is_read_first_waits_whenever_it_leaves(cast: Cast) -> None:
    seance = compose(cast, replace(SILENCE, read_first=True), TALK)
    seance.start()
    seance.keeps(cast.nadia, WORDS)
    seance.passes_to("Se répondre")
    seance.does(conducting.end)
    writing.publish(cast.nadia, seance.room.pk, uuid4(), seance.silence.pk)
    assert seance.feed() == []
    assert waiting(seance) == [(WORDS, "phase")]


def test_once_published_such_a_text_is_corrected_as_any_other(cast: Cast) -> None:
    seance = compose(cast, replace(SILENCE, read_first=True), replace(REVEAL, order="together"), TALK)
    seance.start()
    seance.finishes(cast.nadia, WORDS)
    seance.passes_to("Tout se dévoile")
    seance.passes_to("Se répondre")
    [said] = holding.posts(seance.room, cast.nadia)
    approving.approve_post(cast.awa, seance.room.pk, uuid4(), said.pk)
    posting.edit(cast.nadia, seance.room.pk, uuid4(), said.pk, "Mieux.")
    assert seance.feed() == ["Mieux."]


def test_a_copy_of_a_score_reads_first_what_its_original_does(talking: Seance) -> None:
    cast = talking.cast
    composing.duplicate(cast.judith, talking.room.pk, uuid4(), talking.pk)
    copy = talking.room.sessions.latest("pk")
    assert [phase.read_first for phase in copy.phases.all()] == [False, True, False]


def test_in_a_rehearsal_nothing_waits_for_a_team_that_is_not_there(talking: Seance) -> None:
    cast = talking.cast
    rehearsed = rehearsing.rehearse(cast.judith, talking.room, talking.pk, 1)
    joining.give_role(cast.nadia, rehearsed.room, Membership.Role.PARTICIPANT)
    conducting.start(cast.judith, rehearsed.room_id, uuid4(), rehearsed.pk)
    conducting.pass_to(cast.judith, rehearsed.room_id, uuid4(), rehearsed.pk, 1, 1)
    assert [phase.read_first for phase in rehearsed.phases.all()] == [False, True, False]
    posting.publish(cast.nadia, rehearsed.room_id, uuid4(), WORDS)
    assert Post.objects.visible().filter(room=rehearsed.room_id).count() == 1


def test_a_phase_is_not_read_first_unless_one_says_so(cast: Cast) -> None:
    seance = compose(cast, PhasePlan("react", "Se répondre"))
    assert [phase.read_first for phase in seance.phases] == [False]
