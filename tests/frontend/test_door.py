"""The home page, codes, and joining a fabrique."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import uuid4

import pytest
from django.test import Client

from frontend import failed_attempts
from people.models import Person
from rooms import moderating
from rooms.models import Membership, Room
from rooms.reading import WINDOW
from tests.cast import STRANGE_KEYS, says
from tests.frontend.pages import box, is_invalid, text
from tests.plain_browser import PlainBrowser


def test_a_stranger_reads_what_the_hub_is_and_finds_the_ways_in(stranger: Client, fabrique: Room) -> None:
    page = text(stranger.get("/"))
    assert "Le Hub de la Maison des Métallos" in page
    assert fabrique.title in page
    assert 'name="code"' in page
    assert 'href="/revenir/"' in page


@pytest.mark.storage
@pytest.mark.parametrize("key", STRANGE_KEYS)
def test_the_door_is_shown_to_a_browser_whose_cookie_names_no_session(
    stranger: Client, fabrique: Room, key: str
) -> None:
    assert 'name="code"' in text(stranger.get("/", headers={"cookie": f"sessionid={key}"}))


def test_a_person_finds_their_rooms_with_what_is_unread(
    at_nadia: Client, marcel: Person, fabrique: Room
) -> None:
    says(marcel, fabrique)
    page = text(at_nadia.get("/"))
    assert "Bonjour Nadia" in page
    assert "1 nouveau message" in page
    assert page.index("Mezza") < page.index(fabrique.title)


def test_what_is_unread_leads_to_its_first_message(at_nadia: Client, marcel: Person, fabrique: Room) -> None:
    first = says(marcel, fabrique)
    says(marcel, fabrique)
    page = text(at_nadia.get("/"))
    assert f'href="/f/{fabrique.slug}/#message-{first.pk}"' in page
    assert "2 nouveaux messages" in page


def test_what_is_unread_before_the_newest_page_leads_to_the_page_it_is_on(
    at_nadia: Client, marcel: Person, fabrique: Room
) -> None:
    first, *_others = [says(marcel, fabrique) for _number in range(WINDOW + 1)]
    assert f'href="/f/{fabrique.slug}/?avant={(first.seq or 0) + 1}#message-{first.pk}"' in text(
        at_nadia.get("/")
    )
    page = text(at_nadia.get(f"/f/{fabrique.slug}/?avant={(first.seq or 0) + 1}"))
    assert f'id="message-{first.pk}"' in page


def test_the_list_of_rooms_alone_is_what_the_page_has(
    at_nadia: Client, stranger: Client, marcel: Person, fabrique: Room
) -> None:
    says(marcel, fabrique)
    alone = text(at_nadia.get("/mes-espaces/"))
    assert alone.startswith("<ul")
    assert alone.strip() in text(at_nadia.get("/"))
    assert stranger.get("/mes-espaces/").headers["Location"] == "/"


def test_the_list_of_rooms_costs_as_many_questions_for_one_room_as_for_many(
    at_awa: Client,
    fabrique: Room,
    ended: Room,
    coming: Room,
    marcel: Person,
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    for _number in range(3):
        says(marcel, fabrique)
    with django_assert_max_num_queries(6):
        assert "3 nouveaux messages" in text(at_awa.get("/mes-espaces/"))


def test_a_code_leads_to_its_fabrique_however_it_is_typed(stranger: Client, fabrique: Room) -> None:
    assert fabrique.code
    typed = f" {fabrique.code[:3].lower()}-{fabrique.code[3:]} "
    assert stranger.post("/code/", {"code": typed}).headers["Location"] == f"/r/{fabrique.code}/"


@pytest.mark.parametrize("code", ["", "NOPE", "é🙂", "A" * 10_000, "<script>alert(1)</script>", "\u202eABC"])
def test_an_unknown_code_is_told_beside_its_box_and_stays_in_it(
    stranger: Client, fabrique: Room, code: str
) -> None:
    response = stranger.post("/code/", {"code": code})
    assert response.status_code == 422
    assert "Nous ne connaissons pas ce code." in text(response)
    assert is_invalid(response, "code")
    assert box(response, "code") == code


def test_the_address_of_an_unknown_code_is_not_found_and_offers_the_box(
    stranger: Client, mezza: Room
) -> None:
    response = stranger.get("/r/NOPE/")
    assert response.status_code == 404
    assert box(response, "code") == "NOPE"


def test_whoever_guesses_codes_is_told_so_and_the_right_one_still_opens(
    stranger: Client, fabrique: Room
) -> None:
    for _guess in range(failed_attempts.MAX_FAILURES["code"]):
        assert stranger.post("/code/", {"code": "NOPE"}).status_code == 422
    response = stranger.post("/code/", {"code": "NOPE"})
    assert response.status_code == 429
    assert "Beaucoup d’essais n’ont rien ouvert." in text(response)
    assert stranger.post("/code/", {"code": fabrique.code}).headers["Location"] == f"/r/{fabrique.code}/"
    assert stranger.get(f"/r/{fabrique.code}/").status_code == 200


def test_no_page_of_the_web_spends_the_tries_of_who_reads_it(stranger: Client, fabrique: Room) -> None:
    for _picture in range(failed_attempts.MAX_FAILURES["code"] + 1):
        stranger.get("/r/NOPE/")
    assert stranger.get("/r/NOPE/").status_code == 429
    assert stranger.post("/code/", {"code": "NOPE"}).status_code == 422


def test_who_has_another_line_has_other_tries(stranger: Client, fabrique: Room) -> None:
    def guess(address: str) -> int:
        return stranger.post("/code/", {"code": "NOPE"}, REMOTE_ADDR=address).status_code

    for number in range(failed_attempts.MAX_FAILURES["code"]):
        guess(f"2001:db8:1:1::{number:x}")
    assert [guess("2001:db8:1:1:ffff::1"), guess("2001:db8:1:2::1"), guess("203.0.113.7")] == [429, 422, 422]


def test_a_newcomer_gives_a_name_and_is_in_the_room(stranger: Client, fabrique: Room) -> None:
    threshold = stranger.get(f"/r/{fabrique.code}/")
    assert "autofocus" in text(threshold)
    inside = stranger.post(
        f"/r/{fabrique.code}/", {"name": "  Zoé ", "ref": box(threshold, "ref")}, follow=True
    )
    assert inside.redirect_chain == [(f"/f/{fabrique.slug}/", 302)]
    assert "Zoé" in text(inside)


def test_a_form_sent_twice_makes_one_person(fabrique: Room) -> None:
    sent = {"name": "Zoé", "ref": str(uuid4())}
    for browser in (PlainBrowser(), PlainBrowser()):  # the second sending leaves before the first answer came
        assert browser.post(f"/r/{fabrique.code}/", sent).status_code == 302
    assert Person.objects.filter(name="Zoé").count() == 1


def test_a_phone_handed_on_does_not_hand_on_the_person(fabrique: Room) -> None:
    ref = str(uuid4())
    for name in ("Zoé", "Ali"):
        PlainBrowser().post(f"/r/{fabrique.code}/", {"name": name, "ref": ref})
    assert Person.objects.filter(name__in=["Zoé", "Ali"]).count() == 2


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "Écrivez un nom ou un prénom"),
        ("   \u200b ", "Écrivez un nom ou un prénom"),
        ("Z" * 10_000, "Ce nom est trop long"),
    ],
)
def test_a_name_that_cannot_be_is_told_beside_its_box(
    stranger: Client, fabrique: Room, name: str, sentence: str
) -> None:
    response = stranger.post(f"/r/{fabrique.code}/", {"name": name})
    assert response.status_code == 422
    assert sentence in text(response)
    assert is_invalid(response, "name")
    assert box(response, "name") == name
    assert response.content.index(b'role="alert"') < response.content.index(b"<h1")


@pytest.mark.parametrize("name", ["🙂🙂", "محمد", "<script>alert(1)</script>", "O’Neil & fils"])
def test_any_name_that_can_be_read_enters_and_none_runs(stranger: Client, fabrique: Room, name: str) -> None:
    inside = stranger.post(f"/r/{fabrique.code}/", {"name": name}, follow=True)
    assert inside.status_code == 200
    assert Person.objects.filter(name=name).exists()
    assert "<script>alert(1)" not in inside.content.decode()


def test_who_has_come_in_already_enters_as_themselves(
    browser_of: Callable[[Person], Client], ousmane: Person, fabrique: Room
) -> None:
    browser = browser_of(ousmane)
    assert "Entrer comme Ousmane" in text(browser.get(f"/r/{fabrique.code}/"))
    assert browser.post(f"/r/{fabrique.code}/").headers["Location"] == f"/f/{fabrique.slug}/"
    assert Membership.objects.filter(person=ousmane, room=fabrique).exists()


def test_a_removed_person_is_told_so_and_not_sent_back_to_the_code(
    at_nadia: Client, awa: Person, nadia: Person, fabrique: Room
) -> None:
    moderating.remove(awa, fabrique.pk, None, nadia.pk, on=True)
    for response in (at_nadia.post(f"/r/{fabrique.code}/"), at_nadia.get(f"/f/{fabrique.slug}/")):
        assert response.status_code == 403
        assert "L’équipe vous a retiré·e de cet espace." in text(response)


def test_before_the_opening_one_gives_a_name_and_reads_the_date(stranger: Client, coming: Room) -> None:
    assert "vous serez attendu·e" in text(stranger.get(f"/r/{coming.code}/"))
    page = stranger.post(f"/r/{coming.code}/", {"name": "Zoé"}, follow=True)
    assert "Elle ouvre" in text(page)
    assert 'name="body"' not in text(page)


def test_a_fabrique_that_is_over_can_be_entered_and_read(stranger: Client, ended: Room) -> None:
    page = stranger.post(f"/r/{ended.code}/", {"name": "Zoé"}, follow=True)
    assert page.status_code == 200
    assert "Cette fabrique est terminée" in text(page)


def test_the_back_office_is_entered_by_the_teams_door(stranger: Client, awa: Person) -> None:
    awa.is_superuser = True
    awa.save(update_fields=["is_superuser"])
    answer = stranger.get("/coulisses/admin/people/person/", follow=True)
    assert answer.redirect_chain[-1] == ("/equipe/", 302)
    entered = stranger.post("/equipe/", {"email": awa.email, "password": "douze signes au moins"})
    assert entered.headers["Location"] == "/coulisses/admin/people/person/"


def test_nobody_guesses_passwords_at_the_back_office(stranger: Client, awa: Person) -> None:
    guess = {"username": awa.email, "password": "douze signes au moins"}
    assert stranger.post("/coulisses/admin/login/", guess).status_code == 405
    elsewhere = stranger.get("/coulisses/admin/login/?next=https://ailleurs.example/")
    assert elsewhere.headers["Location"] == "/equipe/"
    assert "kept" not in stranger.session


@pytest.mark.storage
def test_no_sign_in_an_address_breaks_the_teams_door(stranger: Client) -> None:
    for email in ("awa\x00", "a" * 60_000, "a" * 60_000 + "@maison.example", "%_" * 500):
        assert stranger.post("/equipe/", {"email": email, "password": "x"}).status_code == 422


@pytest.mark.parametrize(
    "before", ["rien", "a\x00b", "https://ailleurs.example/", "//ailleurs.example/", "", "-1"]
)
def test_another_language_leads_back_to_a_page_of_the_house_and_nowhere_else(
    stranger: Client, mezza: Room, before: str
) -> None:
    assert stranger.post("/langue/", {"language": "en", "next": before}).headers["Location"] == "/"
    assert stranger.post("/langue/", {"language": "en", "next": "/moi/"}).headers["Location"] == "/moi/"
