"""Whoever comes with a cookie is found, and nobody else."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone

from people.models import Person
from people.recognised import SessionStore
from tests.cast import Cast

pytestmark = pytest.mark.storage


def who(client: Client) -> object:
    """Who the next request of ``client`` comes from."""
    request = HttpRequest()
    request.session = SessionStore(client.session.session_key)
    return get_user(request)


@pytest.fixture
def nadia(cast: Cast, client: Client) -> Person:
    client.force_login(cast.nadia)
    return cast.nadia


def test_who_signed_in_is_known_again_with_two_questions_to_the_database(
    nadia: Person, client: Client, django_assert_num_queries: object
) -> None:
    key = client.session.session_key
    request = HttpRequest()
    request.session = SessionStore(key)
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert get_user(request) == nadia


def test_a_session_that_is_over_opens_nothing(nadia: Person, client: Client) -> None:
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert who(client) != nadia


def test_a_session_that_never_was_opens_nothing(nadia: Person) -> None:
    store = SessionStore("aucune")
    assert store.load() == {}
    assert store.session_key is None


@pytest.mark.parametrize("change", [{"is_active": False}, {"password": "another"}])
def test_who_is_shut_out_or_has_another_password_is_unknown(
    nadia: Person, client: Client, change: dict[str, object]
) -> None:
    Person.objects.filter(pk=nadia.pk).update(**change)
    assert who(client) != nadia


def test_who_is_gone_is_unknown(nadia: Person, client: Client) -> None:
    Person.objects.filter(pk=nadia.pk).delete()
    assert who(client) != nadia
