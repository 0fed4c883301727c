"""The room on a phone: its keyboard open, its strip, coming back, and what was just decided."""

import pytest
from playwright.sync_api import Locator, Page, expect

from protocols import asking
from rooms.meetings import living
from rooms.models import Membership
from rooms.sessions.phase_plan import PhasePlan
from tests.browser.conftest import Stage
from tests.browser.soundness import fixed_share, overflow, too_small_for_axe
from tests.browser.test_session import READ, SeanceOnScreens
from tests.browser.visitor import Visitor
from tests.cast import announces, place
from tests.machine.devices import close_keyboard, open_keyboard

MANY = [f"Message {number}. " + "Des mots. " * 30 for number in range(1, 16)]
SMALL, SMALL_WITH_KEYBOARD = {"width": 360, "height": 640}, {"width": 360, "height": 320}
UNCOVERED = """part => {
  const { left, width, bottom } = part.getBoundingClientRect();
  return document.elementFromPoint(left + width / 2, bottom - 1) === part;
}"""
COVERING = (".strip", "[data-session-line]", "[data-session-facts]")
# What can be pressed and is in sight, by less than 24 px (WCAG 2.2, 2.5.8) of what is more.
CUT = """() => {
  const [from, to] = [".strip", ".desk"].map((part) => document.querySelector(part).getBoundingClientRect());
  return [...document.querySelectorAll("#feed :is(a, button, summary)")]
    .filter((part) => part.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }))
    .filter((part) => {
      const { top, bottom } = part.getBoundingClientRect();
      const seen = Math.min(bottom, to.top) - Math.max(top, from.bottom);
      return seen > 0 && seen < Math.min(24, bottom - top - 0.5);
    })
    .map((part) => part.outerHTML.slice(0, 120));
}"""
OLD_BROWSER = """
  const { supports } = CSS;
  CSS.supports = (name, ...rest) => name !== "field-sizing" && supports.call(CSS, name, ...rest);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("textarea { field-sizing: fixed !important }");
  document.adoptedStyleSheets = [sheet];
"""


def _asked(stage: Stage) -> None:
    with stage.hub.inside():
        asking.pin(stage.judith, stage.fabrique.pk, None, "Écrivez un protocole", "Un geste minuscule.", [])


def _comes_back(stage: Stage, read: int) -> None:
    """Fifteen messages, of which Nadia has read the first ``read``."""
    posts = stage.says(stage.marcel, *MANY)
    with stage.hub.inside():
        here = Membership.objects.filter(room=stage.fabrique, person=stage.nadia)
        here.update(read_seq=place(posts[read - 1]))


def _bottom(item: Locator) -> float:
    return float(item.evaluate("item => item.getBoundingClientRect().bottom"))


def _scrolled(page: Page) -> float:
    return float(page.evaluate("scrollY"))


def _button(visitor: Visitor) -> Locator:
    return visitor.page.locator("[data-composer] button.go")


def _height(item: Locator) -> float:
    return float(item.evaluate("item => item.getBoundingClientRect().height"))


def test_with_the_keyboard_open_one_sees_what_one_writes_and_its_button(stage: Stage) -> None:
    _comes_back(stage, 8)
    nadia = stage.enter(stage.nadia, viewport=SMALL).is_live()
    read = _scrolled(nadia.page)
    nadia.box.focus()
    for small, seen in ((SMALL_WITH_KEYBOARD, 320), (SMALL, 640 - 300)):
        nadia.page.set_viewport_size(small)  # type: ignore[arg-type]
        if seen != small["height"]:
            open_keyboard(nadia.page, 300)
        nadia.page.keyboard.type("Mot à mot ")
        for part in (nadia.box, _button(nadia)):
            expect(part).to_be_in_viewport(ratio=1)
            assert _bottom(part) <= seen
        expect(nadia.page.locator("[data-unfold]")).to_be_hidden()
        assert _scrolled(nadia.page) == read
    close_keyboard(nadia.page)
    nadia.page.set_viewport_size(SMALL)  # type: ignore[arg-type]
    expect(nadia.page.locator("[data-composer] label")).to_be_in_viewport(ratio=1)
    fixed = _height(nadia.page.locator(".strip"))
    nadia.box.fill("")
    assert (fixed + _height(nadia.page.locator(".desk"))) <= SMALL["height"] / 4


@pytest.mark.parametrize("shrinks", [True, False], ids=["which-shrinks-the-page", "which-covers-it"])
def test_whoever_gives_a_name_over_the_keyboard_sees_the_box_and_its_button(
    stage: Stage, shrinks: bool
) -> None:
    somebody = stage.enter(None, f"/r/{stage.fabrique.code}/", viewport=SMALL)
    somebody.page.get_by_label("Votre nom").focus()
    if shrinks:
        somebody.page.set_viewport_size(SMALL_WITH_KEYBOARD)  # type: ignore[arg-type]
    else:
        open_keyboard(somebody.page)
    for part in (
        somebody.page.get_by_label("Votre nom"),
        somebody.page.get_by_role("button", name="Entrer"),
    ):
        expect(part).to_be_in_viewport(ratio=1)
        assert _bottom(part) <= 320


def test_an_answer_is_not_under_the_keyboard(stage: Stage) -> None:
    stage.says(stage.marcel, *MANY)
    nadia = stage.enter(stage.nadia, viewport=SMALL).is_live()
    nadia.post("Message 15.").locator(".answer > summary").click()
    expect(nadia.post("Message 15.").locator(".answer textarea")).to_be_focused()
    open_keyboard(nadia.page, 300)
    send = nadia.post("Message 15.").locator(".answer button.go")
    assert _bottom(send) <= SMALL["height"] - 300


def test_the_box_grows_where_the_browser_does_not_do_it_and_shrinks_once_sent(stage: Stage) -> None:
    nadia = stage.enter(stage.nadia, script=OLD_BROWSER).is_live()
    nadia.box.fill("Une ligne.")
    before = _height(nadia.box)
    nadia.box.fill("Une\nfois\nquatre\nlignes.")
    assert _height(nadia.box) > before * 1.8
    _button(nadia).click()
    nadia.sees("lignes.")
    assert _height(nadia.box) == before


def test_coming_back_opens_at_the_first_unread_and_the_strip_unfolds_the_poster_there(stage: Stage) -> None:
    _asked(stage)
    _comes_back(stage, 8)
    nadia = stage.enter(stage.nadia).is_live()
    expect(nadia.page.locator("#nouveau")).to_be_in_viewport(ratio=1)
    expect(nadia.post("Message 9.")).to_be_in_viewport()
    expect(nadia.page.locator("[data-latest]")).to_contain_text("nouveaux")
    strip, way = nadia.page.locator(".strip"), nadia.page.locator("[data-unfold]")
    assert _height(strip) == 48
    words = nadia.page.locator("[data-slot=consigne-words]")
    expect(words).to_be_hidden()
    way.focus()
    read = _scrolled(nadia.page)
    nadia.page.keyboard.press("Enter")
    expect(words).to_be_in_viewport(ratio=1)
    for name in ("Écrire mon protocole", "Tous les protocoles", "Mes espaces"):
        expect(nadia.page.locator("#poster").get_by_role("link", name=name)).to_be_in_viewport(ratio=1)
    expect(way).to_have_attribute("aria-expanded", "true")
    nadia.page.keyboard.press("Escape")
    expect(words).to_be_hidden()
    expect(way).to_be_focused()
    assert _scrolled(nadia.page) == read
    nadia.page.evaluate("scrollTo(0, 0)")
    expect(nadia.page.get_by_role("heading", name="Écrivez un protocole")).to_be_in_viewport(ratio=1)
    expect(nadia.post("Message 1.").locator(".words")).to_be_in_viewport()


@pytest.mark.parametrize("viewport", [SMALL, {"width": 390, "height": 844}, {"width": 1280, "height": 900}])
def test_whoever_comes_back_into_a_session_finds_the_first_unread_right_under_what_it_asks(
    stage: Stage, viewport: dict[str, int]
) -> None:
    _comes_back(stage, 8)
    SeanceOnScreens(stage, READ).start()
    nadia = stage.enter(stage.nadia, viewport=viewport).is_live()
    covered = max(_bottom(nadia.page.locator(part)) for part in COVERING)
    mark = nadia.page.locator("#nouveau")
    expect(mark).to_be_in_viewport(ratio=1)
    between = mark.evaluate("mark => mark.getBoundingClientRect().top") - covered
    assert 0 <= between <= 28  # less than a button


@pytest.mark.parametrize("viewport", [SMALL, {"width": 390, "height": 844}])
def test_in_a_session_a_quarter_is_fixed_and_what_to_do_unfolds_from_its_line(
    stage: Stage, viewport: dict[str, int]
) -> None:
    stage.says(stage.marcel, *MANY)
    task = (
        "Choisissez un protocole qui n’est pas le vôtre, essayez-le, et dites à qui l’a écrit ce qui arrive."
    )
    SeanceOnScreens(stage, PhasePlan("react", "Se répondre", task, seconds=600)).start()
    nadia = stage.enter(stage.nadia, viewport=viewport).is_live()
    assert fixed_share(nadia.page) <= 1 / 4
    facts, line = nadia.page.locator("[data-slot=do]"), nadia.page.locator("[data-session-line]")
    expect(facts).to_be_in_viewport(ratio=1)
    nadia.page.evaluate("scrollTo({ top: 1500, behavior: 'instant' })")
    expect(facts).not_to_be_in_viewport()
    read = _scrolled(nadia.page)
    for way in (line.locator("[data-slot=brief]"), nadia.page.locator("[data-session-clock]")):
        expect(line).to_contain_text("Choisissez un protocole")
        way.dispatch_event("click")  # the mouse of the tests would scroll to what sticks
        expect(facts).to_be_in_viewport(ratio=1)
        expect(line).to_have_attribute("aria-expanded", "true")
        nadia.page.keyboard.press("Escape")
        expect(facts).not_to_be_in_viewport()
        expect(line).to_be_focused()
    nadia.page.keyboard.press("Enter")
    nadia.page.get_by_role("button", name="Son aux changements").dispatch_event("click")
    expect(facts).to_be_in_viewport(ratio=1)
    assert _scrolled(nadia.page) == read
    nadia.page.locator(".desk").click(position={"x": 2, "y": 2})
    expect(facts).not_to_be_in_viewport()


@pytest.mark.parametrize("viewport", [{"width": 390, "height": 844}, {"width": 412, "height": 823}])
def test_where_whoever_comes_back_begins_to_read_nothing_to_press_is_cut(
    stage: Stage, axe: str, viewport: dict[str, int]
) -> None:
    posts = stage.says(stage.marcel, *("Des mots. " * (5 * number % 36 + 1) for number in range(1, 40)))
    nadia = stage.enter(stage.nadia, viewport=viewport).is_live()
    here = Membership.objects.filter(room=stage.fabrique, person=stage.nadia)
    for last in posts[10:18:2]:
        with stage.hub.inside():
            here.update(read_seq=place(last))
        nadia.page.goto(nadia.line.url + stage.path)
        nadia.is_live()
        expect(nadia.page.locator("#nouveau")).to_be_in_viewport(ratio=1)
        assert nadia.page.evaluate(CUT) == []
        assert too_small_for_axe(nadia.page, axe) == []


def test_a_newcomer_at_the_end_of_the_feed_unfolds_the_consigne_and_its_button_under_what_just_happened(
    stage: Stage,
) -> None:
    with stage.hub.inside():
        asking.pin(stage.judith, stage.fabrique.pk, None, "Écrivez un protocole", "Un geste. " * 150, [])
    nadia = stage.enter(stage.nadia).is_live()
    nadia.publish("Bonjour.")
    told = nadia.page.locator(".happened .note")
    expect(told).to_be_in_viewport(ratio=1)
    nadia.page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    nadia.page.locator("[data-unfold]").click()
    home = nadia.page.locator("#poster").get_by_role("link", name="Mes espaces").first
    for part in (home, nadia.page.locator("#poster").get_by_role("link", name="Écrire mon protocole")):
        expect(part).to_be_in_viewport(ratio=1)
        part.click(trial=True)
    assert _bottom(home) - _height(home) >= _bottom(told)


def test_the_strip_is_one_line_within_320_pixels_while_a_rencontre_is_live(stage: Stage) -> None:
    _comes_back(stage, 1)
    with stage.hub.inside():
        meeting = announces(stage.judith, stage.fabrique, days=0)
        living.begin(meeting.pk, stage.judith)
    nadia = stage.enter(stage.nadia, viewport={"width": 320, "height": 640}).is_live()
    expect(nadia.page.locator("[data-latest]")).to_contain_text("nouveaux")
    expect(nadia.page.locator("[data-strip-meeting]")).to_be_in_viewport(ratio=1)
    expect(nadia.page.locator("[data-latest]")).to_be_in_viewport(ratio=1)
    assert _height(nadia.page.locator(".strip")) == 48
    assert overflow(nadia.page) <= 0


def test_without_scripts_the_strip_leads_to_the_whole_poster(stage: Stage) -> None:
    _asked(stage)
    _comes_back(stage, 8)
    nadia = stage.enter(stage.nadia, java_script_enabled=False)
    expect(nadia.page.locator("[data-slot=consigne-words]")).to_be_hidden()
    nadia.page.locator("[data-unfold]").click()
    expect(nadia.page.locator("[data-slot=consigne-words]")).to_be_in_viewport(ratio=1)


def test_signs_on_offer_stand_apart_and_their_panel_closes_after_the_choice(stage: Stage) -> None:
    stage.says(stage.marcel, "Je l’ai fait.")
    nadia = stage.enter(stage.nadia).is_live()
    nadia.react("Je l’ai fait.", "merci")
    post = nadia.post("Je l’ai fait.")
    expect(post.locator(".unfold[open]")).to_have_count(0)
    expect(nadia.sign("Je l’ai fait.", "emeut")).to_be_hidden()
    post.locator(".signs .unfold > summary").click()
    chosen, offered = nadia.sign("Je l’ai fait.", "merci"), nadia.sign("Je l’ai fait.", "emeut")
    assert _bottom(offered) - _height(offered) >= _bottom(chosen)
    expect(post.locator(".answer > summary")).to_be_visible()
    assert _bottom(offered) > _bottom(post.locator(".answer > summary"))


def test_who_is_silenced_is_told_at_once_and_answers_and_it_is_undone_in_place(
    stage: Stage,
) -> None:
    stage.says(stage.nadia, "Un mot dur.", *MANY)
    nadia, awa = stage.enter(stage.nadia).is_live(), stage.enter(stage.awa).is_live()
    awa.act(awa.post("Un mot dur."), "quiet")
    told = awa.page.locator(".happened .note")
    expect(told).to_contain_text("Nadia lit et n’écrit plus ici.")
    expect(told).to_be_in_viewport(ratio=1)
    answer = nadia.page.get_by_text("Répondre à l’équipe")
    expect(answer).to_be_in_viewport(ratio=1)
    answer.click()
    nadia.page.get_by_label("elle seule le lira").fill("Je voulais dire autre chose.")
    nadia.page.get_by_role("button", name="Envoyer à l’équipe").click()
    expect(nadia.page.locator(".happened .note")).to_contain_text("l’équipe lira votre réponse")
    told.get_by_role("button", name="Lui rendre la parole").click()
    expect(told).to_contain_text("Nadia peut de nouveau écrire ici.")
    expect(nadia.box).to_be_visible()
    told.get_by_role("button", name="Fermer").click()
    expect(told).to_have_count(0)


def test_what_may_be_done_with_the_last_message_does_not_open_under_the_desk(stage: Stage) -> None:
    stage.says(stage.nadia, *MANY)
    nadia = stage.enter(stage.nadia).is_live()
    last = nadia.post("Message 15.")
    last.locator(".more > summary").click()
    nadia.page.wait_for_function(UNCOVERED, arg=last.locator("[data-act=withdraw]").element_handle())


def test_after_the_first_message_one_is_told_once_how_to_come_back(stage: Stage) -> None:
    nadia = stage.enter(stage.nadia).is_live()
    nadia.publish("Bonjour.")
    told = nadia.page.locator(".happened .note")
    expect(told.get_by_role("link", name="gardez votre carte")).to_have_attribute("href", "/carte/")
    told.get_by_role("button", name="Fermer").click()
    nadia.publish("Et encore.")
    nadia.sees("Et encore.")
    expect(told).to_have_count(0)


@pytest.mark.parametrize("size", ["100%", "200%"])
def test_long_titles_and_words_stay_within_320_pixels(stage: Stage, size: str) -> None:
    long = "Anticonstitutionnellement-extraordinairement-incompréhensible"
    with stage.hub.inside():
        asking.pin(stage.judith, stage.fabrique.pk, None, long, long, [])
    stage.says(stage.marcel, f"{long} {'a' * 200}")
    awa = stage.enter(stage.awa, viewport={"width": 320, "height": 640}).is_live()
    awa.page.evaluate("size => document.documentElement.style.setProperty('font-size', size)", size)
    awa.page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    awa.page.locator("[data-unfold]").click()
    assert overflow(awa.page) <= 0
