"""A newcomer's first minutes on a phone: each step is in sight, is ticked when done, and nothing jumps."""

import re

from playwright.sync_api import expect

from protocols import asking
from tests.browser.conftest import Stage

MANY = [f"Message {number}. " + "Des mots. " * 30 for number in range(1, 16)]
LONG_WORDS = "Un geste minuscule, faisable dès demain. " * 40


def _asked(stage: Stage, words: str = "Un geste minuscule.") -> None:
    with stage.hub.inside():
        asking.pin(stage.judith, stage.fabrique.pk, None, "Écrivez un protocole", words, [])


def test_one_writes_from_the_first_screen_however_long_the_consigne(stage: Stage) -> None:
    _asked(stage, LONG_WORDS)
    nadia = stage.enter(stage.nadia).is_live()
    expect(nadia.box).to_be_in_viewport(ratio=1)
    nadia.publish("Bonjour.")
    nadia.sees("Bonjour.")


def test_the_steps_are_ticked_as_they_are_done(stage: Stage) -> None:
    _asked(stage)
    nadia = stage.enter(stage.nadia).is_live()
    expect(nadia.page.locator("[data-step=hello][data-done]")).to_have_count(0)
    nadia.page.get_by_role("link", name="Lisez la consigne").click()
    expect(nadia.page.locator("[data-step=read]")).to_have_attribute("data-done", "")
    nadia.page.get_by_role("link", name="Dites bonjour").click()
    expect(nadia.box).to_be_focused()
    nadia.publish("Bonjour.")
    expect(nadia.page.locator("[data-step=hello]")).to_have_attribute("data-done", "")


def test_typing_does_not_move_what_one_reads(stage: Stage) -> None:
    stage.says(stage.marcel, *MANY)
    nadia = stage.enter(stage.nadia).is_live()
    read = nadia.post("Message 8.")
    read.evaluate("item => item.scrollIntoView({block: 'start', behavior: 'instant'})")
    nadia.box.focus()
    before = read.evaluate("item => item.getBoundingClientRect().top")
    nadia.page.keyboard.type("Mot à mot")
    assert read.evaluate("item => item.getBoundingClientRect().top") == before


def test_after_publishing_the_box_keeps_the_focus(stage: Stage) -> None:
    nadia = stage.enter(stage.nadia).is_live()
    nadia.publish("Bonjour.")
    nadia.sees("Bonjour.")
    expect(nadia.box).to_be_focused()


def test_an_answer_opens_with_the_cursor_in_its_box_and_in_sight(stage: Stage) -> None:
    stage.says(stage.marcel, *MANY)
    nadia = stage.enter(stage.nadia).is_live()
    nadia.post("Message 15.").locator(".answer > summary").click()
    box = nadia.post("Message 15.").locator(".answer textarea")
    expect(box).to_be_focused()
    expect(box).to_be_in_viewport(ratio=1)


def test_a_correction_that_arrived_is_no_longer_on_its_way(stage: Stage) -> None:
    stage.says(stage.nadia, "Bonjuor.")
    nadia = stage.enter(stage.nadia).is_live()
    nadia.act(nadia.post("Bonjuor."), "edit")
    nadia.page.locator("form.edit textarea").fill("Bonjour.")
    nadia.page.locator("form.edit button.go").click()
    nadia.sees("Bonjour.")
    expect(nadia.post("Bonjour.")).not_to_have_attribute("data-state", re.compile(".*"))
    expect(nadia.post("Bonjour.").locator(".more > summary")).to_be_visible()


def test_whoever_quiets_somebody_is_told_and_the_menu_closes(stage: Stage) -> None:
    stage.says(stage.nadia, "Un mot dur.")
    awa = stage.enter(stage.awa).is_live()
    awa.act(awa.post("Un mot dur."), "quiet")
    expect(awa.page.locator(".happened")).to_contain_text("Nadia lit et n’écrit plus ici.")
    expect(awa.post("Un mot dur.").locator("details.more[open]")).to_have_count(0)
