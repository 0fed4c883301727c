"""An evening of three rooms as its team keeps it: one at a desk, one on a phone, over all three; and what was
decided read afterwards. ``--screenshots DIR`` keeps what they saw."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from people.models import Person
from rooms import joining, opening
from rooms.models import Post, Room
from rooms.moderation import floods
from tests.browser.conftest import Stage
from tests.browser.conftest import stage as stage
from tests.browser.visitor import Visitor
from tests.cast import fresh_address, says

Shot = Callable[[Page, str], None]

DESK = {"width": 1280, "height": 900}
FIRST, ADVERT, INSULT = "J’ai ouvert ma porte.", "Achetez mes bougies au 06 00 00 00 00.", "Vous êtes nuls."
CORRECTED, WHY = "J’apporte des bougies.", "Insultes répétées"
ANSWER, BARRED = "Il est dans « Mes mots ».", "Une vague, après deux avertissements"


class _Evening:
    """Three rooms with Nadia and Marcel in them; Awa at a desk, Sarah on a phone."""

    def __init__(self, stage: Stage, shot: Shot) -> None:
        self.stage, self.shot = stage, shot
        with stage.hub.inside():
            more = [self._opened(f"{title} {stage.fabrique.pk}") for title in ("Lapins", "Attentions")]
            self.sarah = Person.objects.create_user(fresh_address(), name="Sarah", is_staff=True)
        self.rooms: list[Room] = [stage.fabrique, *more]
        self.address = "/regie/?" + "&".join(f"espace={room.slug}" for room in self.rooms)
        self.desk, self.phone = self._regie(stage.awa, viewport=DESK), self._regie(self.sarah)

    def _opened(self, title: str) -> Room:
        room = opening.open_fabrique(title, self.stage.fabrique.opens_at, self.stage.fabrique.closes_at)
        for person in (self.stage.nadia, self.stage.marcel):
            joining.join(person, room)
        return room

    def _regie(self, person: Person, **options: object) -> Page:
        page = self.stage.enter(person, self.address, **options).page  # type: ignore[arg-type]
        expect(page.locator("hub-regie[data-live]")).to_be_visible()
        return page

    def at(self, person: Person, room: Room) -> Visitor:
        """Return somebody's phone in a room, live."""
        return self.stage.enter(person, f"/f/{room.slug}/").is_live()

    def rack(self, page: Page, room: Room) -> Locator:
        """Return what a régie shows of a room."""
        return page.locator(f'.rack[data-room="{room.pk}"]')

    def in_wings(self, room: Room) -> Page:
        """Return the wings of a room, at a desk of Awa's."""
        return self.stage.enter(self.stage.awa, f"/f/{room.slug}/coulisses/", viewport=DESK).page


@pytest.fixture
def evening(stage: Stage, shot: Shot) -> _Evening:
    return _Evening(stage, shot)


def read_first(evening: _Evening, room: Room) -> None:
    """From now on, the team reads everything that is written in the room before it appears."""
    wings = evening.in_wings(room)
    wings.get_by_label("Tout, sauf ce qu’écrivent l’artiste et l’équipe").check()
    wings.locator("form:has([name=holds])").get_by_role("button", name="Enregistrer").click()
    expect(wings.get_by_text("C’est enregistré.")).to_be_visible()


def what_waits_is_published_on_the_phone(evening: _Evening, room: Room) -> None:
    nadia, marcel = evening.at(evening.stage.nadia, room), evening.at(evening.stage.marcel, room)
    nadia.publish(FIRST)
    for page in (evening.desk, evening.phone):
        expect(evening.rack(page, room).locator(".piece")).to_contain_text(FIRST)
    evening.shot(evening.phone, "evening-phone")
    evening.shot(nadia.page, "evening-waiting")
    evening.rack(evening.phone, room).locator(".piece").get_by_role("button", name="Publier").click()
    marcel.sees(FIRST)
    expect(evening.rack(evening.desk, room).locator(".piece")).to_have_count(0)


def what_was_reported_is_held_corrected_and_published(evening: _Evening, room: Room) -> None:
    with evening.stage.hub.inside():
        said = says(evening.stage.marcel, room, ADVERT)
    nadia, marcel = evening.at(evening.stage.nadia, room), evening.at(evening.stage.marcel, room)
    nadia.page.goto(f"{nadia.line.url}/f/{room.slug}/messages/{said.pk}/signaler/")
    nadia.page.get_by_label("Un mot pour l’équipe").fill("De la réclame")
    nadia.page.get_by_role("button", name="Signaler à l’équipe").click()
    for page in (evening.desk, evening.phone):
        expect(evening.rack(page, room).locator(".piece")).to_contain_text("De la réclame")
    evening.shot(evening.desk, "evening-desk")
    evening.rack(evening.desk, room).locator(".piece").get_by_role("button", name="Mettre en attente").click()
    expect(nadia.page.get_by_text(ADVERT)).to_have_count(0)
    expect(marcel.page.locator(".waiting-piece")).to_contain_text(ADVERT)
    marcel.page.locator(".waiting-piece").get_by_role("link", name="Corriger").click()
    marcel.page.locator("textarea").fill(CORRECTED)
    marcel.page.locator("form .go").click()
    expect(evening.rack(evening.phone, room).locator(".piece")).to_contain_text(CORRECTED)
    evening.rack(evening.phone, room).locator(".piece").get_by_role("button", name="Publier").click()
    nadia.page.goto(f"{nadia.line.url}/f/{room.slug}/")
    nadia.sees(CORRECTED)


def whoever_insults_is_quieted(evening: _Evening, room: Room) -> None:
    nadia, marcel = evening.at(evening.stage.nadia, room), evening.at(evening.stage.marcel, room)
    marcel.publish(INSULT)
    nadia.sees(INSULT)
    wings = evening.in_wings(room)
    member = wings.locator(f"#personne-{evening.stage.marcel.pk}")
    member.locator("> details > summary").click()
    member.locator("[name=why]").fill(WHY)
    member.get_by_role("button", name="En silence, sans limite").click()
    expect(member.get_by_text("en silence", exact=True)).to_be_visible()
    expect(marcel.page.get_by_text("L’équipe vous a mis en silence ici.").first).to_be_visible()
    evening.shot(marcel.page, "evening-quieted")


def who_asks_for_help_is_answered_on_the_phone(evening: _Evening, room: Room) -> None:
    nadia = evening.at(evening.stage.nadia, room)
    nadia.page.get_by_role("link", name="J’ai besoin d’aide").first.click()
    nadia.page.get_by_label("Un mot pour l’équipe").fill("Je ne trouve plus mon texte.")
    nadia.page.get_by_role("button", name="Prévenir l’équipe").click()
    told = evening.phone.locator("[data-told]")
    expect(told.get_by_text("Quelqu’un demande de l’aide.")).to_be_in_viewport()
    evening.shot(evening.phone, "evening-help-told")
    told.get_by_role("link", name="Y aller").click()
    expect(told).to_be_hidden()
    piece = evening.phone.locator(".regie-help .piece", has_text="Nadia")
    expect(piece).to_be_in_viewport()
    expect(piece).to_contain_text("Je ne trouve plus mon texte.")
    evening.shot(evening.phone, "evening-help")
    piece.get_by_label("Répondre à Nadia").fill(ANSWER)
    piece.get_by_role("button", name="Envoyer").click()
    expect(nadia.page.locator(".help-piece")).to_contain_text(ANSWER)
    nadia.page.get_by_role("button", name="C’est réglé, merci").click()
    expect(piece).to_have_count(0)


def a_flood_is_hidden_brought_back_and_who_made_it_is_barred(evening: _Evening, room: Room) -> None:
    """Whoever writes as fast as they can is hidden in one act, and brought back in one by a colleague, who
    knows them; then barred for good reason, and let in again."""
    with evening.stage.hub.inside():
        zut = Person.objects.arrive("Zut")
        joining.join(zut, room)
        for number in range(floods.FLOOD):
            says(zut, room, f"Vague {number}.")
    nadia, theirs = evening.at(evening.stage.nadia, room), evening.at(zut, room)
    nadia.sees("Vague 0.")
    rack = evening.rack(evening.phone, room)
    expect(rack.get_by_role("heading", name="Une vague de messages")).to_be_visible()
    rack.get_by_role("button", name=f"Masquer les {floods.FLOOD} textes de Zut").click()
    expect(nadia.page.get_by_text("Vague 0.")).to_have_count(0)
    evening.shot(evening.phone, "evening-flood-hidden")
    evening.desk.get_by_role("button", name="Remettre ces").click()
    nadia.sees("Vague 0.")
    expect(evening.phone.get_by_role("button", name="Remettre ces")).to_have_count(0)
    rack.get_by_role("button", name=f"Masquer les {floods.FLOOD} textes de Zut").click()
    expect(nadia.page.get_by_text("Vague 0.")).to_have_count(0)
    member = evening.in_wings(room).locator(f"#personne-{zut.pk}")
    member.locator("> details > summary").click()
    member.locator(".heavy > summary").click()
    member.get_by_role("link", name="Exclure de la maison…").click()
    wings = member.page
    wings.get_by_label("Pourquoi").fill(BARRED)
    wings.get_by_role("button", name="Exclure de la maison").click()
    expect(theirs.page.get_by_text(BARRED)).to_be_visible()
    evening.shot(theirs.page, "evening-barred")


def what_was_decided_is_read(evening: _Evening, folder: Path) -> None:
    first, second, third = evening.rooms
    page = evening.stage.enter(evening.sarah, f"/decisions/?espace={second.slug}").page
    lines = page.locator(".decisions > li")
    expect(lines.filter(has_text="a signalé")).to_have_count(1)
    expect(lines.filter(has_text="Awa a mis en attente un message de Marcel")).to_have_count(1)
    expect(lines.filter(has_text="Sarah a publié un message de Marcel")).to_have_count(1)
    expect(page.get_by_text(WHY)).to_have_count(0)
    evening.shot(page, "evening-decisions")
    page.get_by_label("Espace").select_option(third.slug)
    page.get_by_label("Quoi").select_option("quiet")
    page.get_by_role("button", name="Chercher").click()
    expect(lines).to_have_count(1)
    expect(lines).to_contain_text(WHY)
    with page.expect_download() as told:
        page.get_by_role("link", name="Tableau (CSV)").click()
    told.value.save_as(folder / "decisions.csv")
    with (folder / "decisions.csv").open(encoding="utf-8-sig", newline="") as opened:
        [row] = csv.DictReader(opened, delimiter=";")
    assert (row["by"], row["act"], row["person"], row["why"]) == ("Awa", "quiet", "Marcel", WHY)
    page.goto(page.url.replace("espace=" + third.slug, "espace=" + first.slug).replace("acte=quiet", "acte="))
    expect(lines.filter(has_text="relit désormais")).to_have_count(1)
    page.get_by_role("link", name="L’année en nombres").click()
    expect(page.get_by_role("table")).to_be_visible()
    evening.shot(page, "evening-year")


def test_an_evening_of_three_rooms_is_kept_from_a_desk_and_a_phone_and_read_afterwards(
    evening: _Evening, tmp_path: Path
) -> None:
    first, second, third = evening.rooms
    read_first(evening, first)
    what_waits_is_published_on_the_phone(evening, first)
    what_was_reported_is_held_corrected_and_published(evening, second)
    whoever_insults_is_quieted(evening, third)
    who_asks_for_help_is_answered_on_the_phone(evening, second)
    a_flood_is_hidden_brought_back_and_who_made_it_is_barred(evening, second)
    what_was_decided_is_read(evening, tmp_path)
    with evening.stage.hub.inside():
        seen = Post.objects.visible().filter(room__in=evening.rooms)
        assert sorted(seen.values_list("body", flat=True)) == sorted([FIRST, CORRECTED, INSULT])
