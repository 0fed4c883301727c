"""The list of one's rooms is live: what is new is counted as it comes, and leads to the first of it."""

import re

from playwright.sync_api import Locator, expect

from tests.browser.conftest import Stage
from tests.browser.visitor import Visitor


def test_what_others_write_is_counted_as_it_comes_and_leads_there(stage: Stage) -> None:
    marcel = stage.enter(stage.marcel, "/")
    room = _room(marcel, stage)
    expect(marcel.page.locator("hub-rooms[data-live]")).to_have_count(1)
    room.focus()
    (first,) = stage.says(stage.nadia, "Bonjour")
    expect(room).to_contain_text("1 nouveau message")
    stage.says(stage.nadia, "Qui vient ?", "Moi, je viens.")
    expect(room).to_contain_text("3 nouveaux messages")
    expect(room).to_be_focused()
    expect(marcel.page.locator("#status")).to_contain_text("3 nouveaux messages")
    nadia = stage.enter(stage.nadia).is_live()
    expect(nadia.page.locator("[data-slot=present-count]").first).to_have_text("1 personne ici")
    room.click()
    expect(marcel.page).to_have_url(re.compile(rf"{stage.path}#message-{first.pk}$"))


def test_where_no_socket_comes_through_the_list_is_asked_again(stage: Stage) -> None:
    marcel = stage.enter(stage.marcel, "/", before=lambda line: setattr(line, "bars_sockets", True))
    expect(marcel.page.locator("hub-rooms[data-live]")).to_have_count(1)
    stage.says(stage.nadia, "Bonjour")
    marcel.page.evaluate("dispatchEvent(new Event('online'))")  # not after twenty seconds, but now
    expect(_room(marcel, stage)).to_contain_text("1 nouveau message")


def _room(visitor: Visitor, stage: Stage) -> Locator:
    return visitor.page.locator(".rooms a").filter(has_text=stage.fabrique.title)
