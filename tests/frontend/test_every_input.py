"""Every way in which text comes in: each field of a command, each box of a form, each word of an address.

Whatever comes, Unicode's composition is asked for nothing that would take long: it is quadratic on stacked
marks, and everybody's sockets wait meanwhile.
"""

import functools
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Any, get_type_hints
from uuid import uuid4

import msgspec
import pytest
from django.core.cache import cache
from django.urls import URLPattern
from django.utils.http import urlencode

from frontend.urls import urlpatterns
from people import pacing
from protocols.commands import COMMANDS
from protocols.events import Field
from protocols.written import Written
from realtime.gateway.dispatch import dispatch
from realtime.wire.answers import Failed
from realtime.wire.docgen.examples import ABOUT_COMMANDS
from rooms.command import Lasting
from tests.cast import Cast, announces, answers, says
from tests.frontend.pages import pinned_consigne, undone
from tests.plain_browser import PlainBrowser

pytestmark = pytest.mark.django_db

TEMPLATES = Path(__file__).resolve().parents[2] / "frontend" / "templates"
STACKED = "a" + "\u0301\u0323" * 400
STACKS = STACKED * 30
DO = {"ask": ("pin", "add"), "write": ("hand-in", "keep", "add-step")}
LASTING = [command for command in ABOUT_COMMANDS if isinstance(command, Lasting)]


@pytest.fixture(autouse=True)
def composed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Record what composition is asked for, as whoever asks sees the module."""
    asked: list[str] = []
    compose = unicodedata.normalize

    def recorded(form: Any, text: str) -> str:
        asked.append(text)
        return compose(form, text[:100])

    monkeypatch.setattr(unicodedata, "normalize", recorded)
    return asked


@contextmanager
def none_takes_long(composed: list[str], about: object) -> Iterator[None]:
    """Check what is composed within, as if it were done first; then it never was."""
    composed.clear()
    pacing.pace_of.cache_clear()
    cache.clear()
    with undone():
        yield
    assert not [len(text) for text in composed if len(text) > 20_000 or is_stacked(text)], about


def is_stacked(text: str) -> bool:
    return re.search("[\u0301\u0323]{301}", text) is not None


def filled(kind: Any, text: str) -> Any:
    """Return a value of this type whose every text is ``text``; None for a type without text."""
    if kind is str:
        return text
    if kind is Written:
        return Written(text, text, text, [text] * 9, text, {"question": text})
    return None


def texts_of(command: Lasting) -> Iterator[str]:
    hints = get_type_hints(type(command))
    yield from (name for name in command.__struct_fields__ if filled(hints[name], "") is not None)


@pytest.fixture
def subjects(cast: Cast) -> dict[str, int]:
    """Something of Nadia's for each number of a command."""
    post = says(cast.nadia, cast.fabrique)
    comment = answers(cast.nadia, post)
    asked = pinned_consigne(cast.judith, cast.fabrique, [Field("question", "Quoi ?", "text")])
    return {
        "post": post.pk,
        "comment": comment.pk,
        "consigne": asked.pk,
        "to": cast.mezza.pk,
        "person": cast.marcel.pk,
    }


def test_every_lasting_command_has_an_example() -> None:
    assert {type(command) for command in LASTING} == {spec.command for spec in COMMANDS}


@pytest.mark.parametrize("text", [STACKED, STACKS], ids=["as a text is long", "longer than any"])
def test_no_field_of_a_command_holds_the_house_up(
    text: str, cast: Cast, subjects: dict[str, int], composed: list[str]
) -> None:
    for command in LASTING:
        hints = get_type_hints(type(command))
        about = {name: subjects[name] for name in command.__struct_fields__ if name in subjects}
        words = {name: filled(hints[name], text) for name in texts_of(command)}
        asked = msgspec.structs.replace(command, **about, **words, ref=uuid4(), room=cast.fabrique.pk)
        with none_takes_long(composed, command):
            for person in (cast.nadia, cast.awa):
                assert not isinstance(dispatch(person.pk, "fr", asked), Failed), command


@functools.cache
def named_boxes() -> frozenset[str]:
    """Return the names of the boxes in our templates."""
    pages = [page.read_text() for page in TEMPLATES.rglob("*.html")]
    return frozenset(name for page in pages for name in re.findall(r'name="([\w-]+)"', page))


def boxes() -> dict[str, Any]:
    """Return every box of our templates, filled in."""
    rows = {f"{name}-1" for name in ("key", "label", "kind", "choices", "help")} | {"answer-question"}
    return dict.fromkeys(named_boxes() | rows, STACKED) | {"row": "1"}


def address(pattern: URLPattern, known: dict[str, Any]) -> str:
    """Return the address of ``pattern`` with the words of ``known``, and long ones where it takes any."""

    def word(found: re.Match[str]) -> str:
        return str(known.get(found[2], 1 if found[1] == "int" else "a" * 4_000))

    return "/" + re.sub(r"<(\w+):(\w+)>", word, str(pattern.pattern))


def verbs_of(pattern: URLPattern) -> list[str]:
    """Return the verbs with which the address may end: every one, where no command tells which."""
    words = str(pattern.pattern).split("/")
    if "<slug:verb>" not in words:
        return [""]
    known = [name.rpartition("/")[::2] for spec in COMMANDS for name in spec.forms]
    own = {verb for thing, verb in known if thing in words} or {verb for _thing, verb in known}
    return sorted(own | {"deplacer"})


@pytest.mark.parametrize("who", ["nobody", "nadia", "awa"])
def test_no_box_of_a_form_holds_the_house_up(
    who: str, cast: Cast, subjects: dict[str, int], composed: list[str]
) -> None:
    known = subjects | {
        "slug": cast.fabrique.slug,
        "pk": announces(cast.judith, cast.fabrique).pk,
        "code": cast.fabrique.code,
    }
    for pattern in urlpatterns:
        with none_takes_long(composed, pattern):
            browser = PlainBrowser()
            if who != "nobody":
                browser.force_login(getattr(cast, who))
            for verb, do in product(verbs_of(pattern), DO.get(str(pattern.name), ("",))):
                pacing.pace_of.cache_clear()
                cache.clear()
                typed = boxes() | {"do": do, "to": str(cast.mezza.pk), "consigne": ""}
                browser.post(address(pattern, known | {"verb": verb}), typed)


def test_no_word_of_an_address_holds_the_house_up(cast: Cast, composed: list[str]) -> None:
    words = dict.fromkeys(("avant", "consigne", "code", "next", "epoch", "language"), STACKED)
    for pattern in urlpatterns:
        with none_takes_long(composed, pattern):
            browser = PlainBrowser()
            browser.force_login(cast.awa)
            browser.get(f"{address(pattern, {})}?{urlencode(words)}")
            browser.get(f"{address(pattern, {'slug': cast.fabrique.slug})}?{urlencode(words)}")
