"""Somebody is reported from a rencontre, in a page beside it: nobody leaves it."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from rooms.moderation.models import Report
from tests.browser.meeting.conftest import Gathering


def test_somebody_in_the_meeting_is_reported_and_nobody_leaves(
    gathering: Gathering, shot: Callable[[Page, str], None]
) -> None:
    stage = gathering.stage
    judith, nadia = gathering.enter(stage.judith, stage.nadia)
    nadia.opens("Nadia")
    sheet = nadia.page.locator("[data-dialog=person]")
    expect(sheet.get_by_role("button", name="Fermer")).to_be_visible()
    expect(sheet.get_by_role("link")).to_have_count(0)
    sheet.get_by_role("button", name="Fermer").click()
    nadia.opens("Judith")
    shot(nadia.page, "person-sheet")
    with nadia.page.context.expect_page() as opened:
        sheet.get_by_role("link", name="Signaler à l’équipe").click()
    form = opened.value
    form.get_by_role("button", name="Signaler à l’équipe").click()
    expect(form.locator(".reports")).to_contain_text("Vous avez signalé Judith à l’équipe.")
    form.close()
    expect(nadia.page.locator("[data-screen=room]")).to_be_visible()
    judith.sees("Nadia")
    with stage.hub.inside():
        assert Report.objects.get(room=stage.fabrique).whom == stage.judith
