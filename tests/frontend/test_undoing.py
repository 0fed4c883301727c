"""One button in the régie takes back what one has decided about a person; the second is told whose it is."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from people.models import Person
from rooms.models import Decision, Room
from rooms.moderation import appealing, reporting
from tests.cast import Cast, fresh_address, says
from tests.frontend.pages import text

REGIE = "/regie/"
Form = dict[str, str]


@pytest.mark.parametrize(
    ("verb", "told", "back"),
    [
        ("silence", "Nadia, en silence dans", "parole"),
        ("silence-dix", "Nadia, en silence jusqu’à", "parole"),
        ("retirer", "Nadia, sorti·e de", "readmettre"),
        ("relire", "Nadia, relu·e dans", "liberer"),
        ("exclure", "Nadia, exclu·e de la maison.", "rouvrir"),
    ],
)
def test_each_act_about_a_person_has_its_way_back_in_the_regie(
    at_awa: Client, cast: Cast, feed: str, verb: str, told: str, back: str
) -> None:
    hers = f"{feed}personnes/{cast.nadia.pk}"
    at_awa.post(f"{hers}/{verb}/", {"why": "Trois insultes."})
    page = text(at_awa.get(REGIE))
    assert told in page
    form = page[page.index(f'action="{hers}/{back}/"') :]
    assert form.startswith(f'action="{hers}/{back}/" data-key="z"')
    pk = Decision.objects.latest("pk").pk
    assert f'name="undoes" value="{pk}"' in form[:600]
    done = at_awa.post(f"{hers}/{back}/", {"from": "regie", "undoes": pk})
    assert done.headers["Location"] == REGIE
    assert told not in text(at_awa.get(REGIE))


@pytest.mark.parametrize(
    ("verb", "sent", "told", "button", "boxes"),
    [
        ("relecture/changer", {"holds": "all"}, "Relecture de", "Remettre comme avant", {"holds": "new"}),
        ("relecture/ralentir", {"seconds": "30"}, "Rythme de", "Remettre comme avant", {"seconds": "60"}),
        ("porte/fermer", {}, "La porte de", "Rouvrir la porte", {}),
    ],
)
def test_each_act_on_a_room_has_its_way_back_in_the_regie_to_what_was_before(
    at_awa: Client, cast: Cast, feed: str, verb: str, sent: Form, told: str, button: str, boxes: Form
) -> None:
    Room.objects.filter(pk=cast.fabrique.pk).update(holds="new", slow=60)
    before = Room.objects.values("holds", "slow", "shut_at").get(pk=cast.fabrique.pk)
    at_awa.post(f"{feed}{verb}/", sent)
    part = text(at_awa.get(REGIE)).split('data-part="undo"', 1)[1]
    assert told in part
    assert button in part
    for name, value in boxes.items():
        assert f'name="{name}" value="{value}"' in part
    action = part.split('action="', 1)[1].split('"', 1)[0]
    pk = Decision.objects.latest("pk").pk
    assert at_awa.post(action, boxes | {"from": "regie", "undoes": str(pk)})["Location"] == REGIE
    assert Room.objects.values("holds", "slow", "shut_at").get(pk=cast.fabrique.pk) == before
    assert told not in text(at_awa.get(REGIE)).split('data-part="undo"', 1)[1]


def test_who_would_undo_what_somebody_else_has_decided_since_is_told_so(
    at_awa: Client, cast: Cast, browser_of: Callable[[Person], Client], feed: str
) -> None:
    at_zoe = browser_of(_zoe())
    hers = f"{feed}personnes/{cast.nadia.pk}"
    at_awa.post(f"{hers}/silence/")
    pk = Decision.objects.latest("pk").pk
    at_zoe.post(f"{hers}/parole/")
    told = at_awa.post(f"{hers}/parole/", {"from": "regie", "undoes": pk})
    assert told.status_code == 403
    assert "Zoé en a décidé depuis" in text(told)


@pytest.mark.parametrize(
    ("verb", "sent", "told", "boxes"),
    [
        ("epingler", {"on": "1"}, "Épinglé : « Un mot. », de Nadia.", 'name="on" value="0"'),
        ("fermer", {"on": "1"}, "Réponses fermées : « Un mot. », de Nadia.", 'name="on" value="0"'),
        ("laisser", {}, "Laissé : « Un mot. », de Nadia.", ""),
        ("deplacer", {}, "Déplacé dans « Mezza » : « Un mot. », de Nadia.", 'name="to"'),
    ],
)
def test_each_act_about_a_post_has_its_way_back_in_the_regie(
    at_awa: Client, cast: Cast, feed: str, verb: str, sent: dict[str, str], told: str, boxes: str
) -> None:
    post = says(cast.nadia, cast.fabrique)
    reporting.report_post(cast.marcel, cast.fabrique.pk, None, post.pk)
    at_awa.post(f"{feed}messages/{post.pk}/{verb}/", sent | {"to": str(cast.mezza.pk)})
    form = _way_back(at_awa)
    assert told in form
    assert boxes in form
    assert _sent(at_awa, form) == REGIE
    assert told not in text(at_awa.get(REGIE))


def test_what_was_moved_is_back_and_its_author_reads_no_more_that_it_left(
    at_awa: Client, at_nadia: Client, cast: Cast, feed: str
) -> None:
    post = says(cast.nadia, cast.fabrique)
    away = f"{feed}messages/{post.pk}/deplacer/"
    for way_back in ("regie", feed):
        left = at_awa.post(away, {"to": cast.mezza.pk})["Location"]
        assert "Mezza" in text(at_nadia.get(f"{feed}#en-attente"))
        at = REGIE if way_back == "regie" else left
        _sent(at_awa, _way_back(at_awa, at))
        post.refresh_from_db()
        assert post.room == cast.fabrique
        assert not appealing.told(cast.fabrique, cast.nadia.pk).exists()
        assert not appealing.told(cast.mezza, cast.nadia.pk).exists()


def test_an_answer_to_who_asked_is_taken_back_and_the_question_is_there_again(
    at_awa: Client, cast: Cast, browser_of: Callable[[Person], Client], feed: str
) -> None:
    at_zoe = browser_of(_zoe())
    post = says(cast.nadia, cast.fabrique)
    at_awa.post(f"{feed}messages/{post.pk}/masquer/")
    hidden = Decision.objects.get(act="hide")
    appealing.ask_again(cast.nadia, cast.fabrique.pk, None, hidden.pk, "Je ne comprends pas.")
    at_zoe.post(f"{feed}decisions/{hidden.pk}/confirmer/", {"whose": cast.nadia.pk})
    assert "Je ne comprends pas." not in text(at_zoe.get(REGIE))
    form = _way_back(at_zoe)
    assert "Décision gardée : « Un mot. », de Nadia." in form
    assert _sent(at_zoe, form) == REGIE
    assert "Je ne comprends pas." in text(at_zoe.get(REGIE))
    at_zoe.post(f"{feed}decisions/{hidden.pk}/confirmer/", {"whose": cast.nadia.pk})
    at_awa.post(f"{feed}messages/{post.pk}/retablir/")
    refused = at_zoe.post(
        f"{feed}decisions/{Decision.objects.filter(act='uphold').latest('pk').pk}/regarder/"
    )
    assert refused.status_code == 403
    assert "Awa en a décidé depuis" in text(refused)


def _zoe() -> Person:
    return Person.objects.create_user(fresh_address(), "douze signes au moins", name="Zoé", is_staff=True)


def _way_back(client: Client, page: str = REGIE) -> str:
    """Return the form that undoes the newest decision, as ``page`` has it."""
    drawn = text(client.get(page))
    mark = 'data-key="z"' if page == REGIE else 'class="note undo"'
    start = drawn.rindex("<form", 0, drawn.index(mark))
    return drawn[start : drawn.index("</form>", start)]


def _sent(client: Client, form: str) -> str:
    """Send ``form`` with its hidden boxes; return where that leads."""
    found = re.search(r'action="([^"]+)"', form)
    assert found
    boxes = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form))
    return client.post(found[1], boxes)["Location"]
