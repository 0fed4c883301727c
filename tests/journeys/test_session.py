"""A session as people live it: composed and conducted on a phone, lived by two in browsers, by thirty on
sockets, and by a wall. ``--screenshots DIR`` keeps what they saw, phase by phase."""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, expect

from people.models import Person
from realtime.simulate.seeding import cookie_of
from rooms import joining
from rooms.models import Room
from rooms.sessions.models import Finish, Phase, Session
from tests.browser.conftest import Stage
from tests.browser.conftest import stage as stage
from tests.browser.visitor import Visitor
from tests.machine.hub import HOUSE
from tests.machine.process import wait_until
from tests.realtime.visitor import signed_in

Shot = Callable[[Page, str], None]

CROWD = 30
DESK = {"width": 1280, "height": 900}
PROJECTOR = {"width": 1920, "height": 1080}
PHASES = [
    "Arriver",
    "Entendre la consigne",
    "Écrire en silence",
    "Tout se dévoile",
    "Interpréter",
    "Se quitter",
]
TEXT = "Prendre l’escalier à l’heure où les gens rentrent."
DRAFT = "Téléphoner à quelqu’un, sans"


def pressed(visitor: Visitor, name: str | re.Pattern[str]) -> None:
    visitor.page.get_by_role("button", name=name).first.click()


def in_phase(visitors: list[Visitor], title: str) -> None:
    """Wait until the screen of everybody shows the phase."""
    for visitor in visitors:
        expect(visitor.page.locator(".session-phase")).to_have_text(title)


class _Evening:
    """The session, its conductor's page, and everybody's screens."""

    def __init__(self, stage: Stage, shot: Shot) -> None:
        self.stage, self.shot = stage, shot
        self.judith = stage.enter(stage.judith, f"{stage.path}seances/")

    def compose(self) -> None:
        """Start from a score, and look at it."""
        self.shot(self.judith.page, "session-1-sessions")
        self.judith.page.get_by_text("Une heure de prises de risque").first.click()
        pressed(self.judith, "Composer")
        expect(self.judith.page.locator(".phases > li")).to_have_count(len(PHASES))
        self.shot(self.judith.page, "session-2-score")

    @property
    def session(self) -> Session:
        with self.stage.hub.inside():
            return Session.objects.get(room=self.stage.fabrique)

    def open_wall(self) -> Visitor:
        """Open the wall from the conductor's page; the projector has no account."""
        self.judith.page.get_by_role("link", name="Mener cette séance").first.click()
        self.judith.page.locator("#mur summary").click()
        pressed(self.judith, "Ouvrir le mur")
        return self.stage.enter(None, f"/mur/{self.session.wall}/", viewport=PROJECTOR)

    def start(self) -> None:
        pressed(self.judith, re.compile("Commencer par"))
        expect(self.judith.page.locator("hub-conduct[data-live]")).to_have_count(1)

    def pass_on(self, title: str) -> None:
        """Press the largest button, with the thumb."""
        pressed(self.judith, re.compile(f"Passer à.*{title}", re.DOTALL))
        expect(self.judith.page.locator(".baton h1")).to_have_text(title)

    def end(self) -> None:
        self.judith.page.locator("#finir summary").click()
        pressed(self.judith, "Finir pour tout le monde")
        expect(self.judith.page.get_by_text("La séance est finie").first).to_be_visible()

    @contextmanager
    def crowd(self) -> Iterator["_Crowd"]:
        """Let thirty members follow on sockets of their own, in another process."""
        with self.stage.hub.inside():
            room, cookies = Room.objects.get(pk=self.stage.fabrique.pk), []
            for number in range(CROWD):
                person = Person.objects.arrive(f"Figurant·e {number + 1}")
                joining.join(person, room)
                cookies.append(cookie_of(signed_in(person)))
            silent = Phase.objects.get(session__room=room, kind="silence").pk
        words = [self.stage.hub.url, str(room.pk), room.epoch, str(silent)]
        command = [sys.executable, "-P", "-m", "tests.journeys.session_crowd", *words]
        with subprocess.Popen(
            command, cwd=HOUSE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdin
            process.stdin.write("\n".join(cookies))
            process.stdin.close()
            try:
                yield _Crowd(self.stage, process, silent)
            finally:
                process.kill()


class _Crowd:
    """Thirty people on sockets."""

    def __init__(self, stage: Stage, process: subprocess.Popen[str], silent: int) -> None:
        self._stage, self._process, self._silent = stage, process, silent

    def have_finished(self) -> bool:
        with self._stage.hub.inside():
            return Finish.objects.filter(phase=self._silent).count() >= CROWD

    def seen(self) -> list[dict[str, list[str]]]:
        """Return what each has seen, once the session has ended."""
        assert self._process.stdout
        found: list[dict[str, list[str]]] = json.loads(self._process.stdout.read())
        return found


@pytest.mark.process
def test_an_hour_of_risks_is_conducted_lived_revealed_and_read_again(stage: Stage, shot: Shot) -> None:
    evening = _Evening(stage, shot)
    evening.compose()
    wall = evening.open_wall()
    shot(wall.page, "session-3-wall-before")
    nadia, marcel = stage.enter(stage.nadia).is_live(), stage.enter(stage.marcel, viewport=DESK).is_live()
    everybody = [nadia, marcel]
    with evening.crowd() as crowd:
        expect(evening.judith.page.locator(".start-now")).to_be_visible()
        expect(nadia.page.locator('[data-slot="present-count"]')).to_contain_text(f"{CROWD + 3}")
        evening.start()
        for number, title in enumerate(PHASES):
            if number:
                evening.pass_on(title)
            in_phase(everybody, title)
            expect(wall.page.get_by_text(title).first).to_be_visible()
            live_phase(evening, title, nadia, marcel, crowd)
            for visitor, name in ((nadia, "phone"), (evening.judith, "conductor"), (wall, "wall")):
                shot(visitor.page, f"session-{4 + number}-{name}")
        evening.end()
        seen = crowd.seen()
    assert [each["phases"] for each in seen] == [PHASES] * CROWD
    assert [each["early"] for each in seen] == [[]] * CROWD
    texts = seen[0]["texts"]
    assert (len(texts), TEXT in texts, DRAFT in texts) == (CROWD + 1, True, False)
    assert [each["texts"] for each in seen] == [texts] * CROWD
    left_over(marcel)
    nadia.page.get_by_role("link", name="Ce que nous avons fait").first.click()
    expect(nadia.page.locator(".lived")).to_contain_text(TEXT)
    shot(nadia.page, "session-a-told")


def live_phase(evening: _Evening, title: str, nadia: Visitor, marcel: Visitor, crowd: _Crowd) -> None:
    """Do what the phase asks of the two in browsers."""
    if title == "Arriver":
        nadia.publish("Bonjour.")
        nadia.sees("Bonjour.")
    if title == "Écrire en silence":
        nadia.page.locator("[data-silent] textarea").fill(TEXT)
        marcel.page.locator("[data-silent] textarea").fill(DRAFT)
        expect(marcel.page.locator("[data-slot=kept]")).to_have_text("Gardé à l’instant")
        nadia.page.get_by_role("button", name="J’ai fini", exact=True).click()
        assert wait_until(crowd.have_finished)
        expect(evening.judith.page.locator("[data-now=crowd]")).to_contain_text(f"{CROWD + 1} ont fini")
        assert TEXT not in evening.judith.page.content()
        assert TEXT not in marcel.page.content()
    if title == "Tout se dévoile":
        expect(nadia.page.locator("#feed > .post-silence").first).to_be_visible()
    if title == "Interpréter":
        nadia.sees(TEXT)
        expect(nadia.page.locator("#feed > .post-silence")).to_have_count(CROWD + 1)


def left_over(marcel: Visitor) -> None:
    """The draft that was not finished is still its author's, who publishes it in one tap."""
    expect(marcel.page.get_by_role("heading", name="Votre brouillon est gardé")).to_be_visible()
    marcel.page.get_by_role("button", name="Le publier").click()
    marcel.sees(DRAFT)
