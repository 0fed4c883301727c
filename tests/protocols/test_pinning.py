"""The words of a consigne and of its questions: what is kept, and what is refused beside its field."""

from typing import Any

import pytest

from protocols import asking
from protocols.events import Field
from protocols.models import Consigne
from protocols.reading import consigne, followed
from tests.cast import Cast
from tests.refusing import refusal


def test_signs_that_show_nothing_are_not_kept(cast: Cast) -> None:
    field = Field(
        key="lieu", label=" Le\x00 lieu ", kind="choice", choices=["Ici\u202e", " ", "Là"], help="\x00"
    )
    asking.pin(cast.judith, cast.fabrique.pk, None, "Un\x00  risque", "a\x00b", [field])
    asked = Consigne.objects.get()
    assert (asked.title, asked.words) == ("Un risque", "ab")
    assert asked.fields[0]["label"] == "Le lieu"
    assert asked.fields[0]["choices"] == ["Ici", "Là"]


@pytest.mark.parametrize(
    ("change", "code", "box"),
    [
        ({"title": "é" * 141}, "text_long", "title"),
        ({"words": "é" * 5_001}, "text_long", "words"),
        ({"fields": [Field("a", "é" * 301, "text")]}, "field_long", "fields"),
        ({"fields": [Field("a", "\u200b", "text")]}, "field_wrong", "fields"),
        ({"fields": [Field("a", "Q", "choice", choices=["Un", " "])]}, "choices_few", "fields"),
        ({"fields": [Field("a", "Q", "choice", choices=["Un"] * 21)]}, "choices_many", "fields"),
    ],
)
def test_a_consigne_is_refused_beside_the_box_that_is_wrong(
    cast: Cast, change: dict[str, Any], code: str, box: str
) -> None:
    given = {"title": "Un risque", "words": "", "fields": []} | change
    no = refusal(asking.pin, cast.judith, cast.fabrique.pk, None, **given)
    assert (no.code, no.field) == (code, box)
    assert not Consigne.objects.exists()


def test_the_last_one_pinned_is_the_one_to_follow(cast: Cast) -> None:
    for title in ("Premier", "Second"):
        asking.pin(cast.judith, cast.fabrique.pk, None, title, "", [])
    first, second = Consigne.objects.order_by("pk")
    assert followed(cast.fabrique) == second
    asking.pin(cast.judith, cast.fabrique.pk, None, "Premier", "", [], first.pk)
    assert followed(cast.fabrique) == first
    assert consigne(cast.mezza, first.pk) is None
