"""What limits a room or somebody, on pages: pace, list of words, silence, the house, what a flood wrote."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from people import cards
from people.models import Person
from rooms import joining, posting
from rooms.models import Membership, Room
from rooms.moderation import barring, floods, limiting
from tests.cast import Cast, says
from tests.frontend.pages import box, is_invalid, publish, text

PACE = "Ici, un message toutes les 30 secondes."
NEXT = "Le prochain peut partir à "


@pytest.fixture
def slowed(cast: Cast) -> Room:
    """The fabrique, where a participant writes once in thirty seconds."""
    limiting.slow_room(cast.awa, cast.fabrique.pk, None, 30)
    return cast.fabrique


def test_the_page_tells_the_pace_and_when_the_next_message_may_leave(
    at_nadia: Client, at_awa: Client, slowed: Room, feed: str
) -> None:
    before = text(at_nadia.get(feed))
    assert PACE in before
    assert NEXT not in before
    publish(at_nadia, slowed, "Un mot.")
    after = text(at_nadia.get(feed))
    assert f"{PACE} {NEXT}" in after
    assert PACE not in text(at_awa.get(feed))


def test_what_came_too_soon_stays_in_its_box_and_says_when_it_may_leave(
    at_nadia: Client, slowed: Room, feed: str
) -> None:
    publish(at_nadia, slowed, "Un mot.")
    refused = publish(at_nadia, slowed, "Encore un mot.")
    assert refused.status_code == 429
    assert "Encore un mot.</textarea>" in text(refused)
    assert "Celui-ci est gardé" in text(refused)


def test_the_team_sets_the_pace_in_the_wings_and_reads_it_in_the_regie(
    at_awa: Client, at_nadia: Client, fabrique: Room, feed: str
) -> None:
    done = at_awa.post(f"{feed}relecture/ralentir/", {"seconds": "300"})
    assert done.headers["Location"] == f"{feed}coulisses/#rythme"
    assert "</b> a réglé le rythme des messages" in text(at_awa.get(f"{feed}coulisses/"))
    assert "Ici, un message toutes les 5 minutes." in text(at_awa.get("/regie/"))
    assert at_nadia.post(f"{feed}relecture/ralentir/", {"seconds": "0"}).status_code == 403
    assert at_awa.post(f"{feed}relecture/ralentir/", {"seconds": "9999"}).status_code == 403
    for nonsense in ("", "trente", "3.5"):
        assert at_awa.post(f"{feed}relecture/ralentir/", {"seconds": nonsense}).status_code == 404
    at_awa.post(f"{feed}relecture/ralentir/", {"seconds": "0"})
    assert 'class="pace" data-spoke="" hidden' in text(at_nadia.get(feed))


def test_the_pace_is_told_in_english(
    browser_of: Callable[[Person], Client], cast: Cast, slowed: Room, feed: str
) -> None:
    posting.publish(cast.nadia, slowed.pk, uuid4(), "Un mot.")
    cast.nadia.language = "en"
    cast.nadia.save()
    with override("en"):
        page = text(browser_of(cast.nadia).get(feed, headers={"Accept-Language": "en"}))
    assert "Here, one message every 30 seconds. The next can leave at " in page


def test_the_team_writes_the_list_of_words_on_a_page_of_the_regie(
    at_awa: Client, at_nadia: Client, fabrique: Room, feed: str
) -> None:
    assert "/regie/liste-de-mots/" in text(at_awa.get("/regie/"))
    at_awa.post("/regie/liste-de-mots/", {"body": "abruti\r\n\r\nsale type"})
    assert box(at_awa.get("/regie/liste-de-mots/"), "body") == "abruti\nsale type"
    assert publish(at_nadia, fabrique, "Quel ABRUTI !").headers["Location"] == f"{feed}#en-attente"
    mine = text(at_nadia.get(feed))
    assert "En attente de l’équipe" in mine
    assert "un mot de la liste" not in mine
    assert "un mot de la liste" in text(at_awa.get("/regie/"))


def test_a_refused_list_stays_in_its_box(at_awa: Client, cast: Cast) -> None:
    refused = at_awa.post("/regie/liste-de-mots/", {"body": "abruti\n.*"})
    assert refused.status_code == 422
    assert box(refused, "body") == "abruti\n.*"
    assert is_invalid(refused, "body")


def test_the_list_is_the_teams(at_nadia: Client, browser_of: Callable[[Person], Client], cast: Cast) -> None:
    for browser in (at_nadia, browser_of(cast.judith)):
        assert browser.get("/regie/liste-de-mots/").status_code == 403
        assert browser.post("/regie/liste-de-mots/", {"body": "abruti"}).status_code == 403


def test_somebody_is_quieted_for_ten_minutes_and_reads_until_when(
    at_awa: Client, at_nadia: Client, cast: Cast, feed: str
) -> None:
    person = f"{feed}personnes/{cast.nadia.pk}/"
    assert f"{person}silence-dix/" in text(at_awa.get(f"{feed}coulisses/"))
    at_awa.post(f"{person}silence-dix/", {"why": "Doucement."})
    assert "en silence jusqu’à" in text(at_awa.get(f"{feed}coulisses/"))
    page = text(at_nadia.get(feed))
    assert "mis en silence ici jusqu’à" in page
    assert "Répondre à l’équipe" in page
    Membership.objects.filter(room=cast.fabrique, person=cast.nadia).update(quieted_until=timezone.now())
    assert "data-composer" in text(at_nadia.get(feed))
    assert "en silence jusqu’à" not in text(at_awa.get(f"{feed}coulisses/"))


def test_from_a_post_somebody_is_quieted_for_an_hour_with_the_way_back(
    at_awa: Client, cast: Cast, feed: str
) -> None:
    post = says(cast.nadia, cast.fabrique)
    assert f"{feed}personnes/{cast.nadia.pk}/silence-heure/" in text(at_awa.get(feed))
    done = at_awa.post(f"{feed}personnes/{cast.nadia.pk}/silence-heure/", {"why": "", "from": str(post.pk)})
    told = text(at_awa.get(done.headers["Location"]))
    assert f"{feed}personnes/{cast.nadia.pk}/parole/" in told


def test_who_is_barred_reads_why_and_whom_to_write_to_wherever_they_come_in(
    at_awa: Client, at_nadia: Client, stranger: Client, cast: Cast, feed: str
) -> None:
    secret = cards.make(cast.nadia)
    person = f"{feed}personnes/{cast.nadia.pk}/"
    assert f'href="{person}exclure/"' in text(at_awa.get(f"{feed}coulisses/"))
    assert "quelque chose à reprendre" not in text(at_awa.get(f"{person}exclure/"))
    asked = at_awa.post(f"{person}exclure/", {"why": ""})
    assert asked.status_code == 422
    assert is_invalid(asked, "why")
    assert text(asked).count("quelque chose à reprendre") == 1
    assert at_nadia.get("/").status_code == 200
    at_awa.post(f"{person}exclure/", {"why": "Trois insultes ce soir."})
    assert "exclu·e de la maison" in text(at_awa.get(f"{feed}coulisses/"))
    for address in ("/", feed, "/mes-espaces/", f"/r/{cast.fabrique.code}/", f"/carte/{secret}/"):
        page = at_nadia.get(address)
        assert page.status_code == 403, address
        for seen in ("Trois insultes ce soir.", "/mentions-legales/"):
            assert seen in text(page), address
    given_back = text(publish(at_nadia, cast.fabrique, "Je voulais dire ceci."))
    assert "Je voulais dire ceci." in given_back
    assert "Trois insultes ce soir." in text(stranger.post("/revenir/", {"secret": secret}))
    at_awa.post(f"{person}rouvrir/", {"why": ""})
    assert at_nadia.get(feed).status_code == 200


def test_who_is_barred_asks_somebody_else_of_the_team_to_look(
    at_awa: Client, at_nadia: Client, browser_of: Callable[[Person], Client], cast: Cast, feed: str
) -> None:
    zoe = Person.objects.create_user("zoe@maison.example", "douze signes", name="Zoé", is_staff=True)
    person = f"{feed}personnes/{cast.nadia.pk}/"
    at_awa.post(f"{person}exclure/", {"why": "Trois insultes ce soir."})
    assert "/exclusion/revoir/" in text(at_nadia.get("/"))
    at_nadia.post("/exclusion/revoir/", {"word": "C’était une citation."})
    assert "L’équipe vous répondra ici" in text(at_nadia.get("/"))
    regie = text(browser_of(zoe).get("/regie/"))
    assert "C’était une citation." in regie
    assert "Exclu de la maison par Awa" in regie
    browser_of(zoe).post(f"{person}rouvrir/")
    assert "L’équipe vous a rouvert la maison" in text(at_nadia.get(feed))


def test_nobody_else_asks_from_outside(at_nadia: Client, stranger: Client) -> None:
    for browser in (at_nadia, stranger):
        assert browser.post("/exclusion/revoir/", {"word": "Moi aussi."})["Location"] == "/"


def test_one_of_the_team_who_is_barred_reads_it_where_they_sign_in(stranger: Client, cast: Cast) -> None:
    other = Person.objects.create_user("zoe@maison.example", "douze signes", name="Zoé", is_staff=True)
    barring.bar(cast.awa, cast.fabrique.pk, None, other.pk, True, "On en parle demain.")
    form = {"email": "zoe@maison.example", "password": "douze signes"}
    assert "On en parle demain." in text(stranger.post("/equipe/", form))
    wrong = stranger.post("/equipe/", form | {"password": "autre"})
    assert "On en parle demain." not in text(wrong)


def test_a_flood_is_cleared_and_brought_back_from_the_regie(
    at_awa: Client, at_marcel: Client, at_nadia: Client, cast: Cast, feed: str
) -> None:
    for number in range(floods.MUCH):
        says(cast.nadia, cast.fabrique, f"Vague {number}.")
    regie = text(at_awa.get("/regie/"))
    hide = f"{feed}personnes/{cast.nadia.pk}/masquer-tout/"
    assert hide in regie
    assert f"Masquer les {floods.MUCH} textes de Nadia depuis une heure" in regie
    at_awa.post(hide, {"why": ""})
    assert "Vague 0." not in text(at_marcel.get(feed))
    assert "Vous avez masqué d’un coup les textes de Nadia" in text(at_awa.get("/regie/"))
    back = f"{feed}vagues/{cast.fabrique.clearings.get().pk}/rendre/"
    assert at_nadia.post(back).status_code == 403
    assert at_awa.post(back).headers["Location"] == "/regie/"
    assert "Vague 0." in text(at_marcel.get(feed))
    assert back not in text(at_awa.get("/regie/"))


def test_the_key_that_undoes_takes_nothing_back_of_somebody_elses(
    at_awa: Client, browser_of: Callable[[Person], Client], cast: Cast, feed: str
) -> None:
    for number in range(floods.MUCH):
        says(cast.nadia, cast.fabrique, f"Vague {number}.")
    at_awa.post(f"{feed}personnes/{cast.nadia.pk}/masquer-tout/", {"why": ""})
    back = f'action="{feed}vagues/{cast.fabrique.clearings.get().pk}/rendre/"'
    other = Person.objects.create_user(
        "ines@example.org", "douze signes au moins", name="Inès", is_staff=True
    )
    assert f'{back} data-key="z"' in text(at_awa.get("/regie/"))
    theirs = text(browser_of(other).get("/regie/"))
    assert back in theirs
    assert f'{back} data-key="z"' not in theirs


def test_what_came_by_a_code_is_cleared_though_the_code_is_another_by_now(
    at_awa: Client, at_marcel: Client, cast: Cast, feed: str
) -> None:
    code = cast.fabrique.code or ""
    guest = Person.objects.arrive("Hôte")
    joining.join(guest, cast.fabrique)
    assert f"{feed}vagues/masquer/" not in text(at_awa.get("/regie/"))
    for _time in range(floods.MUCH):
        says(guest, cast.fabrique, "Vague.")
    at_awa.post(f"{feed}porte/renouveler/", {"why": ""})
    assert f'name="code" value="{code}"' in text(at_awa.get("/regie/"))
    at_awa.post(f"{feed}vagues/masquer/", {"code": code, "why": ""})
    assert "Vague." not in text(at_marcel.get(feed))
    assert at_awa.post(f"{feed}vagues/masquer/", {"code": "AUTRE", "why": ""}).status_code == 403
    assert at_marcel.post(f"{feed}vagues/masquer/", {"code": code}).status_code == 403


def test_the_regie_tells_who_came_and_who_bears_almost_the_name_of_somebody_put_out(
    at_awa: Client, at_judith: Client, cast: Cast, feed: str
) -> None:
    Membership.objects.update(joined_at=timezone.now() - timedelta(days=1))
    assert "depuis un quart d’heure" not in text(at_awa.get("/regie/"))
    at_awa.post(f"{feed}personnes/{cast.marcel.pk}/retirer/")
    for name in ("Màrcel", "Ondine"):
        joining.join(Person.objects.arrive(name), cast.fabrique)
    regie = text(at_awa.get("/regie/"))
    assert "2 arrivées depuis un quart d’heure" in regie
    assert regie.index("porte presque le nom de Marcel") < regie.rindex("Ondine,")
    assert regie.count("porte presque le nom") == 1
    assert "depuis un quart d’heure" not in text(at_judith.get("/regie/"))  # who comes in is the team's
