"""A phase of a session that is lived on video: its clock, « J’ai fini », what is read together."""

import re
from collections.abc import Callable
from dataclasses import replace

from playwright.sync_api import Locator, Page, expect

from protocols import asking, submitting
from protocols.models import Consigne
from protocols.written import Written
from rooms import moderating
from rooms.models import Post
from rooms.sessions import conducting
from rooms.sessions.models import Finish
from rooms.sessions.phase_plan import PhasePlan
from tests.browser.meeting.attendant import Attendant
from tests.browser.meeting.conftest import Gathering
from tests.browser.soundness import found_by_day_and_night, overflow, too_small
from tests.browser.test_session import SILENCE, SeanceOnScreens
from tests.machine.process import wait_until

Shot = Callable[[Page, str], None]

DESK = {"width": 1280, "height": 900}
MEET = PhasePlan(
    "meet", "Lire à voix haute", "Chacune et chacun lit **un** geste.", seconds=600, until_finished=True
)


def test_a_phase_is_lived_on_the_stage_with_its_clock_and_who_has_finished(
    gathering: Gathering, axe: str, shot: Shot
) -> None:
    stage = gathering.stage
    seance = SeanceOnScreens(stage, MEET, SILENCE)
    stage.enter(stage.marcel).is_live()  # reads in the room, and has not finished: the phase does not pass
    (nadia,) = gathering.enter(stage.nadia)
    (judith,) = gathering.enter(stage.judith, viewport=DESK)
    lived = nadia.page.locator("[data-lived]")
    expect(lived.locator(".session-phase")).to_be_hidden()
    seance.start()
    for attendant in (nadia, judith):
        expect(attendant.page.locator(".session-phase")).to_have_text("Lire à voix haute")
        expect(attendant.page.locator(".session-time")).to_have_text(re.compile(r"(9|10):\d\d"))
        expect(attendant.page.locator(".session-next")).to_have_text(re.compile("Écrivez en silence"))
    expect(nadia.page.locator("#status")).to_contain_text("Maintenant : Lire à voix haute.")
    for attendant, name in ((nadia, "phone"), (judith, "desk")):
        assert overflow(attendant.page) == 0
        shot(attendant.page, f"stage-{name}")
    assert too_small(nadia.page) == []
    assert found_by_day_and_night(nadia.page, axe) == []
    judith.press("more")
    minutes = judith.page.get_by_label("Combien de minutes")
    expect(minutes).to_be_hidden()
    shot(judith.page, "stage-groups")
    judith.page.get_by_label("Jusqu’à la fin de ce temps").uncheck()
    expect(minutes).to_be_visible()
    lived.get_by_role("button", name="J’ai fini").click()
    expect(lived.get_by_role("button", name="Je continue")).to_be_focused()
    assert wait_until(lambda: _has_finished(gathering, stage.nadia.pk))
    seance.does(conducting.pass_to, 1)
    expect(lived.get_by_role("link", name="Écrire en silence")).to_be_visible()
    expect(lived.get_by_role("button")).to_have_count(0)
    shot(nadia.page, "stage-silence")
    seance.does(conducting.end)
    expect(lived.locator(".session-phase")).to_be_hidden()


def _has_finished(gathering: Gathering, person: int) -> bool:
    with gathering.stage.hub.inside():
        return Finish.objects.filter(person=person).exists()


def test_a_phase_of_pairs_parts_people_takes_in_who_is_late_and_calls_all_back(
    gathering: Gathering, shot: Shot
) -> None:
    stage = gathering.stage
    seance = SeanceOnScreens(stage, replace(MEET, group_size=2), SILENCE)
    judith, nadia = gathering.enter(stage.judith, stage.nadia)
    seance.start()
    (marcel,) = gathering.enter(stage.marcel)
    for attendant in (nadia, marcel):
        expect(attendant.page.locator("[data-slot=marks]")).to_contain_text("groupe 1")
    nadia.sees("Marcel")
    shot(nadia.page, "pair")
    shot(judith.page, "pair-host")
    seance.does(conducting.pass_to, 1)
    for attendant in (nadia, marcel):
        expect(attendant.page.locator("[data-slot=marks]")).not_to_contain_text("groupe 1")


def test_the_box_for_messages_comes_back_with_the_phase_that_lets_people_write(gathering: Gathering) -> None:
    stage = gathering.stage
    seance = SeanceOnScreens(stage, SILENCE, MEET)
    seance.start()
    (nadia,) = gathering.enter(stage.nadia)
    nadia.press("chat")
    panel = nadia.page.locator('[data-panel="chat"]')
    expect(panel).to_contain_text("On écrit en silence")
    expect(panel.locator("textarea")).to_be_hidden()
    seance.does(conducting.pass_to, 1)
    expect(panel.locator("textarea")).to_be_visible()
    expect(panel.locator(".shut:visible")).to_have_count(0)


GESTURES = [
    "Marchez jusqu’à la première porte fermée.",
    "Posez la main dessus.",
    "Restez-y le temps de douze respirations. Ne frappez pas. Si l’on ouvre, dites votre nom, puis partez"
    " sans vous retourner, en comptant les pas jusqu’au coin de la rue ; écrivez ce nombre sur un papier,"
    " pliez-le, gardez-le une semaine.",
]


def test_a_protocole_fills_every_screen_step_by_step_led_by_who_reads(
    gathering: Gathering, axe: str, shot: Shot
) -> None:
    stage = gathering.stage
    _hand_in(gathering)
    SeanceOnScreens(stage, MEET, SILENCE).start()
    judith, nadia = gathering.enter(stage.judith, stage.nadia)
    nadia.page.set_viewport_size({"width": 1280, "height": 900})
    judith.do("Lire un texte ensemble")
    shot(judith.page, "texts")
    judith.page.get_by_role("button", name="Une porte").click()
    for attendant in (judith, nadia):
        expect(_reading(attendant)).to_contain_text("Marchez jusqu’à la première porte fermée.")
        expect(_reading(attendant)).to_contain_text("Étape 1 sur 3")
    expect(_reading(nadia).get_by_role("button")).to_have_count(0)
    expect(nadia.page.locator("#status")).to_contain_text("Un texte à lire ensemble est affiché.")
    for attendant, name in ((judith, "phone"), (nadia, "desk")):
        assert overflow(attendant.page) == 0
        shot(attendant.page, f"text-{name}")
    assert found_by_day_and_night(judith.page, axe) == []
    assert too_small(judith.page) == []
    judith.choose("Nadia", "Lui donner à lire")
    nadia.is_told("C’est vous qui lisez")
    for _ in range(2):
        _reading(nadia).get_by_role("button", name="Étape suivante").click()
    expect(_reading(judith)).to_contain_text("Étape 3 sur 3")
    shot(nadia.page, "text-long")
    (marcel,) = gathering.enter(stage.marcel)
    expect(_reading(marcel)).to_contain_text("douze respirations")
    with stage.hub.inside():
        post = Post.objects.get(protocole__author=stage.marcel)
        moderating.hide_post(stage.awa, stage.fabrique.pk, None, post.pk)
    for attendant in (judith, nadia, marcel):
        expect(_reading(attendant)).to_contain_text("Ce texte n’est plus là.")
    _reading(nadia).get_by_role("button", name="Ranger").click()
    for attendant in (judith, nadia, marcel):
        expect(_reading(attendant)).to_be_hidden()


def _reading(attendant: Attendant) -> Locator:
    return attendant.page.locator(".reading")


def _hand_in(gathering: Gathering) -> None:
    """Let Marcel hand in a protocole of three gestures."""
    stage = gathering.stage
    with stage.hub.inside():
        asking.pin(stage.judith, stage.fabrique.pk, None, "Une prise de risque", "Un geste.", [])
        asked = Consigne.objects.get(room=stage.fabrique).pk
        written = Written(title="Une porte", steps=GESTURES)
        submitting.hand_in(stage.marcel, stage.fabrique.pk, None, asked, written)
