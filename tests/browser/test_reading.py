"""Nothing moves on the screen of somebody who reads, and the unread mark follows them."""

import re

from playwright.sync_api import Locator, expect

from rooms import commenting
from rooms.models import Membership
from tests.browser.conftest import Stage
from tests.browser.visitor import Visitor
from tests.cast import place

MANY = [f"Message {number}. " + "Des mots. " * 30 for number in range(1, 16)]


def _top(item: Locator) -> float:
    return float(item.evaluate("item => item.getBoundingClientRect().top"))


def _scroll_to(visitor: Visitor, words: str) -> Locator:
    item = visitor.post(words)
    item.evaluate("item => item.scrollIntoView({block: 'center', behavior: 'instant'})")
    return item


def test_nothing_is_inserted_above_what_is_read(stage: Stage) -> None:
    first, *_others = stage.says(stage.marcel, *MANY)
    nadia = stage.enter(stage.nadia).is_live()
    read = _scroll_to(nadia, "Message 10.")
    before = _top(read)
    with stage.hub.inside():
        commenting.comment(stage.marcel, stage.fabrique.pk, None, first.pk, "Une longue réponse. " * 20)
    expect(nadia.comment("Une longue réponse.")).to_have_count(1)
    stage.says(stage.marcel, "Tout en bas.")
    nadia.sees("Tout en bas.")
    assert abs(_top(read) - before) < 1


def test_what_is_taken_away_above_moves_nothing(stage: Stage) -> None:
    stage.says(stage.nadia, MANY[0])
    stage.says(stage.marcel, *MANY[1:])
    marcel, nadia = stage.enter(stage.marcel).is_live(), stage.enter(stage.nadia).is_live()
    read = _scroll_to(marcel, "Message 10.")
    before = _top(read)
    nadia.act(nadia.post("Message 1."), "withdraw")
    marcel.sees("Message 1.", times=0)
    assert abs(_top(read) - before) < 1


def test_the_pill_counts_what_came_below_and_leads_there(stage: Stage) -> None:
    stage.says(stage.marcel, *MANY)
    nadia = stage.enter(stage.nadia).is_live()
    _scroll_to(nadia, "Message 3.")
    stage.says(stage.marcel, "Du neuf.", "Encore du neuf.")
    pill = nadia.page.locator("[data-latest]")
    expect(pill).to_contain_text("2 nouveaux")
    pill.click()
    expect(nadia.post("Encore du neuf.")).to_be_in_viewport()
    expect(pill).to_contain_text("Derniers")


def test_whoever_is_at_the_end_stays_there(stage: Stage) -> None:
    stage.says(stage.marcel, *MANY)
    nadia = stage.enter(stage.nadia).is_live()
    nadia.page.evaluate("scrollTo({top: document.documentElement.scrollHeight, behavior: 'instant'})")
    stage.says(stage.marcel, "Le dernier mot.")
    expect(nadia.post("Le dernier mot.")).to_be_in_viewport(ratio=1)


def test_the_unread_mark_follows_the_reader_onto_their_other_screens(stage: Stage) -> None:
    posts = stage.says(stage.marcel, *MANY)
    small = {"width": 390, "height": 400}
    other, nadia = stage.enter(stage.nadia).is_live(), stage.enter(stage.nadia, viewport=small).is_live()
    first_unread = "[data-unread] + .post"
    _scroll_to(nadia, "Message 9.")
    below = re.compile(r"Message 1[01]\.")  # the one after 9 may be in sight
    expect(other.page.locator(first_unread)).to_contain_text(below)
    nadia.reload()
    expect(nadia.page.locator(first_unread)).to_contain_text(below)
    with stage.hub.inside():
        marked = Membership.objects.get(room=stage.fabrique, person=stage.nadia)
    assert marked.read_seq >= place(posts[8])


def test_new_messages_are_told_to_whoever_listens_to_the_page(stage: Stage) -> None:
    nadia = stage.enter(stage.nadia).is_live()
    stage.says(stage.marcel, "Un.", "Deux.")
    nadia.publish("Trois.")
    expect(nadia.page.locator("#status")).to_have_text("Votre message est publié. 2 nouveaux messages.")
