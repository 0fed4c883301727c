"""A private word of the team to whom it decided something about, and the other look they may ask for."""

from collections.abc import Callable

import pytest
from django.test import Client

from people.models import Person
from rooms import holding, moderating
from rooms.models import Decision, Post
from rooms.moderation import ready_words
from rooms.moderation.models import Outcome, ReadyWord
from tests.cast import Cast, fresh_address, says
from tests.frontend.pages import text

REGIE = "/regie/"
WORDS = "/regie/mots/"
TOLD = "Sans le numéro, s’il vous plaît."


@pytest.fixture
def at_zoe(browser_of: Callable[[Person], Client]) -> Client:
    """The browser of somebody else of the team."""
    return browser_of(
        Person.objects.create_user(fresh_address(), "douze signes au moins", name="Zoé", is_staff=True)
    )


@pytest.fixture
def post(cast: Cast) -> Post:
    """A post by Nadia."""
    return says(cast.nadia, cast.fabrique, "Appelez-moi au 06 12 34 56 78.")


def test_the_author_of_hidden_words_reads_why_and_by_nobody_named(
    at_nadia: Client, at_marcel: Client, at_awa: Client, post: Post, feed: str
) -> None:
    at_awa.post(f"{feed}messages/{post.pk}/masquer/", {"why": "Un numéro.", "told": TOLD})
    mine = text(at_nadia.get(feed))
    for seen in ("L’équipe a retiré votre message du fil", f"L’équipe vous dit : « {TOLD} »", post.body):
        assert seen in mine
    assert "Un numéro." not in mine
    assert "Awa" not in mine
    assert TOLD not in text(at_marcel.get(feed))
    pk = Outcome.objects.get().decision_id
    at_nadia.post(f"{feed}decisions/{pk}/vu/")
    assert TOLD not in text(at_nadia.get(feed))


def test_a_word_of_the_list_is_told_from_the_regie_with_what_is_typed(
    at_nadia: Client, at_awa: Client, cast: Cast, post: Post, feed: str
) -> None:
    ready = ready_words.write(cast.awa, ReadyWord(), "Un numéro", "<b>Enlevez</b> le numéro.", "")
    said = "&lt;b&gt;Enlevez&lt;/b&gt; le numéro."
    offered = at_awa.get(REGIE).content.decode()
    assert f'<option value="{ready.pk}" data-says="{said}">Un numéro</option>' in offered
    at_awa.post(f"{feed}messages/{post.pk}/retenir/", {"ready": str(ready.pk), "told": "Bien à vous."})
    page = at_nadia.get(feed).content.decode()
    assert "&lt;b&gt;Enlevez&lt;/b&gt; le numéro. Bien à vous." in page


def test_who_is_asked_to_correct_finds_the_box_open_and_sends_it_back(
    at_nadia: Client, at_awa: Client, post: Post, feed: str
) -> None:
    at_awa.post(f"{feed}messages/{post.pk}/retenir/", {"told": TOLD})
    mine = text(at_nadia.get(feed))
    assert f'id="correct-m{post.pk}"' in mine
    assert "Renvoyer à l’équipe" in mine
    at_nadia.post(f"{feed}messages/{post.pk}/modifier/", {"body": "Appelez-moi."})
    assert "Appelez-moi." in text(at_awa.get(REGIE))
    assert "Renvoyer à l’équipe" not in text(at_nadia.get(feed))


def test_a_word_that_is_too_long_decides_nothing_and_is_given_back(
    at_awa: Client, post: Post, feed: str
) -> None:
    answer = at_awa.post(f"{feed}messages/{post.pk}/masquer/", {"told": "m" * 501})
    assert answer.status_code == 403
    assert "m" * 501 in text(answer)
    assert not Decision.objects.exists()


def test_another_look_is_for_others_of_the_team_and_its_outcome_is_told(
    at_nadia: Client, at_awa: Client, at_zoe: Client, post: Post, feed: str
) -> None:
    at_awa.post(f"{feed}messages/{post.pk}/masquer/")
    pk = Outcome.objects.get().decision_id
    assert "Demander un autre regard" in text(at_nadia.get(feed))
    at_nadia.post(f"{feed}decisions/{pk}/revoir/", {"word": "C’est le mien."})
    assert "L’équipe vous répondra ici" in text(at_nadia.get(feed))
    hers = text(at_awa.get(REGIE))
    assert "quelqu’un d’autre de l’équipe va regarder" in hers
    assert f"decisions/{pk}/confirmer/" not in hers
    assert "(1) Régie" not in hers
    theirs = text(at_zoe.get(REGIE))
    for seen in ("Un autre regard", "Masqué par Awa", "C’est le mien.", post.body, "(1) Régie"):
        assert seen in theirs
    assert at_awa.post(f"{feed}decisions/{pk}/confirmer/").status_code == 403
    assert at_zoe.post(f"{feed}decisions/{pk}/confirmer/", {"told": "Nous en parlons ?"})["Location"] == REGIE
    mine = text(at_nadia.get(feed))
    for seen in ("garde cette décision", "Nous en parlons ?"):
        assert seen in mine
    assert "Zoé" not in mine


def test_one_alone_in_the_team_is_told_so_and_may_look_again(
    at_nadia: Client, at_awa: Client, post: Post, feed: str
) -> None:
    at_awa.post(f"{feed}messages/{post.pk}/masquer/")
    pk = Outcome.objects.get().decision_id
    at_nadia.post(f"{feed}decisions/{pk}/revoir/")
    assert "personne d’autre de l’équipe ne peut regarder" in text(at_awa.get(REGIE))
    at_awa.post(f"{feed}messages/{post.pk}/retablir/")
    assert "L’équipe a remis vos mots" in text(at_nadia.get(feed))


def test_who_was_removed_reads_why_and_asks_from_the_page_that_keeps_them_out(
    at_nadia: Client, at_awa: Client, at_zoe: Client, cast: Cast, feed: str
) -> None:
    at_awa.post(f"{feed}personnes/{cast.nadia.pk}/retirer/", {"told": TOLD})
    page = at_nadia.get(feed)
    assert page.status_code == 403
    assert f"L’équipe vous dit : « {TOLD} »" in text(page)
    pk = Outcome.objects.get().decision_id
    assert f"{feed}decisions/{pk}/revoir/" in text(page)
    at_nadia.post(f"{feed}decisions/{pk}/revoir/", {"word": "Je ne comprends pas."})
    assert "L’équipe vous répondra ici" in text(at_nadia.get(feed))
    assert "Je ne comprends pas." in text(at_zoe.get(REGIE))
    at_zoe.post(f"{feed}personnes/{cast.nadia.pk}/readmettre/")
    assert "L’équipe vous a fait revenir ici" in text(at_nadia.get(feed))


def test_an_artist_sees_what_is_held_and_not_what_is_about_a_person(
    at_judith: Client, at_nadia: Client, at_awa: Client, cast: Cast, post: Post, feed: str
) -> None:
    at_awa.post(f"{feed}messages/{post.pk}/retenir/")
    at_nadia.post(f"{feed}decisions/{Outcome.objects.get().decision_id}/revoir/", {"word": "Le mien."})
    moderating.quiet(cast.awa, cast.fabrique.pk, None, cast.marcel.pk, True)
    marcel = Outcome.objects.get(person=cast.marcel).decision_id
    Outcome.objects.filter(decision=marcel).update(asked_at=cast.fabrique.opens_at, asked="Pas moi.")
    seen = text(at_judith.get(REGIE))
    assert "Le mien." in seen
    assert "Pas moi." not in seen
    assert "Mots tout prêts" not in seen
    assert holding.posts(cast.fabrique, cast.nadia).exists()


def test_the_team_adds_changes_and_takes_away_its_words(at_awa: Client) -> None:
    typed = {"title": "Un titre", "body": "Un mot.", "body_en": "A word."}
    assert at_awa.post(WORDS, typed).status_code == 302
    ready = ReadyWord.objects.latest("pk")
    assert "Un titre" in text(at_awa.get(WORDS))
    at_awa.post(f"{WORDS}{ready.pk}/", {**typed, "body": "<i>Autre</i>"})
    assert "&lt;i&gt;Autre&lt;/i&gt;" in at_awa.get(WORDS).content.decode()
    at_awa.post(f"{WORDS}{ready.pk}/retirer/")
    assert "Proposer de nouveau" in text(at_awa.get(WORDS))
    assert not ready_words.offered().filter(pk=ready.pk).exists()
    at_awa.post(f"{WORDS}{ready.pk}/remettre/")
    assert ready_words.offered().filter(pk=ready.pk).exists()


def test_an_empty_word_is_refused_beside_its_box_with_the_rest_kept(at_awa: Client) -> None:
    answer = at_awa.post(WORDS, {"title": "Un titre", "body": "", "body_en": ""})
    assert answer.status_code == 422
    assert 'value="Un titre"' in text(answer)
    assert "Écrivez quelques mots." in text(answer)


def test_nobody_but_the_team_reads_or_changes_its_words(at_judith: Client, at_nadia: Client) -> None:
    ready = ReadyWord.objects.create(title="Un titre", body="Un mot.")
    for browser in (at_judith, at_nadia):
        for page in (WORDS, f"{WORDS}{ready.pk}/"):
            assert browser.get(page).status_code == 403
            assert browser.post(page, {"title": "Autre", "body": "Autre"}).status_code == 403
        assert browser.post(f"{WORDS}{ready.pk}/retirer/").status_code == 403
    ready.refresh_from_db()
    assert (ready.title, ready.retired_at) == ("Un titre", None)
