"""To report somebody who is here, from the list of names; and to report and hide where nobody writes more."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from people.models import Person
from protocols import submitting
from protocols.models import Protocole
from protocols.written import Written
from rooms.models import Room
from tests.browser.conftest import Stage
from tests.browser.soundness import found_by_day_and_night, overflow, too_small
from tests.cast import answers
from tests.frontend.pages import pinned_consigne

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
WORD = "Elle recopie ce que nous disons."
Shot = Callable[[Page, str], None]


def regie(stage: Stage, person: Person) -> Page:
    page = stage.enter(person, f"/regie/?espace={stage.fabrique.slug}", viewport=DESK).page
    expect(page.locator("hub-regie[data-live]")).to_be_visible()
    return page


def is_sound(page: Page, axe: str) -> None:
    assert found_by_day_and_night(page, axe) == []
    assert overflow(page) == 0
    assert too_small(page) == []


def line_of(page: Page, name: str) -> Locator:
    """Return the line of somebody in the list of who is here."""
    return page.locator(".presence li").filter(has_text=name)


def test_somebody_is_reported_from_the_list_of_who_is_here(stage: Stage, shot: Shot, axe: str) -> None:
    desk = regie(stage, stage.awa)
    nadia, marcel = stage.enter(stage.nadia).is_live(), stage.enter(stage.marcel, viewport=PHONE).is_live()
    marcel.page.locator(".presence summary").click()
    expect(line_of(marcel.page, "Nadia").get_by_role("link", name="Signaler Nadia")).to_be_visible()
    expect(line_of(marcel.page, "Marcel").get_by_role("link")).to_have_count(0)
    is_sound(marcel.page, axe)
    shot(marcel.page, "presence")
    line_of(marcel.page, "Nadia").get_by_role("link").click()
    is_sound(marcel.page, axe)
    shot(marcel.page, "report-person")
    marcel.page.get_by_label("Un mot pour l’équipe").fill(WORD)
    marcel.page.get_by_role("button", name="Signaler à l’équipe").click()
    expect(marcel.page.locator(".reports")).to_contain_text("Vous avez signalé Nadia à l’équipe.")
    shot(marcel.page, "reported-person")
    piece = desk.locator(".piece", has_text="Marcel signale la personne")
    expect(piece).to_contain_text(WORD)
    expect(desk).to_have_title("(1) Régie · Hub Métallos")
    is_sound(desk, axe)
    shot(desk, "regie-person")
    piece.get_by_role("button", name="Laisser Nadia").click()
    expect(piece).to_have_count(0)
    expect(marcel.page.locator(".reports")).to_contain_text("et l’a laissé")
    desk.get_by_role("button", name="Regarder de nouveau").click()
    expect(piece).to_have_count(1)
    piece.get_by_text("Au sujet de Nadia…").click()
    shot(desk, "regie-person-acts")
    piece.get_by_role("button", name="En silence 10 minutes").click()
    expect(piece).to_have_count(0)
    expect(marcel.page.locator(".reports")).to_contain_text("elle a fait quelque chose")
    expect(nadia.page.get_by_text("signalé")).to_have_count(0)


def test_the_line_of_somebody_stays_under_the_hand_while_others_come_and_go(stage: Stage) -> None:
    marcel = stage.enter(stage.marcel, viewport=PHONE).is_live()
    stage.enter(stage.nadia).is_live()
    marcel.page.locator(".presence summary").click()
    link = line_of(marcel.page, "Nadia").get_by_role("link")
    link.focus()
    stage.enter(stage.judith).is_live()
    expect(line_of(marcel.page, "Judith")).to_have_count(1)
    expect(link).to_be_focused()
    stage.visitors[-1].context.close()
    expect(line_of(marcel.page, "Judith")).to_have_count(0)
    expect(link).to_be_focused()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_where_nobody_writes_more_one_reports_and_the_team_hides(
    stage: Stage, shot: Shot, axe: str, size: dict[str, int]
) -> None:
    [post] = stage.says(stage.nadia, "Un mot de trop.")
    with stage.hub.inside():
        answers(stage.nadia, post, "Et un autre.")
        Room.objects.filter(pk=stage.fabrique.pk).update(closes_at=timezone.now() - timedelta(hours=1))
    marcel = stage.enter(stage.marcel, viewport=size).page
    expect(marcel.locator(".post").get_by_role("link", name="Signaler").first).to_be_visible()
    is_sound(marcel, axe)
    shot(marcel, "over")
    awa = stage.enter(stage.awa, viewport=size).is_live().page
    said = awa.locator(f"#message-{post.pk}")
    said.locator(".acts .more > summary").click()
    is_sound(awa, axe)
    shot(awa, "over-team")
    said.get_by_role("button", name="Masquer ce message").click()
    expect(said).to_have_count(0)
    assert stage.told() == []


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_page_of_a_protocole_has_what_its_post_has(
    stage: Stage, shot: Shot, axe: str, size: dict[str, int]
) -> None:
    with stage.hub.inside():
        asked = pinned_consigne(stage.judith, stage.fabrique)
        written = Written(title="Marcher de côté", steps=["Tourner le dos au mur."])
        submitting.hand_in(stage.nadia, stage.fabrique.pk, None, asked.pk, written)
        page = f"{stage.path}protocoles/{Protocole.objects.latest('pk').pk}/"
    nadia = stage.enter(stage.nadia, page, viewport=size).page
    nadia.locator(".acts .more > summary").click()
    is_sound(nadia, axe)
    shot(nadia, "protocole-own")
    nadia.get_by_role("link", name="Corriger").click()
    nadia.wait_for_url("**/corriger/")
    awa = stage.enter(stage.awa, page, viewport=size).page
    awa.locator(".acts .more > summary").click()
    is_sound(awa, axe)
    shot(awa, "protocole-team")
    awa.locator(".acts").get_by_role("link", name="Signaler").click()
    expect(awa.locator("blockquote")).to_contain_text("Tourner le dos au mur.")
    is_sound(awa, axe)
    shot(awa, "report-protocole")
