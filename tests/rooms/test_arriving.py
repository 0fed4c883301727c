"""The pace of arrivals: a full house at once and no script, counted for all processes, without addresses."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rooms import arriving
from rooms.models import ArrivalBucket
from tests.refusing import refusal, refused

pytestmark = [pytest.mark.storage, pytest.mark.django_db]

HOUSE = "192.0.2.7"


@pytest.fixture(autouse=True)
def _a_clock_that_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let time pass only where a test says so: a busy machine takes seconds for two hundred arrivals."""
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)


def age(**time: float) -> None:
    """Let that time pass."""
    for bucket in ArrivalBucket.objects.all():
        bucket.at -= timedelta(**time)
        bucket.save()


def test_a_full_house_comes_in_at_once_and_a_script_does_not() -> None:
    for _each in range(200):
        arriving.take_turn(HOUSE)
    no = refusal(arriving.take_turn, HOUSE)
    assert (no.code, no.field) == ("arrivals_many", "name")
    arriving.take_turn("192.0.2.8")
    age(seconds=30)
    for _each in range(5):
        arriving.take_turn(HOUSE)
    assert refused(arriving.take_turn, HOUSE) == "arrivals_many"


def test_a_network_that_was_quiet_saves_no_more_than_a_full_house() -> None:
    arriving.take_turn(HOUSE)
    age(minutes=15)
    for _each in range(200):
        arriving.take_turn(HOUSE)
    assert refused(arriving.take_turn, HOUSE) == "arrivals_many"


def test_the_addresses_of_one_network_are_one() -> None:
    for number in range(200):
        arriving.take_turn(f"2001:db8::{number:x}")
    assert refused(arriving.take_turn, "2001:db8::ffff:ffff") == "arrivals_many"
    arriving.take_turn("2001:db8:0:1::1")


def test_no_address_is_kept_and_nothing_for_long() -> None:
    arriving.take_turn(HOUSE)
    assert HOUSE not in ArrivalBucket.objects.get().network
    age(hours=1)
    arriving.take_turn("192.0.2.8")
    assert ArrivalBucket.objects.get().at > timezone.now() - timedelta(minutes=1)
