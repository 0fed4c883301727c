"""Moving a post to another room from a page that asks where, and back by one button."""

import re
from uuid import uuid4

import pytest
from django.test import Client

from people.models import Person
from protocols import submitting
from protocols.written import Written
from rooms import moderating
from rooms.models import Decision, Post, Room
from rooms.moderation import approving
from tests.cast import Cast, says
from tests.frontend.pages import pinned_consigne, text


@pytest.fixture
def post(nadia: Person, fabrique: Room) -> Post:
    return says(nadia, fabrique, "Bonjour la maison")


def form_of(feed: str, post: Post) -> str:
    return f"{feed}messages/{post.pk}/deplacer/"


def test_the_page_shows_the_message_and_where_it_may_go(
    at_nadia: Client, cast: Cast, ended: Room, coming: Room, feed: str, post: Post
) -> None:
    assert form_of(feed, post) in text(at_nadia.get(feed))
    page = text(at_nadia.get(form_of(feed, post)))
    assert "Bonjour la maison" in page
    assert re.findall(r'name="to" value="(\d+)"', page) == [str(cast.mezza.pk)]
    assert 'name="why"' not in page


def test_a_moved_message_is_in_the_other_room_and_one_button_brings_it_back(
    at_nadia: Client, mezza: Room, fabrique: Room, feed: str, post: Post
) -> None:
    page = text(at_nadia.post(form_of(feed, post), {"to": mezza.pk, "ref": str(uuid4())}, follow=True))
    assert "Déplacé dans «\u00a0Mezza\u00a0»" in page
    assert f'data-post="{post.pk}"' not in page
    assert "Bonjour la maison" in text(at_nadia.get("/f/mezza/"))
    undo = re.search(r'<form class="note undo" method="post" action="([^"]+)">', page)
    assert undo
    response = at_nadia.post(undo[1], {"to": fabrique.pk, "undo": "1", "ref": str(uuid4())}, follow=True)
    assert response.redirect_chain == [(f"{feed}#message-{post.pk}", 302)]
    assert "Bonjour la maison" in text(response)


def test_moved_to_where_the_team_reads_first_it_waits_there_and_its_author_sees_it(
    at_nadia: Client, cast: Cast, feed: str, post: Post
) -> None:
    approving.hold_room(cast.awa, cast.mezza.pk, None, "all")
    sent = {"to": cast.mezza.pk, "ref": str(uuid4())}
    page = at_nadia.post(form_of(feed, post), sent, follow=True)
    assert page.redirect_chain == [("/f/mezza/#en-attente", 302)]
    assert "En attente de l’équipe" in text(page)
    assert f'data-post="{post.pk}"' not in text(page)


def test_a_double_click_moves_once(at_nadia: Client, mezza: Room, feed: str, post: Post) -> None:
    sent = {"to": mezza.pk, "ref": str(uuid4())}
    places = {at_nadia.post(form_of(feed, post), sent).headers["Location"] for _time in range(2)}
    assert places == {f"{feed}?message-deplace={post.pk}"}


@pytest.mark.parametrize("to", ["", "mezza", "9" * 30, "0"])
def test_where_must_be_chosen(at_nadia: Client, feed: str, post: Post, to: str) -> None:
    response = at_nadia.post(form_of(feed, post), {"to": to})
    assert response.status_code == 422
    assert text(response).count("Choisissez l’espace où le déplacer.") == 2
    assert 'href="#to"' in text(response)


def test_staff_say_why_and_the_wings_show_it(at_awa: Client, mezza: Room, feed: str, post: Post) -> None:
    assert 'name="why"' in text(at_awa.get(form_of(feed, post)))
    at_awa.post(form_of(feed, post), {"to": mezza.pk, "why": "Pour tout le monde"})
    assert Decision.objects.get().why == "Pour tout le monde"
    page = " ".join(text(at_awa.get(f"{feed}coulisses/")).split())
    assert "<b>Awa</b> a déplacé un message de Nadia" in page


def test_nobody_else_is_offered_it_or_may_do_it(
    at_judith: Client, mezza: Room, feed: str, post: Post
) -> None:
    assert form_of(feed, post) not in text(at_judith.get(feed))
    assert at_judith.get(form_of(feed, post)).status_code == 403
    assert at_judith.post(form_of(feed, post), {"to": mezza.pk}).status_code == 403


def test_a_protocole_is_not_offered_a_move(
    at_awa: Client, judith: Person, nadia: Person, fabrique: Room, feed: str
) -> None:
    consigne = pinned_consigne(judith, fabrique)
    written = Written(title="Tout droit", steps=["Marcher."])
    made = submitting.hand_in(nadia, fabrique.pk, None, consigne.pk, written)
    address = f"{feed}messages/{made.post}/deplacer/"
    assert f'href="{address}"' not in text(at_awa.get(feed))
    assert at_awa.get(address).status_code == 404


def test_who_has_no_other_room_is_told(at_nadia: Client, cast: Cast, feed: str, post: Post) -> None:
    moderating.quiet(cast.awa, cast.mezza.pk, None, cast.nadia.pk, True)
    page = text(at_nadia.get(form_of(feed, post)))
    assert "Il n’y a pas d’autre espace ouvert où vous pouvez écrire." in page
    assert 'name="to"' not in page


def test_the_undo_of_a_move_is_offered_to_who_may_use_it(
    at_nadia: Client, at_judith: Client, mezza: Room, feed: str, post: Post
) -> None:
    at_nadia.post(form_of(feed, post), {"to": mezza.pk})
    address = f"{feed}?message-deplace={post.pk}"
    assert "Déplacé dans" in text(at_nadia.get(address))
    assert "Déplacé dans" not in text(at_judith.get(address))
