"""A session is composed and conducted: with one thumb, with the keyboard alone, by two, without a network."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from people.models import Person
from rooms import joining
from rooms.moderation import merging
from rooms.sessions import advancing, composing, conducting, writing
from rooms.sessions.models import Grace, Participation, Session
from tests.browser.conftest import Stage
from tests.browser.soundness import found_by_day_and_night, overflow, too_small
from tests.browser.visitor import Visitor
from tests.machine.devices import wrong_clock
from tests.machine.process import wait_until

Shot = Callable[[Page, str], None]
LONG = "Une heure de prises de risque et d’attentions partagées"
WIDER_THAN_THEIR_PLACE = """all => all.filter((each) => each.offsetWidth > each.parentElement.offsetWidth)
  .map((each) => each.textContent.trim())"""
TOO_LOW = 844 / 2  # what is pressed most lies in the lower half of a phone


class _Conducted:
    """A session of ``stage`` and the pages of those who lead it."""

    def __init__(self, stage: Stage, score: str = "risks") -> None:
        self.stage, self.room = stage, stage.fabrique.pk
        with stage.hub.inside():
            composing.open_session(stage.judith, self.room, uuid4(), LONG, score)
            self.pk = Session.objects.get(room=self.room).pk

    @property
    def path(self) -> str:
        return f"{self.stage.path}seances/{self.pk}/"

    def start(self, position: int = 0) -> None:
        with self.stage.hub.inside():
            conducting.start(self.stage.judith, self.room, uuid4(), self.pk)
            if position:
                version = Session.objects.get(pk=self.pk).version
                conducting.pass_to(self.stage.judith, self.room, uuid4(), self.pk, version, position)

    def row(self) -> Session:
        with self.stage.hub.inside():
            return Session.objects.get(pk=self.pk)

    def titles(self) -> list[str]:
        with self.stage.hub.inside():
            return list(Session.objects.get(pk=self.pk).phases.values_list("title", flat=True))

    def by(self, person: Person, **options: object) -> Visitor:
        """Open the page from which ``person`` conducts; wait until it follows the room."""
        visitor = self.stage.enter(person, f"{self.path}mener/", **options)  # type: ignore[arg-type]
        expect(visitor.page.locator("hub-conduct[data-live]")).to_have_count(1)
        return visitor


@pytest.fixture
def led(stage: Stage) -> _Conducted:
    return _Conducted(stage)


def title(visitor: Visitor) -> Locator:
    return visitor.page.locator("[data-now=title]")


def button(visitor: Visitor, name: str) -> Locator:
    return visitor.page.get_by_role("button", name=name)


def is_sound(page: Page, axe: str) -> None:
    assert found_by_day_and_night(page, axe) == []
    assert overflow(page) <= 0
    assert too_small(page) == []


def test_a_session_is_conducted_with_one_thumb(led: _Conducted, axe: str, shot: Shot) -> None:
    judith = led.by(led.stage.judith, has_touch=True)
    is_sound(judith.page, axe)
    shot(judith.page, "mener-avant")
    button(judith, "Commencer par Arriver").tap()
    expect(title(judith)).to_have_text("Arriver")
    button(judith, "Passer à Entendre la consigne").click()
    expect(title(judith)).to_have_text("Entendre la consigne")
    button(judith, "+ 2 min").click()
    expect(judith.page.locator("[data-now=of]")).to_have_text("6 min")
    expect(judith.page.locator(".rule-grace")).to_have_count(1)
    button(judith, "Pause").click()
    expect(judith.page.locator("[data-now=paused]")).to_be_visible()
    shot(judith.page, "mener-pause")
    button(judith, "Reprendre").click()
    expect(judith.page.locator("[data-now=paused]")).to_be_hidden()
    button(judith, "Revenir").click()
    expect(title(judith)).to_have_text("Arriver")
    for name in ("Pause", "+ 2 min", "Passer à Entendre la consigne"):
        place = button(judith, name).bounding_box()
        assert place is not None
        assert place["y"] > TOO_LOW, name
        assert place["y"] + place["height"] <= 844, name
    is_sound(judith.page, axe)
    assert led.row().index == 0


def test_how_many_have_finished_is_told_where_it_is_asked_of_people(led: _Conducted) -> None:
    led.start()
    judith = led.by(led.stage.judith)
    crowd = judith.page.locator("[data-now=crowd]")
    expect(judith.page.locator("[data-now=present]")).to_have_text(re.compile("ici"))
    expect(crowd).to_be_empty()
    button(judith, "Passer à Entendre la consigne").click()
    button(judith, "Passer à Écrire en silence").click()
    expect(crowd).to_have_text("0 écrit, 0 a fini")
    judith.reload()
    expect(crowd).to_have_text("0 écrit, 0 a fini")


def test_the_last_phase_leads_to_the_end_and_the_end_is_asked_once(led: _Conducted) -> None:
    led.start(5)
    judith = led.by(led.stage.judith)
    judith.page.get_by_role("link", name="Finir la séance").click()
    button(judith, "Finir pour tout le monde").click()
    expect(judith.page.get_by_text("La séance est finie")).to_be_visible()
    assert led.row().ended_at is not None


def test_of_two_who_lead_the_first_wins_and_the_other_is_told_in_place(led: _Conducted) -> None:
    led.start()
    judith, awa = led.by(led.stage.judith), led.by(led.stage.awa)
    button(judith, "Passer à Entendre la consigne").click()
    expect(title(awa)).to_have_text("Entendre la consigne")
    awa.page.locator("[data-now=next] [name=version]").evaluate("(box) => { box.value = '1'; }")
    button(awa, "Passer à Écrire en silence").click()
    expect(awa.page.locator("[data-told]")).to_contain_text("Judith vient d’agir")
    expect(title(awa)).to_have_text("Entendre la consigne")
    assert led.row().index == 1


def test_what_comes_next_is_in_sight_and_the_score_says_where_one_is(
    led: _Conducted, axe: str, shot: Shot
) -> None:
    led.start(2)
    judith = led.by(led.stage.judith)
    expect(judith.page.locator("[aria-current=step]")).to_contain_text("Écrire en silence")
    expect(button(judith, "Passer à Tout se dévoile")).to_be_in_viewport(ratio=1)
    expect(judith.page.locator("[data-now=present]")).to_have_text("1 ici")
    with led.stage.hub.inside():
        silent = Session.objects.get(pk=led.pk).phases.all()[2].pk
        writing.keep(led.stage.nadia, led.room, uuid4(), silent, "Le texte de Nadia")
        writing.finish(led.stage.marcel, led.room, uuid4(), silent, "Celui de Marcel", True)
    expect(judith.page.locator("[data-now=crowd]")).to_have_text("1 écrit, 1 a fini")
    assert "Le texte de Nadia" not in judith.page.content()
    shot(judith.page, "mener")
    judith.page.set_viewport_size({"width": 1280, "height": 900})
    is_sound(judith.page, axe)
    shot(judith.page, "mener-bureau")


def test_grace_goes_to_one_person_and_is_taken_back(led: _Conducted, axe: str, shot: Shot) -> None:
    led.start(2)
    judith = led.by(led.stage.judith)
    with led.stage.hub.inside():
        silent = Session.objects.get(pk=led.pk).phases.all()[2].pk
        writing.keep(led.stage.nadia, led.room, uuid4(), silent, "Pas encore fini")
    judith.page.get_by_text("Une grâce de deux minutes").click()
    button(judith, "+ 2 min à Nadia").click()
    expect(judith.page.locator("[data-part=grace]")).to_contain_text("a jusqu’à")
    is_sound(judith.page, axe)
    shot(judith.page, "mener-grace")
    with led.stage.hub.inside():
        assert Grace.objects.get(phase=silent).person == led.stage.nadia
    button(judith, "Reprendre la grâce de Nadia").click()
    expect(button(judith, "+ 2 min à Nadia")).to_be_focused()
    with led.stage.hub.inside():
        assert not Grace.objects.filter(phase=silent).exists()


def test_who_writes_bears_the_name_of_the_account_that_is_kept_and_no_page_loads_again(
    led: _Conducted,
) -> None:
    stage = led.stage
    with stage.hub.inside():
        again = Person.objects.arrive("Nadia du mardi")
        joining.join(again, stage.fabrique)
    led.start(2)
    judith, marcel = led.by(stage.judith), stage.enter(stage.marcel).is_live()
    judith.page.get_by_text("Une grâce de deux minutes").click()
    with stage.hub.inside():
        silent = Session.objects.get(pk=led.pk).phases.all()[2].pk
        writing.keep(again, led.room, uuid4(), silent, "Pas encore fini")
    # until it is told, what follows could be told by it
    expect(judith.page.locator("[data-now=crowd]")).to_contain_text("1 écrit")
    expect(button(judith, "+ 2 min à Nadia du mardi")).to_be_visible()
    loaded: list[str] = []
    for visitor in (judith, marcel):
        visitor.page.on("domcontentloaded", lambda shown: loaded.append(shown.url))
    with stage.hub.inside():
        merging.merge(stage.awa, led.room, uuid4(), stage.nadia.pk, again.pk, True)
    expect(button(judith, "+ 2 min à Nadia du mardi")).to_have_count(0)
    expect(button(judith, "+ 2 min à Nadia")).to_be_visible()
    assert loaded == []


def test_after_the_silence_grace_goes_to_all_who_still_write(led: _Conducted, axe: str) -> None:
    led.start(2)
    with led.stage.hub.inside():
        silent = Session.objects.get(pk=led.pk).phases.all()[2].pk
        for person in (led.stage.nadia, led.stage.marcel):
            writing.keep(person, led.room, uuid4(), silent, "Pas encore fini")
    judith, to_all = led.by(led.stage.judith), "+ 2 min à qui écrit encore"
    judith.page.get_by_text("Une grâce de deux minutes").click()
    expect(button(judith, "+ 2 min à Nadia")).to_be_visible()
    expect(button(judith, to_all)).to_have_count(0)  # all have the same two minutes under the thumb
    button(judith, "Passer à Tout se dévoile").click()
    button(judith, to_all).click()
    expect(judith.page.locator("[data-part=grace]").get_by_text("a jusqu’à")).to_have_count(2)
    is_sound(judith.page, axe)


def test_who_is_cut_off_is_counted_and_unfolds_to_names(led: _Conducted, axe: str, shot: Shot) -> None:
    led.start()
    judith = led.by(led.stage.judith)
    cut = judith.page.locator(".baton-cut")
    nadia = led.stage.enter(led.stage.nadia)
    expect(judith.page.locator("[data-now=present]")).to_have_text("2 ici")
    assert wait_until(lambda: _is_noted(led, led.stage.nadia))
    expect(cut).to_be_hidden()
    nadia.context.close()
    expect(cut.locator("summary")).to_have_text("1 sans connexion")
    expect(cut.locator("p")).to_be_hidden()
    cut.locator("summary").click()
    expect(cut.locator("p")).to_have_text("Nadia")
    is_sound(judith.page, axe)
    shot(judith.page, "cut-off")
    led.stage.enter(led.stage.nadia)
    expect(cut).to_be_hidden()


def _is_noted(led: _Conducted, person: Person) -> bool:
    with led.stage.hub.inside():
        return Participation.objects.filter(session=led.pk, person=person).exists()


def test_texts_appear_one_by_one_under_the_button(stage: Stage) -> None:
    led = _Conducted(stage, "reading")
    led.start(1)
    judith = led.by(stage.judith)
    with stage.hub.inside():
        silent = Session.objects.get(pk=led.pk).phases.all()[1].pk
        for who in (stage.nadia, stage.marcel):
            writing.finish(who, led.room, uuid4(), silent, f"De {who.name}", True)
    crowd, told = judith.page.locator("[data-now=crowd]"), judith.page.locator("[data-told]")
    expect(button(judith, "Dévoiler le suivant")).to_be_hidden()
    button(judith, "Passer à Les phrases").click()
    expect(crowd).to_have_text("0 sur 2 dévoilés")
    for count in (1, 2):
        button(judith, "Dévoiler le suivant").click()
        expect(crowd).to_have_text(f"{count} sur 2 dévoilés")
    button(judith, "Dévoiler le suivant").click()
    expect(told).to_have_text("Tous les textes sont dévoilés.")
    assert stage.told() == ["De Nadia", "De Marcel"]


def test_the_pace_of_a_reveal_is_set_with_a_finger_and_by_one_of_two(
    led: _Conducted, axe: str, shot: Shot
) -> None:
    led.start(2)
    judith = led.by(led.stage.judith)
    drawer = judith.page.locator("[data-now=pace]")
    expect(drawer).to_be_hidden()
    button(judith, "Passer à Tout se dévoile").click()
    drawer.locator("summary").click()
    expect(drawer).to_contain_text("Un texte toutes les 30\u00a0s.")
    drawer.get_by_role("button", name="10\u00a0s").click()
    expect(drawer).to_contain_text("Un texte toutes les 10\u00a0s.")
    expect(drawer.get_by_role("button", name="10\u00a0s")).to_have_attribute("aria-pressed", "true")
    expect(drawer.get_by_role("button", name="10\u00a0s")).to_be_focused()
    is_sound(judith.page, axe)
    shot(judith.page, "pace")
    awa = led.by(led.stage.awa)
    awa.page.locator("[data-now=pace] summary").click()
    awa.page.locator("[data-now=pace]").get_by_role("button", name="20\u00a0s").click()
    expect(drawer).to_contain_text("Un texte toutes les 20\u00a0s.")
    button(judith, "Passer à Interpréter").click()
    expect(drawer).to_be_hidden()


def test_a_message_reaches_all_from_the_page(led: _Conducted) -> None:
    led.start(2)
    judith = led.by(led.stage.judith)
    judith.page.get_by_text("Dire à tout le monde").first.click()
    judith.page.get_by_label("Votre message").fill("Encore une phrase.")
    button(judith, "Le dire à tout le monde").click()
    expect(judith.page.locator("[data-told]")).to_contain_text("C’est dit")
    expect(judith.page.get_by_label("Votre message")).to_have_value("")
    assert led.stage.told() == ["Encore une phrase."]


def test_a_private_word_is_told_in_place_and_seen_by_who_leads_too(
    led: _Conducted, axe: str, shot: Shot
) -> None:
    led.start(2)
    judith, awa = led.by(led.stage.judith), led.by(led.stage.awa)
    judith.page.get_by_label("Votre message").evaluate("(box) => { box.value = 'Je commençais.'; }")
    judith.page.get_by_text("Un mot à l’équipe").click()
    judith.page.get_by_label("Votre mot").fill("Nadia pleure, j’y vais.")
    button(judith, "Le dire à l’équipe").click()
    expect(judith.page.locator(".lead-words li")).to_contain_text("Nadia pleure, j’y vais.")
    expect(judith.page.get_by_label("Votre mot")).to_have_value("")
    expect(judith.page.get_by_label("Votre message")).to_have_value("Je commençais.")
    shot(judith.page, "private-word")
    is_sound(judith.page, axe)
    expect(awa.page.locator("#mot[data-new]")).to_have_count(1)
    expect(awa.page.locator("[data-told]")).to_have_text("Judith écrit à l’équipe.")
    shot(awa.page, "private-word-new")
    is_sound(awa.page, axe)
    assert led.stage.told() == []


def test_a_private_word_stays_in_its_box_without_a_network(led: _Conducted) -> None:
    led.start(2)
    judith = led.by(led.stage.judith)
    judith.page.get_by_text("Un mot à l’équipe").click()
    judith.page.get_by_label("Votre mot").fill("Vous m’entendez ?")
    judith.page.context.set_offline(True)
    button(judith, "Le dire à l’équipe").click()
    expect(judith.page.locator("[data-told]")).to_contain_text("Pas de réseau")
    expect(judith.page.get_by_label("Votre mot")).to_have_value("Vous m’entendez ?")
    judith.page.context.set_offline(False)
    button(judith, "Le dire à l’équipe").click()
    expect(judith.page.locator(".lead-words li")).to_have_count(1)


def test_a_message_that_is_being_written_outlives_the_session_and_a_reload(led: _Conducted) -> None:
    led.start()
    judith = led.by(led.stage.judith)
    judith.page.get_by_text("Dire à tout le monde").first.click()
    judith.page.get_by_label("Votre message").fill("Avant de se quitter")
    judith.page.reload()
    expect(judith.page.get_by_label("Votre message")).to_have_value("Avant de se quitter")
    expect(judith.page.locator("hub-conduct[data-live]")).to_have_count(1)
    with led.stage.hub.inside():
        conducting.end(led.stage.awa, led.room, uuid4(), led.pk, Session.objects.get(pk=led.pk).version)
    expect(judith.page.get_by_text("La séance est finie")).to_be_visible()
    expect(judith.page.get_by_label("Votre message")).to_have_value("Avant de se quitter")
    button(judith, "Le dire à tout le monde").click()
    expect(judith.page.locator("[data-told]")).to_contain_text("C’est dit")
    assert led.stage.told() == ["Avant de se quitter"]


def test_a_button_that_is_pressed_twice_passes_once(led: _Conducted) -> None:
    led.start()
    judith = led.by(led.stage.judith)
    button(judith, "Passer à Entendre la consigne").evaluate("(it) => { it.click(); it.click(); }")
    expect(title(judith)).to_have_text("Entendre la consigne")
    expect(judith.page.locator("hub-conduct:not([data-busy])")).to_have_count(1)
    button(judith, "+ 2 min").click()
    expect(judith.page.locator("[data-now=of]")).to_have_text("6 min")
    assert (led.row().index, judith.page.locator("[data-told]").inner_text()) == (1, "")


def test_without_a_network_the_clock_goes_on_and_no_act_is_kept_for_later(led: _Conducted) -> None:
    led.start()
    judith = led.by(led.stage.judith)
    judith.lose_the_network()
    expect(judith.page.get_by_text("Vous êtes hors connexion")).to_be_visible()
    button(judith, "Passer à Entendre la consigne").click()
    expect(judith.page.locator("[data-told]")).to_contain_text("rien n’est parti")
    with led.stage.hub.inside():
        now = Session.objects.get(pk=led.pk).phase_ends_at
        advancing.advance(led.pk, led.room, now)
    judith.find_the_network()
    expect(title(judith)).to_have_text("Entendre la consigne")
    expect(judith.page.get_by_text("Vous êtes hors connexion")).to_be_hidden()
    assert led.row().index == 1


@pytest.mark.parametrize("hours", [-2, 2])
def test_the_clock_is_the_houses_whatever_the_phone_says(led: _Conducted, hours: int) -> None:
    led.start(2)
    judith = led.by(led.stage.judith, script=wrong_clock(hours))
    expect(judith.page.locator("[data-now=clock]")).to_have_text(re.compile(r"^1[12]:\d\d$"))
    expect(title(judith)).to_have_text("Écrire en silence")


def test_keys_conduct_at_a_desk_do_nothing_while_one_writes_and_can_be_turned_off(led: _Conducted) -> None:
    led.start()
    judith = led.by(led.stage.judith, viewport={"width": 1280, "height": 900})
    keyboard = judith.page.keyboard
    keyboard.press("ArrowRight")
    expect(title(judith)).to_have_text("Entendre la consigne")
    keyboard.press("+")
    expect(judith.page.locator("[data-now=of]")).to_have_text("6 min")
    keyboard.press(" ")
    expect(judith.page.locator("[data-now=paused]")).to_be_visible()
    keyboard.press(" ")
    expect(judith.page.locator("[data-now=paused]")).to_be_hidden()
    judith.page.get_by_text("Dire à tout le monde").first.click()
    judith.page.get_by_label("Votre message").press_sequentially("1 + 1 ")
    keyboard.press("ArrowRight")
    expect(judith.page.get_by_label("Votre message")).to_have_value("1 + 1 ")
    judith.page.get_by_text("Plus", exact=True).click()
    judith.page.get_by_label("Touches").uncheck()
    judith.page.locator("body").press("ArrowRight")
    judith.page.reload()
    expect(judith.page.locator("hub-conduct[data-live]")).to_have_count(1)
    judith.page.locator("body").press("ArrowRight")
    expect(title(judith)).to_have_text("Entendre la consigne")
    assert (led.row().index, led.row().added) == (1, 120)


def test_everything_is_conducted_with_the_keyboard_alone(led: _Conducted) -> None:
    led.start()
    judith = led.by(led.stage.judith)
    button(judith, "Pause").focus()
    judith.page.keyboard.press("Enter")
    expect(judith.page.locator("[data-now=paused]")).to_contain_text("En pause")
    expect(button(judith, "Reprendre")).to_be_focused()
    judith.page.keyboard.press("Enter")
    expect(judith.page.locator("[data-now=paused]")).to_be_hidden()
    expect(button(judith, "Pause")).to_be_focused()
    for _tab in ("+ 2 min", "Passer à"):
        judith.page.keyboard.press("Tab")
    for name in led.titles()[1:]:
        judith.page.keyboard.press("Enter")
        expect(title(judith)).to_have_text(name)
    expect(judith.page.locator("[data-open-end]")).to_be_focused()
    judith.page.keyboard.press("Enter")
    expect(button(judith, "Finir pour tout le monde")).to_be_visible()


def test_a_phase_is_moved_by_hand_by_keys_and_by_buttons(led: _Conducted, axe: str, shot: Shot) -> None:
    judith = led.stage.enter(led.stage.judith, led.path)
    page, first = judith.page, led.titles()
    is_sound(page, axe)
    shot(page, "partition")
    button(judith, "Descendre « Arriver »").click()
    expect(page.locator(".phase h2").first).to_have_text("Entendre la consigne")
    expect(button(judith, "Descendre « Arriver »")).to_be_focused()
    button(judith, "Déplacer « Arriver »").press("ArrowUp")
    expect(page.locator(".phase h2").first).to_have_text("Arriver")
    expect(button(judith, "Déplacer « Arriver »")).to_be_focused()
    assert led.titles() == first
    grip, goal = button(judith, "Déplacer « Se quitter »"), page.locator(".phase").first
    page.set_viewport_size({"width": 390, "height": 2600})
    grip.hover()
    page.mouse.down()
    place = goal.bounding_box()
    assert place is not None
    page.mouse.move(200, place["y"] + 5, steps=4)
    with page.expect_navigation():
        page.mouse.up()
    assert led.titles() == ["Se quitter", *first[:-1]]


def test_a_phase_where_one_sees_each_other_is_composed_in_groups(
    led: _Conducted, axe: str, shot: Shot
) -> None:
    judith = led.stage.enter(led.stage.judith, f"{led.path}ajouter/")
    page = judith.page
    how, many = page.get_by_role("group", name="Comment on se voit"), page.get_by_label("Combien par groupe")
    expect(how).to_be_hidden()
    page.get_by_label("Se voir", exact=True).check()
    page.get_by_label("Titre").fill("À quelques-uns")
    expect(many).to_be_hidden()
    how.get_by_label("Par petits groupes").check()
    many.fill("4")
    is_sound(page, axe)
    shot(page, "groups-of-a-phase")
    button(judith, "Ajouter ce temps").click()
    expect(page.locator(".phase").last).to_contain_text("par groupes de 4")


def test_what_was_changed_by_another_is_seen_where_it_is_conducted(led: _Conducted) -> None:
    led.start()
    judith = led.by(led.stage.judith)
    with led.stage.hub.inside():
        last = Session.objects.get(pk=led.pk).phases.all()[5].pk
        composing.place(led.stage.awa, led.room, uuid4(), last, 1)
    expect(button(judith, "Passer à Se quitter")).to_be_visible()
    expect(judith.page.locator("[data-position='1']")).to_contain_text("Se quitter")


def test_twice_the_text_on_320_pixels_loses_nothing(led: _Conducted) -> None:
    led.start(2)
    judith = led.by(led.stage.judith, viewport={"width": 320, "height": 700})
    for path in ("mener/", "", "ajouter/", "apercu/2/"):
        judith.page.goto(judith.line.url + led.path + path)
        judith.page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
        assert overflow(judith.page) <= 0, path


def test_twice_the_text_on_320_pixels_cuts_no_button_under_the_thumb(led: _Conducted) -> None:
    led.start(5)
    judith = led.by(led.stage.judith, viewport={"width": 320, "height": 700})
    judith.page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    expect(button(judith, "Revenir")).to_be_visible()
    buttons = judith.page.locator(".thumb :is(button, a):visible")
    assert buttons.evaluate_all(WIDER_THAN_THEIR_PLACE) == []
