"""The form of a protocole: forgiving as a draft, precise about what is missing when it is handed in."""

import pytest
from msgspec.structs import replace

from people.refusals import Refusals
from protocols.events import Field
from protocols.written import Written, check, clean
from tests.protocols.conftest import FIELDS, WRITTEN


def wrong(written: Written, fields: list[Field] = FIELDS) -> set[str]:
    """Return the fields that are wrong, by name."""
    with pytest.raises(Refusals) as no:
        check(clean(written, fields), fields)
    assert no.value.code == "form_incomplete"
    assert no.value.field in no.value.wrong
    assert all(str(sentence) for sentence in no.value.wrong.values())
    return set(no.value.wrong)


def answered(**answers: str) -> Written:
    return replace(WRITTEN, answers={"ou": "Belleville"} | answers)


def test_what_is_complete_is_taken() -> None:
    cleaned = clean(WRITTEN, FIELDS)
    check(cleaned, FIELDS)
    assert cleaned == WRITTEN


def test_every_missing_box_is_named_at_once() -> None:
    assert wrong(Written()) == {"title", "steps", "answer-ou"}


def test_steps_that_say_nothing_are_no_steps() -> None:
    assert clean(replace(WRITTEN, steps=["", "  ", "Sortir.", "\u200b"]), FIELDS).steps == ["Sortir."]
    assert wrong(replace(WRITTEN, steps=[" ", "\n"])) == {"steps"}


def test_answers_to_questions_that_nobody_asked_are_left_out() -> None:
    assert clean(answered(couleur="rouge"), FIELDS).answers == {"ou": "Belleville"}


@pytest.mark.parametrize("number", ["3", "-2", "2,5", "2.5", "0", "123456789012"])
def test_a_number_is_written_as_one_writes_it(number: str) -> None:
    check(clean(answered(combien=number), FIELDS), FIELDS)


@pytest.mark.parametrize("number", ["trois", "1e9", "2,", "--2", "1 000", "1234567890123", "٣x"])
def test_what_is_no_number_is_said_so(number: str) -> None:
    assert wrong(answered(combien=number)) == {"answer-combien"}


def test_a_choice_is_one_of_those_proposed() -> None:
    check(clean(answered(quand="le jour"), FIELDS), FIELDS)
    assert wrong(answered(quand="à midi")) == {"answer-quand"}


@pytest.mark.parametrize(
    ("written", "box"),
    [
        (replace(WRITTEN, title="é" * 141), "title"),
        (replace(WRITTEN, duration="é" * 81), "duration"),
        (replace(WRITTEN, needs="é" * 2_001), "needs"),
        (replace(WRITTEN, origin="é" * 10_000), "origin"),
        (replace(WRITTEN, steps=["é" * 501]), "steps"),
        (replace(WRITTEN, steps=["Encore."] * 41), "steps"),
        (answered(recit="é" * 2_001), "answer-recit"),
    ],
)
def test_what_is_too_long_is_said_next_to_its_box(written: Written, box: str) -> None:
    assert wrong(written) == {box}


def test_invisible_tricks_are_removed_and_other_scripts_kept() -> None:
    cleaned = clean(replace(WRITTEN, title=" Tout\u202e \x00droit 🐇 ", steps=["مرحبا\r\nבוא"]), FIELDS)
    assert cleaned.title == "Tout droit 🐇"
    assert cleaned.steps == ["مرحبا\nבוא"]
