"""A duration is read as people type it: minutes, unless they say otherwise."""

import pytest

from frontend.duration_input import UNREADABLE, duration_value, parse_duration


@pytest.mark.parametrize(
    ("typed", "seconds"),
    [
        ("12", 720),
        (" 12 min ", 720),
        ("1:30", 90),
        ("1 min 30", 90),
        ("1,5", 90),
        ("0.5", 30),
        ("20 s", 20),
        ("1 h", 3_600),
        ("1h30", 5_400),
        ("0", 0),
        ("1800", 108_000),
        ("", None),
        ("   ", None),
    ],
)
def test_what_is_typed_is_understood(typed: str, seconds: int | None) -> None:
    assert parse_duration(typed) == seconds


@pytest.mark.parametrize("typed", ["douze", "-3", "1:2:3", "1:", ":30", "٣ minutes et", "9" * 5_000, "12 13"])
def test_what_is_no_duration_is_told_apart_from_nothing(typed: str) -> None:
    assert parse_duration(typed) == UNREADABLE


@pytest.mark.parametrize("seconds", [None, 1, 59, 60, 90, 720, 21_600])
def test_what_stands_in_the_box_is_read_back_as_the_same(seconds: int | None) -> None:
    assert parse_duration(duration_value(seconds)) == seconds
