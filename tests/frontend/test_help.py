"""« J’ai besoin d’aide » without JavaScript: asked everywhere, answered from the régie."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from frontend import help_page
from frontend.templatetags.house import qr
from people.models import Person
from rooms.helping import asking
from rooms.helping.models import HelpRequest
from rooms.models import Membership, Room
from tests.cast import Cast, says
from tests.frontend.pages import text

ASK, REGIE = "/besoin-d-aide/", "/regie/"
WORD = "Je ne vois plus la consigne."
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


def ways(response: object) -> list[str]:
    """Return the addresses under « J’ai besoin d’aide »."""
    return re.findall(r'href="([^"]*)" data-help-link', text(response))


@pytest.mark.parametrize("page", ["/moi/", "{feed}", "{feed}rencontres/", "/conditions-inconnues/"])
def test_every_page_of_somebody_who_is_in_leads_to_help(at_nadia: Client, feed: str, page: str) -> None:
    assert ways(at_nadia.get(page.format(feed=feed)))


@pytest.mark.parametrize("page", ["/", "/equipe/", "/revenir/", "/r/NIMPORTE/", "/carte/ABCD/"])
def test_whoever_is_not_in_finds_it_at_the_door_and_no_secret_goes_along(stranger: Client, page: str) -> None:
    [way] = ways(stranger.get(page))
    assert "NIMPORTE" not in way
    assert "ABCD" not in way
    assert "Prévenir l’équipe" in text(stranger.get(way))


def test_it_is_asked_in_two_touches_and_told_where_one_was(
    at_nadia: Client, at_awa: Client, at_marcel: Client, feed: str
) -> None:
    [way, *_again] = ways(at_nadia.get(feed))
    assert f'name="de" value="{feed}"' in text(at_nadia.get(way))
    sent = at_nadia.post(ASK, {"de": feed, "word": WORD})
    assert sent.headers["Location"] == f"{feed}#aide"
    for page in (feed, f"{feed}en-attente/", "/moi/", ASK):
        shown = text(at_nadia.get(page))
        assert "L’équipe est prévenue." in shown
        assert WORD in shown
    for nobody in (at_marcel.get(feed), at_awa.get(feed)):
        assert WORD not in text(nobody)
    regie = text(at_awa.get(REGIE))
    for seen in (WORD, "Nadia", "Prises de risque", "1 demande d’aide", "(1) Régie"):
        assert seen in regie
    asked = HelpRequest.objects.get()
    assert f'id="answered-{asked.pk}"' not in text(at_awa.get(REGIE))
    done = at_awa.post(f"{feed}aide/{asked.pk}/repondre/", {"answer": "Elle est tout en haut."})
    assert f'<details class="limits" id="answered-{asked.pk}">' in text(at_awa.get(REGIE))
    assert done.headers["Location"] == f"{REGIE}#aide"
    for page in (feed, "/moi/", "/besoin-d-aide/etat/"):
        shown = text(at_nadia.get(page))
        assert "Awa vous répond :" in shown
        assert "Elle est tout en haut." in shown
    at_nadia.post(f"/besoin-d-aide/{asked.pk}/fini/", {"de": feed})
    assert "Elle est tout en haut." not in text(at_nadia.get(feed))
    assert WORD not in text(at_awa.get(REGIE))


def test_details_go_along_only_with_consent_and_as_they_were_shown(
    at_nadia: Client, at_awa: Client, feed: str
) -> None:
    about = {"de": f"{feed}rencontres/", "ligne": "off", "refus": "C’est trop long."}
    agent = {"User-Agent": FIREFOX}
    form = text(at_nadia.get(ASK, about, headers=agent))
    details = (f"{feed}rencontres/", "Firefox 128", "coupée de la maison", "C’est trop long.")
    for detail in details:
        assert detail in form
    at_nadia.post(ASK, about, headers=agent)
    without = text(at_awa.get(REGIE))
    for detail in details:
        assert detail not in without
    at_nadia.post(ASK, about | {"consent": "1"}, headers=agent)
    regie = text(at_awa.get(REGIE))
    for detail in details:
        assert detail in regie
    assert HelpRequest.objects.count() == 1


def test_what_was_refused_goes_along_from_the_page_that_says_so(at_nadia: Client) -> None:
    refused = at_nadia.get(REGIE)
    [way] = ways(refused)
    assert "La régie est à l’équipe" in text(at_nadia.get(way))


def test_after_a_refused_form_one_is_led_back_to_the_room(at_nadia: Client, feed: str) -> None:
    [way, *_again] = ways(at_nadia.post(f"{feed}publier/", {"body": ""}))
    assert f'name="de" value="{feed}"' in text(at_nadia.get(way))


def test_at_the_door_the_answer_is_read_by_the_browser_that_asked(
    stranger: Client, client: Client, at_awa: Client, cast: Cast
) -> None:
    sent = stranger.post(ASK, {"de": "/", "word": "Mon code ne marche pas."})
    assert sent.headers["Location"] == ASK
    page = text(stranger.get(ASK))
    assert "L’équipe est prévenue." in page
    assert 'http-equiv="refresh"' in page
    stranger.post(ASK, {"de": "/", "word": "Je suis dehors."})
    asked = HelpRequest.objects.get()
    regie = text(at_awa.get(REGIE))
    assert "Quelqu’un à la porte" in regie
    assert "Je suis dehors." in regie
    at_awa.post(f"/f/{cast.mezza.slug}/aide/{asked.pk}/repondre/", {"answer": "J’ouvre."})
    assert "J’ouvre." in text(stranger.get("/equipe/"))
    client.post(f"/besoin-d-aide/{asked.pk}/fini/")
    for elsewhere in (client.get(ASK), client.get("/besoin-d-aide/etat/")):
        assert "J’ouvre." not in text(elsewhere)
    assert "J’ouvre." in text(stranger.get(ASK))
    stranger.post(f"/besoin-d-aide/{asked.pk}/fini/")
    assert "J’ouvre." not in text(stranger.get(ASK))


def test_a_flood_is_told_beside_the_form_with_the_words_kept(
    at_nadia: Client, monkeypatch: pytest.MonkeyPatch, stranger: Client, mezza: Room
) -> None:
    monkeypatch.setattr(asking, "MOST_AN_HOUR", 0)
    monkeypatch.setattr(asking, "MOST_AT_DOOR", 0)
    for browser in (at_nadia, stranger):
        refused = browser.post(ASK, {"word": WORD})
        assert refused.status_code == 422
        assert WORD in text(refused)
    long = at_nadia.post(ASK, {"word": "é" * 700})
    assert long.status_code == 422
    assert "é" * 700 in text(long)


def test_the_team_lets_somebody_back_in_once(
    at_nadia: Client, at_awa: Client, stranger: Client, feed: str
) -> None:
    at_nadia.post(ASK, {"de": feed})
    page = f"{feed}aide/{HelpRequest.objects.get().pk}/rentrer/"
    assert "Faire rentrer Nadia" in text(at_awa.get(page))
    shown = text(at_awa.post(page))
    secret = "".join(re.search(r'<code translate="no">([^<]+)</code>', shown)[1].split("-"))  # type: ignore[index]
    pictures = re.findall(r'<svg role="img"[^>]*>.*?</svg>', shown, re.DOTALL)
    assert pictures == [pictured(f"http://testserver/carte/{secret}/")]
    assert "une fois" in shown
    assert stranger.post(f"/carte/{secret}/").status_code == 302
    assert "Nadia" in text(stranger.get("/moi/"))
    again = stranger.post(f"/carte/{secret}/")
    assert again.status_code == 404
    assert "a déjà servi" in text(again)
    assert "a fait une carte d’un moment pour" in text(at_awa.get(f"{feed}coulisses/"))
    assert at_nadia.get(page).status_code == 403


def pictured(address: str) -> str:
    """Return the picture of ``address`` as a page has it."""
    return re.sub(r"\s+$", "", str(qr(address, "Code QR de la carte")))


def test_whoever_is_at_the_door_is_found_by_name(
    stranger: Client, at_awa: Client, cast: Cast, marcel: Person
) -> None:
    stranger.post(ASK, {"word": "J’ai perdu ma carte."})
    page = f"/f/{cast.mezza.slug}/aide/{HelpRequest.objects.get().pk}/rentrer/"
    assert "J’ai perdu ma carte." in text(at_awa.get(page))
    found = text(at_awa.get(page, {"nom": "marc"}))
    assert f'name="person" value="{marcel.pk}"' in found
    assert "Nadia" not in found
    assert "Personne de ce nom" in text(at_awa.get(page, {"nom": "Zoé"}))
    assert "Faire rentrer Marcel" in text(at_awa.post(page, {"person": marcel.pk}))
    assert at_awa.post(page, {"person": cast.awa.pk}).status_code == 403
    assert at_awa.post(page, {"person": "9" * 30}).status_code == 404


def test_what_is_settled_is_taken_up_again_in_one_touch(at_nadia: Client, at_awa: Client, feed: str) -> None:
    at_nadia.post(ASK, {"de": feed, "word": WORD})
    asked = HelpRequest.objects.get()
    at_awa.post(f"{feed}aide/{asked.pk}/regler/")
    regie = text(at_awa.get(REGIE))
    assert WORD not in regie
    assert "Réglé : Nadia." in regie
    assert "L’équipe a noté que c’est réglé." in text(at_nadia.get(feed))
    at_awa.post(f"{feed}aide/{asked.pk}/reprendre/")
    assert WORD in text(at_awa.get(REGIE))


def test_an_artist_neither_sees_nor_answers_it(at_nadia: Client, at_judith: Client, feed: str) -> None:
    at_nadia.post(ASK, {"de": feed, "word": WORD})
    assert WORD not in text(at_judith.get(REGIE))
    asked = HelpRequest.objects.get()
    assert at_judith.post(f"{feed}aide/{asked.pk}/repondre/", {"answer": "Oui ?"}).status_code == 403


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (FIREFOX, "Firefox 128"),
        (
            "Mozilla/5.0 (iPhone) AppleWebKit/605 (KHTML, like Gecko) Version/17.5 Mobile/15E Safari/604",
            "Safari 17.5",
        ),
        (
            "Mozilla/5.0 (Windows) AppleWebKit/537 (KHTML, like Gecko) Chrome/126.0 Safari/537 Edg/126.0",
            "Edge 126",
        ),
        (
            "Mozilla/5.0 (Android) AppleWebKit/537 (KHTML, like Gecko) Chrome/125.0 Mobile Safari/537",
            "Chrome 125",
        ),
        ("Lynx/2.9", ""),
        ("Firefox/" * 10_000, ""),
    ],
)
def test_a_browser_is_told_by_name_and_version(agent: str, name: str) -> None:
    assert help_page.browser_name(agent) == name


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/carte/ABCD1234/", "/carte/"),
        ("/", "/"),
        ("//ailleurs.example/f/", "/"),
        ("https://ailleurs.example/", "/"),
        ("/f/ici/rencontres/3/?x=1", "/f/ici/rencontres/3/"),
        ("/moi/mots/", "/moi/"),
    ],
)
def test_of_an_address_only_what_opens_nothing_is_told(path: str, told: str) -> None:
    assert help_page.from_page(path) == told


def test_it_speaks_english(at_awa: Client, awa: Person, at_nadia: Client, feed: str) -> None:
    at_nadia.post(ASK, {"de": feed, "word": WORD})
    awa.language = "en"
    awa.save()
    english = {"Accept-Language": "en"}
    with override("en"):
        assert "1 request for help" in text(at_awa.get(REGIE, headers=english))
        assert "I need help" in text(at_awa.get(ASK, headers=english))


def test_the_regie_tells_who_struggles_and_how_fast_words_come(
    at_awa: Client, at_judith: Client, stranger: Client, cast: Cast
) -> None:
    long_ago = timezone.now() - timedelta(minutes=20)
    Membership.objects.filter(room=cast.fabrique).update(joined_at=long_ago)
    says(cast.nadia, cast.fabrique)
    for code in ("NIMPORTE", "ENCORE"):
        stranger.post("/code/", {"code": code})
    regie = text(at_awa.get(REGIE))
    assert "1 message depuis une minute" in regie
    assert re.search(r"Marcel, là depuis .+, n’a encore rien écrit", regie)
    assert "Nadia, là depuis" not in regie
    assert "À la porte, 2 essais n’ont rien ouvert depuis dix minutes." in regie
    assert "À la porte" not in text(at_judith.get(REGIE))
