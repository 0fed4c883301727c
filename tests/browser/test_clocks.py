"""The house's clock is the clock, whatever the device's says."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from rooms import joining, opening
from rooms.models import Room
from tests.browser.conftest import Stage
from tests.browser.visitor import Visitor
from tests.machine.devices import wrong_clock

WRONG = [-26, -2, 0.25, 2, 26]
APART = [-26, 0, 26]  # for what is waited for, all at once
SOON = timedelta(seconds=40)  # all pages are there by then, on a busy machine too


def _ends_in_an_hour(stage: Stage) -> None:
    """Let the fabrique close in an hour."""
    with stage.hub.inside():
        closes = timezone.now() + timedelta(hours=1)
        Room.objects.filter(pk=stage.fabrique.pk).update(closes_at=closes)


def test_at_the_houses_hour_one_fabrique_closes_under_the_writers_hands_and_another_opens(
    stage: Stage,
) -> None:
    clocks = [wrong_clock(hours) for hours in APART]
    writing = [stage.enter(stage.nadia, script=clock).is_live() for clock in clocks]
    for visitor in writing:
        visitor.box.fill("Encore un mot")
    coming = _coming(stage)
    waiting = [stage.enter(stage.nadia, f"/f/{coming.slug}/", script=clock) for clock in clocks]
    loads = [_loads(visitor) for visitor in waiting]
    for visitor in waiting:
        expect(visitor.page.locator("[data-opens-at]")).to_have_count(1)
    with stage.hub.inside():
        closes = timezone.now() + timedelta(seconds=4)
        opening.change(stage.judith, stage.fabrique.pk, None, closes_at=closes)
    for visitor in writing:
        expect(visitor.box).not_to_be_editable()
        expect(visitor.page.locator("[data-shut]")).to_contain_text("Cette fabrique est terminée")
        expect(visitor.box).to_have_value("Encore un mot")
    for visitor in waiting:
        expect(visitor.is_live().box).to_be_visible()
    assert max(map(len, loads)) <= 4  # one, and a few where it is looked at a moment too early


def _coming(stage: Stage) -> Room:
    """Return another fabrique of Nadia's, which opens soon."""
    now = timezone.now()
    with stage.hub.inside():
        made = opening.open_fabrique("Lapins", now + SOON, now + timedelta(days=1))
        joining.join(stage.nadia, made)
    return made


def _loads(visitor: Visitor) -> list[str]:
    """Return a list to which each further load of the visitor's page adds a line."""
    loads: list[str] = []
    visitor.page.on("load", lambda page: loads.append(page.url))
    return loads


@pytest.mark.parametrize("hours", WRONG)
def test_a_fresh_message_is_fresh_and_one_may_write_until_the_end(stage: Stage, hours: float) -> None:
    _ends_in_an_hour(stage)
    nadia = stage.enter(stage.nadia, script=wrong_clock(hours)).is_live()
    nadia.publish("Un.")
    expect(nadia.page.locator("[data-ref]")).to_have_count(0)
    expect(nadia.post("Un.").locator("[data-slot=time]").first).to_have_text("à l’instant")
    stage.says(stage.marcel, "Deux.")
    expect(nadia.post("Deux.").locator("[data-slot=time]").first).to_have_text("à l’instant")
    expect(nadia.box).to_be_editable()
    expect(nadia.page.locator("time[data-until]")).to_have_text("encore 60 minutes")


def test_without_a_socket_too(stage: Stage) -> None:
    _ends_in_an_hour(stage)
    nadia = stage.enter(
        stage.nadia, before=lambda line: setattr(line, "bars_sockets", True), script=wrong_clock(26)
    )
    stage.says(stage.marcel, "Un.")
    expect(nadia.post("Un.").locator("[data-slot=time]").first).to_have_text("à l’instant")
    expect(nadia.box).to_be_editable()
