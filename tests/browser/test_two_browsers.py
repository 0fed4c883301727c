"""What one person does appears on the other's screen, without a reload."""

from playwright.sync_api import expect

from tests.browser.conftest import Stage


def test_a_message_appears_on_the_other_screen(stage: Stage) -> None:
    nadia, marcel = stage.enter(stage.nadia), stage.enter(stage.marcel).is_live()
    nadia.publish("Bonjour **tout le monde**")
    marcel.sees("Bonjour tout le monde")
    expect(marcel.post("Bonjour").locator("strong")).to_have_text("tout le monde")
    nadia.sees("Bonjour tout le monde")
    expect(nadia.box).to_have_value("")


def test_an_answer_appears_under_its_message(stage: Stage) -> None:
    stage.says(stage.nadia, "Qui vient ?")
    nadia, marcel = stage.enter(stage.nadia).is_live(), stage.enter(stage.marcel).is_live()
    marcel.answer("Qui vient ?", "Moi, à midi.")
    expect(nadia.post("Qui vient ?").locator(".comment")).to_contain_text("Moi, à midi.")
    expect(marcel.comment("Moi, à midi.")).to_have_count(1)


def test_a_sign_is_counted_on_both_screens_and_taken_back(stage: Stage) -> None:
    stage.says(stage.nadia, "Je l’ai fait.")
    nadia, marcel = stage.enter(stage.nadia).is_live(), stage.enter(stage.marcel).is_live()
    marcel.react("Je l’ai fait.", "merci")
    expect(nadia.sign("Je l’ai fait.", "merci")).to_contain_text("1")
    expect(nadia.sign("Je l’ai fait.", "merci")).to_have_attribute("aria-pressed", "false")
    expect(marcel.sign("Je l’ai fait.", "merci")).to_have_attribute("aria-pressed", "true")
    marcel.react("Je l’ai fait.", "merci")
    expect(nadia.sign("Je l’ai fait.", "merci")).not_to_contain_text("1")


def test_a_correction_is_read_at_once(stage: Stage) -> None:
    stage.says(stage.nadia, "Rendez-vous à midi.")
    nadia, marcel = stage.enter(stage.nadia).is_live(), stage.enter(stage.marcel).is_live()
    nadia.act(nadia.post("midi"), "edit")
    box = nadia.page.locator("form.edit textarea")
    expect(box).to_be_focused()
    expect(box).to_have_value("Rendez-vous à midi.")
    box.fill("Rendez-vous à minuit.")
    nadia.page.locator("form.edit button.go").click()
    marcel.sees("minuit")
    expect(marcel.post("minuit").locator("[data-slot=edited]").first).to_be_visible()
    expect(nadia.page.locator("form.edit")).to_have_count(0)


def test_a_withdrawal_can_be_undone_as_long_as_the_page_is_there(stage: Stage) -> None:
    stage.says(stage.nadia, "Avant.", "Trop vite.", "Après.")
    nadia, marcel = stage.enter(stage.nadia).is_live(), stage.enter(stage.marcel).is_live()
    nadia.act(nadia.post("Trop vite."), "withdraw")
    marcel.sees("Trop vite.", times=0)
    expect(nadia.page.locator(".gone")).to_be_focused()
    nadia.page.get_by_role("button", name="Annuler").click()
    marcel.sees("Trop vite.")
    expect(marcel.feed).to_have_text(["Avant.", "Trop vite.", "Après."])
    expect(nadia.feed).to_have_text(["Avant.", "Trop vite.", "Après."])


def test_what_staff_hide_is_gone_everywhere_and_can_come_back(stage: Stage) -> None:
    stage.says(stage.nadia, "Un mot dur.")
    marcel, awa = stage.enter(stage.marcel).is_live(), stage.enter(stage.awa).is_live()
    awa.act(awa.post("Un mot dur."), "hide")
    marcel.sees("Un mot dur.", times=0)
    awa.page.get_by_role("button", name="Annuler").click()
    marcel.sees("Un mot dur.")


def test_a_double_click_publishes_once(stage: Stage) -> None:
    nadia, marcel = stage.enter(stage.nadia).is_live(), stage.enter(stage.marcel).is_live()
    nadia.box.fill("Une seule fois.")
    nadia.page.locator("[data-composer] button.go").dblclick()
    nadia.publish("Ensuite.")
    marcel.sees("Ensuite.")
    assert stage.told() == ["Une seule fois.", "Ensuite."]
    expect(nadia.page.locator(".wrong")).to_have_count(0)


def test_who_writes_is_said_to_the_others(stage: Stage) -> None:
    nadia, marcel = stage.enter(stage.nadia).is_live(), stage.enter(stage.marcel).is_live()
    expect(nadia.page.locator("[data-slot=present-count]").first).to_have_text("2 personnes ici")
    nadia.box.press_sequentially("Je")
    expect(marcel.page.locator("[data-slot=typing]")).to_have_text("Nadia écrit…")


def test_two_tabs_of_one_person_show_a_message_once_each(stage: Stage) -> None:
    nadia = stage.enter(stage.nadia).is_live()
    other = nadia.context.new_page()
    other.goto(nadia.line.url + stage.path)
    expect(other.locator("hub-room[data-live]")).to_have_count(1)
    nadia.publish("De la première.")
    other.locator("[data-composer] textarea").fill("De la seconde.")
    other.locator("[data-composer] button.go").click()
    for page in (nadia.page, other):
        expect(page.locator("[data-ref]")).to_have_count(0)
        expect(page.locator("#feed > .post > article > .words")).to_have_text(
            ["De la première.", "De la seconde."]
        )
    assert stage.told() == ["De la première.", "De la seconde."]


def test_the_keyboard_alone_is_enough(stage: Stage) -> None:
    stage.says(stage.marcel, "Qui vient ?")
    nadia = stage.enter(stage.nadia).is_live()
    nadia.box.focus()
    nadia.page.keyboard.type("Moi.")
    nadia.page.keyboard.press("Control+Enter")
    nadia.sees("Moi.")
    expect(nadia.box).to_be_focused()
    nadia.post("Qui vient ?").locator(".answer > summary").focus()
    nadia.page.keyboard.press("Enter")
    nadia.page.keyboard.type("À midi.")
    nadia.page.keyboard.press("Tab")
    nadia.page.keyboard.press("Enter")
    expect(nadia.comment("À midi.")).to_have_count(1)
