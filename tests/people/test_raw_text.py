"""Text as it comes in: composed without ever taking more time than it is long."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people import naming, raw_text
from rooms import text
from tests.refusing import refused

MARKS = "\u0301\u0323"


@given(st.text())
def test_what_languages_write_is_composed_as_unicode_says(written: str) -> None:
    assert raw_text.compose(written) == unicodedata.normalize("NFC", written)


@pytest.mark.parametrize("written", ["Việt Nam", "שָׁלוֹם", "ǭ", "ᾂ", "é" * 100, "a\u0301" * 100])
def test_a_letter_keeps_the_marks_of_its_language(written: str) -> None:
    apart = unicodedata.normalize("NFD", written)
    assert raw_text.compose(apart) == unicodedata.normalize("NFC", written)


def test_no_letter_has_more_marks_than_any_language_puts_on_one() -> None:
    composed = unicodedata.normalize("NFD", raw_text.compose("a" + MARKS * 9_000 + "b" + MARKS * 9_000))
    assert [len(part) for part in composed.split("b")] == [31, 30]


def test_raw_length_is_refused_before_anything_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as without:
        without.delattr(unicodedata, "normalize")
        told = [refused(clean, "a" + MARKS * 30_000) for clean in (naming.clean_name, text.clean)]
    assert told == ["name_long", "text_long"]


def test_a_text_of_5000_signs_may_come_in_taken_apart() -> None:
    assert text.clean("ᾂ" * 5_000) == text.clean(unicodedata.normalize("NFD", "ᾂ" * 5_000))
