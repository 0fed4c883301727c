"""Help in a rencontre: whoever asks stays in it, and reads the answer before the stage."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from rooms.helping import answering
from rooms.helping.models import HelpRequest
from tests.browser.meeting.conftest import Gathering


def test_whoever_asks_for_help_stays_in_the_meeting(
    gathering: Gathering, shot: Callable[[Page, str], None]
) -> None:
    stage = gathering.stage
    [judith] = gathering.enter(stage.judith)
    judith.press("more")
    with judith.page.context.expect_page() as opened:
        judith.page.locator("[data-dialog=more]").get_by_role("link", name="J’ai besoin d’aide").click()
    form = opened.value
    form.get_by_role("button", name="Prévenir l’équipe").click()
    expect(form.locator(".help-piece")).to_contain_text("L’équipe est prévenue.")
    form.close()
    judith.page.locator("[data-dialog=more]").get_by_role("button", name="Fermer", exact=True).click()
    told = judith.page.locator(".help-piece")
    expect(told).to_contain_text("L’équipe est prévenue.")
    with stage.hub.inside():
        asked = HelpRequest.objects.get(by=stage.judith)
        answering.answer(stage.awa, asked.room_id, None, asked.pk, "J’arrive dans la rencontre.")
    expect(told).to_contain_text("J’arrive dans la rencontre.")
    shot(judith.page, "help-in-meeting")
    told.get_by_role("button", name="C’est réglé, merci").click()
    expect(told).to_have_count(0)
    expect(judith.page.locator("[data-screen=room]")).to_be_visible()
    with stage.hub.inside():
        HelpRequest.objects.all().delete()
