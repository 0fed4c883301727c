"""The demo is loaded once, whole, and its French follows French typography."""

import json
import re
import stat
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import TestCase
from django.utils import timezone
from msgspec.structs import replace
from pytest_django import DjangoDbBlocker

from people import cards
from people.models import Person
from protocols.demo import content, loading
from protocols.models import Protocole
from protocols.reading import scene
from realtime.wire.answers import Line
from rooms import log
from rooms.kinds import WORDS
from rooms.models import Comment, Event, Post, Room
from rooms.rules import LEADERS
from tests.realtime.reducer import apply_all

Load = Callable[[], bool]


@pytest.fixture
def load(db: None, tmp_path: Path, django_capture_on_commit_callbacks: Any) -> Load:
    """Load the demo into an empty database, and its links into ``tmp_path``."""

    def once() -> bool:
        with django_capture_on_commit_callbacks(execute=True):
            return loading.load(tmp_path)

    return once


@pytest.fixture(scope="class")
def loaded(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """The demo, for tests that only look at it; the folder of its links. Each test's changes end with it."""
    folder = tmp_path_factory.mktemp("demo")
    with django_db_blocker.unblock(), transaction.atomic():
        with TestCase.captureOnCommitCallbacks(execute=True):
            assert loading.load(folder)
        yield folder
        transaction.set_rollback(True)


def ways_in(folder: Path) -> dict[str, dict[str, str]]:
    ways: dict[str, dict[str, str]] = json.loads((folder / loading.WAYS_IN).read_text())
    return ways


def everything() -> list[tuple[Any, ...]]:
    tables = (Person, Room, Post, Comment, Protocole, Event)
    return [tuple(row) for table in tables for row in table.objects.order_by("pk").values_list()]


@pytest.mark.storage
def test_a_second_loading_changes_nothing(load: Load, tmp_path: Path) -> None:
    assert load()
    before, ways = everything(), ways_in(tmp_path)
    assert not load()
    assert everything() == before
    assert ways_in(tmp_path) == ways


@pytest.mark.django_db
def test_the_command_says_what_it_did(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HUB_DATA", str(tmp_path))
    call_command("load_demo")
    call_command("load_demo")
    assert capsys.readouterr().out.split("\n")[:2] == [
        "La démonstration est chargée.",
        "La démonstration était déjà là.",
    ]


@pytest.mark.parametrize(
    "moment", ["2026-11-23T00:01", "2026-11-23T23:59", "2027-03-29T00:30", "2027-10-31T23:30"]
)
def test_the_demo_is_alive_at_any_hour_it_is_loaded(
    moment: str, load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Anything said before a room opens, or after it closes, would be refused."""
    now = timezone.make_aware(datetime.fromisoformat(moment))
    monkeypatch.setattr(timezone, "now", lambda: now)
    assert load()


@pytest.mark.django_db
@pytest.mark.usefixtures("loaded")
class TestLoaded:
    """What is there once the demo is loaded."""

    @pytest.fixture
    def house(self) -> list[Room]:
        """The demo's rooms, Mezza first."""
        return list(Room.objects.exclude(kind=Room.Kind.WINGS).order_by("pk"))

    def test_there_is_enough_to_read_and_to_perform(self, house: list[Room]) -> None:
        words = Post.objects.filter(kind=WORDS.key).count() + Comment.objects.count()
        assert words >= 40
        assert Protocole.objects.exclude(post=None).count() >= 12
        assert Person.objects.count() >= 12

    def test_one_fabrique_is_over_one_is_open_and_one_is_to_come(self, house: list[Room]) -> None:
        now = timezone.now()
        assert [(room.slug, room.moment(now)) for room in house] == [
            ("mezza", Room.Moment.OPEN),
            ("attentions-partagees", Room.Moment.AFTER),
            ("prises-de-risque", Room.Moment.OPEN),
            ("lapins", Room.Moment.BEFORE),
        ]

    def test_every_room_is_drawn_whole(self, house: list[Room]) -> None:
        scenes = [scene(room.pk) for room in house]
        shown = [sum(1 + len(post.comments) for post in each.snapshot.posts) for each in scenes]
        assert shown == [said_in(name) for name in (content.MEZZA, *content.FABRIQUES)]
        assert [len(each.consignes) for each in scenes] == [0, 1, 1, 1]

    @pytest.mark.storage
    def test_the_log_of_each_room_tells_what_its_page_shows(self, house: list[Room]) -> None:
        for room in house:
            drawn = scene(room.pk)
            lines = [msgspec.json.decode(entry.json, type=Line) for entry in log.since(room.pk, 0)]
            blank = replace(
                drawn, snapshot=replace(drawn.snapshot, seq=0, posts=[], meetings=[]), consignes=[]
            )
            assert apply_all(blank, lines) == drawn

    def test_each_log_is_dense_and_tells_the_past_in_order(self, house: list[Room]) -> None:
        for room in house:
            lines = list(room.events.order_by("seq").values_list("seq", "at"))
            assert [seq for seq, _at in lines] == list(range(1, room.head + 1))
            moments = [at for _seq, at in lines]
            assert moments == sorted(moments)
            assert all(at <= timezone.now() for at in moments)

    def test_what_was_taken_back_is_nowhere_to_be_read(self, house: list[Room]) -> None:
        live = content.place("prises-de-risque.toml")
        (taken_back,) = (post for post in live.posts if post.withdrawn)
        assert Post.objects.filter(body=taken_back.body).exclude(withdrawn_at=None).count() == 1
        assert not Event.objects.filter(data__contains=taken_back.body).exists()

    def test_the_ways_in_are_for_their_owner_alone_and_open(self, loaded: Path, house: list[Room]) -> None:
        assert stat.S_IMODE((loaded / loading.WAYS_IN).stat().st_mode) == 0o600
        ways = ways_in(loaded)
        secret = ways["artist"]["path"].rstrip("/").rpartition("/")[2]
        artist, staff = cards.owner(secret), Person.objects.get(email=ways["staff"]["email"])
        assert artist.name == ways["artist"]["name"]
        assert artist.memberships.get(room=house[2]).role in LEADERS
        assert staff.is_staff
        assert staff.check_password(ways["staff"]["password"])
        assert str(house[2].code) in ways["participant"]["path"]

    def test_its_artist_has_a_session_to_conduct(self, house: list[Room]) -> None:
        session = next(room for room in house if room.slug == "prises-de-risque").sessions.get()
        assert [phase.kind for phase in session.phases.all()] == ["read", "silence", "reveal", "react"]
        assert session.by.memberships.get(room=session.room).role == "artist"


def said_in(name: str) -> int:
    place = content.place(name)
    seen = [*place.protocoles, *(post for post in place.posts if not post.withdrawn)]
    return len(seen) + sum(len(placed.comments) for placed in seen)


# Web addresses are typed as they are, and so is the emphasis of light Markdown around a word.
ADDRESS = re.compile(r"https?://\S+")
WRONG = {
    "a straight apostrophe or quotation mark": re.compile(r"['\"]"),
    "three dots for an ellipsis": re.compile(r"\.\.\."),
    "no insecable space before : ; ! ? »": re.compile(r"(?<![\u00a0\u202f])[:;!?»]"),
    "no insecable space after «": re.compile(r"«(?!\u00a0)"),
    "a breaking space in an hour": re.compile(r"\d h\b"),
}


@pytest.mark.parametrize("name", ["people.toml", content.MEZZA, *content.FABRIQUES])
def test_french_is_set_as_french(name: str) -> None:
    told = content.people() if name == "people.toml" else content.place(name)
    for text in strings(told):
        plain = ADDRESS.sub("", text)
        assert not [what for what, wrong in WRONG.items() if wrong.search(plain)], text


def strings(thing: Any) -> Iterator[str]:
    """Yield every string in what the script tells."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, dict):
        yield from (text for each in thing.values() for text in strings(each))
    elif isinstance(thing, list):
        yield from (text for each in thing for text in strings(each))
    elif hasattr(thing, "__struct_fields__"):
        yield from (text for name in thing.__struct_fields__ for text in strings(getattr(thing, name)))
