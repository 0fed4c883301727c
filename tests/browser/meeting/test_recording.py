"""Whoever is recorded agreed to this recording with a press of their own; one refusal ends it for all."""

from playwright.sync_api import expect

from tests.browser.meeting.attendant import Attendant
from tests.browser.meeting.conftest import Gathering

AGREE = "J’accepte"
ASKS = "Acceptez-vous d’être enregistré·e"


def _is_recorded(*attendants: Attendant) -> None:
    for attendant in attendants:
        expect(attendant.head.get_by_text("on enregistre")).to_be_visible()


def _is_not_recorded(*attendants: Attendant) -> None:
    for attendant in attendants:
        expect(attendant.head.locator(".mark-record")).to_have_count(0)


def _record(judith: Attendant, *others: Attendant) -> None:
    """Let ``judith`` ask to record, and the ``others`` agree."""
    judith.ask_to_record()
    for attendant in others:
        attendant.answer(AGREE)
    _is_recorded(judith, *others)


def test_a_recording_is_seen_by_all_and_ends_when_somebody_takes_their_yes_back(gathering: Gathering) -> None:
    stage = gathering.stage
    judith, nadia = gathering.enter(stage.judith, stage.nadia)
    _record(judith, nadia)
    nadia.is_told("L’enregistrement commence.")
    marcel = gathering.at_the_door(stage.marcel)
    marcel.knock()
    marcel.is_out("Cette rencontre est enregistrée")
    marcel.page.get_by_role("button", name="J’accepte, entrer").click()
    marcel.is_in()
    expect(marcel.question).to_be_hidden()
    _is_recorded(judith, nadia, marcel)
    marcel.do("Je ne veux plus être enregistré·e")
    marcel.answer("L’effacer")
    judith.is_told("ce qui avait été enregistré est effacé")
    for attendant in (judith, nadia, marcel):
        attendant.is_told("L’enregistrement est arrêté.")
    _is_not_recorded(judith, nadia, marcel)


def test_who_thought_better_of_asking_is_asked_when_another_host_does(gathering: Gathering) -> None:
    judith, nadia = gathering.enter(gathering.stage.judith, gathering.stage.nadia)
    judith.choose("Nadia", "Lui faire mener aussi la rencontre")
    judith.answer("Lui faire mener aussi la rencontre")
    nadia.is_told("Vous menez aussi la rencontre.")
    nadia.lead("Demander à enregistrer")
    nadia.answer("Ne rien faire")
    judith.ask_to_record()
    expect(nadia.question).to_contain_text(ASKS)
    nadia.answer("Je refuse")
    _is_not_recorded(judith, nadia)


def test_a_yes_at_the_door_is_for_one_recording(gathering: Gathering) -> None:
    judith = gathering.enter(gathering.stage.judith)[0]
    _record(judith)
    nadia = gathering.at_the_door(gathering.stage.nadia)
    nadia.knock()
    nadia.page.get_by_role("button", name="J’accepte, entrer").click()
    nadia.is_in()
    judith.lead("Arrêter l’enregistrement")
    nadia.is_told("L’enregistrement est arrêté.")
    nadia.press("leave")
    nadia.is_out("Vous êtes sorti·e")
    _record(judith)
    nadia.page.get_by_role("button", name="Revenir").click()
    nadia.is_out("Cette rencontre est enregistrée")


def test_a_key_meant_for_the_messages_answers_no_question(gathering: Gathering) -> None:
    judith, nadia = gathering.enter(gathering.stage.judith, gathering.stage.nadia)
    nadia.press("chat")
    nadia.page.locator("[data-panel=chat] textarea").focus()
    nadia.page.keyboard.type("Bonsoir à")
    judith.ask_to_record()
    expect(nadia.question).to_be_visible()
    nadia.page.keyboard.type(" vous")
    nadia.page.keyboard.press("Enter")
    expect(nadia.question.get_by_role("heading", name=ASKS)).to_be_focused()
    expect(judith.head.get_by_text("on demande à enregistrer")).to_be_visible()
    nadia.page.keyboard.press("Tab")
    nadia.page.keyboard.press("Space")
    _is_recorded(judith, nadia)


def test_a_question_that_is_taken_back_leaves_another_one_open(gathering: Gathering) -> None:
    stage = gathering.stage
    judith, nadia, marcel = gathering.enter(stage.judith, stage.nadia, stage.marcel)
    nadia.press("microphone")
    expect(judith.tile("Nadia").get_by_text("micro coupé")).to_be_attached()
    judith.choose("Nadia", "L’inviter à parler")
    expect(nadia.question).to_contain_text("Judith vous invite à parler")
    judith.ask_to_record()
    expect(nadia.head.get_by_text("on demande à enregistrer")).to_be_attached()
    marcel.answer("Je refuse")
    _is_not_recorded(nadia)
    expect(nadia.question).to_contain_text("Judith vous invite à parler")
    nadia.answer("Ouvrir mon micro")
    expect(nadia.control("microphone")).to_have_text("Couper le micro")
    expect(nadia.question).to_be_hidden()


def test_who_leads_the_meetings_restarts_and_all_are_told_that_the_recording_ended(
    gathering: Gathering,
) -> None:
    stage = gathering.stage
    judith, nadia = gathering.enter(stage.judith, stage.nadia)
    _record(judith, nadia)
    stage.hub.meetings.kill()
    stage.hub.lead()
    for attendant in (judith, nadia):
        expect(attendant.news).to_contain_text("L’enregistrement est arrêté.", timeout=60_000)
    _is_not_recorded(judith, nadia)
