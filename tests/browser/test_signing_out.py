"""Signing out erases what this device has; what the house does not have yet is told of first."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Stage

WAITING = "a encore des mots de vous"


def _sign_out(page: Page) -> None:
    page.locator('form[action$="/sortir/"] button').click()


def test_something_unsent_is_told_of_before_it_is_erased(stage: Stage) -> None:
    nadia = stage.enter(stage.nadia).is_live()
    nadia.box.fill("Je n’ai pas fini")
    nadia.page.goto(f"{nadia.line.url}/moi/")
    _sign_out(nadia.page)
    expect(nadia.page.get_by_text(WAITING)).to_be_visible()
    nadia.page.goto(nadia.line.url + stage.path)
    expect(nadia.box).to_have_value("Je n’ai pas fini")
    nadia.page.goto(f"{nadia.line.url}/moi/")
    _sign_out(nadia.page)
    nadia.page.get_by_role("button", name="Sortir et effacer ces mots").click()
    expect(nadia.page.get_by_text("Vous êtes sorti·e.")).to_be_visible()
    assert nadia.page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('hub-draft'))") == []


def test_who_has_sent_everything_signs_out_at_once(stage: Stage) -> None:
    nadia = stage.enter(stage.nadia).is_live()
    nadia.publish("Un.")
    expect(nadia.page.locator("[data-ref]")).to_have_count(0)
    nadia.page.goto(f"{nadia.line.url}/moi/")
    _sign_out(nadia.page)
    expect(nadia.page.get_by_text("Vous êtes sorti·e.")).to_be_visible()
