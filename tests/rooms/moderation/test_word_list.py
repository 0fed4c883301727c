"""The house's list of words: what contains one waits for the team, and nothing is dropped."""

from uuid import uuid4

import pytest

from protocols import submitting
from protocols.written import Written
from rooms import commenting, holding, posting, word_list
from rooms.models import Comment, Post
from rooms.moderation import approving, listing
from rooms.told_why import told_why
from tests.cast import Cast, answers, says
from tests.frontend.pages import pinned_consigne
from tests.refusing import refusal, refused

pytestmark = pytest.mark.storage

LIST = "abruti\r\n\r\n   \r\nsale type\r\nÉTÉ\r\n"


@pytest.fixture
def listed(cast: Cast) -> Cast:
    """The cast of a house that has a list."""
    listing.set_words(cast.awa, cast.mezza.pk, uuid4(), LIST)
    return cast


def why_it_waits(cast: Cast, body: str) -> str:
    """Publish ``body`` as Nadia; return why it waits."""
    receipt = posting.publish(cast.nadia, cast.fabrique.pk, uuid4(), body)
    return Post.objects.get(pk=receipt.post or 0).held_for


@pytest.mark.parametrize(
    "body",
    [
        "Quel abruti !",
        "L’ABRUTI",
        "abru\u0301ti",
        "**abruti**",
        "ab\u00adruti",
        "abruti\u200d",
        "Un sale\n\ntype.",
        "un SALE, type",
        "- sale *type*",
        "L’ete",
    ],
)
def test_whole_words_are_found_whatever_their_case_accents_and_markup(listed: Cast, body: str) -> None:
    assert why_it_waits(listed, body) == "words"


@pytest.mark.parametrize("body", ["abrutissant", "sale petit type", "type sale", "étés", "rien"])
def test_parts_of_words_and_other_orders_are_not(listed: Cast, body: str) -> None:
    assert why_it_waits(listed, body) == ""


def test_it_waits_as_anything_that_the_team_reads_first(listed: Cast) -> None:
    cast = listed
    receipt = posting.publish(cast.nadia, cast.fabrique.pk, uuid4(), "Quel abruti !")
    assert receipt.room == cast.wings.pk
    assert [post.body for post in holding.posts(cast.fabrique, cast.nadia)] == ["Quel abruti !"]
    approving.approve_post(cast.awa, cast.fabrique.pk, uuid4(), receipt.post or 0)
    assert Post.objects.get(pk=receipt.post or 0).visible


def test_answers_and_all_that_stands_on_a_card_are_searched(listed: Cast) -> None:
    cast = listed
    above = says(cast.judith, cast.fabrique)
    said = commenting.comment(cast.nadia, cast.fabrique.pk, uuid4(), above.pk, "abruti")
    assert Comment.objects.get(pk=said.comment or 0).held_for == "words"
    asked = pinned_consigne(cast.judith, cast.fabrique)
    written = Written(title="Marcher", steps=["Dire « abruti » à un arbre."])
    handed = submitting.hand_in(cast.nadia, cast.fabrique.pk, None, asked.pk, written)
    assert Post.objects.get(pk=handed.post or 0).held_for == "words"


def test_a_correction_does_not_bring_a_word_past_the_team(listed: Cast) -> None:
    cast, room = listed, listed.fabrique.pk
    post = says(cast.nadia, cast.fabrique)
    answer = answers(cast.nadia, post)
    assert refused(posting.edit, cast.nadia, room, uuid4(), post.pk, "abruti") == "read_first"
    assert refused(commenting.edit, cast.nadia, room, uuid4(), answer.pk, "abruti") == "read_first"
    posting.edit(cast.nadia, room, uuid4(), post.pk, "Un autre mot.")
    commenting.edit(cast.nadia, room, uuid4(), answer.pk, "Une autre réponse.")


def test_leaders_are_not_read_first(listed: Cast) -> None:
    for who in (listed.judith, listed.awa):
        assert says(who, listed.fabrique, "abruti").visible


def test_what_looks_like_a_regular_expression_is_taken_as_it_stands(cast: Cast) -> None:
    listing.set_words(cast.awa, cast.mezza.pk, uuid4(), "b.*d\n(a+)+$\n[xyz]")
    assert why_it_waits(cast, "bd") == ""
    assert why_it_waits(cast, "bonjour d") == ""
    assert why_it_waits(cast, "x") == ""
    assert why_it_waits(cast, "le motif b.*d") == "words"


def test_a_line_without_a_word_is_refused_and_named(listed: Cast) -> None:
    told = refusal(listing.set_words, listed.awa, listed.mezza.pk, uuid4(), "abruti\n.*\n")
    assert told.code == "word_empty"
    assert "« .* »" in told.sentence.replace("\u00a0", " ")
    assert word_list.kept_lines() == "abruti\nsale type\nÉTÉ"


def test_ten_thousand_words_are_kept_and_one_more_is_not(cast: Cast) -> None:
    words = [f"m{number}" for number in range(listing.MOST_LINES)]
    listing.set_words(cast.awa, cast.mezza.pk, uuid4(), "\n".join(words))
    assert why_it_waits(cast, "Et m9999 ?") == "words"
    assert why_it_waits(cast, "Et m10000 ?") == ""
    many = "\n".join([*words, "encore"])
    assert refused(listing.set_words, cast.awa, cast.mezza.pk, uuid4(), many) == "words_many"
    long = "a" * (listing.LONGEST_LINE + 1)
    assert refused(listing.set_words, cast.awa, cast.mezza.pk, uuid4(), long) == "text_long"


def test_a_list_that_is_far_too_long_is_refused(cast: Cast) -> None:
    assert refused(listing.set_words, cast.awa, cast.mezza.pk, None, "e\u0301\n" * 2_000_000) == "text_long"
    assert refused(listing.set_words, cast.awa, cast.mezza.pk, None, "\n" * 80_000) == "words_many"


def test_a_new_version_is_found_at_once_and_an_empty_one_finds_nothing(listed: Cast) -> None:
    cast = listed
    assert why_it_waits(cast, "abruti") == "words"
    listing.set_words(cast.awa, cast.mezza.pk, uuid4(), "soleil")
    assert why_it_waits(cast, "abruti") == ""
    assert why_it_waits(cast, "soleil") == "words"
    listing.set_words(cast.awa, cast.mezza.pk, uuid4(), "\n \n")
    assert why_it_waits(cast, "soleil") == ""


def test_the_team_alone_sets_it_in_mezza_and_the_wings_know_no_word_of_it(listed: Cast) -> None:
    cast = listed
    for who in (cast.judith, cast.nadia, cast.ousmane):
        assert refused(listing.set_words, who, cast.mezza.pk, uuid4(), "autre") == "not_staff"
    assert refused(listing.set_words, cast.awa, cast.fabrique.pk, uuid4(), "autre") == "not_here"
    [decision] = cast.mezza.decisions.all()
    assert (decision.act, told_why(decision), decision.by) == ("words", "3 expressions", cast.awa)
