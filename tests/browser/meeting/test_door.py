"""At the door, people see and hear themselves, learn what works and what else to do, and enter anyway."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect

from rooms.meetings import announcing, living
from rooms.meetings.announcing import MeetingPlan
from rooms.meetings.models import Meeting
from tests.browser.conftest import Stage
from tests.browser.meeting.conftest import Gathering
from tests.machine.chromium import open_beside
from tests.machine.hub import Hub
from tests.machine.traffic import MOST_REQUESTS, open_watched

REFUSED = 'Object.assign(new Error("no"), { name: "NotAllowedError" })'
CAMERA_REFUSED = f"""
const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = (wish) => (wish.video ? Promise.reject({REFUSED}) : ask(wish));
"""
ALL_REFUSED = f"navigator.mediaDevices.getUserMedia = () => Promise.reject({REFUSED});"
NO_DEVICES = ALL_REFUSED.replace("NotAllowedError", "NotFoundError")
NOT_SECURE = "Object.defineProperty(window, 'isSecureContext', { get: () => false });"
# An address that UDP can be sent to, and where nothing answers.
NO_UDP = """
const describe = RTCPeerConnection.prototype.setRemoteDescription;
RTCPeerConnection.prototype.setRemoteDescription = function ({ type, sdp }) {
  return describe.call(this, { type, sdp: sdp.replace(/(candidate:\\d+ 1 udp \\d+ \\S+) \\d+/g, "$1 9") });
};
"""
NO_WEBRTC = "delete window.RTCPeerConnection;"
NOT_ASKED_YET = "navigator.permissions.query = async () => ({ state: 'prompt' });"


def test_who_has_said_yes_before_sees_hears_and_knows_what_works_at_once_and_may_enter_without(
    gathering: Gathering,
) -> None:
    nadia = gathering.at_the_door(gathering.stage.nadia)
    mirror, answers = nadia.door.locator("[data-mirror]"), nadia.door.locator(".answers")
    expect(mirror).to_be_visible()
    assert mirror.evaluate("(video) => new DOMMatrix(getComputedStyle(video).transform).a") == -1
    nadia.waits_until(
        "() => parseFloat(document.querySelector('[data-level]').style.getPropertyValue('--level')) > 0.2"
    )
    expect(nadia.door.get_by_text("Nous vous entendons.")).to_be_visible()
    expect(answers).to_contain_text("La maison répond.")
    expect(answers).to_contain_text("Le son et l’image trouvent leur chemin.")
    expect(nadia.door.get_by_text("Cacher mon adresse")).to_be_hidden()  # there is no relay here
    nadia.door.get_by_role("button", name="Écouter un son").click()
    expect(nadia.door.get_by_text("Vous devez entendre trois notes.")).to_be_visible()
    nadia.door.get_by_role("button", name="Entrer sans caméra ni micro").click()
    nadia.is_in()
    expect(nadia.control("microphone")).to_have_text("Ouvrir le micro")
    expect(nadia.control("camera")).to_have_text("Ouvrir la caméra")


def test_nobody_is_asked_for_a_camera_before_they_press(gathering: Gathering) -> None:
    nadia = gathering.at_the_door(gathering.stage.nadia, script=NOT_ASKED_YET)
    expect(nadia.door.get_by_text("Personne d’autre ne vous voit encore.")).to_be_visible()
    expect(nadia.door.locator("[data-mirror]")).to_be_hidden()
    nadia.door.get_by_role("button", name="Essayer ma caméra et mon micro").click()
    expect(nadia.door.locator("[data-mirror]")).to_be_visible()
    nadia.door.get_by_role("button", name="Couper la caméra").click()
    expect(nadia.door.locator("[data-mirror]")).to_be_hidden()
    expect(nadia.door.get_by_role("button", name="Entrer sans caméra", exact=True)).to_be_visible()


def test_a_refused_camera_says_how_to_allow_it_and_does_not_block(gathering: Gathering) -> None:
    judith = gathering.enter(gathering.stage.judith)[0]
    nadia = gathering.at_the_door(gathering.stage.nadia, script=CAMERA_REFUSED)
    nadia.door.get_by_role("button", name="Essayer ma caméra et mon micro").or_(
        nadia.door.get_by_role("button", name="Couper le micro")
    ).first.wait_for()
    expect(nadia.door.get_by_role("alert")).to_contain_text("Autoriser")
    nadia.door.get_by_role("button", name="Entrer sans caméra", exact=True).click()
    nadia.is_in()
    nadia.sees("Judith")
    expect(judith.tile("Nadia").locator(".initials")).to_have_text("N")
    judith.receives(pictures=0, voices=1)


def test_who_refuses_all_enters_to_listen_and_watch(gathering: Gathering) -> None:
    gathering.enter(gathering.stage.judith)
    nadia = gathering.at_the_door(gathering.stage.nadia, script=ALL_REFUSED + NOT_ASKED_YET)
    nadia.knock()
    expect(nadia.door.get_by_role("alert")).to_contain_text("refusé le micro")
    nadia.door.get_by_role("button", name="Entrer pour écouter et voir").click()
    nadia.is_in().receives(pictures=1, voices=1)


def test_who_has_no_camera_is_told_so(gathering: Gathering) -> None:
    nadia = gathering.at_the_door(gathering.stage.nadia, script=NO_DEVICES + NOT_ASKED_YET)
    nadia.door.get_by_role("button", name="Essayer ma caméra et mon micro").click()
    expect(nadia.door.get_by_role("alert")).to_contain_text("Nous ne trouvons pas de caméra.")


def test_on_plain_http_it_is_said_and_one_enters_to_listen(gathering: Gathering) -> None:
    gathering.enter(gathering.stage.judith)
    nadia = gathering.at_the_door(gathering.stage.nadia, script=NOT_SECURE)
    expect(nadia.door.get_by_role("alert")).to_contain_text("n’est pas protégée")
    expect(nadia.door.get_by_role("button", name="Couper la caméra")).to_have_count(0)
    nadia.door.get_by_role("button", name="Entrer pour écouter et voir").click()
    nadia.is_in().receives(pictures=1, voices=1)


def test_a_network_that_lets_no_sound_and_no_picture_through_is_told_with_what_to_do(
    gathering: Gathering,
) -> None:
    nadia = gathering.at_the_door(gathering.stage.nadia, script=NO_UDP)
    barred = nadia.door.locator(".answer-no")
    expect(barred).to_contain_text("ne laisse pas passer le son et l’image")
    expect(nadia.door.locator(".answers")).not_to_contain_text("trouvent leur chemin")


@pytest.mark.media
def test_who_has_to_be_let_in_is_told_that_the_relay_was_not_tried_yet(
    monkeypatch: pytest.MonkeyPatch, open_hub: Callable[[], Hub], chromium: Browser
) -> None:
    monkeypatch.setenv("TURN_URL", "turn:127.0.0.1:9")
    monkeypatch.setenv("TURN_SECRET", "between us")
    with ExitStack() as stack:
        lobby = Gathering(Stage(open_hub(), chromium, stack), lobby=True)
        nadia = lobby.at_the_door(lobby.stage.nadia)
        expect(nadia.door.locator(".answers")).to_contain_text("ne s’essaie qu’une fois qu’on vous a ouvert")
        expect(nadia.door.locator(".answers")).to_contain_text("trouvent leur chemin")


def test_a_network_that_bars_the_meeting_is_told_with_what_to_do(gathering: Gathering) -> None:
    nadia = gathering.at_the_door(
        gathering.stage.nadia, before=lambda line: setattr(line, "bars_sockets", True)
    )
    expect(nadia.door.locator(".answer-no")).to_contain_text("le réseau de votre téléphone")


@pytest.fixture
def whole(chromium: Browser) -> Iterator[Browser]:
    """The whole browser, in which a device keeps its id; the shell names it anew on each page."""
    with open_beside(chromium) as browser:
        yield browser


def test_one_chooses_among_ones_devices_and_finds_ones_choice_again(
    whole: Browser, gathering: Gathering
) -> None:
    nadia = gathering.at_the_door(gathering.stage.nadia, chromium=whole)
    nadia.door.get_by_text("Choisir mes appareils").click()
    microphones = nadia.door.get_by_label("Micro", exact=True)
    microphones.select_option(index=1)
    chosen = microphones.input_value()
    nadia.page.reload()
    expect(nadia.door.locator("[data-mirror]")).to_be_visible()
    nadia.door.get_by_text("Choisir mes appareils").click()
    expect(microphones).to_have_value(chosen)


def test_who_comes_too_early_stays_and_the_door_opens_by_itself(early: Gathering) -> None:
    nadia = early.at_the_door(early.stage.nadia)
    expect(nadia.door.get_by_text("elle s’ouvrira d’elle-même")).to_be_visible()
    expect(nadia.door.locator("[data-do=enter]")).to_be_disabled()
    nadia.waits_for(lambda: nadia.visitor.has_heard("subscribed"), "the page receives this live")
    with early.stage.hub.inside():
        living.begin(early.meeting.pk, early.stage.judith)
    expect(nadia.door.locator("[data-do=enter]")).to_be_enabled()
    nadia.enter()


def test_who_waits_at_the_door_learns_of_another_hour(early: Gathering) -> None:
    stage = early.stage
    nadia = early.at_the_door(stage.nadia)
    expect(nadia.door.get_by_role("button", name="Entrer dans la rencontre")).to_be_disabled()
    with stage.hub.inside():
        found = Meeting.objects.get(pk=early.meeting.pk)
        plan = MeetingPlan("Lire encore", "", timezone.now() + timedelta(minutes=5), 60, stage.judith.pk)
        announcing.change(stage.judith, stage.fabrique.pk, None, found.pk, plan)
    expect(nadia.door.get_by_role("heading", name="Lire encore")).to_be_visible()
    nadia.enter()


def test_a_browser_that_cannot_take_part_is_told_what_is_needed(gathering: Gathering) -> None:
    nadia = gathering.at_the_door(gathering.stage.nadia, script=NO_WEBRTC)
    expect(nadia.page.get_by_text("il faut un navigateur récent")).to_be_visible()
    expect(nadia.page.get_by_text("La porte se prépare")).to_be_hidden()


def test_the_door_opens_at_its_hour(early: Gathering) -> None:
    with early.stage.hub.inside():
        soon = timezone.now() + timedelta(minutes=15, seconds=5)
        Meeting.objects.filter(pk=early.meeting.pk).update(starts_at=soon)
    nadia = early.at_the_door(early.stage.nadia)
    expect(nadia.door.locator("[data-do=enter]")).to_be_disabled()
    expect(nadia.door.locator("[data-do=enter]")).to_be_enabled()


def test_a_browser_that_cannot_meet_reads_what_is_needed(gathering: Gathering) -> None:
    nadia = gathering.at_the_door(gathering.stage.nadia, script="delete window.RTCPeerConnection;")
    expect(nadia.page.get_by_text("il faut un navigateur récent")).to_be_visible()
    expect(nadia.door).to_be_hidden()


def test_a_part_of_the_page_that_was_lost_on_the_way_is_fetched_again(gathering: Gathering) -> None:
    nadia = gathering.at_the_door(gathering.stage.nadia)
    nadia.page.route("**/js/meeting/live-meeting*.js", lambda route: route.abort("connectionreset"), times=1)
    nadia.page.reload()
    expect(nadia.door.locator("[data-mirror]")).to_be_visible()


def test_the_page_of_a_rencontre_is_few_files_each_of_which_comes_once(gathering: Gathering) -> None:
    nadia = gathering.at_the_door(gathering.stage.nadia)
    traffic, _source = open_watched(nadia.page, gathering.stage.visitors[0].line.url + gathering.path)
    names = [path.rpartition("/")[2] for path in traffic.parts()]
    assert names == ["theme.css", "for-meeting.css", "live-meeting.js", "page.js"]
    assert len(traffic.requests) <= MOST_REQUESTS, traffic.requests
