"""On paper one reads everything that was said, folded or not, and finds nothing to press."""

from playwright.sync_api import expect

from protocols import asking
from rooms.models import Room
from tests.browser.conftest import Stage
from tests.cast import answers

PRESSED = "button, input, textarea, summary, .foot a, .ways a, .go, .plain, .report"


def test_a_printed_room_has_every_answer_and_no_buttons(stage: Stage) -> None:
    (said,) = stage.says(stage.nadia, "Qui vient ?")
    with stage.hub.inside():
        for number in range(6):
            answers(stage.marcel, said, f"Moi, dit le numéro {number}.")
    nadia = stage.enter(stage.nadia).is_live()
    assert not nadia.page.get_by_text("Moi, dit le numéro 0.").is_visible()
    nadia.page.emulate_media(media="print")
    for number in range(6):
        expect(nadia.page.get_by_text(f"Moi, dit le numéro {number}.")).to_be_visible()
    assert [each.inner_text() for each in nadia.page.locator(PRESSED).all() if each.is_visible()] == []


def test_what_a_browser_cannot_unfold_by_style_is_opened_to_be_printed(stage: Stage) -> None:
    with stage.hub.inside():
        Room.objects.filter(pk=stage.fabrique.pk).update(presentation="On y essaie ce qu’on n’ose pas.")
        asking.pin(stage.judith, stage.fabrique.pk, None, "Osez", "Sans danger.", [])
    nadia = stage.enter(stage.nadia).is_live()
    about = nadia.page.locator("details.about")
    expect(about).not_to_have_attribute("open", "")
    nadia.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(about).to_have_attribute("open", "")
    nadia.page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(about).not_to_have_attribute("open", "")
