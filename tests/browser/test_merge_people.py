"""Two accounts of one person become one, under the screens that they have open."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from people.models import Person
from rooms import joining
from tests.browser.conftest import Stage

DESK = {"width": 1280, "height": 900}


@pytest.fixture
def again(stage: Stage) -> Person:
    """Nadia, who lost her card and came again."""
    with stage.hub.inside():
        person = Person.objects.arrive(f"Nadia du mardi {stage.fabrique.pk}")  # all tests share Mezza
        joining.join(person, stage.fabrique)
    return person


def counted(page: Page) -> list[str]:
    """Return a list that grows with each page that is loaded from now on."""
    loaded: list[str] = []
    page.on("domcontentloaded", lambda shown: loaded.append(shown.url))
    return loaded


def merge(stage: Stage, other: Person, shot: Callable[[Page, str], None]) -> None:
    """Make both one from the wings, as Awa does on her telephone."""
    page = stage.enter(stage.awa, f"{stage.path}coulisses/").page
    page.locator(f"#personne-{stage.nadia.pk} > details > summary").click()
    page.get_by_role("link", name="C’est la même personne que… Nadia", exact=True).click()
    page.get_by_label("Son nom, ou le début").fill(other.name)  # among the Nadias of all tests
    page.get_by_role("button", name="Chercher").click()
    shot(page, "merge-choice")
    page.get_by_role("link", name=f"Comparer avec {other.name}", exact=True).click()
    shot(page, "merge-compared")
    page.get_by_role("link", name="Garder «\u00a0Nadia\u00a0»", exact=True).click()
    shot(page, "merge-asked")
    page.get_by_role("button", name="Réunir pour toujours").click()
    expect(page.get_by_text("il n’y a plus qu’un compte, et tout y est.")).to_be_visible()


def test_every_screen_goes_on_under_the_name_that_stays(
    stage: Stage, again: Person, shot: Callable[[Page, str], None]
) -> None:
    stage.says(again, "Je suis revenue.")
    hers, marcel = stage.enter(again).is_live(), stage.enter(stage.marcel).is_live()
    kept = stage.enter(stage.nadia).is_live()
    loads = {each: counted(each.page) for each in (hers, kept, marcel)}
    hers.box.fill("À moitié écr")
    marcel.box.fill("Moi aussi j’écri")
    marcel.box.press("Home")
    merge(stage, again, shot)
    expect(hers.page.locator(f'hub-room[data-live][data-me="{stage.nadia.pk}"]')).to_be_visible()
    expect(hers.box).to_have_value("À moitié écr")
    expect(hers.page.get_by_text("L’équipe a réuni vos deux comptes")).to_be_visible()
    shot(hers.page, "merged")
    for visitor in (hers, kept, marcel):
        expect(visitor.post("Je suis revenue.")).to_contain_text("Nadia")
        expect(visitor.post("Je suis revenue.")).not_to_contain_text("du mardi")
    expect(marcel.box).to_be_focused()
    marcel.page.keyboard.type("Oui. ")
    expect(marcel.box).to_have_value("Oui. Moi aussi j’écri")
    hers.publish("Me voici entière.")
    marcel.sees("Me voici entière.")
    assert [len(each) for each in loads.values()] == [1, 1, 0]


def test_what_was_written_without_a_network_arrives_under_the_name_that_stays(
    stage: Stage, again: Person, shot: Callable[[Page, str], None]
) -> None:
    hers, marcel = stage.enter(again).is_live(), stage.enter(stage.marcel).is_live()
    hers.lose_the_network()
    hers.publish("Écrit dans le métro.")
    merge(stage, again, shot)
    hers.find_the_network()
    marcel.sees("Écrit dans le métro.")
    expect(marcel.post("Écrit dans le métro.")).to_contain_text("Nadia")
    expect(marcel.post("Écrit dans le métro.")).not_to_contain_text("du mardi")
    hers.sees("Écrit dans le métro.")
