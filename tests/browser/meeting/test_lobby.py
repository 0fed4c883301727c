"""Visitors knock; a host admits one or all of them, or does not."""

from playwright.sync_api import expect

from tests.browser.meeting.conftest import Gathering


def test_who_knocks_waits_with_their_picture_and_is_let_in(lobby: Gathering) -> None:
    nadia = lobby.at_the_door(lobby.stage.nadia)
    nadia.knock()
    waiting = nadia.page.locator("[data-screen=lobby]")
    expect(waiting.get_by_role("heading", name="Vous avez frappé")).to_be_focused()
    expect(waiting.get_by_text("n’est pas encore là")).to_be_visible()
    expect(waiting.locator("[data-mirror]")).to_be_visible()
    judith = lobby.enter(lobby.stage.judith)[0]
    expect(waiting.get_by_text("sait que vous êtes là")).to_be_visible()
    expect(judith.control("people").locator(".badge")).to_have_text("1")
    expect(judith.control("people")).to_have_accessible_name("Personnes Une personne frappe")
    judith.press("people")
    judith.page.get_by_role("button", name="Faire entrer Nadia").click()
    nadia.is_in().sees("Judith")
    judith.sees("Nadia")


def test_all_are_let_in_at_once(lobby: Gathering) -> None:
    waiting = [lobby.at_the_door(person) for person in (lobby.stage.nadia, lobby.stage.marcel)]
    for attendant in waiting:
        attendant.knock()
    judith = lobby.enter(lobby.stage.judith)[0]
    judith.press("people")
    judith.page.get_by_role("complementary").get_by_role("button", name="Faire entrer tout le monde").click()
    for attendant in waiting:
        attendant.is_in()


def test_who_knocks_is_let_in_from_the_news(lobby: Gathering) -> None:
    judith = lobby.enter(lobby.stage.judith)[0]
    nadia, marcel = [lobby.at_the_door(person) for person in (lobby.stage.nadia, lobby.stage.marcel)]
    nadia.knock()
    judith.is_told("Nadia frappe à la porte.")
    judith.news.get_by_role("button", name="Faire entrer", exact=True).click()
    nadia.is_in()
    expect(judith.news).not_to_contain_text("frappe")
    marcel.knock()
    judith.is_told("Marcel frappe à la porte.")
    judith.press("people")
    judith.page.get_by_role("button", name="Faire entrer Marcel").click()
    marcel.is_in()
    expect(judith.news).not_to_contain_text("frappe")


def test_several_who_knock_are_one_piece_of_news(lobby: Gathering) -> None:
    judith = lobby.enter(lobby.stage.judith)[0]
    waiting = [lobby.at_the_door(person) for person in (lobby.stage.nadia, lobby.stage.marcel)]
    for attendant in waiting:
        attendant.knock()
    judith.is_told("2 personnes frappent")
    expect(judith.news).not_to_contain_text("Nadia")
    expect(judith.control("people")).to_have_accessible_name("Personnes 2 personnes frappent")
    judith.news.get_by_role("button", name="Faire entrer tout le monde").click()
    for attendant in waiting:
        attendant.is_in()
    expect(judith.news).not_to_contain_text("frappe")


def test_who_is_not_let_in_is_told_so_may_knock_again_and_stop_waiting(lobby: Gathering) -> None:
    judith = lobby.enter(lobby.stage.judith)[0]
    nadia = lobby.at_the_door(lobby.stage.nadia)
    nadia.knock()
    judith.press("people")
    judith.page.get_by_role("button", name="Refuser Nadia").click()
    nadia.is_out("On ne vous a pas ouvert")
    nadia.page.get_by_role("button", name="Frapper encore").click()
    expect(nadia.page.get_by_role("heading", name="Vous avez frappé")).to_be_visible()
    nadia.page.get_by_role("button", name="Ne plus attendre").click()
    nadia.is_out("Vous êtes sorti·e")
