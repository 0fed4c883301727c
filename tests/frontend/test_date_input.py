"""Days and hours as people type them."""

from datetime import date, datetime, time

import pytest
from django.utils import timezone

from frontend import date_input


@pytest.fixture(autouse=True)
def _in_november(monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.make_aware(datetime(2026, 11, 25, 12))
    monkeypatch.setattr(timezone, "now", lambda: now)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-11-26", date(2026, 11, 26)),
        (" 26/11/2026 ", date(2026, 11, 26)),
        ("26.11.26", date(2026, 11, 26)),
        ("1-2-2027", date(2027, 2, 1)),
        ("26/11", date(2026, 11, 26)),
        ("25/11", date(2026, 11, 25)),
        ("24/11", date(2027, 11, 24)),
    ],
)
def test_a_day_is_read_however_it_is_typed(typed: str, day: date) -> None:
    assert date_input.parse_day(typed) == day


@pytest.mark.parametrize(
    "typed", ["", "demain", "31/02/2027", "29/02", "32/01/2027", "1/13/2027", "26/11/20266"]
)
def test_what_is_no_day_is_none(typed: str) -> None:
    assert date_input.parse_day(typed) is None


@pytest.mark.parametrize(
    ("typed", "hour"),
    [
        ("18:30", time(18, 30)),
        ("18h30", time(18, 30)),
        ("18 H 30", time(18, 30)),
        (" 9h ", time(9)),
        ("9", time(9)),
        ("18.05", time(18, 5)),
    ],
)
def test_an_hour_is_read_however_it_is_typed(typed: str, hour: time) -> None:
    assert date_input.parse_hour(typed) == hour


@pytest.mark.parametrize("typed", ["", "midi", "24:00", "18:60", "18:3", "1830"])
def test_what_is_no_hour_is_none(typed: str) -> None:
    assert date_input.parse_hour(typed) is None


def test_both_together_are_the_houses_own_time() -> None:
    winter = date_input.combine(date(2026, 11, 26), time(18, 30))
    summer = date_input.combine(date(2027, 7, 14), time(18, 30))
    assert winter
    assert summer
    assert winter.isoformat() == "2026-11-26T18:30:00+01:00"
    assert summer.isoformat() == "2027-07-14T18:30:00+02:00"
    assert (date_input.day_value(summer), date_input.hour_value(summer)) == ("2027-07-14", "18:30")


def test_an_hour_that_the_clocks_skip_is_the_next() -> None:
    skipped = date_input.combine(date(2027, 3, 28), time(2, 30))
    assert skipped
    assert skipped.isoformat() == "2027-03-28T03:30:00+02:00"


def test_half_of_it_is_no_moment() -> None:
    assert date_input.combine(None, time(18, 30)) is None
    assert date_input.combine(date(2026, 11, 26), None) is None
