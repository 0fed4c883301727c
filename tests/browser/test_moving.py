"""A message moved to another room leaves one screen and appears on the other; one button brings it back."""

from playwright.sync_api import expect

from rooms import joining, opening
from rooms.models import Room
from tests.browser.conftest import Stage


def test_a_moved_message_leaves_one_open_room_and_comes_to_the_other(stage: Stage) -> None:
    with stage.hub.inside():
        mezza = Room.objects.get(pk=opening.open_mezza("Mezza").pk)
        for person in (stage.nadia, stage.marcel):
            joining.join(person, mezza)
    stage.says(stage.nadia, "Bonjour la maison.", "Au travail.")
    nadia = stage.enter(stage.nadia).is_live()
    here = stage.enter(stage.marcel).is_live()
    there = stage.enter(stage.marcel, "/f/mezza/").is_live()
    here.answer("Bonjour la maison.", "C’était pour Mezza ?")
    nadia.act(nadia.post("Bonjour la maison."), "move")
    nadia.page.get_by_label("Mezza").check()
    nadia.page.get_by_role("button", name="Déplacer").click()
    expect(nadia.page.locator(".undo")).to_contain_text("Déplacé dans « Mezza »")
    here.sees("Bonjour la maison.", times=0)
    there.sees("Bonjour la maison.")
    expect(there.comment("C’était pour Mezza ?")).to_have_count(1)
    nadia.page.get_by_role("button", name="Annuler").click()
    there.sees("Bonjour la maison.", times=0)
    here.sees("Bonjour la maison.")
    nadia.is_live().sees("Bonjour la maison.")
    expect(here.feed).to_have_text(["Au travail.", "Bonjour la maison."])
