"""A post that the server renders anew is replaced on every screen, and nothing typed there is lost."""

from playwright.sync_api import expect

from tests.browser.conftest import Stage

MARK = "Gardé pour le livret"


def test_what_is_kept_is_marked_on_the_others_screen_and_the_focus_stays(stage: Stage) -> None:
    stage.says(stage.marcel, "Traverser à reculons.")
    judith, nadia = stage.enter(stage.judith).is_live(), stage.enter(stage.nadia).is_live()
    judith.post("reculons").get_by_role("button", name="Garder pour le livret").click()
    expect(nadia.post("reculons")).to_contain_text(MARK)
    leave = judith.post("reculons").get_by_role("button", name="Ne plus garder")
    expect(leave).to_be_focused()
    leave.click()
    expect(nadia.post("reculons")).not_to_contain_text(MARK)
    expect(nadia.post("reculons").locator("time").first).to_have_text("à l’instant")


def test_an_answer_that_is_being_typed_is_left_alone_and_then_kept(stage: Stage) -> None:
    stage.says(stage.marcel, "Traverser à reculons.")
    judith, nadia = stage.enter(stage.judith).is_live(), stage.enter(stage.nadia).is_live()
    nadia.post("reculons").locator(".answer > summary").click()
    box = nadia.post("reculons").locator(".answer textarea")
    box.fill("Et si l’on tombe ?")
    asked = f"**/parties/message-{nadia.post('reculons').get_attribute('data-post')}/"
    with nadia.page.expect_response(asked):
        judith.post("reculons").get_by_role("button", name="Garder pour le livret").click()
    expect(box).to_be_focused()
    expect(nadia.post("reculons")).not_to_contain_text(MARK)
    nadia.box.focus()
    expect(nadia.post("reculons")).to_contain_text(MARK)
    expect(box).to_have_value("Et si l’on tombe ?")
    nadia.post("reculons").locator(".answer button.go").click()
    expect(judith.comment("Et si l’on tombe ?")).to_have_count(1)
