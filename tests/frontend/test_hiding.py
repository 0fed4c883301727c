"""Whoever leads hides one text by a form, of the room's page or of the régie, and brings it back."""

from collections.abc import Callable

import pytest
from django.test import Client

from people.models import Person
from protocols import submitting
from protocols.written import Written
from rooms import moderating
from rooms.models import Comment, Decision, Post, Room
from rooms.moderation import reporting
from tests.cast import Cast, answers, says
from tests.frontend.pages import pinned_consigne, text

REGIE = "/regie/"
WORDS = "Une phrase de travers."
TOLD = "Plus doucement, s’il vous plaît."
FOLD = "Masquer…"


@pytest.fixture
def post(cast: Cast) -> Post:
    """A post by Nadia."""
    return says(cast.nadia, cast.fabrique, WORDS)


@pytest.fixture
def answer(cast: Cast) -> Comment:
    """An answer of Nadia's to Marcel."""
    return answers(cast.nadia, says(cast.marcel, cast.fabrique), "Une réponse de travers.")


def test_the_artist_is_offered_to_hide_the_words_of_others_where_they_lead(
    at_judith: Client, at_nadia: Client, cast: Cast, post: Post, answer: Comment, feed: str
) -> None:
    own = says(cast.judith, cast.fabrique)
    forms = f"{feed}messages/{post.pk}/masquer/", f"{feed}reponses/{answer.pk}/masquer/"
    page = text(at_judith.get(feed))
    assert [form in page for form in forms] == [True, True]
    assert f"{feed}messages/{own.pk}/masquer/" not in page
    assert "Pourquoi ? (l’équipe seule le lit)" in page
    assert '<datalist id="ready-words">' in page
    for nothing in ("Mettre en silence", "Retirer d’ici", "/silence/", "/exclure/"):
        assert nothing not in page
    for other in (at_nadia.get(feed), at_judith.get("/f/mezza/")):
        assert FOLD not in text(other)


def test_a_protocole_is_hidden_as_a_message_is(
    at_judith: Client, at_marcel: Client, cast: Cast, feed: str
) -> None:
    asked = pinned_consigne(cast.judith, cast.fabrique)
    written = Written(title="Marcher de côté", steps=["Tourner le dos au mur."])
    handed = submitting.hand_in(cast.nadia, cast.fabrique.pk, None, asked.pk, written)
    form = f"{feed}messages/{handed.post}/masquer/"
    assert form in text(at_judith.get(feed))
    at_judith.post(form)
    for page in (feed, f"{feed}protocoles/"):
        assert "Marcher de côté" not in text(at_marcel.get(page))


def test_what_the_artist_hides_leaves_every_page_and_its_author_is_told(
    at_judith: Client, at_nadia: Client, at_marcel: Client, at_awa: Client, post: Post, feed: str
) -> None:
    assert WORDS in text(at_marcel.get(feed))
    at_judith.post(f"{feed}messages/{post.pk}/masquer/", {"why": "Vise Marcel.", "told": TOLD})
    for page in (at_marcel.get(feed), at_judith.get(feed)):
        assert WORDS not in text(page)
    mine = text(at_nadia.get(feed))
    for seen in ("L’équipe a retiré votre message du fil", TOLD, "Demander un autre regard"):
        assert seen in mine
    for nothing in ("Vise Marcel.", "Judith a"):
        assert nothing not in mine
    wings = text(at_awa.get(f"{feed}coulisses/"))
    for seen in (WORDS, "Vise Marcel.", "Judith", "a masqué"):
        assert seen in wings


def test_who_asked_another_look_is_answered_by_the_team(
    at_judith: Client, at_nadia: Client, at_awa: Client, post: Post, feed: str
) -> None:
    at_judith.post(f"{feed}messages/{post.pk}/masquer/")
    hidden = Decision.objects.get(act="hide")
    at_nadia.post(f"{feed}decisions/{hidden.pk}/revoir/", {"word": "C’est le mien."})
    assert "C’est le mien." not in text(at_judith.get(REGIE))
    regie = text(at_awa.get(REGIE))
    for seen in ("C’est le mien.", "Masqué par Judith"):
        assert seen in regie
    assert at_judith.post(f"{feed}decisions/{hidden.pk}/confirmer/").status_code == 403
    done = at_awa.post(f"{feed}messages/{post.pk}/retablir/", {"from": "regie"})
    assert done.headers["Location"] == REGIE
    assert "L’équipe a remis vos mots" in text(at_nadia.get(feed))


@pytest.mark.parametrize("who", ["judith", "awa"])
def test_the_page_that_follows_offers_it_back(
    cast: Cast, browser_of: Callable[[Person], Client], at_marcel: Client, who: str, feed: str
) -> None:
    leads, above = browser_of(getattr(cast, who)), says(cast.nadia, cast.fabrique, WORDS)
    under = answers(cast.nadia, says(cast.marcel, cast.fabrique), "Une réponse.")
    for thing in (f"messages/{above.pk}", f"reponses/{under.pk}"):
        hidden = leads.post(f"{feed}{thing}/masquer/").headers["Location"]
        back = f'class="note undo" method="post" action="{feed}{thing}/retablir/"'
        assert back in text(leads.get(hidden))
        assert back not in text(at_marcel.get(hidden))
        shown = leads.post(f"{feed}{thing}/retablir/").headers["Location"]
        assert "C’est rétabli" in text(leads.get(shown))
        assert back not in text(leads.get(hidden))


def test_what_the_team_hid_is_not_the_artists_to_bring_back(
    at_judith: Client, cast: Cast, post: Post, feed: str
) -> None:
    moderating.hide_post(cast.awa, cast.fabrique.pk, None, post.pk)
    refused = at_judith.post(f"{feed}messages/{post.pk}/retablir/")
    assert refused.status_code == 403
    assert "Seule l’équipe peut faire cela." in text(refused)
    post.refresh_from_db()
    assert not post.visible


@pytest.mark.parametrize("who", ["judith", "awa"])
@pytest.mark.parametrize("where", ["arrived", "reported"])
def test_one_text_is_hidden_from_the_regie_and_comes_back_by_its_way_back(
    cast: Cast, browser_of: Callable[[Person], Client], at_marcel: Client, who: str, where: str, feed: str
) -> None:
    leads, post = browser_of(getattr(cast, who)), says(cast.nadia, cast.fabrique, WORDS)
    if where == "reported":
        reporting.report_post(cast.marcel, cast.fabrique.pk, None, post.pk)
    regie = leads.get(REGIE).content.decode()
    form = f'action="{feed}messages/{post.pk}/masquer/" data-key="x"'
    assert regie.count(form) == (2 if where == "reported" else 1)
    done = leads.post(f"{feed}messages/{post.pk}/masquer/", {"from": "regie"})
    assert done.headers["Location"] == REGIE
    assert WORDS not in text(at_marcel.get(feed))
    told = f"Masqué : « {WORDS} », de Nadia."
    page = text(leads.get(REGIE))
    assert told in page
    undoes = Decision.objects.get(act="hide").pk
    assert f'action="{feed}messages/{post.pk}/retablir/" data-key="z"' in page
    leads.post(f"{feed}messages/{post.pk}/retablir/", {"from": "regie", "undoes": undoes})
    assert told not in text(leads.get(REGIE))
    assert WORDS in text(at_marcel.get(feed))


def test_an_answer_that_was_reported_is_hidden_from_the_regie(
    at_judith: Client, at_marcel: Client, cast: Cast, answer: Comment, feed: str
) -> None:
    reporting.report_comment(cast.marcel, cast.fabrique.pk, None, answer.pk)
    assert f'action="{feed}reponses/{answer.pk}/masquer/"' in text(at_judith.get(REGIE))
    at_judith.post(f"{feed}reponses/{answer.pk}/masquer/", {"from": "regie"})
    assert "elle a fait quelque chose" in text(at_marcel.get(feed))


def test_a_participant_hides_nothing(at_nadia: Client, cast: Cast, fabrique: Room, feed: str) -> None:
    theirs = says(cast.marcel, fabrique, WORDS)
    refused = at_nadia.post(f"{feed}messages/{theirs.pk}/masquer/")
    assert refused.status_code == 403
    assert "Seuls l’artiste et l’équipe peuvent faire cela." in text(refused)
    theirs.refresh_from_db()
    assert theirs.visible
