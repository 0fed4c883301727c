"""What the régie says first: whom and what to see to, and where; the ways back; what was just said."""

import re

import pytest
from django.test import Client

from people.models import Person
from rooms.models import Room
from rooms.moderation import approving
from tests.cast import Cast, says
from tests.frontend.pages import publish, text

REGIE = "/regie/"


def test_it_says_first_whom_to_help_and_what_to_read_and_leads_there(
    at_nadia: Client, at_awa: Client, cast: Cast, mezza: Room
) -> None:
    approving.hold_room(cast.awa, cast.fabrique.pk, None, "all")
    publish(at_nadia, cast.fabrique, "Je dessine.")
    at_nadia.post("/besoin-d-aide/", {"de": "/", "word": "Je suis bloquée."})
    page = text(at_awa.get(REGIE))
    for told, place in (("1 personne à aider", "aide"), ("1 texte à lire", f"lire-{cast.fabrique.pk}")):
        assert re.search(rf'<a href="#{place}">\s*{told}\s*</a>', page), told
        assert f'id="{place}"' in page
    tabs = re.sub(
        r"\s+", " ", re.sub("<[^>]*>", "", page[page.index("regie-tabs") : page.index('class="racks"')])
    )
    assert f"{cast.fabrique.title} 1 à lire" in tabs
    assert f"{mezza.title} rien" in tabs


def test_the_newest_act_is_in_sight_and_those_before_are_folded(
    at_awa: Client, cast: Cast, feed: str
) -> None:
    posts = [says(cast.nadia, cast.fabrique, f"Texte {number}.") for number in range(3)]
    for post in posts:
        at_awa.post(f"{feed}messages/{post.pk}/retenir/")
    page = text(at_awa.get(REGIE))
    in_sight, folded = page[page.index('data-part="undo"') :].split("<details", 1)
    assert "Texte 2." in in_sight
    assert "Texte 1." not in in_sight
    assert "2 gestes d’avant" in folded
    assert "Texte 0." in folded


def test_who_has_nobody_left_to_help_reads_so(at_nadia: Client, at_awa: Client, cast: Cast) -> None:
    at_nadia.post("/besoin-d-aide/", {"de": "/", "word": "Je suis bloquée."})
    asked = re.search(r'action="([^"]*/regler/)"', text(at_awa.get(REGIE)))
    assert asked
    at_awa.post(asked[1])
    page = text(at_awa.get(REGIE))
    assert "Personne n’attend d’aide" in page
    assert "0 demande" not in page


def test_what_one_answered_is_changed_and_not_sent_again(
    at_nadia: Client, at_awa: Client, cast: Cast
) -> None:
    at_nadia.post("/besoin-d-aide/", {"de": "/", "word": "Je suis bloquée."})
    asked = re.search(r'action="([^"]*/repondre/)"', text(at_awa.get(REGIE)))
    assert asked
    assert "Répondre à Nadia" in text(at_awa.get(REGIE))
    at_awa.post(asked[1], {"answer": "Venez au comptoir."})
    page = text(at_awa.get(REGIE))
    assert "Changer ce que vous avez répondu à Nadia" in page
    assert "Répondre à Nadia" not in page


def test_what_was_said_to_everybody_is_confirmed_where_one_comes_back(
    at_awa: Client, cast: Cast, mezza: Room
) -> None:
    announced = at_awa.post(
        f"{REGIE}annoncer/", {"body": "La maison ferme.", "espace": [mezza.slug]}, follow=True
    )
    assert "C’est dit" in text(announced)


@pytest.mark.parametrize(("name", "told"), [("Inès", "d’Inès"), ("Odile", "d’Odile"), ("Yaël", "de Yaël")])
def test_a_name_has_its_french_preposition(
    at_awa: Client, at_nadia: Client, nadia: Person, cast: Cast, feed: str, name: str, told: str
) -> None:
    Person.objects.filter(pk=nadia.pk).update(name=name)
    post = says(nadia, cast.fabrique)
    at_awa.post(f"{feed}messages/{post.pk}/retenir/")
    assert f"un message {told}" in re.sub(r"\s+", " ", text(at_awa.get(f"{feed}coulisses/")))
    assert f"», {told}." in text(at_awa.get(REGIE))
    at_nadia.post("/besoin-d-aide/", {"de": feed, "word": "Je suis bloquée."})
    asked = re.search(r'action="([^"]*/regler/)"', text(at_awa.get(REGIE)))
    assert asked
    at_awa.post(asked[1])
    settled = re.sub(r"\s+", " ", re.sub("<[^>]*>", "", text(at_awa.get(f"{feed}coulisses/"))))
    assert f"a réglé une demande d’aide {told}" in settled
