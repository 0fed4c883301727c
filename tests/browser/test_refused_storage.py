"""A device that keeps nothing: the page lives without, keeps what it can, and says what is so."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Stage
from tests.machine.devices import INDEXED_DB_HANGS, INDEXED_DB_REJECTS, STORAGE_DENIED

FULL = """
Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError") };
IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError") };
"""
SILENT_LATER = """
const never = () => ({}), table = { put: never, getAll: never, count: never, delete: never };
IDBDatabase.prototype.transaction = () => ({ objectStore: () => table });
"""
CLEARED = """new Promise((done, failed) => {
  localStorage.clear();
  const asked = indexedDB.open("hub", 1);
  asked.onsuccess = () => {
    const cleared = asked.result.transaction("outbox", "readwrite");
    cleared.objectStore("outbox").clear();
    cleared.oncomplete = done;
  };
  asked.onerror = failed;
})"""
REFUSALS = {
    "denied": STORAGE_DENIED,
    "rejects": INDEXED_DB_REJECTS,
    "hangs": INDEXED_DB_HANGS,
    "full": FULL,
    "silent": SILENT_LATER,
}
KEPT = "Hors connexion : ce que vous écrivez est gardé ici."
UNKEPT = "Hors connexion, et cet appareil ne garde rien : laissez cette page ouverte."


@pytest.mark.parametrize("refusal", REFUSALS)
def test_a_room_is_live_and_publishes_whatever_the_storage_does(stage: Stage, refusal: str) -> None:
    nadia = stage.enter(stage.nadia, script=REFUSALS[refusal]).is_live()
    nadia.publish("Me voilà quand même.")
    nadia.sees("Me voilà quand même.")
    expect(nadia.page.locator("[data-ref]")).to_have_count(0)
    assert stage.told() == ["Me voilà quand même."]


@pytest.mark.parametrize("refusal", ["denied", "full"])
def test_where_nothing_is_kept_the_page_says_so_and_sends_when_it_can(stage: Stage, refusal: str) -> None:
    nadia = stage.enter(stage.nadia, script=REFUSALS[refusal]).is_live()
    nadia.lose_the_network()
    nadia.publish("Un.")
    expect(nadia.page.locator(".desk [data-slot=link]")).to_have_text(UNKEPT)
    nadia.find_the_network()
    expect(nadia.page.locator("[data-ref]")).to_have_count(0)
    assert stage.told() == ["Un."]


def test_a_refused_draft_is_told_where_one_writes(stage: Stage) -> None:
    nadia = stage.enter(stage.nadia, script=STORAGE_DENIED).is_live()
    nadia.box.fill("Je commence")
    expect(nadia.page.locator(".desk [data-slot=link]")).to_contain_text("ne garde pas ce que vous écrivez")


@pytest.mark.parametrize("refusal", ["rejects", "hangs", "silent"])
def test_what_one_storage_refuses_another_keeps_over_a_reload(stage: Stage, refusal: str) -> None:
    nadia = stage.enter(stage.nadia, script=REFUSALS[refusal]).is_live()
    nadia.lose_the_network()
    nadia.publish("Un.")
    expect(nadia.page.locator(".desk [data-slot=link]")).to_have_text(KEPT)
    expect(nadia.post("Un.")).to_have_attribute("data-state", "waiting")
    nadia.find_the_network()
    nadia.reload()
    nadia.sees("Un.")
    expect(nadia.page.locator("[data-ref]")).to_have_count(0)
    assert stage.told() == ["Un."]


def test_what_waits_is_sent_although_the_storage_was_cleared_under_the_page(stage: Stage) -> None:
    nadia = stage.enter(stage.nadia).is_live()
    nadia.lose_the_network()
    nadia.publish("Un.")
    expect(nadia.post("Un.")).to_have_attribute("data-state", "waiting")
    nadia.page.evaluate(CLEARED)
    nadia.find_the_network()
    expect(nadia.page.locator("[data-ref]")).to_have_count(0)
    assert stage.told() == ["Un."]


def test_what_waits_survives_a_reload_although_the_storage_was_cleared_before(stage: Stage) -> None:
    nadia = stage.enter(stage.nadia).is_live()
    nadia.lose_the_network()
    nadia.publish("Un.")
    expect(nadia.post("Un.")).to_have_attribute("data-state", "waiting")
    nadia.page.evaluate(CLEARED)
    nadia.line.mend()
    nadia.context.set_offline(False)
    nadia.reload()
    nadia.sees("Un.")
    expect(nadia.page.locator("[data-ref]")).to_have_count(0)
    assert stage.told() == ["Un."]


def test_what_another_tab_has_sent_is_sent_once(stage: Stage) -> None:
    nadia = stage.enter(stage.nadia).is_live()
    other = nadia.context.new_page()
    other.goto(nadia.line.url + stage.path)
    expect(other.locator("hub-room[data-live]")).to_have_count(1)
    nadia.lose_the_network()
    nadia.publish("Un.")
    expect(other.locator("[data-ref]")).to_have_count(1)
    nadia.find_the_network()
    expect(other.locator("[data-ref]")).to_have_count(0)
    expect(nadia.page.locator("[data-ref]")).to_have_count(0)
    assert stage.told() == ["Un."]
