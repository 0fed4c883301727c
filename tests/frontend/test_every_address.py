"""Whatever anybody sends to any address, the house answers in words: it never breaks."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, timedelta
from itertools import product
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import msgspec
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pytest_django import Settings

from frontend.form_commands import SPECS
from frontend.integers import MAX_DIGITS
from people import pacing
from people.models import Person
from protocols import submitting
from protocols.models import Protocole
from protocols.written import Written
from realtime.gateway.dispatch import dispatch
from realtime.wire.answers import Failed
from realtime.wire.codec import JSON, InvalidMessage
from realtime.wire.docgen.examples import EXAMPLES
from rooms.command import Lasting
from rooms.meetings.models import Meeting
from rooms.models import Room
from rooms.sessions import composing, conducting
from rooms.sessions.models import Session
from settings.env import HOUSE
from tests.cast import Cast, announces, answers, says
from tests.frontend.conftest import FRENCH
from tests.frontend.pages import pinned_consigne, undone
from tests.plain_browser import PlainBrowser

# Long polls wait on purpose; tests/realtime tries what they are sent. A house that is not ready says 503.
LEFT_OUT = {"events", "ready"}
PARAMETER = re.compile(r"<(\w+):(\w+)>")
NAMES = re.compile(r'\bname="([\w-]+)"')
ODD = {
    "empty": "",
    "nul": "a\x00b",
    "long": "a" * 60_000,
    "digits": "9" * 5_000,
    "large": str(2**63),
    "negative": "-1",
    "other digits": "٣",
    "first day": "0001-01-01T00:00",
    "last day": "9999-12-31T23:59",
    "no day": "2026-02-30T25:61",
    "first date": "0001-01-01",
    "last date": "9999-12-31",
    "no hour": "24:00",
    "signs": "%_\\'\"<b>{{ 1 }}\u2028\ufffe🐇",
    "address": "//ailleurs.example/\r\nSet-Cookie: a=b",
}


def patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, str]]:
    """Return the name and the whole pattern of every address of our own."""
    for each in resolver.url_patterns:
        whole = before + str(each.pattern)
        if isinstance(each, URLPattern):
            if each.name not in LEFT_OUT:
                yield each.name or "", whole
        elif not whole.startswith("coulisses/"):
            yield from patterns(each, whole)


ADDRESSES = dict(sorted((whole, name) for name, whole in patterns(get_resolver())))


def boxes() -> set[str]:
    """Return the names of all boxes in all templates."""
    pages = (HOUSE / "frontend/templates").rglob("*.html")
    return {name for page in pages for name in NAMES.findall(page.read_text())} | {"next", "avant", "lignes"}


BOXES = sorted(boxes())
VERBS = sorted({address.split("/")[1] for address in SPECS if "/" in address} | {"aide", "artiste", "rien"})
PEOPLE = ("", "ousmane", "nadia", "judith", "awa")
COMMANDS = [each for each in EXAMPLES.values() if isinstance(each, Lasting)]


USUAL = {
    "version": "3",
    "seconds": "60",
    "to": "5",
    "speed": "20",
    "kind": "silence",
    "writers": "all",
    "order": "lot",
    "pace": "20",
    "position": "1",
    "score": "risks",
    "hot": "#ff5a1f",
    "pairing": "bricolage",
    "reactions": "merci",
    "opens_at": "2026-11-01T10:00",
    "closes_at": "2036-11-01T10:00",
    "date": (date.today() + timedelta(days=2)).isoformat(),
    "time": "10:00",
    "minutes": "60",
    "sign": "merci",
    "on": "1",
    "field-kind": "choice",
    "name": "Zoé",
    "ref": "",
}
FILE = "picture"
PATIENT = settings(
    max_examples=200,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # each example says enough, and shrinking is long
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def things(cast: Cast) -> dict[str, str]:
    """Return one of each thing that an address names, by the name of its parameter."""
    consigne = pinned_consigne(cast.judith, cast.fabrique)
    post = says(cast.nadia, cast.fabrique)
    written = Written(title="Un", steps=["Deux"])
    submitting.hand_in(cast.nadia, cast.fabrique.pk, None, consigne.pk, written)
    session = compose(cast.judith, cast.fabrique)
    facts: dict[str, Any] = {
        "slug": cast.fabrique.slug,
        "code": cast.fabrique.code,
        "post": post.pk,
        "comment": answers(cast.nadia, post).pk,
        "person": cast.marcel.pk,
        "consigne": consigne.pk,
        "session": session.pk,
        "version": session.version,
        "phase": session.phases.get(kind="silence").pk,
        "secret": session.wall,
        "pk": min(announces(cast.judith, cast.fabrique).pk, Protocole.objects.get().pk),
    }
    return {name: str(value) for name, value in facts.items()}


def compose(leader: Person, room: Room) -> Session:
    """Return a session whose silence is over, in a phase where all may publish; its wall is open."""
    composing.open_session(leader, room.pk, None, "Une heure", "risks")
    session = Session.objects.get()
    composing.open_wall(leader, room.pk, None, session.pk, True)
    conducting.start(leader, room.pk, None, session.pk)
    for version, to in enumerate((2, 4), 1):
        conducting.pass_to(leader, room.pk, None, session.pk, version, to)
    session.refresh_from_db()
    return session


@pytest.fixture
def browsers(cast: Cast, settings: Settings) -> Callable[[str], Client]:
    """Return how to open the browser of anybody, or of nobody; none of them goes too fast."""
    settings.HUB_PACE = dict.fromkeys(settings.HUB_PACE, (1e9, 1e9))
    pacing.pace_of.cache_clear()

    def of(name: str) -> Client:
        browser = PlainBrowser(headers=FRENCH, raise_request_exception=False)
        if name:
            browser.force_login(getattr(cast, name))
        return browser

    return of


@st.composite
def parts(draw: st.DrawFn) -> dict[str, str]:
    """Draw what an address names: a verb, and now and then something odd in the place of all the rest."""
    odd = draw(st.none() | st.sampled_from(sorted(ODD)))
    given_ = {"verb": draw(st.sampled_from(VERBS)), "name": draw(st.sampled_from(["poster", "soon", "rien"]))}
    return given_ | ({"odd": ODD[odd][:2_000]} if odd else {})


def filled(pattern: str, things: dict[str, str], named: dict[str, str]) -> str:
    """Return an address of ``pattern`` that names ``things``, or what is odd in their place."""

    def part(found: re.Match[str]) -> str:
        kind, name = found[1], found[2]
        if name == "pk" and "seances/" in pattern and "odd" not in named:
            return things["session"]
        if name in named or "odd" not in named or kind == "slug":
            return named.get(name) or things.get(name, "1")
        return "9" * MAX_DIGITS if kind == "number" else quote(named["odd"], safe="") or "a"

    return "/" + PARAMETER.sub(part, pattern)


@st.composite
def forms(draw: st.DrawFn) -> dict[str, Any]:
    """Draw what is in all boxes: what is usual there but in a few, where it is odd, or missing."""
    odd = draw(st.dictionaries(st.sampled_from(BOXES), st.none() | st.sampled_from(sorted(ODD)), max_size=3))
    kept = {name: USUAL.get(name, "Un mot") for name in BOXES}
    kept |= {name: ODD[kind] for name, kind in odd.items() if kind}
    return {name: [text, text] for name, text in kept.items() if odd.get(name, "") is not None}


@pytest.mark.django_db
@PATIENT
@given(
    pattern=st.sampled_from(sorted(ADDRESSES)),
    named=parts(),
    form=forms(),
    who=st.sampled_from(PEOPLE),
    file=st.none() | st.binary(max_size=40),
)
def test_no_form_and_no_address_breaks(
    browsers: Callable[[str], Client],
    things: dict[str, str],
    pattern: str,
    named: dict[str, str],
    form: dict[str, Any],
    who: str,
    file: bytes | None,
) -> None:
    address, browser = filled(pattern, things, named), browsers(who)
    files = {} if file is None else {FILE: SimpleUploadedFile("picture.png", file)}
    asked = browser.get(address, {name: texts[0][:2_000] for name, texts in form.items()})
    sent = browser.post(address, form | files)
    assert max(asked.status_code, sent.status_code) < 500, (asked.status_code, sent.status_code)
    assert browser.get("/").status_code == 200  # whatever was kept does not break what comes next


@pytest.mark.django_db
def test_a_number_that_no_database_holds_leads_nowhere(browsers: Callable[[str], Client]) -> None:
    awa = browsers("awa")
    numbered = [pattern for pattern in ADDRESSES if "<number:" in pattern]
    asked = ["/" + PARAMETER.sub("9" * (MAX_DIGITS + 1), pattern) for pattern in numbered]
    assert {awa.post(address).status_code for address in asked} == {404}


@pytest.mark.django_db
def test_a_number_of_which_there_is_nothing_breaks_nothing(
    browsers: Callable[[str], Client], things: dict[str, str]
) -> None:
    awa = browsers("awa")
    for address in (filled(pattern, things, {"odd": "9"}) for pattern in ADDRESSES):
        assert max(awa.get(address).status_code, awa.post(address).status_code) < 500, address


def test_the_file_that_is_sent_has_a_box_of_the_house() -> None:
    assert FILE in BOXES


def odder(value: Any, odd: str, number: int) -> Any:
    """Return ``value`` with ``odd`` in the place of every text, and ``number`` of every number."""
    if isinstance(value, dict):
        return {key: odder(kept, odd, number) for key, kept in value.items()}
    if isinstance(value, list):
        return [odder(each, odd, number) for each in value]
    return odd if isinstance(value, str) else number if type(value) is int else value


def test_no_command_breaks(cast: Cast, things: dict[str, str]) -> None:
    """Try each as a participant and as staff, on what is there and what is not, if the wire takes it."""
    for command in COMMANDS:
        pacing.pace_of.cache_clear()
        with undone():
            try_oddly(cast, command)


def try_oddly(cast: Cast, command: Lasting) -> None:
    usual = msgspec.to_builtins(command)
    for number, odd in product((1, 2**53 - 1), ODD.values()):
        kept = {"type": usual["type"], "ref": str(uuid4()), "room": cast.fabrique.pk}
        with suppress(InvalidMessage):
            sent = JSON.command(msgspec.json.encode(odder(usual, odd, number) | kept))
            assert isinstance(sent, Lasting)
            for person in (cast.nadia, cast.awa):
                assert not isinstance(dispatch(person.pk, "fr", sent), Failed), sent


@pytest.mark.parametrize("box", ["opens_at", "closes_at", "date", "time", "minutes"])
def test_no_moment_breaks_what_shows_it(
    browsers: Callable[[str], Client], cast: Cast, things: dict[str, str], box: str
) -> None:
    browser, room = browsers("awa"), f"/f/{cast.fabrique.slug}/"
    meeting = f"{room}rencontres/{Meeting.objects.get().pk}/"
    every = (f"{room}reglages/", "/nouvelle-fabrique/", f"{room}rencontres/annoncer/", f"{meeting}modifier/")
    forms = [form for form in every if f'name="{box}"' in browser.get(form).content.decode()]
    assert len(forms) == 2
    shown = [f"{room}{page}" for page in ("", "rencontres/", "affiche/", "reglages/")]
    shown += ["/", f"/r/{cast.fabrique.code}/", meeting, f"{meeting}rencontre.ics"]
    usual = {name: USUAL.get(name, "Un mot") for name in BOXES} | {"host": str(cast.awa.pk)}
    for form in forms:
        assert browser.post(form, usual | {"ref": str(uuid4())}).status_code == 302
    for odd in ODD.values():
        sent = [browser.post(form, usual | {box: odd, "ref": str(uuid4())}).status_code for form in forms]
        assert set(sent) <= {302, 422}, (odd, sent)
        if 302 in sent:
            assert {browser.get(page).status_code for page in shown} == {200}, odd
