"""A full or read-only disk: people are told, keep what they typed, and go on reading."""

import logging
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from people.models import Person
from realtime.gateway.dispatch import dispatch
from realtime.wire.answers import Refused
from rooms.commands import Publish
from rooms.models import Room
from tests.frontend.pages import text


@pytest.fixture(params=["PRAGMA query_only = {}", "PRAGMA max_page_count = {}"], ids=["read-only", "full"])
def unwritable(request: pytest.FixtureRequest, db: None) -> Iterator[None]:
    """The database of the tests says what it says on such a disk."""
    if connection.vendor != "sqlite":
        yield from _read_only_postgres()
        return
    closes, opens = ("ON", "OFF") if "query_only" in request.param else ("1", "1073741823")
    with connection.cursor() as cursor:
        cursor.execute(request.param.format(closes))
        yield
        cursor.execute(request.param.format(opens))


def _read_only_postgres() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")
    yield


# More than what is left free in the pages of a small database.
LONG = "Un risque pris. " * 300


@pytest.fixture
def nadias(at_nadia: Client) -> Client:
    at_nadia.raise_request_exception = False
    return at_nadia


def test_who_writes_is_told_and_given_back_their_words(
    nadias: Client, feed: str, unwritable: None, caplog: pytest.LogCaptureFixture
) -> None:
    answer = nadias.post(f"{feed}publier/", {"body": LONG, "ref": str(uuid4())})
    assert answer.status_code == 503
    page = text(answer)
    assert "Rien ne peut être gardé en ce moment" in page
    assert LONG.strip() in page
    (line,) = [record for record in caplog.records if "Nothing can be written" in record.getMessage()]
    assert "make room" in line.getMessage()
    assert not [record for record in caplog.records if record.exc_info]


def test_a_page_that_sends_keeps_the_command_and_tries_again(
    fabrique: Room, nadia: Person, unwritable: None, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    answer = dispatch(nadia.pk, "fr", Publish(ref=uuid4(), room=fabrique.pk, body=LONG))
    assert isinstance(answer, Refused)
    assert (answer.code, answer.retry) == ("no_room", 10.0)
    assert "partira dès qu’elle en a" in answer.sentence
    assert "Traceback" not in caplog.text


def test_what_is_there_can_still_be_read(nadias: Client, feed: str, unwritable: None) -> None:
    assert nadias.get(feed).status_code == 200
