"""Cards, the team's door, and what happens to one's words when the session or the page is too old."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from frontend import attempts
from people import cards
from people.models import Person
from rooms.models import Post, Room
from tests.cast import says
from tests.frontend.asking import asked, box, is_invalid, publish, text

PASSWORD = "douze signes au moins"


def test_a_card_is_shown_once_with_its_secret_and_its_drawing(at_nadia: Client, nadia: Person) -> None:
    page = at_nadia.post("/carte/")
    secret = re.search(r"<code[^>]*>([\w-]{19})</code>", text(page))
    assert secret
    assert cards.owner(secret[1]) == nadia
    assert "<svg" in text(page)
    assert "no-store" in page.headers["Cache-Control"]
    assert secret[1] not in text(at_nadia.get("/carte/"))


def test_looking_at_a_card_spends_nothing_and_the_button_enters(stranger: Client, nadia: Person) -> None:
    secret = cards.help_in(nadia)
    for _scanner in range(3):
        assert "C’est bien vous, Nadia\u202f?" in text(stranger.get(f"/carte/{secret}/"))
    assert "_auth_user_id" not in stranger.session
    stranger.post(f"/carte/{secret}/")
    assert stranger.session["_auth_user_id"] == str(nadia.pk)


def test_a_single_use_card_opens_once(stranger: Client, nadia: Person) -> None:
    secret = cards.help_in(nadia)
    stranger.post(f"/carte/{secret}/")
    response = Client().post(f"/carte/{secret}/")
    assert response.status_code == 404
    assert "Ce secret n’ouvre rien, ou plus rien." in text(response)


def test_a_secret_copied_by_hand_is_read_as_it_was_written(stranger: Client, nadia: Person) -> None:
    secret = cards.make(nadia)
    copied = f" {cards.in_groups(secret).lower()} "
    assert stranger.post("/revenir/", {"secret": copied}).headers["Location"] == f"/carte/{secret.lower()}/"


@pytest.mark.parametrize("secret", ["", "NOPE", "é🙂", "Z" * 10_000, "../../etc"])
def test_an_unknown_secret_is_told_beside_its_box(stranger: Client, nadia: Person, secret: str) -> None:
    response = stranger.post("/revenir/", {"secret": secret})
    assert response.status_code == 422
    assert is_invalid(response, "secret")
    assert box(response, "secret") == secret


def test_whoever_guesses_cards_must_rest(stranger: Client, nadia: Person) -> None:
    for _guess in range(attempts.MOST["secret"]):
        stranger.get("/carte/0000000000000000/")
    response = stranger.get(f"/carte/{cards.make(nadia)}/")
    assert response.status_code == 429


def test_the_team_enters_with_an_address_and_a_password(stranger: Client, awa: Person) -> None:
    stranger.post("/equipe/", {"email": "AWA@maison.example", "password": PASSWORD})
    assert stranger.session["_auth_user_id"] == str(awa.pk)


def test_a_wrong_password_keeps_the_address_and_never_the_password(stranger: Client, awa: Person) -> None:
    response = stranger.post("/equipe/", {"email": awa.email, "password": "tout autre chose"})
    assert response.status_code == 422
    assert "L’adresse ou le mot de passe ne va pas." in text(response)
    assert box(response, "email") == awa.email
    assert "tout autre chose" not in text(response)


def test_whoever_guesses_passwords_must_rest(stranger: Client, awa: Person) -> None:
    for _guess in range(attempts.MOST["email"]):
        stranger.post("/equipe/", {"email": awa.email, "password": "non"})
    assert stranger.post("/equipe/", {"email": awa.email, "password": PASSWORD}).status_code == 429


def test_coming_in_changes_the_name_of_the_session(stranger: Client, fabrique: Room, nadia: Person) -> None:
    stranger.get(f"/f/{fabrique.slug}/")  # the page that was wanted is kept in a session
    before = stranger.session.session_key
    stranger.post(f"/carte/{cards.make(nadia)}/")
    assert stranger.session.session_key != before


def test_going_out_warns_those_who_cannot_come_back(at_nadia: Client, nadia: Person) -> None:
    assert "vous ne pourrez plus revenir sous ce nom" in text(at_nadia.get("/moi/"))
    cards.make(nadia)
    assert "vous ne pourrez plus revenir" not in text(at_nadia.get("/moi/"))
    assert "Vous êtes sorti·e." in text(at_nadia.post("/sortir/", follow=True))
    assert "_auth_user_id" not in at_nadia.session


def test_the_page_that_was_wanted_is_shown_after_coming_in(
    stranger: Client, nadia: Person, feed: str
) -> None:
    assert "entrez d’abord" in text(stranger.get(feed, follow=True))
    assert stranger.post(f"/carte/{cards.make(nadia)}/").headers["Location"] == feed


def test_words_posted_after_the_session_expired_wait_in_the_composer(
    stranger: Client, nadia: Person, fabrique: Room, feed: str
) -> None:
    lost = publish(stranger, fabrique, "Écrit avec soin,\nsur deux lignes.")
    assert lost.status_code == 403
    assert "rien n’est perdu" in text(lost)
    assert "Écrit avec soin,\nsur deux lignes." in text(lost)
    assert not Post.objects.exists()
    back = stranger.post(f"/carte/{cards.make(nadia)}/", follow=True)
    assert back.redirect_chain[0][0] == feed
    assert box(back, "body") == "Écrit avec soin,\r\nsur deux lignes.".replace("\r", "")
    assert box(stranger.get(feed), "body") == ""


def test_the_same_words_wait_for_who_comes_in_with_the_code(stranger: Client, fabrique: Room) -> None:
    publish(stranger, fabrique, "Gardé.")
    assert box(stranger.post(f"/r/{fabrique.code}/", {"name": "Zoé"}, follow=True), "body") == "Gardé."


def test_who_enters_another_room_is_not_led_astray(stranger: Client, fabrique: Room, ended: Room) -> None:
    publish(stranger, fabrique, "Gardé.")
    response = stranger.post(f"/r/{ended.code}/", {"name": "Zoé"})
    assert response.headers["Location"] == f"/f/{ended.slug}/"


def test_an_answer_and_a_protocole_wait_on_their_own_pages(
    stranger: Client, nadia: Person, judith: Person, fabrique: Room, feed: str
) -> None:
    post, consigne = says(judith, fabrique), asked(judith, fabrique)
    answer, writing = f"{feed}messages/{post.pk}/repondre/", f"{feed}protocoles/ecrire/{consigne.pk}/"
    stranger.post(answer, {"body": "Ma réponse."})
    assert box(stranger.post(f"/carte/{cards.make(nadia)}/", follow=True), "body") == "Ma réponse."
    stranger.post("/sortir/")
    stranger.post(writing, {"title": "Marcher", "steps": ["Un", "Deux"], "do": "hand-in"})
    page = stranger.post(f"/carte/{cards.make(nadia)}/", follow=True)
    assert page.redirect_chain[0][0] == writing
    assert box(page, "title") == "Marcher"
    assert "Deux" in text(page)
    assert Post.objects.count() == 1  # nothing is handed in until the button is pressed again


def test_a_stale_page_gives_its_words_back_ready_to_be_sent_again(fabrique: Room, nadia: Person) -> None:
    browser = Client(
        enforce_csrf_checks=True, headers={"Accept-Language": "fr", "Origin": "http://testserver"}
    )
    browser.force_login(nadia)
    response = publish(browser, fabrique, "Restée ouverte.", csrfmiddlewaretoken="d’hier")
    assert response.status_code == 403
    assert "restée ouverte trop longtemps" in text(response)
    assert box(response, "body") == "Restée ouverte."
    token = box(response, "csrfmiddlewaretoken")
    again = publish(browser, fabrique, box(response, "body"), csrfmiddlewaretoken=token)
    assert again.status_code == 302


@pytest.mark.parametrize("origin", ["https://ailleurs.example", "null", ""])
def test_a_form_that_comes_from_elsewhere_is_given_no_button(
    fabrique: Room, nadia: Person, origin: str
) -> None:
    headers = {"Accept-Language": "fr", **({"Origin": origin} if origin else {})}
    browser = Client(enforce_csrf_checks=True, headers=headers)
    browser.force_login(nadia)
    response = publish(browser, fabrique, "Piège.")
    assert response.status_code == 403
    assert "Envoyer encore une fois" not in text(response)
    assert not Post.objects.exists()


def test_a_password_is_never_given_back(awa: Person) -> None:
    browser = Client(enforce_csrf_checks=True)
    response = browser.post("/equipe/", {"email": awa.email, "password": PASSWORD})
    assert response.status_code == 403
    assert PASSWORD not in text(response)


def test_more_than_a_session_can_hold_is_shown_and_not_kept(stranger: Client, fabrique: Room) -> None:
    response = publish(stranger, fabrique, "é" * 100_000)
    assert "é" * 100_000 in text(response)
    assert len(str(dict(stranger.session))) < 1_000


def test_a_person_who_may_not_enter_the_house_is_out_at_once(
    at_nadia: Client, nadia: Person, feed: str
) -> None:
    Person.objects.filter(pk=nadia.pk).update(is_active=False)
    assert at_nadia.get(feed).status_code == 302


def test_whose_card_it_is_takes_the_place_of_who_was_there(
    browser_of: Callable[[Person], Client], nadia: Person, marcel: Person
) -> None:
    browser, secret = browser_of(marcel), cards.make(nadia)
    assert "Ici, Marcel est encore là." in text(browser.get(f"/carte/{secret}/"))
    browser.post(f"/carte/{secret}/")
    assert browser.session["_auth_user_id"] == str(nadia.pk)
