"""The team compares two accounts of one person, is asked twice, and makes them one."""

import re
from uuid import uuid4

import pytest
from django.test import Client

from people.models import Person
from protocols import drafting
from protocols.written import Written
from rooms import joining, moderating
from rooms.models import Room
from rooms.moderation import merging
from tests.cast import Cast, answers, says
from tests.frontend.pages import pinned_consigne, text
from tests.plain_browser import PlainBrowser


@pytest.fixture
def again(cast: Cast) -> Person:
    """Nadia, who lost her card and came again."""
    person = Person.objects.arrive("Nadia du mardi")
    joining.join(person, cast.fabrique)
    return person


def page_of(room: Room, person: Person) -> str:
    return f"/f/{room.slug}/personnes/{person.pk}/reunir/"


def told(page: str) -> str:
    """The words of a page, with one space between them."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).replace("\u00a0", " ").split())


def test_from_a_name_in_the_wings_to_one_account(at_awa: Client, cast: Cast, again: Person) -> None:
    says(again, cast.fabrique, "Je suis revenue")
    page = page_of(cast.fabrique, cast.nadia)
    assert page in text(at_awa.get(f"/f/{cast.fabrique.slug}/coulisses/"))
    assert "Comparer avec Nadia du mardi" in told(text(at_awa.get(page)))
    compared = text(at_awa.get(page, {"avec": again.pk}))
    assert "Garder « Nadia »" in told(compared)
    assert "Garder « Nadia du mardi »" in told(compared)
    assert "<form method" not in compared[compared.index("<main") :]
    asked = text(at_awa.get(f"{page}?avec={again.pk}&garder=1"))
    assert "Cela ne se défait pas." in told(asked)
    sent = {"other": again.pk, "sure": "1", "ref": str(uuid4())}
    done = told(text(at_awa.post(page, sent, follow=True)))
    assert "il n’y a plus qu’un compte, et tout y est." in done
    assert "Awa a réuni les deux comptes de Nadia" in done
    room = told(text(at_awa.get(f"/f/{cast.fabrique.slug}/")))
    assert "Je suis revenue" in room
    assert "Nadia du mardi" not in room


def test_both_are_shown_with_what_is_theirs(at_awa: Client, cast: Cast, again: Person) -> None:
    theirs = says(cast.marcel, cast.fabrique)
    for _each in range(2):
        answers(again, theirs)
    says(again, cast.fabrique)
    drafting.keep(again, pinned_consigne(cast.judith, cast.fabrique), Written(title="Un brouillon"))
    moderating.quiet(cast.awa, cast.fabrique.pk, None, again.pk, True)
    page = text(at_awa.get(page_of(cast.fabrique, cast.nadia), {"avec": again.pk}))
    first, second = map(told, re.findall(r"<section.*?</section>", page, re.DOTALL)[-2:])
    assert not any(word in first for word in ("message", "réponse", "protocole", "brouillon"))
    assert "1 message 2 réponses 1 brouillon" in second
    assert "Prises de risque en silence" in second
    assert "Prises de risque en silence" not in first
    assert "Un brouillon" not in second


def test_the_other_account_may_be_the_one_that_is_kept(at_awa: Client, cast: Cast, again: Person) -> None:
    page = text(at_awa.get(page_of(cast.fabrique, cast.nadia), {"avec": again.pk}))
    to = f"{page_of(cast.fabrique, again)}?avec={cast.nadia.pk}&garder=1"
    assert to in page
    asked = told(text(at_awa.get(to)))
    assert "Ne garder que « Nadia du mardi »" in asked


def test_once_is_not_enough(at_awa: Client, cast: Cast, again: Person) -> None:
    response = at_awa.post(page_of(cast.fabrique, cast.nadia), {"other": again.pk, "ref": str(uuid4())})
    assert response.status_code == 422
    assert "Confirmez une seconde fois" in text(response)
    again.refresh_from_db()
    assert again.is_active


def test_whoever_is_second_reads_that_it_is_done(at_awa: Client, cast: Cast, again: Person) -> None:
    merging.merge(cast.awa, cast.fabrique.pk, None, cast.nadia.pk, again.pk, True)
    page, sent = page_of(cast.fabrique, cast.nadia), {"other": again.pk, "sure": "1", "ref": str(uuid4())}
    for response in (at_awa.post(page, sent), at_awa.get(page, {"avec": again.pk})):
        assert response.status_code == 403
        assert "vient de réunir ces comptes" in text(response)


@pytest.mark.parametrize("typed", ["nadia DU", "Nàdia", ""])
def test_a_name_is_found_however_it_is_typed(at_awa: Client, cast: Cast, again: Person, typed: str) -> None:
    page = text(at_awa.get(page_of(cast.fabrique, cast.nadia), {"nom": typed}))
    assert f"?avec={again.pk}" in page
    assert f"?avec={cast.awa.pk}" not in page
    assert f"?avec={cast.ousmane.pk}" not in page


def test_nobody_but_the_team_sees_the_page(cast: Cast, again: Person) -> None:
    for person in (cast.judith, cast.nadia):
        browser = PlainBrowser()
        browser.force_login(person)
        for query in ("", f"?avec={again.pk}"):
            assert browser.get(page_of(cast.fabrique, cast.nadia) + query).status_code == 403


def test_the_person_reads_that_their_accounts_are_one_and_puts_it_away(cast: Cast, again: Person) -> None:
    browser = PlainBrowser()
    browser.force_login(again)
    merging.merge(cast.awa, cast.fabrique.pk, None, cast.nadia.pk, again.pk, True)
    room = f"/f/{cast.fabrique.slug}/"
    page = text(browser.get(room))
    assert "L’équipe a réuni vos deux comptes" in page
    assert "Demander un autre regard" not in page
    assert f'data-me="{cast.nadia.pk}"' in page
    assert f'data-former="{again.pk}"' in page
    put_away = re.search(r'action="([^"]+/decisions/\d+/vu/)"', page)
    assert put_away
    browser.post(put_away[1], {"ref": str(uuid4())})
    assert "L’équipe a réuni vos deux comptes" not in text(browser.get(room))
