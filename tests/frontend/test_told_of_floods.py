"""What whoever was in a flood reads on a plain page, and what the régie does with their asking."""

from collections.abc import Callable

import pytest
from django.test import Client

from people.models import Person
from rooms import joining
from rooms.moderation.models import Clearing, Outcome
from tests.cast import Cast, fresh_address, says
from tests.frontend.pages import text

REGIE = "/regie/"


@pytest.fixture
def at_zoe(browser_of: Callable[[Person], Client]) -> Client:
    """The browser of somebody else of the team."""
    return browser_of(
        Person.objects.create_user(fresh_address(), "douze signes au moins", name="Zoé", is_staff=True)
    )


def test_whose_words_were_cleared_reads_why_and_later_that_they_are_back(
    at_nadia: Client, at_awa: Client, cast: Cast, feed: str
) -> None:
    says(cast.nadia, cast.fabrique, "Une vague.")
    at_awa.post(f"{feed}personnes/{cast.nadia.pk}/masquer-tout/", {"why": "Trop.", "told": "Doucement."})
    mine = text(at_nadia.get(feed))
    for seen in ("ce que vous avez écrit ici depuis une heure", "Doucement."):
        assert seen in mine
    assert "Demander un autre regard" in mine
    assert "Trop." not in mine
    at_awa.post(f"{feed}vagues/{Clearing.objects.get().pk}/rendre/")
    mine = text(at_nadia.get(feed))
    assert "ils étaient partis avec une vague" in mine
    assert "autre de l’équipe a regardé" not in mine
    at_nadia.post(f"{feed}decisions/{Outcome.objects.get().decision_id}/vu/")
    assert "partis avec une vague" not in text(at_nadia.get(feed))


def test_who_came_by_the_same_code_asks_and_gets_their_own_words_back(
    at_awa: Client, at_zoe: Client, browser_of: Callable[[Person], Client], cast: Cast, feed: str
) -> None:
    crowd = [Person.objects.arrive(name) for name in ("Paul", "Vague", "Lame")]
    for person in crowd:
        joining.join(person, cast.fabrique)
        says(person, cast.fabrique, f"Mots de {person.name}.")
    at_awa.post(f"{feed}vagues/masquer/", {"code": cast.fabrique.code})
    at_paul, at_vague, _at_lame = map(browser_of, crowd)
    assert "venues par le même code que vous" in text(at_paul.get(feed))
    pk = Clearing.objects.get().decision_id
    for browser, word in ((at_paul, "Je n’y suis pour rien."), (at_vague, "Moi non plus.")):
        browser.post(f"{feed}decisions/{pk}/revoir/", {"word": word})
    for seen in ("Je n’y suis pour rien.", "Moi non plus.", "Masqué d’un coup, avec tout le reste, par Awa"):
        assert seen in text(at_zoe.get(REGIE))
    back = f"{feed}vagues/{Clearing.objects.get().pk}/rendre/"
    assert back in text(at_zoe.get(REGIE))
    at_zoe.post(back, {"whose": crowd[0].pk})
    at_zoe.post(f"{feed}decisions/{pk}/confirmer/", {"whose": crowd[1].pk, "told": "Nous avons relu."})
    seen_by_paul = text(at_paul.get(feed))
    assert "Mots de Paul." in seen_by_paul
    assert "Mots de Vague." not in seen_by_paul
    assert "a changé d’avis" in seen_by_paul
    assert "Nous avons relu." in text(at_vague.get(feed))
    assert "Un autre regard" not in text(at_zoe.get(REGIE))


def test_a_number_of_nobody_brings_nothing_back(at_awa: Client, cast: Cast, feed: str) -> None:
    says(cast.nadia, cast.fabrique, "Une vague.")
    at_awa.post(f"{feed}personnes/{cast.nadia.pk}/masquer-tout/")
    back = f"{feed}vagues/{Clearing.objects.get().pk}/rendre/"
    assert at_awa.post(back, {"whose": "moi"}).status_code == 404
    assert at_awa.post(back, {"whose": cast.marcel.pk}).status_code == 404
    assert Clearing.objects.get().texts.count() == 1
