"""What hosts decide holds for everybody, and nobody's microphone is opened from afar."""

import pytest
from playwright.sync_api import expect

from rooms.meetings.models import Attendance
from tests.browser.meeting.attendant import LIES, Attendant
from tests.browser.meeting.conftest import Gathering
from tests.machine.process import wait_until


def test_who_is_silenced_is_told_and_is_heard_no_more(gathering: Gathering) -> None:
    stage = gathering.stage
    judith, nadia, marcel = gathering.enter(stage.judith, stage.nadia, stage.marcel)
    marcel.receives(pictures=2, voices=2)
    judith.choose("Nadia", "Couper son micro")
    nadia.is_told("a coupé votre micro")
    expect(nadia.control("microphone")).to_have_text("Ouvrir le micro")
    expect(marcel.tile("Nadia").get_by_text("en silence")).to_be_attached()
    nadia.press("microphone")
    nadia.is_told("Levez la main pour demander la parole.")
    expect(nadia.control("microphone")).to_have_text("Ouvrir le micro")
    assert wait_until(lambda: _is_silenced(gathering))
    judith.choose("Nadia", "Lui rendre son micro")
    nadia.is_told("Vous pouvez de nouveau ouvrir votre micro.")
    expect(nadia.control("microphone")).to_have_text("Ouvrir le micro")
    nadia.press("microphone")
    expect(nadia.control("microphone")).to_have_text("Couper le micro")


def _is_silenced(gathering: Gathering) -> bool:
    """Return whether it is written down that Nadia is silenced, which is done behind what she is told."""
    with gathering.stage.hub.inside():
        silenced = Attendance.objects.filter(meeting=gathering.meeting, silenced=True)
        return silenced.filter(person=gathering.stage.nadia).exists()


@pytest.mark.parametrize("how", ["one", "all", "floor"])
def test_who_may_not_speak_is_heard_no_more_even_if_their_page_says_one_thing_and_sends_another(
    gathering: Gathering, how: str
) -> None:
    (judith,) = gathering.enter(gathering.stage.judith)
    (nadia,) = gathering.enter(gathering.stage.nadia, script=LIES)
    nadia.press("microphone")
    expect(judith.tile("Nadia").get_by_text("micro coupé")).to_be_attached()
    judith.receives(pictures=1, voices=1)  # few people meet in a mesh, without a server between them
    _take_the_word(judith, how)
    judith.receives(pictures=1, voices=0)
    judith.hears_nobody()
    assert nadia.speaks()


def _take_the_word(judith: Attendant, how: str) -> None:
    if how == "one":
        judith.choose("Nadia", "Couper son micro")
    else:
        judith.lead("Couper tous les micros" if how == "all" else "Donner la parole un par un")


def test_who_comes_in_while_one_speaks_one_by_one_is_not_heard_whatever_their_page_sends(
    gathering: Gathering,
) -> None:
    (judith,) = gathering.enter(gathering.stage.judith)
    judith.lead("Donner la parole un par un")
    (nadia,) = gathering.enter(gathering.stage.nadia, script=LIES)
    judith.receives(pictures=1, voices=0)
    judith.hears_nobody()
    assert nadia.speaks()


def test_who_is_invited_to_speak_decides_for_themselves_and_a_raised_hand_is_answered(
    gathering: Gathering,
) -> None:
    judith, nadia = gathering.enter(gathering.stage.judith, gathering.stage.nadia)
    nadia.press("microphone")
    expect(judith.tile("Nadia").get_by_text("micro coupé")).to_be_attached()
    judith.choose("Nadia", "L’inviter à parler")
    expect(nadia.question.get_by_role("heading", name="Judith vous invite à parler")).to_be_visible()
    nadia.answer("Pas maintenant")
    expect(nadia.control("microphone")).to_have_text("Ouvrir le micro")
    judith.choose("Nadia", "L’inviter à parler")
    nadia.answer("Ouvrir mon micro")
    expect(nadia.control("microphone")).to_have_text("Couper le micro")
    expect(judith.tile("Nadia").get_by_text("micro coupé")).to_have_count(0)
    judith.lead("Donner la parole un par un")
    nadia.is_told("La parole se demande")
    expect(nadia.control("microphone")).to_have_text("Ouvrir le micro")
    nadia.press("hand")
    judith.choose("Nadia", "Lui donner la parole")
    nadia.is_told("On vous donne la parole")
    expect(nadia.control("hand")).to_have_text("Lever la main")
    nadia.press("microphone")
    expect(nadia.control("microphone")).to_have_text("Couper le micro")


def test_all_microphones_but_the_hosts_are_cut_at_once_and_given_back(gathering: Gathering) -> None:
    stage = gathering.stage
    judith, nadia, marcel = gathering.enter(stage.judith, stage.nadia, stage.marcel)
    judith.lead("Couper tous les micros")
    for attendant in (nadia, marcel):
        attendant.is_told("a coupé votre micro")
    expect(judith.control("microphone")).to_have_text("Couper le micro")
    judith.lead("Rendre tous les micros")
    for attendant in (nadia, marcel):
        attendant.is_told("Vous pouvez de nouveau ouvrir votre micro.")
        expect(attendant.control("microphone")).to_have_text("Ouvrir le micro")
    judith.lead("Couper tous les micros")


def test_who_is_shown_large_is_large_for_everybody(gathering: Gathering) -> None:
    stage = gathering.stage
    judith, nadia, marcel = gathering.enter(stage.judith, stage.nadia, stage.marcel)
    judith.choose("Nadia", "Montrer à tout le monde en grand")
    for attendant in (judith, marcel):
        expect(attendant.page.locator("[data-slot=main] .name")).to_have_text("Nadia")
    expect(nadia.page.locator("[data-slot=main] .name")).to_have_text("Nadia (vous)")


def test_who_is_put_out_is_told_and_cannot_come_back(gathering: Gathering) -> None:
    judith, nadia = gathering.enter(gathering.stage.judith, gathering.stage.nadia)
    judith.choose("Nadia", "Faire sortir")
    expect(judith.question).to_contain_text("ne pourra plus revenir")
    judith.answer("Faire sortir")
    nadia.is_out("On vous a fait sortir")
    expect(nadia.page.locator("[data-do=again]")).to_be_hidden()
    expect(judith.tile("Nadia")).to_have_count(0)
    nadia.page.reload()
    expect(
        nadia.page.get_by_role("heading", name="On vous a fait sortir de cette rencontre.")
    ).to_be_visible()


def test_a_locked_door_lets_nobody_new_in(gathering: Gathering) -> None:
    judith = gathering.enter(gathering.stage.judith)[0]
    judith.lead("Fermer la porte")
    expect(judith.page.locator(".scene-head").get_by_text("porte fermée")).to_be_visible()
    nadia = gathering.at_the_door(gathering.stage.nadia)
    nadia.knock()
    nadia.is_out("La porte est fermée")
    judith.lead("Rouvrir la porte")
    nadia.page.get_by_role("button", name="Essayer encore").click()
    nadia.is_in()


def test_whoever_is_made_a_host_leads_and_who_stands_down_does_not_until_they_lead_again(
    gathering: Gathering,
) -> None:
    judith, nadia = gathering.enter(gathering.stage.judith, gathering.stage.nadia)
    _does_not_lead(nadia, "Judith")
    judith.opens("Judith")
    expect(judith.acts).to_have_text(["Montrer à tout le monde en grand"])  # nobody else could lead
    judith.page.keyboard.press("Escape")
    judith.choose("Nadia", "Lui faire mener aussi la rencontre")
    judith.answer("Lui faire mener aussi la rencontre")
    nadia.is_told("Vous menez aussi la rencontre.")
    judith.choose("Judith", "Ne plus mener la rencontre")
    judith.is_told("Vous ne menez plus la rencontre.")
    nadia.press("people")
    expect(nadia.row("Nadia")).to_contain_text("mène la rencontre")
    expect(nadia.row("Judith")).not_to_contain_text("mène la rencontre")
    _does_not_lead(judith, "Nadia")
    nadia.lead("Fermer la porte")
    expect(judith.page.locator(".scene-head").get_by_text("porte fermée")).to_be_visible()
    judith.press("people")
    judith.row("Judith").get_by_role("button").click()
    judith.acts.filter(has_text="Mener de nouveau").click()
    judith.is_told("Vous menez de nouveau la rencontre.")
    expect(nadia.row("Judith")).to_contain_text("mène la rencontre")
    judith.lead("Rouvrir la porte")


def _does_not_lead(attendant: Attendant, other: str) -> None:
    """Expect none of the hosts' buttons, neither on the page nor in the window about ``other``."""
    attendant.press("more")
    expect(attendant.page.get_by_role("button", name="Terminer pour tout le monde")).to_be_hidden()
    attendant.page.keyboard.press("Escape")
    attendant.opens(other)
    expect(attendant.acts).to_have_text(["Voir en grand"])
    attendant.page.keyboard.press("Escape")


def test_groups_are_of_so_many_people_and_hear_only_themselves_until_they_are_called_back(
    gathering: Gathering,
) -> None:
    stage = gathering.stage
    judith, nadia, marcel = gathering.enter(stage.judith, stage.nadia, stage.marcel)
    judith.press("more")
    size, makes = judith.page.get_by_label("Combien par groupe"), judith.page.locator("#split-makes")
    size.fill("2")
    expect(makes).to_have_text("Cela ne fait pas deux groupes : il y a 2 personnes à répartir.")
    judith.page.get_by_role("button", name="Former les groupes").click()
    expect(size).to_be_focused()
    others = [nadia, marcel, *gathering.enter(gathering.somebody("Ousmane"), gathering.somebody("Léa"))]
    expect(makes).to_have_text("2 groupes de 2 personnes")
    judith.page.get_by_role("button", name="Former les groupes").click()
    for attendant in others:
        attendant.is_told("Vous êtes maintenant dans le groupe")
        expect(attendant.tiles).to_have_count(2)
    expect(nadia.page.locator(".clock")).to_contain_text("encore 10 minutes")
    judith.lead("Rappeler tout le monde")
    for attendant in others:
        expect(attendant.tiles).to_have_count(5)
    nadia.sees("Judith", "Marcel", "Ousmane", "Léa")


def test_the_meeting_ends_for_everybody(gathering: Gathering) -> None:
    judith, nadia = gathering.enter(gathering.stage.judith, gathering.stage.nadia)
    judith.lead("Terminer pour tout le monde")
    judith.answer("Terminer pour tout le monde")
    for attendant in (judith, nadia):
        attendant.is_out("La rencontre est terminée")
    nadia.waits_for(lambda: gathering.now().ended_at is not None, "the end is written down")
    nadia.page.get_by_role("link", name="Relire la rencontre").click()
    expect(nadia.page.get_by_role("heading", name="Ce qui s’est dit")).to_be_visible()
