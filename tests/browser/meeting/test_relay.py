"""People who hide their address connect through coturn only: to others, and to the SFU."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, expect

from people.models import Person
from tests.browser.conftest import Stage
from tests.browser.meeting.attendant import Attendant
from tests.browser.meeting.conftest import Gathering
from tests.machine.coturn_server import CoturnServer
from tests.machine.hub import Hub
from tests.machine.process import wait_until

# Reads the kinds of candidates in use, and all those that this page has announced.
WAYS = """async () => {
  const live = window.connections.filter(({ connectionState }) => connectionState === "connected");
  const counted = await Promise.all(live.map((each) => each.getStats()));
  const reports = counted.flatMap((report) => [...report.values()]);
  const pairs = reports.filter(({ type, nominated }) => type === "candidate-pair" && nominated);
  const used = pairs.filter(({ state }) => state === "succeeded");
  const kind = (id) => reports.find((each) => each.id === id)?.candidateType;
  const told = live.flatMap(({ localDescription }) => localDescription.sdp.match(/ typ [a-z]+/g) ?? []);
  return { used: used.map(({ localCandidateId }) => kind(localCandidateId)), told };
}"""


@pytest.fixture
def open_gathering(
    coturn_server: CoturnServer,
    monkeypatch: pytest.MonkeyPatch,
    open_hub: Callable[[], Hub],
    chromium: Browser,
) -> Iterator[Callable[[], Gathering]]:
    """A meeting on a server that has a relay."""
    monkeypatch.setenv("TURN_URL", coturn_server.url)
    monkeypatch.setenv("TURN_SECRET", coturn_server.secret)
    with ExitStack() as stack:
        yield lambda: Gathering(Stage(open_hub(), chromium, stack))


def enter_hidden(gathering: Gathering, person: Person) -> Attendant:
    attendant = gathering.at_the_door(person)
    mirror = attendant.door.get_by_role("button", name="Couper la caméra")
    expect(mirror).to_be_visible()  # everything is laid out now
    attendant.door.get_by_label("Cacher mon adresse").check()
    return attendant.enter()


def test_who_has_hidden_their_address_hides_it_next_time(open_gathering: Callable[[], Gathering]) -> None:
    gathering = open_gathering()
    nadia = gathering.at_the_door(gathering.stage.nadia)
    box = nadia.door.get_by_label("Cacher mon adresse")
    expect(box).not_to_be_checked()
    box.check()
    nadia.page.reload()
    expect(box).to_be_checked()
    box.uncheck()
    nadia.page.reload()
    expect(box).to_be_visible()
    expect(box).not_to_be_checked()


def goes(attendant: Attendant, *kinds: str) -> bool:
    """Return whether all traffic uses candidates of these kinds."""
    return wait_until(lambda: set(attendant.page.evaluate(WAYS)["used"]) == set(kinds))


def tells(attendant: Attendant) -> set[str]:
    """List the kinds of addresses that this page has announced."""
    return set(attendant.page.evaluate(WAYS)["told"])


def test_two_who_hide_their_addresses_meet_by_the_relay(open_gathering: Callable[[], Gathering]) -> None:
    gathering = open_gathering()
    judith, nadia = (enter_hidden(gathering, who) for who in (gathering.stage.judith, gathering.stage.nadia))
    for attendant in (judith, nadia):
        attendant.receives(pictures=1, voices=1)
        assert goes(attendant, "relay")
        assert tells(attendant) <= {" typ relay"}


def test_the_house_is_reached_by_the_relay_too(
    open_gathering: Callable[[], Gathering], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUB_MESH_UP_TO", "0")
    gathering = open_gathering()
    judith = enter_hidden(gathering, gathering.stage.judith)
    (nadia,) = gathering.enter(gathering.stage.nadia)
    for attendant in (judith, nadia):
        attendant.receives(pictures=1, voices=1)
    assert goes(judith, "relay")
    assert tells(judith) <= {" typ relay"}
    # A page that hides nothing announces all kinds; Chromium then keeps the pair that worked first, even a
    # relayed one.
    assert " typ host" in tells(nadia)
