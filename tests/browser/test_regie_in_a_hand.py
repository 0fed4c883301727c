"""The régie on a phone: its first line leads to what waits, and there is room to read it."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from people import naming
from people.models import Person
from rooms import joining, opening, posting
from rooms.models import Room
from rooms.moderation import approving, clearing, floods, reporting
from tests.browser.conftest import Stage
from tests.browser.soundness import fixed_share, overflow
from tests.cast import says

PHONE = {"width": 390, "height": 844}
QUARTER = "part => part.getBoundingClientRect().height <= innerHeight / 4"
EARLIER = re.compile(r"^\s*\d+ gestes? d’avant\s*$")
SAYS = "Ces mots peuvent blesser quelqu’un ici."


def _regie(stage: Stage, address: str = "/regie/") -> Page:
    page = stage.enter(stage.awa, address, viewport=PHONE, has_touch=True, is_mobile=True).page
    expect(page.locator("hub-regie[data-live]")).to_be_visible()
    return page


def _writes(stage: Stage, person: Person, words: str) -> None:
    with stage.hub.inside():
        posting.publish(person, stage.fabrique.pk, None, words)


def test_one_press_leads_to_what_waits_and_the_ways_back_leave_room_to_read(
    stage: Stage, shot: Callable[[Page, str], None]
) -> None:
    stage.says(stage.marcel, *[f"Vague {number}." for number in range(6)])
    posts = stage.says(stage.nadia, *[f"Texte {number}. " + "Des mots. " * 12 for number in range(12)])
    with stage.hub.inside():
        for post in posts[:3]:
            approving.hold_post(stage.awa, stage.fabrique.pk, uuid4(), post.pk)
        clearing.clear_person(stage.awa, stage.fabrique.pk, uuid4(), stage.marcel.pk)
    desk = _regie(stage)
    shot(desk, "regie-phone")
    desk.get_by_role("link", name="textes à lire").click()
    expect(desk.locator(".piece").first).to_be_in_viewport()
    foot = desk.locator(".regie-foot")
    assert foot.evaluate(QUARTER)
    desk.get_by_text(EARLIER).click()
    expect(foot.get_by_role("button", name="Le publier")).to_have_count(3)


@pytest.mark.parametrize("size", [(320, 568), (320, 640), (390, 844), (640, 360)])
def test_what_stays_takes_a_quarter_of_any_screen(stage: Stage, size: tuple[int, int]) -> None:
    posts = stage.says(stage.nadia, *[f"Texte {number}. " + "Des mots. " * 12 for number in range(8)])
    with stage.hub.inside():
        for post in posts[:3]:
            approving.hold_post(stage.awa, stage.fabrique.pk, uuid4(), post.pk)
    desk = _regie(stage)
    desk.set_viewport_size({"width": size[0], "height": size[1]})
    for part in ("Texte 2.", "Le publier", EARLIER):
        expect(desk.locator(".regie-foot").get_by_text(part).first).to_be_in_viewport(ratio=0.9)
    assert overflow(desk) <= 0
    assert fixed_share(desk) <= 1 / 4


def test_one_text_is_hidden_with_one_press_and_comes_back_with_another(
    stage: Stage, shot: Callable[[Page, str], None]
) -> None:
    stage.says(stage.nadia, "Bonjour.", "Une phrase de travers.")
    reported = stage.says(stage.marcel, "Une autre phrase de travers.")[0]
    with stage.hub.inside():
        reporting.report_post(stage.nadia, stage.fabrique.pk, uuid4(), reported.pk)
    desk = _regie(stage, f"/regie/?espace={stage.fabrique.slug}")
    arrived = desk.locator(".goes li").filter(has_text="Une phrase de travers.")
    button = arrived.get_by_role("button", name="Masquer")
    arrived.scroll_into_view_if_needed()
    shot(desk, "regie-hides")
    assert overflow(desk) <= 0
    button.tap()
    expect(arrived).to_have_count(0)
    foot = desk.locator(".regie-foot")
    foot.get_by_role("button", name="Le rétablir").tap()
    expect(arrived).to_have_count(1)
    piece = desk.locator(".piece").filter(has_text="Une autre phrase")
    piece.scroll_into_view_if_needed()
    shot(desk, "regie-hides-reported")
    piece.get_by_role("button", name="Masquer").tap()
    expect(piece).to_have_count(0)
    assert "Une autre phrase de travers." not in stage.told()


@pytest.mark.parametrize("width", [320, 390])
def test_the_longest_name_leaves_the_acts_in_sight(
    stage: Stage, shot: Callable[[Page, str], None], width: int
) -> None:
    with stage.hub.inside():
        someone = Person.objects.arrive("W" * naming.LONGEST)
        joining.join(someone, stage.fabrique)
    stage.says(someone, "Une phrase de travers.")
    desk = _regie(stage, f"/regie/?espace={stage.fabrique.slug}")
    desk.set_viewport_size({"width": width, "height": 844})
    button = desk.locator(".goes li").get_by_role("button", name="Masquer")
    button.scroll_into_view_if_needed()
    expect(button).to_be_in_viewport(ratio=0.99)
    assert overflow(desk) <= 0
    shot(desk, f"longest-name-{width}")


def test_a_ready_word_is_read_before_it_is_sent_and_stays_chosen_while_others_write(
    stage: Stage, shot: Callable[[Page, str], None]
) -> None:
    with stage.hub.inside():
        approving.hold_room(stage.awa, stage.fabrique.pk, None, "all")
    _writes(stage, stage.nadia, "Franchement, c’est louche.")
    desk = _regie(stage, f"/regie/?espace={stage.fabrique.slug}")
    piece = desk.locator(".piece").filter(has_text="louche")
    piece.locator("summary", has_text="Ne pas publier…").click()
    chosen = piece.locator("details[open]").get_by_label("Un mot tout prêt")
    chosen.select_option("Des mots qui peuvent blesser")
    expect(piece.get_by_text(SAYS)).to_be_visible()
    chosen.blur()
    _writes(stage, stage.marcel, "Bonsoir.")
    expect(desk.locator(".piece")).to_have_count(2)
    expect(chosen).to_have_value(chosen.input_value())
    expect(piece.get_by_text(SAYS)).to_be_visible()
    shot(desk, "regie-ready-word")
    piece.locator("form").get_by_role("button", name="Ne pas publier").click()
    expect(desk.get_by_text("Pas publié")).to_be_visible()


def test_an_undo_leaves_one_where_one_reads(stage: Stage) -> None:
    posts = stage.says(stage.nadia, *[f"Texte {number}. " + "Des mots. " * 12 for number in range(12)])
    with stage.hub.inside():
        for post in posts[:2]:
            approving.hold_post(stage.awa, stage.fabrique.pk, uuid4(), post.pk)
    desk = _regie(stage)
    foot = desk.locator(".regie-foot")
    foot.get_by_role("button", name="Le publier").first.evaluate("button => (button.focus(), button.click())")
    expect(foot.get_by_role("button", name="Le remettre en attente").first).to_be_visible()
    assert desk.evaluate("scrollY") == 0


def test_what_was_taken_back_is_said_in_sight_wherever_one_reads_until_it_is_put_away(
    stage: Stage, shot: Callable[[Page, str], None]
) -> None:
    stage.says(stage.nadia, *[f"Texte {number}. " + "Des mots. " * 12 for number in range(12)])
    stage.says(stage.marcel, *[f"Vague {number}." for number in range(6)])
    with stage.hub.inside():
        clearing.clear_person(stage.awa, stage.fabrique.pk, uuid4(), stage.marcel.pk)
    desk = _regie(stage)
    desk.evaluate("scrollTo(0, document.body.scrollHeight)")
    desk.locator(".regie-foot").get_by_role("button", name="Remettre ces").click()
    told = desk.locator("[data-told]")
    expect(told.get_by_text("C’est repris · Vous avez masqué")).to_be_in_viewport(ratio=0.9)
    shot(desk, "taken-back")
    told.get_by_role("button", name="Fermer").click()
    expect(told).to_be_hidden()


def test_what_was_hidden_at_once_is_the_newest_way_back_and_in_sight(stage: Stage) -> None:
    post = stage.says(stage.nadia, "Un texte.")[0]
    stage.says(stage.marcel, *[f"Vague {number}." for number in range(6)])
    with stage.hub.inside():
        approving.hold_post(stage.awa, stage.fabrique.pk, uuid4(), post.pk)
        clearing.clear_person(stage.awa, stage.fabrique.pk, uuid4(), stage.marcel.pk)
    desk = _regie(stage)
    foot = desk.locator(".regie-foot")
    expect(foot.get_by_role("button", name="Remettre ces 6 textes").first).to_be_in_viewport(ratio=0.9)
    expect(foot.get_by_text("de Marcel : 6").first).to_be_in_viewport(ratio=0.9)
    expect(foot.get_by_role("button", name="Le publier")).to_be_hidden()
    foot.get_by_text(EARLIER).click()
    expect(foot.get_by_role("button", name="Le publier")).to_be_visible()


def test_what_is_refused_with_a_word_and_the_enter_key_leaves_the_screen(stage: Stage) -> None:
    with stage.hub.inside():
        approving.hold_room(stage.awa, stage.fabrique.pk, None, "all")
    _writes(stage, stage.nadia, "Franchement, c’est louche.")
    desk = _regie(stage)
    piece = desk.locator(".piece").filter(has_text="louche")
    piece.locator("summary", has_text="Ne pas publier…").click()
    word = piece.locator("details[open]").get_by_label("Un mot pour Nadia")
    word.fill("Restons bienveillants.")
    word.press("Enter")
    expect(piece).to_have_count(0)


def test_a_wave_of_messages_is_told_in_the_tab_of_its_room(stage: Stage) -> None:
    stage.says(stage.marcel, *[f"Vague {number}." for number in range(floods.FLOOD)])
    tab = _regie(stage).locator(".regie-tabs a").filter(has_text=stage.fabrique.title)
    expect(tab).to_contain_text("une vague")
    expect(tab).not_to_contain_text("rien")


def test_the_tabs_show_the_room_that_is_read_and_that_there_are_more(
    stage: Stage, shot: Callable[[Page, str], None]
) -> None:
    now = timezone.now()
    with stage.hub.inside():
        titles = [f"Une fabrique au titre long {number}" for number in range(4)]
        rooms = [opening.open_fabrique(title, now, now + timedelta(days=1)) for title in titles]
        for room in rooms:
            joining.join(stage.nadia, room)
            for number in range(6):
                says(stage.nadia, room, f"Texte {number}. " + "Des mots. " * 12)
    desk = _regie(stage, "/regie/?" + "&".join(f"espace={room.slug}" for room in rooms))
    tabs = desk.locator(".regie-tabs")
    expect(tabs).to_have_attribute("data-more", "end")
    place = tabs.bounding_box()
    assert place
    desk.touchscreen.tap(place["x"] + place["width"] - 10, place["y"] + place["height"] / 2)
    expect(tabs).to_have_attribute("data-more", "start end")
    assert desk.evaluate("scrollY") == 0, "the sign that there are more leads along the tabs, to no room"
    for room in (rooms[3], rooms[1]):
        tab = tabs.locator(f"a[href='#rack-{room.pk}']")
        desk.locator(f"#rack-{room.pk}").evaluate("rack => rack.scrollIntoView()")
        expect(tab).to_have_attribute("aria-current", "true")
        expect(tab).to_be_in_viewport(ratio=0.9)
        expect(tabs.locator("[aria-current]")).to_have_count(1)
    expect(tabs).to_have_attribute("data-more", "start end")
    _writes_in(stage, rooms[1], "Encore un mot.")
    expect(desk.locator(f"#rack-{rooms[1].pk}")).to_contain_text("Encore un mot.")
    expect(tabs.locator("[aria-current]")).to_be_in_viewport(ratio=0.9)
    shot(desk, "regie-tabs")
    assert overflow(desk) <= 0


def _writes_in(stage: Stage, room: Room, words: str) -> None:
    with stage.hub.inside():
        posting.publish(stage.nadia, room.pk, None, words)
