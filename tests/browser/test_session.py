"""A session as participants live it: phase and clock on every screen, a text that is one's own, its reveal."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from people.models import Person
from rooms.models import Post
from rooms.sessions import composing, conducting, writing
from rooms.sessions.models import Phase, Session
from rooms.sessions.phase_plan import PhasePlan
from tests.browser.conftest import Stage
from tests.browser.visitor import Visitor

READ = PhasePlan("read", "Lire la consigne", "Prenez le temps.", seconds=300, writers="leaders")
SILENCE = PhasePlan("silence", "Écrivez en silence", "Votre protocole, en quatre **gestes** au plus.", seconds=720)
REVEAL = PhasePlan("reveal", "Tout se dévoile", "Lisez. Il n’y a rien d’autre à faire.", seconds=540, pace=600)
TALK = PhasePlan("react", "Se répondre")
TEXT = "Prendre l’escalier à l’heure où les gens rentrent."
OTHER = "Laisser passer trois métros pleins."


class Seance:
    """A session on a stage; Judith conducts it through the services."""

    def __init__(self, stage: Stage, *plans: PhasePlan) -> None:
        self._stage, self._room = stage, stage.fabrique.pk
        with stage.hub.inside():
            composing.open_session(stage.judith, self._room, uuid4(), "Une heure")
            self.pk = Session.objects.latest("pk").pk
            for plan in plans:
                composing.add(stage.judith, self._room, uuid4(), self.pk, plan)

    def start(self, at: int = 0) -> "Seance":
        """Begin, at the phase at this position."""
        with self._stage.hub.inside():
            conducting.start(self._stage.judith, self._room, uuid4(), self.pk)
        if at:
            self.does(conducting.pass_to, at)
        return self

    def does(self, act: Any, *given: Any) -> None:
        """Let Judith act on the session as it is now."""
        with self._stage.hub.inside():
            version = Session.objects.get(pk=self.pk).version
            act(self._stage.judith, self._room, uuid4(), self.pk, version, *given)

    def finishes(self, who: Person, body: str) -> None:
        with self._stage.hub.inside():
            phase = Phase.objects.get(session=self.pk, kind="silence").pk
            writing.finish(who, self._room, uuid4(), phase, body, True)

    def held(self, who: Person) -> list[tuple[str, str]]:
        """List what the house has of somebody's silent texts: held how, and which words."""
        with self._stage.hub.inside():
            kept = Post.objects.filter(author=who, phase__session=self.pk)
            return [(text.held, text.body) for text in kept]


def test_see_it(stage: Stage, tmp_path: Any) -> None:
    import os

    out = "/tmp/shots"
    os.makedirs(out, exist_ok=True)
    stage.says(stage.judith, "Bienvenue à toutes et à tous.")
    with stage.hub.inside():
        from protocols import asking

        asking.pin(stage.judith, stage.fabrique.pk, None, "Un geste minuscule, faisable dès demain", "Écrivez-le.", [])
    seance = Seance(stage, READ, SILENCE, REVEAL, TALK).start(1)
    views = {}
    for name, options in {
        "phone": {},
        "phone-dark": {"color_scheme": "dark"},
        "desk": {"viewport": {"width": 1280, "height": 900}},
        "desk-dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    }.items():
        views[name] = stage.enter(stage.nadia, **options).is_live()

    def shoot(step: str) -> None:
        for name, view in views.items():
            view.page.wait_for_timeout(1300)
            view.page.screenshot(path=f"{out}/{step}-{name}.png")

    shoot("0-silence")
    nadia = views["phone"]
    nadia.page.locator("[data-silent] textarea").fill(TEXT)
    expect(nadia.page.locator("[data-slot=kept]").first).to_have_text("Gardé à l’instant")
    shoot("1-written")
    from tests.machine.devices import close_keyboard, open_keyboard

    nadia.page.locator("[data-silent] textarea").focus()
    open_keyboard(nadia.page)
    shoot("2-keyboard")
    close_keyboard(nadia.page)
    seance.finishes(stage.marcel, OTHER)
    nadia.page.get_by_role("button", name="J’ai fini").click()
    shoot("3-finished")
    for number in range(6):
        with stage.hub.inside():
            someone = Person.objects.arrive(f"Inès {number}")
            from rooms import joining

            joining.join(someone, stage.fabrique)
        seance.finishes(someone, f"Téléphoner à quelqu’un sans avoir rien à lui dire. Laisser venir le silence {number}.")
    seance.does(conducting.pass_to, 2)
    expect(nadia.page.locator(".post-silence")).to_have_count(1)
    shoot("4-reveal")
    seance.does(conducting.pass_to, 3)
    expect(nadia.page.locator(".post-silence")).to_have_count(8)
    shoot("5-talk")
    seance.does(conducting.pass_to, 1)
    shoot("6-back")
    seance.does(conducting.end)
    shoot("7-over")
    for name, view in views.items():
        view.page.locator("[data-session-over] a").click()
        view.page.screenshot(path=f"{out}/8-recit-{name}.png")
    print(nadia.errors)
