"""The house's clock is the clock, whatever the device's says."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from rooms.models import Room
from tests.browser.conftest import Stage
from tests.browser.visitor import Visitor
from tests.machine.devices import wrong_clock

WRONG = [-26, -2, 0.25, 2, 26]
APART = [-26, 0.25, 26]  # for what is waited for, all at once
SOON = timedelta(seconds=40)  # all pages are there by then, on a busy machine too


def _move(stage: Stage, opens: timedelta, closes: timedelta) -> None:
    """Let the fabrique open and close so long from now."""
    now = timezone.now()
    with stage.hub.inside():
        Room.objects.filter(pk=stage.fabrique.pk).update(opens_at=now + opens, closes_at=now + closes)


def test_a_threshold_opens_at_the_houses_hour_and_is_not_loaded_over_and_over(stage: Stage) -> None:
    _move(stage, SOON, timedelta(days=1))
    visitors = [stage.enter(stage.nadia, script=wrong_clock(hours)) for hours in APART]
    loads = [_loads(visitor) for visitor in visitors]
    for visitor in visitors:
        expect(visitor.page.locator("[data-opens-at]")).to_have_count(1)
    for visitor in visitors:
        visitor.is_live()
    assert max(map(len, loads)) <= 4  # one, and a few where it is looked at a moment too early


def _loads(visitor: Visitor) -> list[str]:
    """Return a list to which each further load of the visitor's page adds a line."""
    loads: list[str] = []
    visitor.page.on("load", lambda page: loads.append(page.url))
    return loads


@pytest.mark.parametrize("hours", WRONG)
def test_a_fresh_message_is_fresh_and_one_may_write_until_the_end(stage: Stage, hours: float) -> None:
    _move(stage, timedelta(days=-1), timedelta(hours=1))
    nadia = stage.enter(stage.nadia, script=wrong_clock(hours)).is_live()
    nadia.publish("Un.")
    expect(nadia.page.locator("[data-ref]")).to_have_count(0)
    expect(nadia.post("Un.").locator("[data-slot=time]").first).to_have_text("à l’instant")
    stage.says(stage.marcel, "Deux.")
    expect(nadia.post("Deux.").locator("[data-slot=time]").first).to_have_text("à l’instant")
    expect(nadia.box).to_be_editable()
    expect(nadia.page.locator("time[data-until]")).to_have_text("encore 60 minutes")


def test_the_composer_shuts_when_the_house_does(stage: Stage) -> None:
    _move(stage, timedelta(days=-1), SOON)
    visitors = [stage.enter(stage.nadia, script=wrong_clock(hours)).is_live() for hours in APART]
    for visitor in visitors:
        expect(visitor.box).not_to_be_editable()
        expect(visitor.page.locator("[data-shut]")).to_contain_text("Cette fabrique est terminée")


def test_without_a_socket_too(stage: Stage) -> None:
    _move(stage, timedelta(days=-1), timedelta(hours=1))
    nadia = stage.enter(
        stage.nadia, before=lambda line: setattr(line, "bars_sockets", True), script=wrong_clock(26)
    )
    stage.says(stage.marcel, "Un.")
    expect(nadia.post("Un.").locator("[data-slot=time]").first).to_have_text("à l’instant")
    expect(nadia.box).to_be_editable()
