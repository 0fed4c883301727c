"""The card is saved as a picture, drawn by the page itself, that opens the same door."""

from pathlib import Path

import pytest
import segno
from PIL import Image
from playwright.sync_api import expect

from tests.browser.conftest import Stage

EDGE, INSIDE, BORDER = 72, 936, 3  # pixels of the picture, modules around the code


@pytest.mark.parametrize("name", ["Nadia", "Marie-Christine de La Rochefoucauld-Tremblay 🐇 محمد"])
def test_a_card_is_saved_as_a_picture_whose_code_opens_the_door(
    stage: Stage, tmp_path: Path, name: str
) -> None:
    nadia = stage.enter(stage.nadia, "/moi/")
    nadia.page.get_by_label("Votre nom").fill(name)
    nadia.page.get_by_role("button", name="Enregistrer mon nom").click()
    nadia.page.get_by_role("link", name="Faire ma carte").click()
    nadia.page.get_by_role("button", name="Faire ma carte").click()
    secret = nadia.page.locator("[data-card] code").inner_text().replace("-", "")
    with nadia.page.expect_download() as saved:
        nadia.page.get_by_role("button", name="Enregistrer l’image").click()
    expect(nadia.page.locator("[data-card-saved]")).to_be_visible()
    saved.value.save_as(tmp_path / "card.png")
    with Image.open(tmp_path / "card.png") as picture:
        assert saved.value.suggested_filename == "carte-hub-metallos.png"
        assert _holds_code(picture.convert("L"), f"{nadia.line.url}/carte/{secret}/")


def _holds_code(picture: Image.Image, address: str) -> bool:
    """Return whether the QR code of ``address`` stands somewhere below the edge of ``picture``."""
    rows = [list(row) for row in segno.make(address, error="m", micro=False).matrix]
    size = INSIDE / (len(rows) + 2 * BORDER)

    def is_dark(row: int, column: int, top: int) -> bool:
        place = (EDGE + (column + BORDER + 0.5) * size, top + (row + BORDER + 0.5) * size)
        level = picture.getpixel((int(place[0]), int(place[1])))
        return isinstance(level, int | float) and level < 128

    def stands_at(top: int) -> bool:
        return all(
            is_dark(r, c, top) == bool(dark) for r, row in enumerate(rows) for c, dark in enumerate(row)
        )

    return any(map(stands_at, range(EDGE, picture.height - INSIDE)))
