"""A rencontre is announced, opens and ends on every open page, without a reload; and without JavaScript."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Locator, expect

from rooms.meetings import announcing, living
from rooms.meetings.models import Meeting
from tests.browser.conftest import Stage
from tests.browser.visitor import Visitor
from tests.cast import announces, planned

LIVE = ".live-meeting"
STRIP = "[data-strip-meeting]"
NEXT = ".next-meeting"


def announced(stage: Stage, title: str = "Se lire à voix haute", days: float = 1) -> Meeting:
    with stage.hub.inside():
        return announces(stage.judith, stage.fabrique, title, days=days)


def link(visitor: Visitor, place: str) -> Locator:
    return visitor.page.locator(place)


def test_the_banner_comes_and_goes_on_an_open_page(stage: Stage) -> None:
    meeting = announced(stage)
    nadia = stage.enter(stage.nadia).is_live()
    expect(link(nadia, LIVE)).to_have_count(0)
    expect(link(nadia, STRIP)).to_be_hidden()
    with stage.hub.inside():
        living.begin(meeting.pk, stage.judith)
    banner = link(nadia, LIVE)
    expect(banner).to_contain_text("La rencontre «\u00a0Se lire à voix haute\u00a0» a lieu maintenant")
    door = f"{stage.path}rencontres/{meeting.pk}/"
    for way_in in (banner.get_by_role("link", name="Entrer dans la rencontre"), link(nadia, STRIP)):
        expect(way_in).to_be_visible()
        assert (way_in.get_attribute("href") or "").endswith(door)
    expect(nadia.page.locator("#status")).to_contain_text("a lieu maintenant")
    with stage.hub.inside():
        living.finish(meeting.pk, None)
    expect(link(nadia, LIVE)).to_have_count(0)
    expect(link(nadia, STRIP)).to_be_hidden()
    expect(nadia.page.locator("#status")).to_contain_text("est terminée")


def test_the_banner_is_there_on_a_page_opened_later_and_goes_too(stage: Stage) -> None:
    meeting = announced(stage)
    with stage.hub.inside():
        living.begin(meeting.pk, stage.judith)
    nadia = stage.enter(stage.nadia).is_live()
    expect(link(nadia, LIVE)).to_have_count(1)
    with stage.hub.inside():
        living.finish(meeting.pk, None)
    expect(link(nadia, LIVE)).to_have_count(0)


def test_a_change_of_title_is_not_announced_as_another_opening(stage: Stage) -> None:
    meeting = announced(stage)
    nadia = stage.enter(stage.nadia).is_live()
    with stage.hub.inside():
        living.begin(meeting.pk, stage.judith)
    expect(nadia.page.locator("#status")).to_contain_text("a lieu maintenant")
    with stage.hub.inside():
        plan = planned(stage.judith, "Autrement")
        plan = type(plan)(plan.title, plan.words, meeting.starts_at, plan.minutes, plan.host)
        announcing.change(stage.judith, stage.fabrique.pk, None, meeting.pk, plan)
    expect(link(nadia, LIVE)).to_contain_text("Autrement")
    expect(link(nadia, STRIP)).to_contain_text("Autrement")
    stage.says(stage.marcel, "Et après ?")
    expect(nadia.page.locator("#status")).to_contain_text("1 nouveau message")
    expect(nadia.page.locator("#status")).not_to_contain_text("Autrement")


def test_the_card_follows_what_is_announced_changed_and_cancelled(stage: Stage) -> None:
    nadia = stage.enter(stage.nadia).is_live()
    expect(link(nadia, NEXT)).to_have_count(0)
    meeting = announced(stage, days=2)
    expect(link(nadia, NEXT)).to_contain_text("Se lire à voix haute")
    sooner = announced(stage, "Plus tôt", days=1)
    expect(link(nadia, NEXT)).to_contain_text("Plus tôt")
    with stage.hub.inside():
        announcing.cancel(stage.judith, stage.fabrique.pk, None, sooner.pk)
    expect(link(nadia, NEXT)).to_contain_text("Se lire à voix haute")
    with stage.hub.inside():
        living.begin(meeting.pk, stage.judith)
    expect(link(nadia, NEXT)).to_have_count(0)
    expect(link(nadia, LIVE)).to_have_count(1)


def test_what_one_reads_stays_where_it_is_when_it_opens(stage: Stage) -> None:
    meeting = announced(stage)
    stage.says(stage.marcel, *(f"Message {number}" for number in range(30)))
    nadia = stage.enter(stage.nadia).is_live()
    read = nadia.post("Message 15")
    read.scroll_into_view_if_needed()
    before = read.bounding_box()
    with stage.hub.inside():
        living.begin(meeting.pk, stage.judith)
    expect(link(nadia, STRIP)).to_be_visible()
    expect(link(nadia, NEXT)).to_have_count(0)
    after = read.bounding_box()
    assert before
    assert after
    assert abs(after["y"] - before["y"]) < 2


def test_an_artist_announces_from_the_room_with_the_keyboard_alone(stage: Stage) -> None:
    judith = stage.enter(stage.judith).is_live()
    judith.page.get_by_role("link", name="Annoncer une rencontre").focus()
    judith.page.keyboard.press("Enter")
    judith.page.wait_for_url("**/annoncer/")
    judith.page.get_by_label("Titre").focus()
    judith.page.keyboard.type("Se lire")
    day = timezone.localdate() + timedelta(days=2)
    judith.page.get_by_label("Jour").fill(day.isoformat())
    judith.page.get_by_label("Heure, à Paris").fill("18:30")
    judith.page.get_by_label("Durée, en minutes").press("Enter")
    judith.page.wait_for_url("**/rencontres/")
    expect(judith.page.get_by_text("La rencontre est annoncée")).to_be_visible()
    expect(judith.page.get_by_role("heading", name="Se lire")).to_be_visible()


def test_without_javascript_the_room_says_it_and_the_door_is_a_link(stage: Stage) -> None:
    meeting = announced(stage)
    with stage.hub.inside():
        living.begin(meeting.pk, stage.judith)
    nadia = stage.enter(stage.nadia, java_script_enabled=False)
    expect(link(nadia, LIVE)).to_contain_text("a lieu maintenant")
    link(nadia, STRIP).click()
    nadia.page.wait_for_url(f"**/rencontres/{meeting.pk}/")
