"""On paper one reads everything that was said, folded or not, and finds nothing to press."""

from io import BytesIO

import pytest
from playwright.sync_api import expect

from protocols import asking
from rooms import pictures
from rooms.models import Room
from tests.browser.conftest import Stage
from tests.cast import answers
from tests.drawing import drawn

MILLIMETRE = 96 / 25.4
SHEET = {"width": round(178 * MILLIMETRE), "height": round(265 * MILLIMETRE)}  # A4 within its margins
PARTS = ("img", "h1", ".by", ".dates", "svg", ".way", ".secret", ".address")
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


@pytest.mark.parametrize("title", ["Prises de risque", "Anticonstitutionnellement " * 3])
def test_a_poster_is_one_sheet_with_a_large_code_and_the_whole_picture(stage: Stage, title: str) -> None:
    with stage.hub.inside():
        kept = pictures.read(BytesIO(drawn(size=(1600, 900))))
        Room.objects.filter(pk=stage.fabrique.pk).update(
            title=title.strip(), led_by="Judith", image=kept.name, image_alt="Un fond uni"
        )
    media = stage.hub.ground.folder / "media"
    media.mkdir(exist_ok=True)
    (media / kept.name).write_bytes(kept.data)
    page = stage.enter(stage.judith, f"{stage.path}affiche/", viewport=SHEET).page
    assert page.pdf(format="A4").count(b"/Type /Page\n") == 1
    page.emulate_media(media="print")
    boxes = {part: page.locator(f".placard .sheet {part}").first.bounding_box() for part in PARTS}
    sheet = page.locator(".placard .sheet").bounding_box()
    assert sheet is not None
    for part, box in boxes.items():
        assert box is not None, part
        assert box["height"] > 0, part
        assert box["y"] + box["height"] <= sheet["y"] + sheet["height"] + 1, part
        assert box["x"] + box["width"] <= sheet["x"] + sheet["width"] + 1, part
    code = boxes["svg"]
    assert code is not None
    assert min(code["width"], code["height"]) >= 50 * MILLIMETRE


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
