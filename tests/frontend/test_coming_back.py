"""Signing in with a card or as staff, and what happens to typed text when session or page has expired."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from frontend import failed_attempts
from people import cards, written_secret
from people.models import Person
from rooms.models import Post, Room
from tests.cast import says
from tests.frontend.pages import box, is_invalid, pinned_consigne, publish, text
from tests.plain_browser import PlainBrowser

PASSWORD = "douze signes au moins"


def test_a_card_is_shown_once_with_its_secret_and_its_drawing(at_nadia: Client, nadia: Person) -> None:
    page = at_nadia.post("/carte/")
    secret = re.search(r"<code[^>]*>([\w-]{19})</code>", text(page))
    assert secret
    assert cards.owner(secret[1]) == nadia
    assert "<svg" in text(page)
    assert "no-store" in page.headers["Cache-Control"]
    assert secret[1] not in text(at_nadia.get("/carte/"))


def test_the_team_gives_its_password_again_before_it_has_a_card(at_awa: Client, awa: Person) -> None:
    assert box(at_awa.get("/carte/"), "password") == ""
    for wrong in ({}, {"password": "non"}):
        refused = at_awa.post("/carte/", wrong)
        assert refused.status_code == 422
        assert is_invalid(refused, "password")
        assert "Ce mot de passe n’est pas le vôtre." in text(refused)
    assert not awa.cards.exists()
    assert "<svg" in text(at_awa.post("/carte/", {"password": PASSWORD}))


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
    response = PlainBrowser().post(f"/carte/{secret}/")
    assert response.status_code == 404
    assert "Ce secret a déjà servi" in text(response)


def test_a_secret_copied_by_hand_is_read_as_it_was_written(stranger: Client, nadia: Person) -> None:
    secret = cards.make(nadia)
    copied = f" {written_secret.in_groups(secret).lower()} "
    assert stranger.post("/revenir/", {"secret": copied}).headers["Location"] == f"/carte/{secret.lower()}/"


@pytest.mark.parametrize("secret", ["", "NOPE", "é🙂", "Z" * 10_000, "../../etc"])
def test_an_unknown_secret_is_told_beside_its_box(stranger: Client, nadia: Person, secret: str) -> None:
    response = stranger.post("/revenir/", {"secret": secret})
    assert response.status_code == 422
    assert is_invalid(response, "secret")
    assert box(response, "secret") == secret


def test_whoever_guesses_cards_is_told_so_and_the_right_one_still_opens(
    stranger: Client, nadia: Person
) -> None:
    for _guess in range(failed_attempts.MAX_FAILURES["secret"]):
        assert stranger.get("/carte/0000000000000000/").status_code == 404
    assert stranger.get("/carte/0000000000000000/").status_code == 429
    assert stranger.post("/revenir/", {"secret": "NOPE"}).status_code == 422
    assert stranger.get(f"/carte/{cards.make(nadia)}/").status_code == 200


def test_the_team_enters_with_an_address_and_a_password(stranger: Client, awa: Person) -> None:
    stranger.post("/equipe/", {"email": "AWA@maison.example", "password": PASSWORD})
    assert stranger.session["_auth_user_id"] == str(awa.pk)


@pytest.mark.parametrize("way", ["password", "card"])
def test_a_session_of_the_team_lasts_a_working_day_and_that_of_others_a_year(
    stranger: Client, awa: Person, nadia: Person, way: str
) -> None:
    if way == "password":
        stranger.post("/equipe/", {"email": awa.email, "password": PASSWORD})
    else:
        stranger.post(f"/carte/{cards.make(awa)}/")
    assert timedelta() < stranger.session.get_expiry_date() - timezone.now() <= timedelta(hours=12)
    stranger.post(f"/carte/{cards.make(nadia)}/")
    assert stranger.session.get_expiry_date() - timezone.now() > timedelta(days=360)


def test_who_changes_their_password_stays_and_everybody_else_is_out(awa: Person) -> None:
    here, there, card = PlainBrowser(), PlainBrowser(), cards.make(awa)
    for browser in (here, there):
        browser.post("/equipe/", {"email": awa.email, "password": PASSWORD})
    new = "douze autres signes"
    boxes = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert here.post("/coulisses/admin/password_change/", boxes).status_code == 302
    assert here.get("/moi/").status_code == 200
    assert there.get("/moi/").status_code == 302
    assert there.get(f"/carte/{card}/").status_code == 404


def test_a_wrong_password_keeps_the_address_and_never_the_password(stranger: Client, awa: Person) -> None:
    response = stranger.post("/equipe/", {"email": awa.email, "password": "tout autre chose"})
    assert response.status_code == 422
    assert "L’adresse ou le mot de passe ne va pas." in text(response)
    assert box(response, "email") == awa.email
    assert "tout autre chose" not in text(response)


def test_whoever_guesses_passwords_is_told_so_and_the_right_one_still_opens(
    stranger: Client, awa: Person
) -> None:
    for _guess in range(failed_attempts.MAX_FAILURES["password"]):
        stranger.post("/equipe/", {"email": awa.email, "password": "non"})
    assert stranger.post("/equipe/", {"email": "sam@maison.example", "password": "non"}).status_code == 429
    assert stranger.post("/equipe/", {"email": awa.email, "password": PASSWORD}).status_code == 302


def test_guesses_at_one_account_count_from_wherever_they_come(stranger: Client, awa: Person) -> None:
    def guess(number: int, email: str) -> int:
        sent = {"email": email, "password": "non"}
        return stranger.post("/equipe/", sent, REMOTE_ADDR=f"203.0.113.{number}").status_code

    for number in range(failed_attempts.MAX_FAILURES["password"]):
        assert guess(number, str(awa.email)) == 422
    assert [guess(100, str(awa.email).upper()), guess(101, "sam@maison.example")] == [429, 422]


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
    post, consigne = says(judith, fabrique), pinned_consigne(judith, fabrique)
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


def test_who_refuses_cookies_is_told_so_and_keeps_their_words(stranger: Client, fabrique: Room) -> None:
    stranger.cookies.clear()
    response = publish(stranger, fabrique, "Sans cookies.")
    assert response.status_code == 403
    assert "Votre navigateur refuse les cookies de cette maison" in text(response)
    assert "Sans cookies." in text(response)


def test_the_first_page_of_a_browser_tries_whether_it_keeps_cookies(stranger: Client, fabrique: Room) -> None:
    stranger.cookies.clear()
    stranger.get(f"/r/{fabrique.code}/")
    assert stranger.post(f"/r/{fabrique.code}/", {"name": "Zoé"}).status_code == 302


def test_a_page_left_open_for_days_still_sends_its_form(at_nadia: Client, fabrique: Room) -> None:
    response = publish(at_nadia, fabrique, "Restée ouverte.", csrfmiddlewaretoken="d’hier")
    assert response.status_code == 302


def test_a_secret_typed_after_the_session_expired_is_not_kept(stranger: Client) -> None:
    response = stranger.post("/carte/", {"password": PASSWORD})
    assert PASSWORD not in text(response) + str(dict(stranger.session))


def test_more_than_a_session_can_hold_is_shown_and_not_kept(stranger: Client, fabrique: Room) -> None:
    response = publish(stranger, fabrique, "é" * 20_000)
    assert "é" * 20_000 in text(response)
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
