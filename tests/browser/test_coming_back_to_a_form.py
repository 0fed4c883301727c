"""A page that comes back from the browser's cache as it was left."""

from playwright.sync_api import Browser, expect

from tests.browser.conftest import Stage


def test_a_form_that_comes_back_is_sent_as_another_one(stage: Stage, remembering_chromium: Browser) -> None:
    judith = stage.enter(stage.judith, f"{stage.path}rencontres/annoncer/", chromium=remembering_chromium)
    ref = judith.page.locator("form [name=ref]")
    before = ref.input_value()
    judith.page.locator("[name=title]").fill("Se lire à voix haute")
    judith.page.goto(f"{judith.line.url}{stage.path}rencontres/")
    judith.page.evaluate("history.back()")
    expect(judith.page.locator("[name=title]")).to_have_value("Se lire à voix haute")
    expect(ref).not_to_have_value(before)
