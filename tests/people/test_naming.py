"""Names: whatever people like to be called, as long as others can read it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.naming import LONGEST, clean_name
from tests.refusing import refusal, refused


@pytest.mark.parametrize(
    "name",
    [
        "Nadia",
        "Jean-Baptiste d’Été",
        "نادية",
        "דוד",
        "🐇",
        "李小龍",
        "O’Brien",
        "X Æ A-12",
        "2",
        "क्षि",
        "👩‍🏭 Ana",
    ],
)
def test_a_name_is_kept_as_it_is(name: str) -> None:
    assert clean_name(name) == name


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("  Nadia \n\t B.  ", "Nadia B."),
        ("Nadia\u202eaidaN", "NadiaaidaN"),
        ("Na\u200bdia\x00", "Nadia"),
        ("Zoe\u0301", "Zoé"),
        ("e\u200b\u0301", "é"),
    ],
)
def test_a_name_is_tidied_of_what_nobody_sees(typed: str, name: str) -> None:
    assert clean_name(typed) == name


@pytest.mark.parametrize("typed", ["", "   ", "\u202e\u200b", "...", "-", "\x00", "\u0301"])
def test_a_name_has_something_to_read(typed: str) -> None:
    no = refusal(clean_name, typed)
    assert (no.code, no.field) == ("name_empty", "name")


def test_a_name_of_60_signs_is_taken_and_one_sign_more_is_not() -> None:
    assert clean_name("é" * LONGEST) == "é" * LONGEST
    assert refused(clean_name, "é" * (LONGEST + 1)) == "name_long"
    assert refused(clean_name, "é" * 10_000) == "name_long"


def test_a_script_laden_name_is_only_a_name() -> None:
    assert clean_name("<script>alert(1)</script>") == "<script>alert(1)</script>"


@given(st.text(max_size=30))
def test_cleaning_a_name_twice_is_cleaning_it_once(typed: str) -> None:
    once = clean_name(f"Nadia {typed}")
    assert clean_name(once) == once


@pytest.mark.parametrize("blank", "\u115f\u1160\u2800\u3164\uffa0\u00ad\u200d\ufe0f")
def test_a_name_that_nobody_would_see_is_none(blank: str) -> None:
    assert refused(clean_name, blank * 3) == "name_empty"
