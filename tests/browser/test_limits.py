"""What limits a room or somebody, live: a slowed room, a silence that ends, a flood, an exclusion."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from rooms import log, moderating
from rooms.models import Membership
from rooms.moderation import barring, floods, limiting
from tests.browser.conftest import Stage

DESK = {"width": 1280, "height": 900}


def regie(stage: Stage) -> Page:
    """Return the régie of the fabrique, live, at Awa's."""
    page = stage.enter(stage.awa, f"/regie/?espace={stage.fabrique.slug}", viewport=DESK).page
    expect(page.locator("hub-regie[data-live]")).to_be_visible()
    return page


def test_a_slowed_room_says_its_pace_and_sends_the_next_message_by_itself(
    stage: Stage, shot: Callable[[Page, str], None]
) -> None:
    nadia, marcel, desk = (
        stage.enter(stage.nadia).is_live(),
        stage.enter(stage.marcel).is_live(),
        regie(stage),
    )
    desk.get_by_text("Le rythme").click()
    desk.get_by_role("button", name="toutes les 10 secondes").click()
    expect(nadia.page.locator(".pace")).to_have_text("Ici, un message toutes les 10 secondes.")
    expect(desk.locator(".rack header")).to_contain_text("Ici, un message toutes les 10 secondes.")
    shot(desk, "regie-pace")
    nadia.publish("Un premier mot.")
    marcel.sees("Un premier mot.")
    expect(nadia.page.locator(".pace")).to_contain_text("Le prochain peut partir à")
    nadia.publish("Un second mot.")
    late = nadia.page.locator("#feed [data-state]", has_text="Un second mot.")
    expect(late).to_contain_text("Part à")
    shot(nadia.page, "slowed")
    expect(late.get_by_role("button", name="Reprendre le texte")).to_be_visible()
    marcel.sees("Un second mot.")
    expect(nadia.page.locator("#feed").get_by_text("Un second mot.")).to_have_count(1)


def test_what_waits_its_turn_is_taken_back_into_its_box(stage: Stage) -> None:
    with stage.hub.inside():
        limiting.slow_room(stage.awa, stage.fabrique.pk, None, 300)
    nadia = stage.enter(stage.nadia).is_live()
    nadia.publish("Un premier mot.")
    expect(nadia.page.locator(".pace")).to_contain_text("Le prochain peut partir à")
    nadia.publish("Un second mot.")
    nadia.page.get_by_role("button", name="Reprendre le texte").click()
    expect(nadia.box).to_have_value("Un second mot.")
    expect(nadia.page.locator("#feed").get_by_text("Un second mot.")).to_have_count(0)
    with stage.hub.inside():
        limiting.slow_room(stage.awa, stage.fabrique.pk, None, 0)
    expect(nadia.page.locator(".pace")).to_be_hidden()
    nadia.publish("Un second mot.")
    expect(nadia.page.locator("#feed [data-post]").get_by_text("Un second mot.")).to_have_count(1)


def ends_now(stage: Stage) -> None:
    """Let Nadia's silence end this second, as her screens are told."""
    with stage.hub.inside():
        mine = Membership.objects.get(room=stage.fabrique, person=stage.nadia)
        mine.quieted_until = mine.changed_at = timezone.now() + timedelta(seconds=3)
        mine.save()
        log.tell_standing(mine)


@pytest.mark.parametrize("was_there", [True, False], ids=["open before", "opened meanwhile"])
def test_a_silence_ends_by_itself_on_an_open_screen(stage: Stage, *, was_there: bool) -> None:
    nadia = stage.enter(stage.nadia).is_live() if was_there else None
    with stage.hub.inside():
        moderating.quiet(stage.awa, stage.fabrique.pk, None, stage.nadia.pk, True, "", 10)
    nadia = nadia or stage.enter(stage.nadia).is_live()
    expect(nadia.page.locator("[data-shut]").first).to_contain_text("en silence ici jusqu’à")
    ends_now(stage)
    expect(nadia.box).to_be_editable()
    nadia.publish("Me revoici.")
    nadia.sees("Me revoici.")


def test_who_is_barred_reads_why_on_the_page_that_they_had_open(
    stage: Stage, shot: Callable[[Page, str], None]
) -> None:
    nadia = stage.enter(stage.nadia).is_live()
    with stage.hub.inside():
        barring.bar(stage.awa, stage.fabrique.pk, None, stage.nadia.pk, True, "Trois insultes ce soir.")
    notice = nadia.page.locator("[data-notice]")
    expect(notice).to_contain_text("L’équipe vous a exclu·e de la maison")
    expect(notice).to_contain_text("Trois insultes ce soir.")
    shot(nadia.page, "barred-at-once")
    notice.get_by_role("button").click()
    expect(nadia.page.get_by_role("heading", name="L’équipe vous a exclu·e de la maison")).to_be_visible()
    expect(nadia.page.get_by_text("Trois insultes ce soir.")).to_be_visible()
    shot(nadia.page, "barred")


def test_a_flood_leaves_every_screen_at_once_and_comes_back(
    stage: Stage, shot: Callable[[Page, str], None]
) -> None:
    for number in range(floods.FLOOD):
        stage.says(stage.nadia, f"Vague {number}.")
    stage.says(stage.judith, "Bonsoir.")
    marcel, desk = stage.enter(stage.marcel).is_live(), regie(stage)
    marcel.sees(f"Vague {floods.FLOOD - 1}.")
    expect(desk.get_by_role("heading", name="Une vague de messages")).to_be_visible()
    shot(desk, "regie-flood")
    desk.get_by_role("button", name=f"Masquer les {floods.FLOOD} textes de Nadia").click()
    expect(marcel.page.locator("#feed [data-post]")).to_have_count(1)
    desk.get_by_role("button", name="Remettre ces").click()
    expect(marcel.page.locator("#feed [data-post]")).to_have_count(floods.FLOOD + 1)
    expect(desk.get_by_role("button", name="Remettre ces")).to_have_count(0)
