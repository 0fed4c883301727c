"""An evening in a fabrique, as people walk through it: a newcomer on a phone, somebody at a desk, the artist,
the team; and the power goes once. ``--screenshots DIR`` keeps what they saw."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.soundness import overflow
from tests.machine.devices import close_keyboard, open_keyboard
from tests.machine.hub import Hub

Shot = Callable[[Page, str], None]

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DESK = {"viewport": {"width": 1280, "height": 900}}
ROOM = "/f/prises-de-risque/"


@dataclass
class _Evening:
    """The hub with its demo, and the browsers of the visitors."""

    hub: Hub
    chromium: Browser
    ways_in: dict[str, Any]
    open: list[BrowserContext]

    def browser(self, device: dict[str, Any], **more: Any) -> Page:
        """Return a new page on a new device."""
        context = self.chromium.new_context(base_url=self.hub.url, locale="fr-FR", **device, **more)
        context.set_default_timeout(20_000)
        self.open.append(context)
        return context.new_page()

    def newcomer(self, name: str, device: dict[str, Any], **more: Any) -> Page:
        """Return the page of somebody who has just joined with the poster's code."""
        page = self.browser(device, **more)
        page.goto(self.ways_in["participant"]["path"])
        page.get_by_label("Votre nom").fill(name)
        page.get_by_role("button", name="Entrer").click()
        page.wait_for_url(f"**{ROOM}")
        return page


@pytest.fixture
def evening(demo_hub: Hub, chromium: Browser) -> Iterator[_Evening]:
    ways_in = json.loads((demo_hub.ground.folder / "demo.json").read_text())
    evening = _Evening(demo_hub, chromium, ways_in, [])
    yield evening
    for context in evening.open:
        context.close()


def says(page: Page, words: str) -> None:
    """Write in the room's one composer and publish."""
    page.locator("#body").fill(words)
    page.locator("[data-composer]").get_by_role("button", name="Publier").click()


def post(page: Page, words: str) -> Any:
    """Return the post with these words in the feed."""
    return page.locator("[data-post]", has_text=words)


def test_a_newcomer_with_the_code_has_posted_in_four_taps(evening: _Evening, shot: Shot) -> None:
    phone = evening.browser(PHONE)
    phone.goto(evening.ways_in["participant"]["path"])
    shot(phone, "fabrique-1-seuil")
    phone.get_by_label("Votre nom").tap()
    phone.keyboard.type("Hélène")
    phone.get_by_role("button", name="Entrer").tap()
    phone.wait_for_url(f"**{ROOM}")
    shot(phone, "fabrique-2-arrivee")
    phone.locator("#body").tap()
    phone.keyboard.type("Bonjour, c’est Hélène.")
    phone.get_by_role("button", name="Publier").tap()
    expect(post(phone, "Bonjour, c’est Hélène.")).to_be_visible()
    shot(phone, "fabrique-3-publie")


@dataclass(frozen=True)
class Thumb:
    """Somebody's hand on ``page``, whose keyboard covers its lower part."""

    page: Page

    def writes(self, box: Locator, words: str, button: Locator) -> None:
        """Write ``words``, box and button in sight above the keyboard, which stays; press the button."""
        box.tap()
        open_keyboard(self.page)
        self.page.keyboard.type(words)
        expect(box).to_have_value(words)
        self.sees(box, button)
        button.tap()

    def sees(self, *parts: Locator) -> None:
        """Find ``parts`` whole above whatever is covered, and nothing that sticks out sideways."""
        for part in parts:
            expect(part).to_be_in_viewport(ratio=1)
            bottom = part.evaluate("part => part.getBoundingClientRect().bottom")
            assert bottom <= self.page.evaluate("visualViewport.height")
        assert overflow(self.page) <= 0


def test_a_newcomer_walks_through_an_evening_over_the_keyboard_of_a_phone(
    evening: _Evening, shot: Shot
) -> None:
    bernard = evening.newcomer("Bernard", DESK)
    says(bernard, "Qui vient en autobus ?")
    thumb = Thumb(evening.browser(PHONE))
    _comes_in(thumb, evening.ways_in["participant"]["path"].split("/")[-2])
    _says_hello_and_keeps_a_card(thumb, shot)
    _feels_and_answers(thumb, "Qui vient en autobus ?")
    expect(post(bernard, "Qui vient en autobus ?").get_by_text("Moi, avec un parapluie.")).to_be_attached()
    _hands_in(thumb, shot)
    _leaves_and_comes_back(thumb, bernard, shot)


def _comes_in(thumb: Thumb, code: str) -> None:
    phone = thumb.page
    phone.goto("/")
    button = phone.get_by_role("button", name="Entrer avec ce code")
    thumb.writes(phone.get_by_label("Le code de la fabrique"), code, button)
    thumb.writes(phone.get_by_label("Votre nom"), "Marguerite", phone.get_by_role("button", name="Entrer"))
    phone.wait_for_url(f"**{ROOM}")


def _says_hello_and_keeps_a_card(thumb: Thumb, shot: Shot) -> None:
    phone = thumb.page
    publish = phone.locator("[data-composer]").get_by_role("button", name="Publier")
    thumb.writes(phone.locator("#body"), "Bonjour, c’est Marguerite.", publish)
    thumb.sees(post(phone, "Bonjour, c’est Marguerite.").locator(".words"), phone.locator("#body"))
    close_keyboard(phone)
    card = phone.locator(".happened").get_by_role("link", name="gardez votre carte")
    thumb.sees(card)
    shot(phone, "fabrique-main-1-publie")
    card.tap()
    phone.get_by_role("button", name="Faire ma carte").tap()
    with phone.expect_download() as kept:
        phone.get_by_role("button", name="Enregistrer l’image").tap()
    assert kept.value.suggested_filename.endswith(".png")
    thumb.sees(phone.get_by_text("L’image est dans vos téléchargements."))
    phone.get_by_role("link", name="C’est fait").tap()
    phone.locator(".rooms").get_by_role("link", name="Prises de risque").tap()
    phone.wait_for_url(f"**{ROOM}**")


def _feels_and_answers(thumb: Thumb, words: str) -> None:
    said = post(thumb.page, words)
    said.locator(".signs summary").tap()
    thanks = said.get_by_role("button", name="Merci")
    thumb.sees(thanks)
    thanks.tap()
    expect(said.locator('[data-sign="merci"] [data-slot="count"]')).to_have_text("1")
    said.locator(".answer > summary").tap()
    answer = said.locator(".answer")
    send = answer.get_by_role("button", name="Répondre")
    thumb.writes(answer.get_by_label("Votre réponse"), "Moi, avec un parapluie.", send)
    thumb.sees(said.get_by_text("Moi, avec un parapluie."))
    close_keyboard(thumb.page)


def _hands_in(thumb: Thumb, shot: Shot) -> None:
    phone = thumb.page
    phone.locator("[data-unfold]").tap()
    write = phone.locator("#poster").get_by_role("link", name="Écrire mon protocole")
    thumb.sees(write)
    write.tap()
    phone.get_by_label("Étape 1").fill("Sortez sans parapluie.")
    answer_what_the_artist_asks(phone)
    hand_in = phone.get_by_role("button", name="Remettre mon protocole")
    title = phone.get_by_label("Titre")
    title.tap()
    open_keyboard(phone)
    title.fill("Attendre sous la pluie")
    thumb.sees(title)
    close_keyboard(phone)
    hand_in.tap()
    thumb.sees(phone.get_by_text("Vous avez remis votre protocole."))
    expect(post(phone, "Attendre sous la pluie")).to_be_in_viewport()
    shot(phone, "fabrique-main-2-remis")


def _leaves_and_comes_back(thumb: Thumb, bernard: Page, shot: Shot) -> None:
    phone = thumb.page
    phone.locator("[data-unfold]").tap()
    phone.locator("#poster").get_by_role("link", name="Mes espaces").first.tap()
    line = phone.locator(".rooms").get_by_role("link", name="Prises de risque")
    expect(line).to_be_visible()
    for words in ("Je descends.", "Il pleut toujours."):
        says(bernard, words)
    expect(line).to_contain_text("2 nouveaux messages")
    thumb.sees(line)
    line.tap()
    thumb.sees(phone.locator("#nouveau"), post(phone, "Je descends.").locator(".words").last)
    thumb.sees(phone.locator(".strip"), phone.locator("#body"))
    shot(phone, "fabrique-main-3-revenue")


def test_the_other_phone_shows_at_once_what_is_written_answered_and_felt(
    evening: _Evening, shot: Shot
) -> None:
    helene, bernard = evening.newcomer("Hélène", PHONE), evening.newcomer("Bernard", DESK)
    says(helene, "J’ai descendu une station trop tôt.")
    heard = post(bernard, "J’ai descendu une station trop tôt.")
    expect(heard).to_be_attached()
    heard.locator(".answer > summary").click()
    heard.get_by_label("Votre réponse").fill("Et alors ?")
    heard.get_by_role("button", name="Répondre").click()
    answered = post(helene, "J’ai descendu une station trop tôt.")
    expect(answered.get_by_text("Et alors ?")).to_be_attached()
    heard.locator(".signs summary").click()
    heard.get_by_role("button", name="Merci").click()
    expect(answered.locator('[data-sign="merci"] [data-slot="count"]')).to_have_text("1")
    shot(bernard, "fabrique-4-conversation")


def test_a_protocole_handed_in_appears_as_a_card_and_has_its_own_page(evening: _Evening, shot: Shot) -> None:
    helene, bernard = evening.newcomer("Hélène", PHONE), evening.newcomer("Bernard", DESK)
    helene.get_by_role("link", name="Écrire mon protocole").first.click()
    helene.get_by_label("Titre").fill("Saluer trois inconnus avant midi")
    helene.get_by_label("Durée").fill("une matinée")
    helene.get_by_label("Étape 1").fill("Sortez sans téléphone.")
    helene.get_by_role("button", name="Ajouter une étape").click()
    helene.get_by_label("Étape 2").fill("Dites bonjour, et attendez la réponse.")
    answer_what_the_artist_asks(helene)
    shot(helene, "fabrique-5-ecrire")
    helene.get_by_role("button", name="Remettre mon protocole").click()
    card = post(bernard, "Saluer trois inconnus avant midi")
    expect(card).to_be_attached()
    card.get_by_role("link", name="Saluer trois inconnus avant midi").click()
    expect(bernard.get_by_role("heading", level=1)).to_have_text("Saluer trois inconnus avant midi")
    shot(bernard, "fabrique-6-protocole")


def answer_what_the_artist_asks(page: Page) -> None:
    """Fill the artist's own questions, whatever they are."""
    for box in page.locator("form[data-protocole] [name^='answer-']").all():
        kind = box.evaluate("box => box.type || box.localName")
        if kind == "radio":
            box.check()
        elif kind == "select-one":
            box.select_option(index=1)
        else:
            box.fill("3" if kind == "number" or box.get_attribute("inputmode") else "Chez moi")


def test_the_power_goes_and_nothing_that_was_written_is_lost_or_doubled(
    evening: _Evening, shot: Shot
) -> None:
    helene, bernard = evening.newcomer("Hélène", PHONE), evening.newcomer("Bernard", DESK)
    says(helene, "Avant la panne.")
    expect(post(bernard, "Avant la panne.")).to_be_attached()
    evening.hub.kill()
    says(helene, "Pendant la panne.")
    expect(helene.get_by_text("En attente")).to_be_visible()
    shot(helene, "fabrique-7-panne")
    evening.hub.start()
    expect(post(bernard, "Pendant la panne.")).to_be_attached(timeout=60_000)
    helene.reload()
    expect(post(helene, "Pendant la panne.")).to_have_count(1)
    expect(post(helene, "Avant la panne.")).to_have_count(1)
    bernard.reload()
    expect(post(bernard, "Pendant la panne.")).to_have_count(1)


def test_the_team_takes_a_post_out_of_sight_and_puts_it_back(evening: _Evening, shot: Shot) -> None:
    bernard = evening.newcomer("Bernard", DESK)
    says(bernard, "Un mot de trop.")
    team = evening.browser(DESK)
    team.goto("/equipe/")
    shot(team, "fabrique-8-equipe")
    team.locator("[name=email]").fill(evening.ways_in["staff"]["email"])
    team.locator("[name=password]").fill(evening.ways_in["staff"]["password"])
    team.locator("main").get_by_role("button").first.click()
    team.goto(ROOM)
    seen = post(team, "Un mot de trop.")
    seen.get_by_text("Équipe", exact=True).click()
    seen.locator("[name=why]").fill("Pas ici.")
    seen.get_by_role("button", name="Masquer ce message").click()
    expect(post(bernard, "Un mot de trop.")).to_have_count(0)
    team.goto(f"{ROOM}coulisses/")
    expect(team.get_by_text("Pas ici.").first).to_be_visible()
    shot(team, "fabrique-9-coulisses")
    team.get_by_role("button", name="Rétablir").first.click()
    expect(post(bernard, "Un mot de trop.")).to_be_attached()


def test_a_card_brings_the_same_person_back_on_another_device(evening: _Evening, shot: Shot) -> None:
    helene = evening.newcomer("Hélène", PHONE)
    helene.goto("/carte/")
    helene.get_by_role("button", name="Faire ma carte").click()
    shot(helene, "fabrique-10-carte")
    secret = helene.locator(".secret code").inner_text()
    desk = evening.browser(DESK)
    desk.goto("/revenir/")
    desk.get_by_role("textbox").first.fill(secret)
    desk.locator("main").get_by_role("button").first.click()
    desk.get_by_role("button", name="Oui, entrer").click()
    desk.goto("/moi/")
    expect(desk.locator("main")).to_contain_text("Hélène")
    shot(desk, "fabrique-11-moi")


def test_the_artist_changes_the_consigne_before_everybody(evening: _Evening, shot: Shot) -> None:
    bernard = evening.newcomer("Bernard", DESK)
    artist = evening.browser(PHONE)
    artist.goto(evening.ways_in["artist"]["path"])
    artist.get_by_role("button", name="Oui, entrer").click()
    artist.goto(f"{ROOM}consigne/")
    artist.get_by_label("La consigne, en une phrase").fill("Demandez votre chemin, et perdez-vous")
    shot(artist, "fabrique-12-consigne")
    artist.get_by_role("button", name="Poser cette consigne").click()
    expect(bernard.locator("#consigne")).to_contain_text("Demandez votre chemin, et perdez-vous")


def test_without_javascript_one_joins_reads_posts_answers_reacts_and_hands_in(
    evening: _Evening, shot: Shot
) -> None:
    plain = evening.newcomer("Odile", PHONE, java_script_enabled=False)
    says(plain, "Sans rien d’autre qu’une page.")
    mine = post(plain, "Sans rien d’autre qu’une page.")
    expect(mine).to_have_count(1)
    mine.locator(".answer > summary").click()
    mine.get_by_label("Votre réponse").fill("Je me réponds.")
    mine.get_by_role("button", name="Répondre").click()
    expect(post(plain, "Je me réponds.")).to_have_count(1)
    mine.locator(".signs summary").click()
    mine.get_by_role("button", name="Merci").click()
    expect(mine.locator('[data-sign="merci"] [data-slot="count"]')).to_have_text("1")
    shot(plain, "fabrique-13-sans-script")
    plain.get_by_role("link", name="Écrire mon protocole").first.click()
    plain.get_by_label("Titre").fill("Écrire sans machine")
    plain.get_by_label("Étape 1").fill("Prenez un crayon.")
    answer_what_the_artist_asks(plain)
    plain.get_by_role("button", name="Remettre mon protocole").click()
    plain.goto(ROOM)
    expect(post(plain, "Écrire sans machine")).to_have_count(1)
