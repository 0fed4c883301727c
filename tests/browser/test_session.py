"""A session as participants live it: one clock on every screen, a text that is one's own, its reveal."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from people.models import Person
from rooms.log import millis
from rooms.models import Post
from rooms.moderation import approving
from rooms.sessions import composing, conducting, writing
from rooms.sessions.models import Phase, Session
from rooms.sessions.phase_plan import PhasePlan
from tests.browser.conftest import Stage
from tests.browser.soundness import MOVED, found_by_day_and_night, overflow, too_small
from tests.browser.visitor import Visitor
from tests.machine.devices import KEYBOARD, STORAGE_DENIED, open_keyboard, wrong_clock
from tests.machine.process import wait_until

Shot = Callable[[Page, str], None]

READ = PhasePlan("read", "Lire la consigne", "Prenez le temps.", seconds=300, writers="leaders")
SILENCE = PhasePlan(
    "silence", "Écrivez en silence", "Votre protocole, en quatre **gestes** au plus.", seconds=720
)
REVEAL = PhasePlan(
    "reveal", "Tout se dévoile", "Lisez. Il n’y a rien d’autre à faire.", seconds=540, pace=600
)
TOGETHER = PhasePlan("reveal", "Tout se dévoile", seconds=540, order="together")
TALK = PhasePlan("react", "Se répondre")
DESK = {"width": 1280, "height": 900}
TEXT = "Prendre l’escalier à l’heure où les gens rentrent."
OTHER = "Laisser passer trois métros pleins."


class SeanceOnScreens:
    """A session on a stage; Judith conducts it through the services."""

    def __init__(self, stage: Stage, *plans: PhasePlan) -> None:
        self._stage, self._room = stage, stage.fabrique.pk
        with stage.hub.inside():
            composing.open_session(stage.judith, self._room, uuid4(), "Une heure")
            self.pk = Session.objects.latest("pk").pk
            for plan in plans:
                composing.add(stage.judith, self._room, uuid4(), self.pk, plan)

    def start(self, at: int = 0) -> "SeanceOnScreens":
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

    @property
    def ends_at(self) -> int:
        """When the current phase ends, in milliseconds."""
        with self._stage.hub.inside():
            end = Session.objects.get(pk=self.pk).phase_ends_at
        assert end is not None
        return millis(end)

    def ends_in(self, seconds: int) -> None:
        """Let the current phase end so long from now, as if it had been planned so."""
        with self._stage.hub.inside():
            Session.objects.filter(pk=self.pk).update(
                phase_ends_at=timezone.now() + timedelta(seconds=seconds - 1)
            )
        self.does(conducting.extend, 1)

    def has(self, who: Person, texts: list[tuple[str, str]]) -> None:
        """Wait until the house has these silent texts of somebody: held how, and which words."""
        assert wait_until(lambda: self._texts(who) == texts), self._texts(who)

    def _texts(self, who: Person) -> list[tuple[str, str]]:
        with self._stage.hub.inside():
            kept = Post.objects.filter(author=who, phase__session=self.pk)
            return [(text.held, text.body) for text in kept]

    def has_finished_texts(self, count: int) -> None:
        """Let so many people have finished, at once."""
        with self._stage.hub.inside():
            phase = Phase.objects.get(session=self.pk, kind="silence")
            people = [Person.objects.arrive(f"Inès {number}") for number in range(count)]
            for number, person in enumerate(people):
                text = f"Laisser venir le silence {number}."
                Post.objects.create(
                    room=self._stage.fabrique,
                    author=person,
                    kind="silence",
                    phase=phase,
                    held="silence",
                    body=text,
                    html=f"<p>{text}</p>",
                )


def _box(visitor: Visitor) -> Locator:
    return visitor.page.locator("[data-silent] textarea")


def _phase(visitor: Visitor) -> Locator:
    return visitor.page.locator(".session-phase")


def _press(visitor: Visitor, name: str) -> None:
    visitor.page.get_by_role("button", name=name, exact=True).click()


# When the figures change, by a clock that no test sets wrong: milliseconds from what the house has, of the
# nearest of ten changes at most: a busy machine draws some of them late.
APART = """ends => new Promise((resolve) => {
  const [clock, seen] = [document.querySelector(".session-time [data-slot=left]"), []];
  new MutationObserver(() => {
    const [minutes, seconds] = clock.textContent.split(":").map(Number);
    const left = ends - performance.timeOrigin - performance.now();
    seen.push(Math.abs((minutes * 60 + seconds) * 1000 - left));
    if (seen.length === 10 || seen.at(-1) < 100) resolve(Math.min(...seen));
  }).observe(clock, { childList: true, characterData: true, subtree: true });
})"""


def test_nothing_moves_when_the_clock_of_a_session_begins_to_run(stage: Stage) -> None:
    SeanceOnScreens(stage, SILENCE, REVEAL).start()
    nadia = stage.enter(stage.nadia, script=MOVED).is_live()
    expect(nadia.page.locator("[data-slot=left]")).to_have_text(re.compile(r"\d+:\d\d"))
    assert nadia.page.evaluate("moved") == 0


def test_every_clock_shows_the_same_whatever_the_device_says(stage: Stage) -> None:
    seance = SeanceOnScreens(stage, READ, SILENCE).start()
    ends = seance.ends_at
    for hours in (-2, 2):
        nadia = stage.enter(stage.nadia, script=wrong_clock(hours)).is_live()
        assert nadia.page.evaluate(APART, ends) < 100


def test_a_phase_passes_on_time_on_a_phone_that_hears_nothing(stage: Stage) -> None:
    seance = SeanceOnScreens(stage, READ, SILENCE)
    nadia = stage.enter(stage.nadia).is_live()
    seance.start()
    expect(_phase(nadia)).to_have_text("Lire la consigne")
    seance.ends_in(3)
    left = nadia.page.locator("[data-slot=left]")
    expect(left).not_to_have_text(re.compile("^[45]:"))  # it has heard; it may have passed on already
    nadia.lose_the_network()
    expect(_phase(nadia)).to_have_text("Écrivez en silence")
    expect(_box(nadia)).to_be_editable()
    expect(nadia.box).to_be_hidden()
    _box(nadia).fill(TEXT)
    expect(nadia.page.locator("[data-slot=kept]")).to_have_text("Gardé sur cet appareil")
    _press(nadia, "J’ai fini")
    nadia.find_the_network()
    seance.has(stage.nadia, [("silence", TEXT)])
    expect(nadia.page.locator("#status")).to_contain_text("Maintenant : Écrivez en silence. Votre protocole")


def test_a_text_is_kept_as_it_grows_seen_by_nobody_else_and_revealed(stage: Stage) -> None:
    stage.says(stage.judith, "Bonjour.")
    seance = SeanceOnScreens(stage, READ, SILENCE, REVEAL, TALK).start(1)
    nadia, marcel, judith = (
        stage.enter(person).is_live() for person in (stage.nadia, stage.marcel, stage.judith)
    )
    heard = [_heard(visitor) for visitor in (marcel, judith)]
    _box(nadia).fill(TEXT)
    expect(nadia.page.locator("[data-slot=kept]")).to_have_text("Gardé à l’instant")
    seance.has(stage.nadia, [("draft", TEXT)])
    expect(marcel.page.locator("[data-slot=tally]")).to_have_text("0 a fini, 1 écrit")
    _press(nadia, "J’ai fini")
    expect(marcel.page.locator("[data-slot=tally]")).to_have_text("1 a fini, 0 écrit")
    expect(_box(nadia)).not_to_be_editable()
    stage.says(stage.judith, "Plus que cinq minutes.")
    expect(marcel.post("Plus que cinq minutes.")).to_be_visible()
    expect(marcel.post("Bonjour.")).to_be_hidden()
    seance.finishes(stage.marcel, OTHER)
    for visitor, told in zip((marcel, judith), heard, strict=True):
        visitor.reload()
        visitor.is_live()
        assert TEXT not in visitor.page.content()
        assert [frame for frame in told if "escalier" in frame] == []
    seance.does(conducting.pass_to, 2)
    for visitor in (nadia, marcel, judith):
        visitor.sees(TEXT)
        expect(visitor.page.locator(".pile")).to_have_text("1 texte encore fermé.")
    expect(nadia.post(TEXT)).to_contain_text("Le vôtre")
    expect(marcel.post(TEXT)).not_to_contain_text("Le vôtre")
    expect(nadia.page.locator("[data-silent]")).to_have_count(0)
    seance.does(conducting.pass_to, 3)
    expect(nadia.post(OTHER)).to_contain_text("2 sur 2")
    expect(nadia.box).to_be_editable()
    seance.does(conducting.end)
    nadia.page.get_by_role("link", name="Ce que nous avons fait").first.click()
    expect(nadia.page.locator(".lived")).to_contain_text(OTHER)


@pytest.mark.parametrize("was_there", [True, False], ids=["open", "opened after"])
def test_everybody_is_told_that_the_team_reads_what_a_reveal_shows(
    stage: Stage, shot: Shot, *, was_there: bool
) -> None:
    SeanceOnScreens(stage, READ, SILENCE, REVEAL, TALK).start(2)
    told = "L’équipe lit chaque texte avant qu’il paraisse."
    visitor = stage.enter(stage.marcel).is_live() if was_there else None
    if visitor:
        expect(visitor.page.get_by_text(told)).to_be_hidden()
    with stage.hub.inside():
        approving.hold_room(stage.awa, stage.fabrique.pk, uuid4(), "all")
    visitor = visitor or stage.enter(stage.marcel).is_live()
    expect(visitor.page.get_by_text(told)).to_be_visible()
    shot(visitor.page, "reveal-read-first")
    with stage.hub.inside():
        approving.hold_room(stage.awa, stage.fabrique.pk, uuid4(), "")
    expect(visitor.page.get_by_text(told)).to_be_hidden()


def test_in_a_phase_that_is_read_first_words_wait_for_the_regie_and_in_the_next_appear_at_once(
    stage: Stage, shot: Shot
) -> None:
    seance = SeanceOnScreens(stage, TALK, replace(TALK, title="Se dire"), TALK).start()
    judith = stage.enter(stage.judith, f"/f/{stage.fabrique.slug}/seances/{seance.pk}/").page
    judith.get_by_role("link", name="Changer « Se dire »").click()
    judith.get_by_label("Lu par l’équipe avant de paraître").check()
    shot(judith, "phase-form")
    judith.get_by_role("button", name="Enregistrer").click()
    expect(judith.locator(".phase", has_text="Se dire")).to_contain_text("lu par l’équipe avant de paraître")
    shot(judith, "score-read-first")
    judith.goto(f"{judith.url.split('#')[0]}mener/")
    nadia, marcel = stage.enter(stage.nadia).is_live(), stage.enter(stage.marcel).is_live()
    regie = stage.enter(stage.awa, f"/regie/?espace={stage.fabrique.slug}", viewport=DESK).page
    expect(regie.locator("hub-regie[data-live]")).to_be_visible()
    told = [
        "L’équipe lit chaque texte avant qu’il paraisse.",
        "L’équipe lit d’abord ce que vous écrivez.",
    ]
    seen = ".read-first:visible"
    expect(marcel.page.locator(seen)).to_have_count(0)
    seance.does(conducting.pass_to, 1)
    expect(marcel.page.locator(seen)).to_have_text(told)
    expect(marcel.page.locator("#status")).to_contain_text(f"Maintenant : Se dire. {told[0]}")
    expect(judith.get_by_text(told[0])).to_be_visible()
    expect(regie.get_by_text("lu avant de paraître, pendant ce temps")).to_be_visible()
    nadia.publish(OTHER)
    expect(nadia.page.locator(".waiting-piece")).to_contain_text("En attente de l’équipe")
    expect(regie.locator(".piece")).to_contain_text(OTHER)
    expect(marcel.page.get_by_text(OTHER)).to_have_count(0)
    shot(nadia.page, "phase-read-first")
    shot(judith, "conduct-read-first")
    shot(regie, "regie-read-first")
    regie.locator(".piece").get_by_role("button", name="Publier").click()
    marcel.sees(OTHER)
    nadia.publish("Encore un, qui attend.")
    expect(regie.locator(".piece")).to_contain_text("Encore un, qui attend.")
    seance.does(conducting.pass_to, 2)
    expect(nadia.page.locator(seen)).to_have_count(0)
    expect(judith.get_by_text(told[0])).to_be_hidden()
    expect(regie.get_by_text("lu avant de paraître, pendant ce temps")).to_have_count(0)
    nadia.publish(TEXT)
    marcel.sees(TEXT)
    expect(marcel.page.get_by_text("Encore un, qui attend.")).to_have_count(0)
    expect(nadia.page.locator(".waiting-piece")).to_contain_text("Encore un, qui attend.")


def _heard(visitor: Visitor) -> list[str]:
    """Return a list to which each frame that the visitor's next pages hear is added."""
    told: list[str] = []
    visitor.page.on(
        "websocket", lambda socket: socket.on("framereceived", lambda frame: told.append(str(frame)))
    )
    return told


def test_at_zero_a_draft_stays_is_offered_and_leaves_only_by_hand(stage: Stage) -> None:
    seance = SeanceOnScreens(stage, SILENCE, REVEAL, TALK).start()
    nadia = stage.enter(stage.nadia).is_live()
    _box(nadia).press_sequentially(TEXT)
    seance.does(conducting.pass_to, 1)
    expect(nadia.page.get_by_role("heading", name="Votre brouillon est gardé")).to_be_visible()
    expect(_box(nadia)).to_have_value(TEXT)
    seance.has(stage.nadia, [("draft", TEXT)])
    _press(nadia, "Je le garde pour moi")
    expect(_box(nadia)).to_be_hidden()
    assert stage.told() == []
    _press(nadia, "Le relire")
    expect(_box(nadia)).to_be_focused()
    seance.does(conducting.end)
    _press(nadia, "Je le garde pour moi")
    nadia.reload()
    nadia.is_live()
    expect(_box(nadia)).to_be_hidden()
    _press(nadia, "Le relire")
    _press(nadia, "Le publier")
    nadia.sees(TEXT)
    expect(nadia.post(TEXT)).to_contain_text("Arrivé après les autres")
    expect(nadia.page.locator("[data-silent]")).to_have_count(0)


def test_what_another_device_wrote_is_taken_up_and_what_is_typed_is_not_written_over(stage: Stage) -> None:
    seance = SeanceOnScreens(stage, SILENCE, REVEAL).start()
    phone, desk = (stage.enter(stage.nadia).is_live() for _device in "ab")
    _box(phone).fill("Un geste.")
    seance.has(stage.nadia, [("draft", "Un geste.")])
    _box(desk).focus()
    expect(_box(desk)).to_have_value("Un geste.")
    _box(desk).fill("Un geste, et un autre.")
    _box(phone).focus()
    seance.has(stage.nadia, [("draft", "Un geste, et un autre.")])
    expect(_box(desk)).to_have_value("Un geste, et un autre.")


@pytest.mark.parametrize("is_finished", [False, True])
def test_an_older_copy_on_a_phone_gives_way_to_what_the_desk_wrote_and_is_offered(
    stage: Stage, is_finished: bool
) -> None:
    seance = SeanceOnScreens(stage, SILENCE, REVEAL).start()
    phone, desk = (stage.enter(stage.nadia).is_live() for _device in "ab")
    _box(phone).fill("Un geste.")
    seance.has(stage.nadia, [("draft", "Un geste.")])
    phone.lose_the_network()
    _box(desk).focus()
    expect(_box(desk)).to_have_value("Un geste.")
    _box(desk).fill(TEXT)
    seance.has(stage.nadia, [("draft", TEXT)])
    _box(phone).fill("Un geste !")
    if is_finished:
        phone.page.get_by_role("button", name="J’ai fini").click()
    phone.find_the_network()
    expect(_box(phone)).to_have_value(TEXT)
    seance.has(stage.nadia, [("draft", TEXT)])
    phone.page.get_by_role("button", name="Prendre l’autre version").click()
    expect(_box(phone)).to_have_value("Un geste !")
    seance.has(stage.nadia, [("draft", "Un geste !")])


SLOW_FINISH = """const { send } = WebSocket.prototype;
WebSocket.prototype.send = function (frame) {
  const late = String(frame).includes("phase.finish") ? 400 : 0;
  setTimeout(() => this.readyState === WebSocket.OPEN && send.call(this, frame), late);
};"""


def test_who_has_chosen_before_the_house_refuses_keeps_their_choice(stage: Stage) -> None:
    seance = SeanceOnScreens(stage, SILENCE, REVEAL).start()
    phone, desk = stage.enter(stage.nadia, script=SLOW_FINISH).is_live(), stage.enter(stage.nadia).is_live()
    _box(phone).fill("Un geste.")
    seance.has(stage.nadia, [("draft", "Un geste.")])
    phone.lose_the_network()
    _box(desk).focus()
    expect(_box(desk)).to_have_value("Un geste.")
    _box(desk).fill(TEXT)
    seance.has(stage.nadia, [("draft", TEXT)])
    _box(phone).fill("Un geste !")
    phone.page.get_by_role("button", name="J’ai fini").click()
    phone.find_the_network()
    phone.page.get_by_role("button", name="Prendre l’autre version").click()
    expect(phone.page.get_by_text("Ce texte a changé ailleurs").first).to_be_visible()
    expect(_box(phone)).to_have_value("Un geste !")
    seance.has(stage.nadia, [("draft", "Un geste !")])


def test_what_an_offline_phone_alone_had_is_not_lost_when_it_is_opened_again(stage: Stage) -> None:
    seance = SeanceOnScreens(stage, SILENCE, REVEAL, TALK).start()
    nadia = stage.enter(stage.nadia).is_live()
    nadia.lose_the_network()
    _box(nadia).fill(TEXT)
    expect(nadia.page.locator("[data-slot=kept]")).to_have_text("Gardé sur cet appareil")
    nadia.page.goto("about:blank")
    seance.does(conducting.pass_to, 1)
    nadia.find_the_network()
    nadia.page.goto(nadia.line.url + stage.path)
    expect(_box(nadia)).to_have_value(TEXT)
    seance.has(stage.nadia, [("draft", TEXT)])


def test_a_device_that_keeps_nothing_says_so_and_the_house_keeps_the_text(stage: Stage) -> None:
    seance = SeanceOnScreens(stage, SILENCE, REVEAL).start()
    nadia = stage.enter(stage.nadia, script=STORAGE_DENIED).is_live()
    _box(nadia).fill(TEXT)
    seance.has(stage.nadia, [("draft", TEXT)])
    nadia.lose_the_network()
    _box(nadia).fill(OTHER)
    expect(nadia.page.locator("[data-slot=kept]")).to_contain_text("cet appareil ne garde rien")
    nadia.find_the_network()
    seance.has(stage.nadia, [("draft", OTHER)])


def test_with_the_keyboard_open_time_box_and_button_stay_in_sight(stage: Stage, axe: str, shot: Shot) -> None:
    SeanceOnScreens(stage, SILENCE, REVEAL).start()
    nadia = stage.enter(stage.nadia).is_live()
    assert found_by_day_and_night(nadia.page, axe) == []
    assert too_small(nadia.page) == []
    shot(nadia.page, "seance-silence")
    _box(nadia).fill("Un geste.\n" * 30)
    _box(nadia).focus()
    open_keyboard(nadia.page)
    for part in (
        _phase(nadia),
        nadia.page.locator(".session-time"),
        nadia.page.get_by_role("button", name="J’ai fini"),
    ):
        expect(part).to_be_in_viewport(ratio=0.9)
        bounds = part.bounding_box()
        assert bounds
        assert 0 <= bounds["y"] <= 844 - KEYBOARD - bounds["height"]


def test_twice_the_text_on_320_pixels_covers_nothing(stage: Stage) -> None:
    SeanceOnScreens(stage, SILENCE, REVEAL).start()
    nadia = stage.enter(stage.nadia, viewport={"width": 320, "height": 640}).is_live()
    nadia.page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert overflow(nadia.page) <= 0
    strip = nadia.page.locator(".strip").bounding_box()
    assert strip
    assert strip["height"] < 640 / 3
    _press(nadia, "J’ai fini")
    expect(nadia.page.get_by_role("button", name="Je continue")).to_be_focused()


def test_on_a_desk_the_way_to_help_stands_once_and_not_amid_the_facts(stage: Stage) -> None:
    SeanceOnScreens(stage, SILENCE, REVEAL).start()
    nadia = stage.enter(stage.nadia, viewport={"width": 1280, "height": 900}).is_live()
    expect(_phase(nadia)).to_be_visible()
    expect(nadia.page.locator("a[data-help-link]:visible")).to_have_count(1)


def test_without_a_socket_a_phase_passes_and_a_text_is_kept(stage: Stage) -> None:
    seance = SeanceOnScreens(stage, READ, SILENCE, REVEAL).start()
    nadia = stage.enter(stage.nadia, before=lambda line: setattr(line, "bars_sockets", True))
    stage.says(stage.judith, "Bonjour.")
    nadia.sees("Bonjour.")
    seance.does(conducting.pass_to, 1)
    expect(_phase(nadia)).to_have_text("Écrivez en silence")
    _box(nadia).fill(TEXT)
    seance.has(stage.nadia, [("draft", TEXT)])
    _press(nadia, "J’ai fini")
    seance.does(conducting.pass_to, 2)
    nadia.sees(TEXT)


def test_without_scripts_one_reads_writes_finishes_and_sees_the_reveal(stage: Stage) -> None:
    seance = SeanceOnScreens(stage, SILENCE, REVEAL, TALK).start()
    nadia = stage.enter(stage.nadia, java_script_enabled=False)
    expect(_phase(nadia)).to_have_text("Écrivez en silence")
    expect(nadia.page.locator(".session-time time")).to_contain_text("jusqu’à")
    expect(nadia.box).to_be_hidden()
    _box(nadia).fill(TEXT)
    _press(nadia, "Garder")
    expect(_box(nadia)).to_have_value(TEXT)
    _press(nadia, "J’ai fini")
    expect(_box(nadia)).not_to_be_editable()
    seance.ends_in(4)
    nadia.reload()
    expect(_phase(nadia)).to_have_text("Tout se dévoile")
    nadia.sees(TEXT)


def test_three_hundred_texts_at_once_are_there_and_move_nothing(stage: Stage) -> None:
    stage.says(stage.judith, *(f"Un mot {number}. " * 20 for number in range(12)))
    seance = SeanceOnScreens(stage, SILENCE, TOGETHER, TALK).start()
    seance.has_finished_texts(300)
    nadia = stage.enter(stage.nadia).is_live()
    seance.does(conducting.pass_to, 1)
    expect(nadia.page.locator(".post-silence")).to_have_count(300)
    middle = nadia.page.locator(".post-silence").nth(100)
    # The first under the clock.
    middle.evaluate("item => scrollBy(0, item.getBoundingClientRect().top - 140)")
    before = middle.bounding_box()
    seance.does(conducting.pass_to, 2)
    expect(_phase(nadia)).to_have_text("Se répondre")
    stage.says(stage.marcel, "Merci.")
    nadia.sees("Merci.")
    after = middle.bounding_box()
    assert before
    assert after
    assert abs(before["y"] - after["y"]) < 2
