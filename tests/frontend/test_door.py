"""The door, the code, the threshold: how one comes in."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

from frontend import attempts
from people.models import Person
from rooms import moderating
from rooms.models import Membership, Room
from tests.cast import STRANGE_KEYS, says
from tests.frontend.asking import box, is_invalid, text


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


def test_whoever_guesses_codes_must_rest(stranger: Client, fabrique: Room) -> None:
    for _guess in range(attempts.MOST["code"]):
        stranger.post("/code/", {"code": "NOPE"})
    response = stranger.post("/code/", {"code": fabrique.code})
    assert response.status_code == 429
    assert "Attendez dix minutes" in text(response)


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
    for browser in (Client(), Client()):  # the second sending leaves before the first answer came
        assert browser.post(f"/r/{fabrique.code}/", sent).status_code == 302
    assert Person.objects.filter(name="Zoé").count() == 1


def test_a_phone_handed_on_does_not_hand_on_the_person(fabrique: Room) -> None:
    ref = str(uuid4())
    for name in ("Zoé", "Ali"):
        Client().post(f"/r/{fabrique.code}/", {"name": name, "ref": ref})
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
    assert stranger.post("/equipe/", {"email": "awa\x00", "password": "x"}).status_code == 422
