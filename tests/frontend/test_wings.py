"""Actions of the team by forms (hide, restore, quiet, remove, help), which nobody else may do."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from people import cards
from people.models import Person
from rooms.models import Decision, Membership, Room
from tests.cast import answers, says
from tests.frontend.pages import publish, text


def test_what_staff_hide_leaves_the_room_and_comes_back_from_the_wings(
    at_awa: Client, at_nadia: Client, marcel: Person, fabrique: Room, feed: str
) -> None:
    post = says(marcel, fabrique, "Déplacé.")
    comment = answers(marcel, says(marcel, fabrique), "Blessant.")
    at_awa.post(f"{feed}messages/{post.pk}/masquer/", {"why": "Pas ici."})
    at_awa.post(f"{feed}reponses/{comment.pk}/masquer/")
    assert "Déplacé." not in text(at_nadia.get(feed))
    assert "Blessant." not in text(at_nadia.get(feed))
    wings = text(at_awa.get(f"{feed}coulisses/"))
    for seen in ("Déplacé.", "Blessant.", "Pas ici.", "Awa", "a masqué", "un message de Marcel"):
        assert seen in wings
    at_awa.post(f"{feed}messages/{post.pk}/retablir/")
    at_awa.post(f"{feed}reponses/{comment.pk}/retablir/")
    assert "Déplacé." in text(at_nadia.get(feed))
    assert "Blessant." in text(at_nadia.get(feed))


def test_staff_quiet_and_give_the_voice_back_with_a_reason(
    at_awa: Client, at_nadia: Client, nadia: Person, awa: Person, fabrique: Room, feed: str
) -> None:
    at_awa.post(f"{feed}personnes/{nadia.pk}/silence/", {"why": "Trop fort."})
    assert publish(at_nadia, fabrique, "Non.").status_code == 403
    decision = Decision.objects.get()
    assert (decision.by, decision.person, decision.why) == (awa, nadia, "Trop fort.")
    at_awa.post(f"{feed}personnes/{nadia.pk}/parole/")
    assert publish(at_nadia, fabrique, "Oui.").status_code == 302


@pytest.mark.parametrize(
    ("verb", "undo", "told"),
    [
        ("silence", "parole", "Nadia lit et n’écrit plus ici."),
        ("retirer", "readmettre", "Nadia n’est plus ici."),
    ],
)
def test_what_is_decided_from_a_message_is_told_there_with_its_undo(
    at_awa: Client, nadia: Person, fabrique: Room, feed: str, verb: str, undo: str, told: str
) -> None:
    post = says(nadia, fabrique)
    response = at_awa.post(f"{feed}personnes/{nadia.pk}/{verb}/", {"from": post.pk})
    assert response.headers["Location"].endswith(f"#message-{post.pk}")
    page = text(at_awa.get(response.headers["Location"]))
    assert told in page
    way = re.search(
        rf'<form class="note undo" method="post" action="({feed}personnes/{nadia.pk}/{undo}/)"', page
    )
    assert way
    back = at_awa.post(way[1], {"from": post.pk})
    assert back.headers["Location"] == f"{feed}#message-{post.pk}"
    assert told not in text(at_awa.get(response.headers["Location"]))


def test_staff_remove_and_readmit(at_awa: Client, at_nadia: Client, nadia: Person, feed: str) -> None:
    at_awa.post(f"{feed}personnes/{nadia.pk}/retirer/")
    assert at_nadia.get(feed).status_code == 403
    at_awa.post(f"{feed}personnes/{nadia.pk}/readmettre/")
    assert at_nadia.get(feed).status_code == 200


def test_staff_show_a_stuck_person_a_way_in_that_opens_once(at_awa: Client, nadia: Person, feed: str) -> None:
    page = at_awa.post(f"{feed}personnes/{nadia.pk}/aide/")
    secret = re.search(r"<code[^>]*>([\w-]{19})</code>", text(page))
    assert secret
    assert "no-store" in page.headers["Cache-Control"]
    assert cards.enter_with(secret[1]) == nadia


def test_staff_make_an_artist_of_who_leads(
    at_awa: Client, browser_of: Callable[[Person], Client], nadia: Person, fabrique: Room, feed: str
) -> None:
    at_awa.post(f"{feed}personnes/{nadia.pk}/artiste/")
    assert browser_of(nadia).get(f"{feed}reglages/").status_code == 200
    at_awa.post(f"{feed}personnes/{nadia.pk}/participant/")
    assert Membership.objects.get(room=fabrique, person=nadia).role == "participant"


@pytest.mark.parametrize("verb", ["silence", "retirer", "aide", "artiste"])
def test_the_team_is_out_of_its_own_reach(at_awa: Client, awa: Person, feed: str, verb: str) -> None:
    at_awa.get(feed)  # now a member too
    assert at_awa.post(f"{feed}personnes/{awa.pk}/{verb}/").status_code == 404


@pytest.mark.parametrize(
    "verb", ["silence", "parole", "retirer", "readmettre", "aide", "artiste", "participant"]
)
def test_nobody_else_may_touch_a_standing(
    at_nadia: Client, at_judith: Client, marcel: Person, feed: str, verb: str
) -> None:
    for browser in (at_nadia, at_judith):
        response = browser.post(f"{feed}personnes/{marcel.pk}/{verb}/")
        assert response.status_code == 403
        assert "Seule l’équipe peut faire cela." in text(response)


def test_the_wings_are_for_the_team(at_nadia: Client, at_judith: Client, feed: str) -> None:
    for browser in (at_nadia, at_judith):
        assert browser.get(f"{feed}coulisses/").status_code == 403


def test_staff_renew_the_code_and_shut_and_open_the_door_by_buttons_of_one_form(
    at_awa: Client, awa: Person, fabrique: Room, feed: str
) -> None:
    before = fabrique.code
    to = re.findall(r'action="(/f/[^"]*/porte/[^"]*)"', text(at_awa.get(f"{feed}coulisses/")))
    assert to == [f"{feed}porte/renouveler/", f"{feed}porte/fermer/"]
    sent = [at_awa.post(address, {"why": "Un robot."}, follow=True) for address in to]
    assert "Le code est nouveau" in text(sent[0])
    assert "La porte est fermée" in text(sent[1])
    fabrique.refresh_from_db()
    assert (fabrique.code == before, fabrique.shut_at is None) == (False, False)
    assert set(Decision.objects.values_list("act", "why", "by")) == {
        ("renew", "Un robot.", awa.pk),
        ("shut", "Un robot.", awa.pk),
    }
    at_awa.post(f"{feed}porte/rouvrir/")
    fabrique.refresh_from_db()
    assert fabrique.shut_at is None


def test_only_the_team_has_the_key_of_the_door(
    at_nadia: Client, at_judith: Client, at_awa: Client, feed: str
) -> None:
    for browser in (at_nadia, at_judith):
        assert browser.post(f"{feed}porte/fermer/").status_code == 403
    assert at_awa.post(f"{feed}porte/enfoncer/").status_code == 404


@pytest.mark.parametrize(
    ("verb", "told", "back", "undone"),
    [
        ("silence", "Nadia, en silence dans", "parole", "Nadia peut de nouveau écrire ici."),
        ("retirer", "Nadia, sorti·e de", "readmettre", "Nadia peut revenir ici."),
        ("relire", "Nadia, relu·e dans", "liberer", "Nadia n’est plus relu·e ici."),
        ("exclure", "Nadia, exclu·e de la maison.", "rouvrir", "La maison est rouverte à Nadia."),
    ],
)
def test_what_is_decided_in_the_wings_is_told_there_with_its_undo(
    at_awa: Client, nadia: Person, feed: str, verb: str, told: str, back: str, undone: str
) -> None:
    hers = f"{feed}personnes/{nadia.pk}/"
    done = at_awa.post(f"{hers}{verb}/", {"why": "Trois insultes."})
    page = text(at_awa.get(done.headers["Location"]))
    assert told in page
    undo = page[page.index("regie-undo") :]
    assert f'action="{hers}{back}/"' in undo
    assert 'name="from" value="coulisses"' in undo
    there = at_awa.post(f"{hers}{back}/", {"from": "coulisses"}).headers["Location"]
    assert there == f"{feed}coulisses/#personne-{nadia.pk}"
    page = text(at_awa.get(there))
    assert undone in page
    assert told not in page
    assert undone not in text(at_awa.get(there))


@pytest.mark.parametrize(
    ("verb", "told"),
    [
        ("dire", "C’est dit à Nadia, qui seul·e le lit."),
        ("artiste", "Nadia mène désormais cette fabrique."),
        ("participant", "Nadia ne mène pas cette fabrique."),
        ("masquer-tout", "Vous avez masqué d’un coup les textes de Nadia"),
    ],
)
def test_each_act_about_a_person_is_told_in_the_wings(
    at_awa: Client, nadia: Person, fabrique: Room, feed: str, verb: str, told: str
) -> None:
    says(nadia, fabrique)
    done = at_awa.post(f"{feed}personnes/{nadia.pk}/{verb}/", {"told": "Moins fort, s’il vous plaît."})
    assert told in text(at_awa.get(done.headers["Location"]))


def test_what_is_brought_back_from_the_wings_is_told_there(
    at_awa: Client, nadia: Person, fabrique: Room, feed: str
) -> None:
    post = says(nadia, fabrique)
    answer = answers(nadia, says(nadia, fabrique))
    for shown in (f"messages/{post.pk}", f"reponses/{answer.pk}"):
        at_awa.post(f"{feed}{shown}/masquer/")
        page = text(at_awa.get(f"{feed}coulisses/"))
        form = page[page.index(f'action="{feed}{shown}/retablir/"') :]
        place = re.search(r'name="from" value="(\w+)"', form[: form.index("</form>")])
        assert place
        back = at_awa.post(f"{feed}{shown}/retablir/", {"from": place[1]}).headers["Location"]
        assert back == f"{feed}coulisses/"
        assert "C’est rétabli" in text(at_awa.get(back))


def test_the_undo_of_words_in_the_wings_leads_back_there(
    at_awa: Client, nadia: Person, fabrique: Room, feed: str
) -> None:
    post = says(nadia, fabrique)
    answer = answers(nadia, says(nadia, fabrique))
    for held in (f"messages/{post.pk}", f"reponses/{answer.pk}"):
        at_awa.post(f"{feed}{held}/retenir/")
        back = at_awa.post(f"{feed}{held}/publier/", {"from": "coulisses"})
        assert back.headers["Location"] == f"{feed}coulisses/"
    at_awa.post(f"{feed}personnes/{nadia.pk}/masquer-tout/")
    back = at_awa.post(f"{feed}vagues/{fabrique.clearings.get().pk}/rendre/", {"from": "coulisses"})
    assert back.headers["Location"] == f"{feed}coulisses/"
