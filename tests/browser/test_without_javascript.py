"""A browser without scripts loses comforts, never words."""

from playwright.sync_api import expect

from protocols import asking
from protocols.models import Consigne
from rooms import posting
from rooms.moderation import approving
from tests.browser.conftest import Stage


def test_join_read_write_answer_react_and_hand_in(stage: Stage) -> None:
    stage.says(stage.marcel, "Qui vient ?")
    with stage.hub.inside():
        asking.pin(stage.judith, stage.fabrique.pk, None, "Une prise de risque", "Un geste.", [])
        asked = Consigne.objects.get(room=stage.fabrique)
    marcel = stage.enter(stage.marcel).is_live()
    zoe = stage.enter(None, f"/r/{stage.fabrique.code}/", java_script_enabled=False)
    zoe.page.locator("[name=name]").fill("Zoé")
    zoe.page.locator("main form button").first.click()
    zoe.sees("Qui vient ?")
    zoe.publish("Bonjour.")
    zoe.answer("Qui vient ?", "Moi.")
    zoe.react("Qui vient ?", "merci")
    zoe.page.goto(f"{zoe.line.url}{stage.path}protocoles/ecrire/{asked.pk}/")
    zoe.page.locator("[name=title]").fill("Traverser au rouge")
    zoe.page.locator("[name=steps]").first.fill("Attendez le vert.")
    zoe.page.get_by_role("button", name="Remettre mon protocole").click()
    for visitor in (zoe, marcel):
        visitor.sees("Bonjour.")
        visitor.sees("Traverser au rouge")
        expect(visitor.comment("Moi.")).to_have_count(1)
        expect(visitor.sign("Qui vient ?", "merci")).to_contain_text("1")


def test_an_artist_publishes_what_waits_pins_it_and_closes_its_answers(stage: Stage) -> None:
    with stage.hub.inside():
        approving.hold_room(stage.awa, stage.fabrique.pk, None, "all")
        posting.publish(stage.nadia, stage.fabrique.pk, None, "Une phrase qui attend.")
    desk = stage.enter(stage.judith, "/regie/", java_script_enabled=False).page
    desk.locator(".piece").get_by_role("button", name="Publier").click()
    for act, done in (("Épingler", "Décrocher"), ("Fermer les réponses", "Rouvrir les réponses")):
        desk.locator(".goes").get_by_role("button", name=act).click()
        expect(desk.locator(".goes").get_by_role("button", name=done)).to_be_visible()
    assert stage.told() == ["Une phrase qui attend."]
    nadia = stage.enter(stage.nadia, java_script_enabled=False).page
    expect(nadia.locator("#feed")).to_contain_text("Une phrase qui attend.")
    expect(nadia.locator("#feed").get_by_role("button", name="Répondre")).to_have_count(0)
