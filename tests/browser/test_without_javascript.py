"""A browser without scripts loses comforts, never words."""

from playwright.sync_api import expect

from protocols import asking
from protocols.models import Consigne
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
