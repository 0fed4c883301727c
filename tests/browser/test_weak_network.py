"""What you wrote is never lost, and never doubled."""

from playwright.sync_api import expect

from tests.browser.conftest import Stage


def test_a_page_of_which_a_part_was_lost_on_the_way_comes_again_by_itself(stage: Stage) -> None:
    nadia = stage.enter(stage.nadia, before=lambda line: setattr(line, "loses", b"/js/room"))
    expect(nadia.page.locator("html:not(.js) hub-room")).to_have_count(1)
    nadia.line.loses = b""
    nadia.is_live().publish("Me revoilà.")
    nadia.sees("Me revoilà.")


def test_a_page_of_which_a_part_never_comes_nor_fails_comes_again_by_itself(stage: Stage) -> None:
    nadia = stage.enter(stage.nadia, before=lambda line: setattr(line, "swallows", b"/js/room"))
    expect(nadia.page.locator("hub-room[data-live]")).to_have_count(1)
    assert nadia.line.swallows == b""


def test_a_page_of_which_nothing_but_itself_came_comes_again_by_itself(stage: Stage) -> None:
    """So it is when a telephone changes networks while the page loads."""
    nadia = stage.enter(stage.nadia, before=lambda line: setattr(line, "loses", b"GET /static/"))
    expect(nadia.page.locator("hub-room")).to_have_count(1)
    nadia.line.loses = b""
    nadia.is_live()
    assert nadia.page.evaluate("[...document.styleSheets].every(({ cssRules }) => cssRules.length)")


def test_a_page_whose_look_was_lost_on_the_way_comes_again_by_itself(stage: Stage) -> None:
    nadia = stage.enter(stage.nadia, before=lambda line: setattr(line, "loses", b"/css/for-room"))
    expect(nadia.page.locator("hub-room")).to_have_count(1)
    nadia.line.loses = b""
    expect(nadia.page.locator(".desk")).to_have_css("position", "sticky")


def test_what_is_being_written_into_a_page_that_is_not_whole_is_not_taken_away(stage: Stage) -> None:
    nadia = stage.enter(stage.nadia, before=lambda line: setattr(line, "loses", b"/js/room"))
    nadia.box.fill("Sans")
    nadia.line.loses = b""
    nadia.page.wait_for_timeout(2_000)
    expect(nadia.box).to_have_value("Sans")
    nadia.publish("Sans attendre.")
    nadia.sees("Sans attendre.")


def test_what_is_written_offline_survives_a_reload_and_arrives_once_and_in_order(stage: Stage) -> None:
    stage.says(stage.marcel, "Qui est là ?")
    nadia, marcel = stage.enter(stage.nadia).is_live(), stage.enter(stage.marcel).is_live()
    nadia.lose_the_network()
    nadia.publish("Un.")
    nadia.publish("Deux.")
    expect(nadia.post("Deux.").locator("[data-slot=state]")).to_have_text("En attente du réseau")
    expect(nadia.page.locator(".desk [data-slot=link]")).to_have_text(
        "Hors connexion : ce que vous écrivez est gardé ici."
    )
    stage.says(stage.marcel, "Pendant ce temps.")
    nadia.find_the_network()
    nadia.reload()
    nadia.publish("Trois.")
    in_order = ["Qui est là ?", "Pendant ce temps.", "Un.", "Deux.", "Trois."]
    for visitor in (nadia, marcel):
        expect(visitor.feed).to_have_text(in_order)
    expect(nadia.page.locator("[data-ref]")).to_have_count(0)
    assert stage.told() == in_order


def test_a_cut_line_comes_back_by_itself_and_misses_nothing(stage: Stage) -> None:
    nadia = stage.enter(stage.nadia).is_live()
    nadia.lose_the_network()
    stage.says(stage.marcel, "Un.", "Deux.")
    nadia.publish("Trois.")
    nadia.find_the_network()
    expect(nadia.feed).to_have_text(["Un.", "Deux.", "Trois."])
    expect(nadia.page.locator("[data-ref]")).to_have_count(0)
    expect(nadia.page.locator(".desk [data-slot=link]")).to_be_hidden()


def test_a_message_whose_answer_was_lost_is_there_once(stage: Stage) -> None:
    nadia, marcel = stage.enter(stage.nadia).is_live(), stage.enter(stage.marcel).is_live()
    nadia.line.is_deaf = True
    nadia.publish("M’entendez-vous ?")
    marcel.sees("M’entendez-vous ?")
    expect(nadia.post("M’entendez-vous ?")).to_have_attribute("data-state", "sending")
    nadia.line.cut()
    nadia.line.mend()
    expect(nadia.page.locator("[data-ref]")).to_have_count(0)
    nadia.sees("M’entendez-vous ?")
    assert stage.told() == ["M’entendez-vous ?"]


def test_where_no_websocket_passes_everything_still_arrives(stage: Stage) -> None:
    nadia = stage.enter(stage.nadia, before=lambda line: setattr(line, "bars_sockets", True))
    marcel = stage.enter(stage.marcel).is_live()
    nadia.publish("Par le long chemin.")
    marcel.sees("Par le long chemin.")
    marcel.publish("Bien reçu.")
    nadia.sees("Bien reçu.")
    expect(nadia.page.locator("[data-ref]")).to_have_count(0)


def test_a_draft_survives_a_reload(stage: Stage) -> None:
    nadia = stage.enter(stage.nadia).is_live()
    nadia.box.fill("Je n’ai pas fini")
    nadia.reload()
    expect(nadia.box).to_have_value("Je n’ai pas fini")


def test_the_next_person_on_the_telephone_finds_nothing_of_mine(stage: Stage) -> None:
    nadia = stage.enter(stage.nadia).is_live()
    nadia.box.fill("Un secret")
    nadia.context.add_cookies([stage.cookie(stage.marcel, nadia.line)])
    nadia.page.goto(nadia.line.url + stage.path)
    expect(nadia.box).to_have_value("")


def test_the_house_can_close_and_open_again_while_one_writes(stage: Stage) -> None:
    nadia = stage.enter(stage.nadia).is_live()
    stage.hub.kill()
    nadia.publish("Pendant la panne.")
    expect(nadia.post("Pendant la panne.")).to_have_attribute("data-state", "waiting")
    stage.hub.start()
    expect(nadia.page.locator("[data-ref]")).to_have_count(0)
    assert stage.told() == ["Pendant la panne."]


def test_where_no_socket_comes_through_a_page_lives_with_its_first_answer(stage: Stage) -> None:
    marcel = stage.enter(stage.marcel, before=lambda line: setattr(line, "bars_sockets", True)).is_live()
    answered = """performance.getEntriesByType("resource").map(({ name }) => name)
        .filter((name) => name.includes("/events?"))"""
    (first,) = marcel.page.evaluate(answered)
    assert first.endswith("&now=")
    stage.says(stage.nadia, "Par la poste.")
    marcel.sees("Par la poste.")
