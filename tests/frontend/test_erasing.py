"""The page that asks before something is removed for good: from wings and régie, for the team alone."""

from uuid import uuid4

import pytest
from django.test import Client

from people.models import Person
from protocols import submitting
from protocols.written import Written
from rooms import moderating
from rooms.models import Comment, Decision, Post
from rooms.moderation import appealing, approving
from tests.cast import Cast, answers, says
from tests.frontend.pages import pinned_consigne, text

WORDS = "12 rue des Lilas."
SURE = {"sure": "1"}


@pytest.fixture
def hidden(cast: Cast) -> Post:
    """A message of Nadia's with an answer, which Awa has hidden."""
    post = says(cast.nadia, cast.fabrique, WORDS)
    answers(cast.marcel, post, "Je la connais.")
    moderating.hide_post(cast.awa, cast.fabrique.pk, None, post.pk)
    return post


def test_the_wings_lead_to_a_page_that_says_what_goes_and_removes_it(
    at_awa: Client, hidden: Post, feed: str
) -> None:
    page = f"{feed}messages/{hidden.pk}/supprimer/"
    assert f"{page}?from=coulisses" in text(at_awa.get(f"{feed}coulisses/"))
    asked = text(at_awa.get(f"{page}?from=coulisses"))
    for told in (WORDS, "Nadia", "Sa réponse part avec", "Cela ne revient pas"):
        assert told in asked
    done = at_awa.post(page, {**SURE, "why": "Une adresse.", "from": "coulisses"})
    wings = text(at_awa.get(done.headers["Location"]))
    for told in (
        "C’est supprimé pour de bon.",
        "Une adresse.",
        "a supprimé pour de bon",
        "un message de Nadia",
    ):
        assert told in wings
    assert WORDS not in wings
    assert page not in wings


def test_the_page_asks_and_one_who_is_not_sure_has_removed_nothing(
    at_awa: Client, hidden: Post, feed: str
) -> None:
    answer = at_awa.post(
        f"{feed}messages/{hidden.pk}/supprimer/", {"why": "Une adresse.", "told": "Désolée."}
    )
    assert answer.status_code == 422
    for told in (WORDS, "Confirmez une seconde fois", "Une adresse.", "Désolée."):
        assert told in text(answer)
    assert Post.objects.get(pk=hidden.pk).body == WORDS


def test_a_form_that_is_sent_twice_does_it_once_and_a_second_page_says_so(
    at_awa: Client, hidden: Post, feed: str
) -> None:
    page, sent = f"{feed}messages/{hidden.pk}/supprimer/", {**SURE, "ref": str(uuid4())}
    assert [at_awa.post(page, sent).status_code for _time in "ab"] == [302, 302]
    again = at_awa.get(page)
    assert again.status_code == 403
    assert "supprimés pour de bon" in text(again)
    assert Decision.objects.filter(act="erase").count() == 1


def test_only_the_team_has_the_page(
    at_judith: Client, at_nadia: Client, at_marcel: Client, hidden: Post, feed: str
) -> None:
    for browser in (at_judith, at_nadia, at_marcel):
        for answer in (
            browser.get(f"{feed}messages/{hidden.pk}/supprimer/"),
            browser.post(f"{feed}messages/{hidden.pk}/supprimer/", SURE),
        ):
            assert answer.status_code == 403
            assert WORDS not in text(answer)
    assert Post.objects.get(pk=hidden.pk).body == WORDS


def test_what_is_in_sight_is_refused_with_a_sentence(at_awa: Client, cast: Cast, feed: str) -> None:
    post = says(cast.nadia, cast.fabrique, WORDS)
    for answer in (
        at_awa.get(f"{feed}messages/{post.pk}/supprimer/"),
        at_awa.post(f"{feed}messages/{post.pk}/supprimer/", SURE),
    ):
        assert answer.status_code == 403
        assert "Masquez d’abord ces mots" in text(answer)
    assert at_awa.get(f"{feed}messages/{post.pk + 1000}/supprimer/").status_code == 404


def test_an_answer_is_removed_as_a_message_is(at_awa: Client, cast: Cast, feed: str) -> None:
    answer = answers(cast.nadia, says(cast.judith, cast.fabrique), WORDS)
    moderating.hide_comment(cast.awa, cast.fabrique.pk, None, answer.pk)
    page = f"{feed}reponses/{answer.pk}/supprimer/"
    assert page in text(at_awa.get(f"{feed}coulisses/"))
    assert WORDS in text(at_awa.get(page))
    assert at_awa.post(page, SURE).status_code == 302
    assert Comment.objects.get(pk=answer.pk).body == ""


def test_a_protocole_is_quoted_whole_and_leaves_all_its_pages(at_awa: Client, cast: Cast, feed: str) -> None:
    consigne = pinned_consigne(cast.judith, cast.fabrique)
    written = Written(title="Aller là-bas", steps=[WORDS])
    post = submitting.hand_in(cast.nadia, cast.fabrique.pk, None, consigne.pk, written).post
    moderating.hide_post(cast.awa, cast.fabrique.pk, None, post or 0)
    page = f"{feed}messages/{post}/supprimer/"
    assert WORDS in text(at_awa.get(page))
    assert WORDS in text(at_awa.get(f"{feed}coulisses/"))
    at_awa.post(page, SURE)
    for address in (f"{feed}coulisses/", f"{feed}protocoles/", "/regie/", "/decisions/"):
        answer = at_awa.get(address)
        assert answer.status_code == 200
        assert "Aller là-bas" not in text(answer)


def test_what_the_team_did_not_publish_stands_in_the_wings_and_may_be_removed_or_wait_again(
    at_awa: Client, cast: Cast, feed: str
) -> None:
    post, answer = (
        says(cast.nadia, cast.fabrique, WORDS),
        answers(cast.nadia, says(cast.judith, cast.fabrique)),
    )
    for hold, refuse, said in (
        (approving.hold_post, approving.refuse_post, post),
        (approving.hold_comment, approving.refuse_comment, answer),
    ):
        hold(cast.judith, cast.fabrique.pk, None, said.pk)
        refuse(cast.judith, cast.fabrique.pk, None, said.pk)
    wings = text(at_awa.get(f"{feed}coulisses/"))
    assert "Ce qui n’est pas publié" in wings
    assert f"{feed}messages/{post.pk}/supprimer/" in wings
    back = at_awa.post(f"{feed}reponses/{answer.pk}/reprendre/", {"from": "coulisses"})
    assert back.headers["Location"] == f"{feed}coulisses/"
    assert at_awa.post(f"{feed}messages/{post.pk}/supprimer/", SURE).status_code == 302
    assert "Ce qui n’est pas publié" not in text(at_awa.get(f"{feed}coulisses/"))


def test_the_regie_leads_the_team_to_it_from_what_waits(
    at_awa: Client, at_judith: Client, cast: Cast, feed: str
) -> None:
    held = says(cast.nadia, cast.fabrique, WORDS)
    approving.hold_post(cast.judith, cast.fabrique.pk, None, held.pk)
    page = f"{feed}messages/{held.pk}/supprimer/"
    assert f"{page}?from=regie" in text(at_awa.get("/regie/"))
    assert page not in text(at_judith.get("/regie/"))
    done = at_awa.post(page, {**SURE, "from": "regie"})
    assert done.headers["Location"] == "/regie/"
    assert WORDS not in text(at_awa.get("/regie/"))


def test_the_author_and_who_answered_are_told_without_the_words(
    at_awa: Client, at_nadia: Client, at_marcel: Client, hidden: Post, feed: str
) -> None:
    at_awa.post(f"{feed}messages/{hidden.pk}/supprimer/", {**SURE, "told": "Pas d’adresse, merci."})
    hers, his = text(at_nadia.get(feed)), text(at_marcel.get(feed))
    assert "L’équipe a supprimé pour de bon votre message" in hers
    assert "Pas d’adresse, merci." in hers
    assert "L’équipe a supprimé pour de bon un message, et avec lui ce que vous y aviez répondu" in his
    assert "Pas d’adresse, merci." not in his
    for page in (hers, his):
        assert WORDS not in page
        assert "Demander un autre regard" not in page


def test_whoever_had_asked_for_another_look_reads_that_somebody_has_looked(
    at_awa: Client, at_nadia: Client, cast: Cast, hidden: Post, feed: str
) -> None:
    outcome = appealing.told(cast.fabrique, cast.nadia.pk).get()
    appealing.ask_again(cast.nadia, cast.fabrique.pk, uuid4(), outcome.decision_id)
    assert f"{feed}messages/{hidden.pk}/supprimer/?from=regie" in text(at_awa.get("/regie/"))
    at_awa.post(f"{feed}messages/{hidden.pk}/supprimer/", SURE)
    hers = text(at_nadia.get(feed))
    assert "L’équipe a supprimé pour de bon votre message" in hers
    assert "Quelqu’un d’autre de l’équipe a regardé" in hers
    assert "Vous avez demandé un autre regard" not in hers


def test_whoever_hid_it_is_told_before_they_fill_the_page_that_another_is_to_look(
    at_awa: Client, cast: Cast, hidden: Post, feed: str
) -> None:
    Person.objects.create_user("zoe@maison.example", "douze signes au moins", name="Zoé", is_staff=True)
    outcome = appealing.told(cast.fabrique, cast.nadia.pk).get()
    appealing.ask_again(cast.nadia, cast.fabrique.pk, uuid4(), outcome.decision_id)
    answer = at_awa.get(f"{feed}messages/{hidden.pk}/supprimer/")
    assert answer.status_code == 403
    assert "c’est à quelqu’un d’autre de regarder" in text(answer)
