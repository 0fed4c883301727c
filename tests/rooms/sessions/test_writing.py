"""What is written in silence is its author's alone until they have finished and it is revealed."""

from dataclasses import replace
from uuid import uuid4

import pytest

from people.data import erase
from people.models import Person
from rooms import joining, moderating, own_words, posting, reading
from rooms.models import Event, Post
from rooms.sessions import conducting, writing
from rooms.sessions import reading as sessions
from rooms.sessions.kinds import ShownReveal
from rooms.sessions.models import Finish
from rooms.text import digest
from settings.personal_data import PERSONAL_DATA
from tests.cast import Cast
from tests.refusing import refused
from tests.rooms.sessions.conftest import REVEAL, SILENCE, TALK, Seance, compose

pytestmark = pytest.mark.storage


def logged(seance: Seance) -> str:
    """Return all that the log of the room holds."""
    return "".join(Event.objects.filter(room=seance.room).values_list("data", flat=True))


def kept(seance: Seance) -> str:
    """Return what Nadia has written, as she alone sees it."""
    text = sessions.text_of(seance.cast.nadia, seance.silence)
    return text.body if text else ""


def test_a_text_is_kept_as_it_grows_and_told_to_nobody(silent: Seance) -> None:
    before = logged(silent)
    for words in ("Prendre", "Prendre l’escalier", "Prendre l’escalier."):
        silent.keeps(silent.cast.nadia, words)
    assert kept(silent) == "Prendre l’escalier."
    assert logged(silent) == before
    assert silent.feed() == []
    assert sessions.text_of(silent.cast.marcel, silent.silence) is None
    assert reading.unread(silent.cast.marcel)[silent.room.pk].count == 0
    assert not own_words.messages(silent.cast.nadia).exists()


@pytest.mark.parametrize("words", ["Un geste.!", "", " \n"])
def test_an_older_copy_does_not_replace_or_empty_what_another_device_wrote(
    silent: Seance, words: str
) -> None:
    nadia, phase = silent.cast.nadia, silent.silence.pk
    silent.keeps(nadia, "Un geste.")
    old = digest("Un geste.")
    writing.keep(nadia, silent.room.pk, uuid4(), phase, "Un geste, et un autre.", old)
    for act, more in ((writing.keep, ()), (writing.finish, (True,))):
        assert refused(act, nadia, silent.room.pk, uuid4(), phase, words, *more, old) == "text_newer"
    assert kept(silent) == "Un geste, et un autre."


def test_what_the_house_may_have_of_a_text_whose_answer_was_lost_is_no_newer_one(silent: Seance) -> None:
    nadia, phase = silent.cast.nadia, silent.silence.pk
    silent.keeps(nadia, "Un geste. ")
    known = f"{digest('')} {digest('Un geste.')}"
    writing.keep(nadia, silent.room.pk, uuid4(), phase, "Un geste, et un autre.", known)
    writing.keep(nadia, silent.room.pk, uuid4(), phase, " Un geste, et un autre.", known)
    assert kept(silent) == "Un geste, et un autre."


def test_an_emptied_text_is_gone(silent: Seance) -> None:
    silent.keeps(silent.cast.nadia, "Un mot.")
    silent.keeps(silent.cast.nadia, " \n ")
    assert not Post.objects.filter(author=silent.cast.nadia).exists()


def test_finished_texts_appear_one_by_one_in_the_order_they_were_finished(silent: Seance) -> None:
    cast = silent.cast
    silent.keeps(cast.nadia, "Le premier commencé.")
    silent.finishes(cast.marcel, "Le premier fini.")
    silent.finishes(cast.nadia, "Le second fini.")
    silent.passes_to("Tout se dévoile")
    assert silent.feed() == []
    assert silent.shown.texts == 2
    silent.goes_by(0)
    assert silent.feed() == ["Le premier fini."]
    silent.goes_by(19)
    assert len(silent.feed()) == 1
    silent.goes_by(20)
    assert silent.feed() == ["Le premier fini.", "Le second fini."]
    cards = [post.card for post in Post.objects.visible().order_by("seq")]
    assert cards == [ShownReveal(1, 2).card(), ShownReveal(2, 2).card()]


def test_what_was_not_revealed_at_the_end_comes_out_then(silent: Seance) -> None:
    for who in (silent.cast.nadia, silent.cast.marcel):
        silent.finishes(who, f"De {who.name}.")
    silent.passes_to("Tout se dévoile")
    silent.passes_to("Se répondre")
    assert len(silent.feed()) == 2


@pytest.mark.parametrize("order", ["together", "lot", "tapped", "paced"])
def test_every_finished_text_comes_out_once_in_every_order(cast: Cast, order: str) -> None:
    seance = compose(cast, SILENCE, replace(REVEAL, order=order, pace=5), TALK)
    seance.start()
    for who in (cast.nadia, cast.marcel, cast.judith):
        seance.finishes(who, f"De {who.name}.")
    seance.goes_by(120)
    if order == "tapped":
        for _text in range(3):
            seance.does(conducting.reveal_next)
        given = (cast.judith, seance.room.pk, uuid4(), seance.pk, seance.row.version)
        assert refused(conducting.reveal_next, *given) == "nothing_closed"
    seance.goes_by(60)
    assert sorted(seance.feed()) == ["De Judith.", "De Marcel.", "De Nadia."]


def test_a_draft_never_leaves_without_its_author(silent: Seance) -> None:
    silent.keeps(silent.cast.nadia, "Pas encore")
    silent.passes_to("Tout se dévoile")
    silent.passes_to("Se répondre")
    silent.does(conducting.end)
    assert silent.feed() == []
    left = sessions.left_over(silent.cast.nadia, silent.room)
    assert (left and left.body) == "Pas encore"
    writing.publish(silent.cast.nadia, silent.room.pk, uuid4(), silent.silence.pk)
    assert silent.feed() == ["Pas encore"]


def test_an_end_amid_the_silence_takes_no_word_from_anybody(silent: Seance) -> None:
    cast, room, phase = silent.cast, silent.room.pk, silent.silence.pk
    silent.keeps(cast.nadia, "Une phrase comm")
    silent.finishes(cast.marcel, "Finie.")
    silent.does(conducting.end)
    late = "Une phrase commencée."
    assert refused(writing.finish, cast.nadia, room, uuid4(), phase, late, True) == "session_over"
    assert silent.feed() == []
    assert [
        getattr(sessions.left_over(who, silent.room), "body", "") for who in (cast.nadia, cast.marcel)
    ] == [
        late,
        "Finie.",
    ]
    writing.publish(cast.marcel, room, uuid4(), phase)
    assert silent.feed() == ["Finie."]


def test_who_takes_theirs_back_before_the_reveal_is_not_revealed(silent: Seance) -> None:
    silent.finishes(silent.cast.nadia, "Tout compte fait, non.")
    silent.finishes(silent.cast.nadia, "", on=False)
    silent.passes_to("Tout se dévoile")
    silent.passes_to("Se répondre")
    assert silent.feed() == []
    assert not Finish.objects.exists()


def test_what_is_finished_after_the_reveal_joins_with_a_mark(silent: Seance) -> None:
    silent.passes_to("Tout se dévoile")
    silent.passes_to("Se répondre")
    ref = uuid4()
    given = (silent.cast.nadia, silent.room.pk, ref, silent.silence.pk, "J’étais dans le métro.", True)
    receipt = writing.finish(*given)
    assert writing.finish(*given) == receipt
    (post,) = Post.objects.visible()
    assert (post.pk, post.card) == (receipt.post, ShownReveal(late=True).card())


def test_what_is_finished_amid_the_reveal_joins_the_others(silent: Seance) -> None:
    silent.passes_to("Tout se dévoile")
    silent.finishes(silent.cast.nadia, "En retard.")
    assert silent.feed() == []
    silent.passes_to("Se répondre")
    assert silent.feed() == ["En retard."]


def test_a_text_that_was_revealed_is_corrected_in_the_feed(silent: Seance) -> None:
    silent.finishes(silent.cast.nadia, "Voilà.")
    silent.passes_to("Tout se dévoile")
    silent.passes_to("Se répondre")
    given = (silent.cast.nadia, silent.room.pk, uuid4(), silent.silence.pk, "Autre chose.")
    assert refused(writing.keep, *given) == "text_revealed"
    posting.edit(silent.cast.nadia, silent.room.pk, uuid4(), Post.objects.visible().get().pk, "Voici.")
    assert silent.feed() == ["Voici."]


def test_nobody_removed_or_silenced_is_revealed(silent: Seance) -> None:
    cast = silent.cast
    for who in (cast.nadia, cast.marcel):
        silent.finishes(who, f"De {who.name}.")
    moderating.remove(cast.awa, silent.room.pk, uuid4(), cast.nadia.pk, True)
    moderating.quiet(cast.awa, silent.room.pk, uuid4(), cast.marcel.pk, True)
    silent.passes_to("Tout se dévoile")
    silent.passes_to("Se répondre")
    assert silent.feed() == []
    assert (
        refused(writing.keep, cast.nadia, silent.room.pk, uuid4(), silent.silence.pk, "Non") == "not_member"
    )
    assert refused(writing.keep, cast.marcel, silent.room.pk, uuid4(), silent.silence.pk, "Non") == "quieted"


def test_nothing_is_left_of_a_silent_text_whose_author_is_erased(silent: Seance) -> None:
    silent.finishes(silent.cast.nadia, "Mon secret.")
    erase(silent.cast.nadia, silent.cast.awa, PERSONAL_DATA)
    silent.passes_to("Tout se dévoile")
    silent.passes_to("Se répondre")
    assert silent.feed() == []
    assert not Post.objects.filter(body__contains="secret").exists()
    assert not Finish.objects.exists()
    assert not Event.objects.filter(room=silent.cast.wings, data__contains="decision.taken").exists()


@pytest.mark.parametrize("who", ["ousmane"])
def test_a_stranger_writes_nothing(silent: Seance, who: str) -> None:
    stranger: Person = getattr(silent.cast, who)
    assert refused(writing.keep, stranger, silent.room.pk, uuid4(), silent.silence.pk, "Moi") == "not_member"


def test_one_writes_in_silence_only_where_it_is_asked(silent: Seance) -> None:
    read = silent.phases[0].pk
    assert (
        refused(writing.keep, silent.cast.nadia, silent.room.pk, uuid4(), read, "Ici ?") == "session_unknown"
    )
    assert (
        refused(writing.keep, silent.cast.nadia, silent.room.pk, uuid4(), 10**9, "Là ?") == "session_unknown"
    )


def test_nobody_writes_in_or_has_finished_a_phase_that_is_to_come(seance: Seance) -> None:
    given = (seance.cast.nadia, seance.room.pk, uuid4(), seance.silence.pk, "Déjà ?")
    assert refused(writing.keep, *given) == "session_unknown"
    seance.start()
    assert refused(writing.keep, *given) == "session_unknown"
    assert refused(writing.finish, *given, True) == "session_unknown"
    seance.passes_to("Écrire en silence")
    seance.passes_to("Lire la consigne")
    seance.keeps(seance.cast.nadia, "Ma phrase était commencée.")
    assert kept(seance) == "Ma phrase était commencée."


def test_while_a_reveal_is_to_come_the_way_into_it_is_to_finish(silent: Seance) -> None:
    room, phase = silent.room.pk, silent.silence.pk
    for who in (silent.cast.nadia, silent.cast.judith):
        silent.keeps(who, "Pas encore.")
    assert refused(writing.publish, silent.cast.judith, room, uuid4(), phase) == "reveal_to_come"
    assert refused(writing.publish, silent.cast.nadia, room, uuid4(), phase) == "phase_silent"
    silent.passes_to("Tout se dévoile")
    assert refused(writing.publish, silent.cast.judith, room, uuid4(), phase) == "reveal_to_come"
    silent.passes_to("Se répondre")
    writing.publish(silent.cast.nadia, room, uuid4(), phase)
    assert silent.feed() == ["Pas encore."]


@pytest.mark.parametrize("length", [5_001, 100_000])
def test_a_text_too_long_is_refused_and_the_one_before_is_kept(silent: Seance, length: int) -> None:
    silent.keeps(silent.cast.nadia, "Court.")
    given = (silent.cast.nadia, silent.room.pk, uuid4(), silent.silence.pk, "a" * length)
    assert refused(writing.keep, *given) == "text_long"
    assert kept(silent) == "Court."


def test_a_text_of_another_room_is_not_reached(silent: Seance) -> None:
    given = (silent.cast.nadia, silent.cast.mezza.pk, uuid4(), silent.silence.pk, "Par là ?")
    assert refused(writing.keep, *given) == "session_unknown"


def test_who_has_finished_and_who_writes_are_counted_without_a_name(silent: Seance) -> None:
    silent.keeps(silent.cast.nadia, "J’écris")
    silent.finishes(silent.cast.marcel, "Fini.")
    told = sessions.tally(silent.silence)
    assert (told.finished, told.writing) == (1, 1)


def test_what_was_done_can_be_read_phase_by_phase(silent: Seance) -> None:
    cast = silent.cast
    posting.publish(cast.judith, silent.room.pk, uuid4(), "Allez-y.")
    silent.finishes(cast.nadia, "Un geste.")
    silent.passes_to("Tout se dévoile")
    silent.passes_to("Se répondre")
    posting.publish(cast.marcel, silent.room.pk, uuid4(), "Merci Nadia.")
    parts = sessions.story(silent.row).parts
    told = [(part.phase.title, [post.body for post in part.posts]) for part in parts]
    assert told == [
        ("Lire la consigne", []),
        ("Écrire en silence", ["Allez-y."]),
        ("Tout se dévoile", ["Un geste."]),
        ("Se répondre", ["Merci Nadia."]),
    ]


def test_a_long_story_is_read_page_by_page_and_no_page_weighs_more_than_a_room_s(silent: Seance) -> None:
    for number in range(70):
        person = Person.objects.arrive(f"Personne {number}")
        joining.join(person, silent.room)
        silent.finishes(person, f"{number} " + "é" * 4_000)
    silent.passes_to("Tout se dévoile")
    silent.passes_to("Se répondre")
    silent.does(conducting.end)
    pages = [sessions.story(silent.row)]
    while after := pages[-1].after:
        pages.append(sessions.story(silent.row, after))
    said = [[post for part in page.parts for post in part.posts] for page in pages]
    assert [post.body for page in said for post in page] == silent.feed()
    assert all(sum(len(post.html.encode()) for post in page) <= sessions.STORY_BYTES for page in said)
    assert [page.parts[0].phase.title for page in pages][1:] == ["Tout se dévoile"] * (len(pages) - 1)
    assert pages[-1].parts[-1].phase.title == "Se répondre"
