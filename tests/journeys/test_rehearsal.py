"""An operator, the day before, simulates a crowd against the running service and shows the report."""

import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page

from rooms import opening
from tests.machine.hub import HOUSE, Hub
from tests.serve.conftest import house_environment

__all__ = ["house_environment"]

WIDTHS = (320, 390, 1280)


@pytest.fixture
def code(shared_hub: Hub) -> str:
    """Return the code on the poster of tomorrow's fabrique."""
    with shared_hub.inside():
        opening.open_mezza("Mezza")
        room = opening.open_fabrique("Prises de risque", timezone.now() - timedelta(hours=1), None)
    return str(room.code)


def test_an_operator_rehearses_against_the_running_service_and_shows_the_report(
    shared_hub: Hub,
    code: str,
    house_environment: dict[str, str],
    tmp_path: Path,
    chromium: Browser,
    shot: Callable[[Page, str], None],
) -> None:
    report = tmp_path / "report.html"
    words = [
        "--url",
        shared_hub.url,
        "--code",
        code,
        "--people",
        "10",
        "--minutes",
        "0.2",
        "--goal-ms",
        "30000",
    ]
    done = subprocess.run(
        [HOUSE / "bin" / "simulate", *words, "--report", report],
        env=house_environment,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    sentence = done.stdout.splitlines()[0]
    assert sentence.startswith("Ce serveur tient 1 fabrique de 10 personnes : p99 ")
    assert sentence.endswith("0 perdu, 0 doublé, 0 dans le désordre.")
    with chromium.new_context() as context:
        page = context.new_page()
        fetched: list[str] = []
        page.on("request", lambda request: fetched.append(request.url))
        page.goto(report.as_uri())
        _look(page, sentence)
        assert [url for url in fetched if not url.startswith("data:")] == [report.as_uri()]
        shot(page, "rehearsal-report")


def _look(page: Page, sentence: str) -> None:
    assert page.get_by_role("heading", level=1).inner_text() == "Il tient."
    assert page.locator(".sentence").inner_text().replace("\u00a0", " ") == sentence.replace("\u00a0", " ")
    assert page.get_by_role("img").count() >= 4
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") == width
