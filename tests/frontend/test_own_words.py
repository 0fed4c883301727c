"""The page of one's own words: answers received, messages, answers, protocoles, drafts."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client

from people.models import Person
from protocols import drafting, submitting
from protocols.written import Written
from rooms import moderating, own_words, posting
from rooms.models import Room
from tests.cast import answers, says
from tests.frontend.pages import pinned_consigne, text


def test_an_answer_received_comes_first_and_says_to_what(
    at_nadia: Client, nadia: Person, marcel: Person, fabrique: Room
) -> None:
    mine = says(nadia, fabrique, "Qui vient ?")
    answers(marcel, mine, "Moi, à midi.")
    answers(nadia, mine, "Parfait.")
    page = text(at_nadia.get("/moi/mots/"))
    assert "Moi, à midi." in page
    assert "En réponse à «\u00a0Qui vient ?\u00a0»" in page
    assert "Marcel" in page
    assert "Parfait." not in page
    assert f'href="/f/{fabrique.slug}/messages/{mine.pk}/"' in page
    assert "C’est tout." in page


def test_messages_answers_protocoles_and_drafts_have_a_list_each(
    at_nadia: Client, nadia: Person, marcel: Person, judith: Person, fabrique: Room
) -> None:
    consigne = pinned_consigne(judith, fabrique)
    whole = Written(
        title="Marcher à reculons", needs="Rien", duration="5 min", steps=["Reculer"], origin="Un rêve"
    )
    submitting.hand_in(nadia, fabrique.pk, None, consigne.pk, whole)
    says(nadia, fabrique, "Bonjour à tous")
    answers(nadia, says(marcel, fabrique, "Bonsoir"), "À demain")
    drafting.keep(nadia, consigne, Written(title="Traverser la place"))
    found = {
        name: text(at_nadia.get(f"/moi/mots/{name}/"))
        for name in ("messages", "reponses", "protocoles", "brouillons")
    }
    for name, words in {
        "messages": "Bonjour à tous",
        "reponses": "À demain",
        "protocoles": "Marcher à reculons",
        "brouillons": "Traverser la place",
    }.items():
        assert [each for each, page in found.items() if words in page] == [name]


@pytest.mark.parametrize("name", ["recues", "messages", "reponses", "protocoles", "brouillons"])
def test_what_is_empty_says_so(at_nadia: Client, fabrique: Room, name: str) -> None:
    page = text(at_nadia.get(f"/moi/mots/{name}/"))
    assert 'class="empty"' in page
    assert "C’est tout." not in page
    assert 'aria-current="page"' in page


def test_lists_have_pages_and_end(at_nadia: Client, nadia: Person, fabrique: Room) -> None:
    said = [says(nadia, fabrique, f"message numéro {number}.") for number in range(own_words.PAGE + 1)]
    first = text(at_nadia.get("/moi/mots/messages/"))
    assert "message numéro 0." not in first
    assert f'href="?avant={said[1].pk}"' in first
    last = text(at_nadia.get(f"/moi/mots/messages/?avant={said[1].pk}"))
    assert "message numéro 0." in last
    assert "message numéro 1." not in last
    assert "C’est tout." in last
    for odd in ("abc", "-1", "9" * 40):
        assert at_nadia.get(f"/moi/mots/messages/?avant={odd}").status_code == 200


def test_what_is_out_of_sight_or_in_a_room_one_left_is_not_listed(
    at_nadia: Client, nadia: Person, awa: Person, fabrique: Room
) -> None:
    shown, hidden = says(nadia, fabrique, "Ce qui reste"), says(nadia, fabrique, "Ce qui part")
    posting.withdraw(nadia, fabrique.pk, None, hidden.pk)
    page = text(at_nadia.get("/moi/mots/messages/"))
    assert "Ce qui reste" in page
    assert "Ce qui part" not in page
    moderating.remove(awa, fabrique.pk, None, nadia.pk, on=True)
    assert "Ce qui reste" not in text(at_nadia.get("/moi/mots/messages/"))
    assert at_nadia.get(f"/f/{fabrique.slug}/messages/{shown.pk}/").status_code == 403


def test_nobody_reads_the_words_of_another_there(at_nadia: Client, marcel: Person, fabrique: Room) -> None:
    says(marcel, fabrique, "À Marcel seul")
    assert "À Marcel seul" not in text(at_nadia.get("/moi/mots/messages/"))


def test_a_stranger_is_asked_to_come_in_and_another_name_is_nowhere(
    stranger: Client, at_nadia: Client, mezza: Room
) -> None:
    assert stranger.get("/moi/mots/").headers["Location"] == "/"
    assert at_nadia.get("/moi/mots/autres/").status_code == 404


def test_a_message_is_found_on_whichever_page_it_is(at_nadia: Client, nadia: Person, fabrique: Room) -> None:
    said = says(nadia, fabrique)
    found = at_nadia.get(f"/f/{fabrique.slug}/messages/{said.pk}/")
    assert found.headers["Location"] == f"/f/{fabrique.slug}/#message-{said.pk}"
    assert at_nadia.get(f"/f/{fabrique.slug}/messages/{said.pk + 1}/").status_code == 404


@pytest.mark.storage
def test_a_page_costs_as_many_questions_for_many_things_as_for_one(
    at_nadia: Client,
    nadia: Person,
    marcel: Person,
    fabrique: Room,
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    for number in range(own_words.PAGE):
        answers(marcel, says(nadia, fabrique), f"réponse {number}")
    for name in ("recues", "messages"):
        with django_assert_max_num_queries(4):
            assert text(at_nadia.get(f"/moi/mots/{name}/")).count("<time") == own_words.PAGE
