"""The régie names who is cut off again and again, and whose words do not get through."""

from collections.abc import Callable

import msgspec
from django.utils import timezone
from playwright.sync_api import Page, expect

from realtime.wire.answers import OftenCut
from rooms.events import ShownPerson
from rooms.models import Membership
from tests.browser.conftest import Stage

DESK = {"width": 1280, "height": 900}
KEEPS_SOCKETS = """
  window.sockets = [];
  window.WebSocket = class extends WebSocket {
    constructor(...how) { super(...how); window.sockets.push(this); }
  };
"""
HEARS = "(data) => window.sockets.at(-1).dispatchEvent(new MessageEvent('message', { data }))"


def set_quiet(stage: Stage, *, on: bool) -> None:
    """Quiet Nadia, or no longer, in a way that her page does not hear of."""
    with stage.hub.inside():
        hers = Membership.objects.filter(room=stage.fabrique, person=stage.nadia)
        hers.update(quieted_at=timezone.now() if on else None)


def test_who_is_refused_is_named_in_the_regie_until_they_get_through(
    stage: Stage, shot: Callable[[Page, str], None]
) -> None:
    address = f"/regie/?espace={stage.fabrique.slug}"
    desk = stage.enter(stage.awa, address, viewport=DESK).page
    expect(desk.locator("hub-regie[data-live]")).to_be_visible()
    nadia = stage.enter(stage.nadia).is_live()
    nadia.line.is_deaf = True  # whatever tells her page that she is quieted would take the box away
    set_quiet(stage, on=True)
    nadia.publish("Je ne sais pas encore.")
    expect(desk.locator("[data-unheard] li")).to_contain_text("Nadia : un envoi refusé, à")
    shot(desk, "unheard")
    set_quiet(stage, on=False)
    nadia.line.mend()
    nadia.publish("Maintenant oui.")
    expect(desk.locator("[data-unheard] li")).to_have_count(0)


def test_who_is_cut_off_again_and_again_is_named_in_the_regie(
    stage: Stage, shot: Callable[[Page, str], None]
) -> None:
    """When the house tells so is for tests/realtime/test_cuts.py: three cuts, apart from one another."""
    address = f"/regie/?espace={stage.fabrique.slug}"
    desk = stage.enter(stage.awa, address, viewport=DESK, script=KEEPS_SOCKETS).page
    expect(desk.locator("hub-regie[data-live]")).to_be_visible()
    nadia = ShownPerson(stage.nadia.pk, "Nadia", "participant")
    desk.evaluate(HEARS, msgspec.json.encode(OftenCut(stage.fabrique.pk, [nadia])).decode())
    cut_off = desk.locator("[data-cuts] li")
    expect(cut_off).to_have_text("Nadia : connexion coupée plusieurs fois")
    shot(desk, "often-cut")
    stage.says(stage.marcel, "Bonjour")
    expect(desk.locator(".goes li")).to_contain_text("Bonjour")
    expect(cut_off).to_have_count(1)
    desk.evaluate(HEARS, msgspec.json.encode(OftenCut(stage.fabrique.pk, [])).decode())
    expect(cut_off).to_have_count(0)
