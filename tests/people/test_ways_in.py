"""A change of password, of place in the team or of card ends what was opened before."""

from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from people import cards, ways_in
from people.models import Person
from people.sessions import of_session
from tests.plain_browser import PlainBrowser
from tests.refusing import refused

pytestmark = pytest.mark.storage


def new_password(person: Person) -> None:
    person.set_password("douze autres signes")


def out_of_the_team(person: Person) -> None:
    person.is_staff = False


def into_the_office(person: Person) -> None:
    person.is_superuser = True


def shut_out(person: Person) -> None:
    person.is_active = False


@pytest.fixture
def at_awa(awa: Person, client: Client) -> Client:
    client.force_login(awa)
    return client


@pytest.mark.parametrize("change", [new_password, out_of_the_team, into_the_office, shut_out])
def test_another_lock_ends_the_sessions_and_cards_from_before(
    awa: Person, at_awa: Client, nadia: Person, change: Callable[[Person], None]
) -> None:
    lasting, helping, another = cards.make(awa), cards.help_in(awa), cards.make(nadia)
    change(awa)
    awa.save()
    assert [refused(cards.owner, secret) for secret in (lasting, helping)] == ["card_unknown"] * 2
    assert not Session.objects.exists()
    assert cards.owner(another) == nadia


def test_a_session_of_who_was_not_of_the_team_then_does_not_open_the_team(
    nadia: Person, client: Client
) -> None:
    client.force_login(nadia)
    Person.objects.filter(pk=nadia.pk).update(is_staff=True)
    assert of_session(client.session.session_key or "") is None


def test_another_name_or_language_ends_nothing(awa: Person, at_awa: Client) -> None:
    secret = cards.make(awa)
    awa.name, awa.language = "Awa D.", "en"
    awa.save()
    assert cards.owner(secret) == awa
    assert of_session(at_awa.session.session_key or "") == awa


def test_a_second_card_ends_the_sessions_that_the_first_may_have_opened(
    nadia: Person, marcel: Person
) -> None:
    here, there, another = PlainBrowser(), PlainBrowser(), PlainBrowser()
    for browser, person in ((here, nadia), (there, nadia), (another, marcel)):
        browser.force_login(person)
    cards.make(nadia, here.session.session_key)
    assert Session.objects.count() == 3
    cards.make(nadia, here.session.session_key)
    left = set(Session.objects.values_list("session_key", flat=True))
    assert left == {here.session.session_key, another.session.session_key}


def test_the_sockets_of_a_person_hear_of_it_after_the_commit(
    awa: Person, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    heard: list[int] = []

    def hear(person: int, **_rest: object) -> None:
        heard.append(person)

    ways_in.sessions_ended.connect(hear)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        new_password(awa)
        awa.save()
        assert heard == []
    assert heard == [awa.pk]
