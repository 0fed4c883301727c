"""The régie names whose words do not get through, and forgets it when they do."""

from collections.abc import Callable

from django.utils import timezone
from playwright.sync_api import Page, expect

from rooms.models import Membership
from tests.browser.conftest import Stage

DESK = {"width": 1280, "height": 900}


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
