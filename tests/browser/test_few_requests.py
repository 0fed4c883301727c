"""What a page needs comes in few files, told at its beginning: on a slow phone each request takes long."""

import json
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Stage
from tests.browser.soundness import MOVED
from tests.machine.hub import Hub
from tests.machine.traffic import MOST_REQUESTS, open_watched

MOST_KIB = 60
BEGINNING = 4096  # bytes of the page
FABRIQUE = "/f/prises-de-risque/"
THEME = f"{FABRIQUE}theme.css"
MAIN, STYLE = "/static/js/main.js", "/static/css/for-pages.css"


@pytest.fixture
def page(demo_hub: Hub, chromium: Browser) -> Iterator[Page]:
    """A phone that knows nothing yet."""
    context = chromium.new_context(
        base_url=demo_hub.url, locale="fr-FR", viewport={"width": 390, "height": 844}
    )
    context.add_init_script(MOVED)
    yield context.new_page()
    context.close()


def light(page: Page, path: str) -> list[str]:
    """Return the scripts and style sheets of a page, which are few and light, and told at its beginning."""
    traffic, source = open_watched(page, path)
    assert len(traffic.requests) <= MOST_REQUESTS, traffic.requests
    assert traffic.kib <= MOST_KIB, traffic.sizes
    beginning = source.encode()[:BEGINNING].decode(errors="ignore")
    assert [url for url in traffic.sizes if urlsplit(url).path not in beginning] == []
    assert page.evaluate("moved") == 0
    return traffic.parts()


def test_pages_are_few_files_that_are_told_at_once_and_nothing_moves(page: Page, demo_hub: Hub) -> None:
    way_in = json.loads((demo_hub.ground.folder / "demo.json").read_text())["participant"]["path"]
    assert light(page, "/") == [STYLE, MAIN]
    assert light(page, way_in) == [THEME, STYLE, MAIN]
    page.get_by_label("Votre nom").fill("Inès")
    page.get_by_role("button", name="Entrer").click()
    page.wait_for_url(f"**{FABRIQUE}")
    assert light(page, FABRIQUE) == [THEME, "/static/css/for-room.css", "/static/js/room.js"]
    protocole = page.locator("[data-kind=protocole] a[data-slot=link]").first.get_attribute("href") or ""
    writing = page.get_by_role("link", name="Écrire mon protocole").first.get_attribute("href") or ""
    assert light(page, protocole) == [THEME, "/static/css/for-protocole.css", MAIN]
    assert light(page, writing) == [THEME, STYLE, "/static/js/write.js"]


def test_a_room_that_is_opened_again_fetches_no_script_and_no_style(stage: Stage) -> None:
    nadia = stage.enter(stage.nadia).is_live()
    traffic, _source = open_watched(nadia.page, nadia.line.url + stage.path, knows=True)
    nadia.is_live()
    assert len(traffic.parts()) == 3
    assert traffic.kib == 0, traffic.sizes
