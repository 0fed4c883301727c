"""Whoever sends a valid session cookie is found, and nobody else."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.http.cookie import parse_cookie
from django.test import Client
from django.utils import timezone

from people.models import Person
from people.pacing import REMEMBERED
from people.sessions import SEEN_FOR, SeenSessions, SessionStore, of_session, seen
from tests.cast import STRANGE_KEYS, Cast

pytestmark = pytest.mark.storage


def who(client: Client) -> Person | None:
    """Return the person that the next request of ``client`` comes from."""
    return of_session(client.session.session_key or "")


@pytest.fixture
def nadia(cast: Cast, client: Client) -> Person:
    client.force_login(cast.nadia)
    return cast.nadia


def test_who_signed_in_is_known_again_with_two_questions_to_the_database(
    nadia: Person, client: Client, django_assert_num_queries: object
) -> None:
    key = client.session.session_key
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert of_session(key or "") == nadia


def test_a_session_that_is_over_opens_nothing(nadia: Person, client: Client) -> None:
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert who(client) is None


def test_a_session_that_never_was_opens_nothing(nadia: Person) -> None:
    store = SessionStore("aucunesession")
    assert store.load() == {}
    assert store.session_key is None


@pytest.mark.django_db
@pytest.mark.parametrize("key", STRANGE_KEYS)
def test_what_is_no_key_of_a_session_opens_nothing(key: str) -> None:
    assert of_session(parse_cookie(f"sessionid={key}")["sessionid"]) is None


@pytest.mark.parametrize("change", [{"is_active": False}, {"password": "another"}])
def test_who_is_shut_out_or_has_another_password_is_unknown(
    nadia: Person, client: Client, change: dict[str, object]
) -> None:
    Person.objects.filter(pk=nadia.pk).update(**change)
    assert who(client) is None


def test_who_is_gone_is_unknown(nadia: Person, client: Client) -> None:
    Person.objects.filter(pk=nadia.pk).delete()
    assert who(client) != nadia


def test_whose_a_session_is_is_remembered_for_ten_minutes(nadia: Person, client: Client) -> None:
    key = client.session.session_key or ""
    who(client)
    assert seen.whose(key) == nadia.pk
    now = 0.0
    lately = SeenSessions(lambda: now)
    lately.note(key, nadia.pk)
    now = SEEN_FOR
    assert lately.whose(key) is None


@pytest.mark.django_db
def test_a_session_that_is_made_up_is_nobodys() -> None:
    of_session("aucunesession")
    assert seen.whose("aucunesession") is None


def test_no_more_sessions_are_remembered_than_so_many() -> None:
    lately = SeenSessions()
    for number in range(REMEMBERED + 1):
        lately.note(str(number), number)
    assert (lately.whose("0"), lately.whose("1")) == (None, 1)
