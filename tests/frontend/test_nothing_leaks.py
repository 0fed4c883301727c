"""What is held, hidden, withdrawn or removed is in no byte of who does not moderate, whatever happens."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import count, cycle
from typing import Any

import msgspec
import pytest
from django.core import mail
from django.db import connection
from django.db.models import Model
from django.test import Client
from hypothesis import settings as searching
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule, run_state_machine_as_test
from pytest_django import Settings

from frontend.byte_cache import DRAWN
from frontend.views.own_words import SECTIONS
from people import data, pacing
from people.models import Person
from protocols import asking, submitting
from protocols.models import Consigne, Protocole
from protocols.reading import scene
from rooms import commenting, holding, moderating, posting, rules
from rooms.meetings.models import Meeting
from rooms.models import Comment, Membership, Post, Room
from rooms.moderation import approving, erasing, reporting
from rooms.moderation.models import Report
from rooms.sessions import composing
from rooms.sessions.models import Phase, Session
from rooms.transaction import Receipt
from settings.personal_data import PERSONAL_DATA
from tests.frontend.conftest import FRENCH
from tests.frontend.test_every_address import ADDRESSES, PARAMETER
from tests.plain_browser import PlainBrowser
from tests.rooms.history import MARK, lines
from tests.rooms.life import MEMBERS, PEOPLE, Life

NOBODY = ""
READERS = ("nadia", "marcel", "judith", "ousmane", NOBODY)
SWEEPING = ("nadia", "judith", "ousmane", NOBODY)
VERBS = {
    "messages": ("repondre", "modifier", "deplacer", "signaler", "supprimer"),
    "reponses": ("modifier", "signaler", "supprimer"),
}
NAMES = {"parties": ("poster", "rien"), "moi": ("recues", "messages", "reponses", "protocoles", "brouillons")}
LISTED = {  # of what an address names, by the words before the number
    **{"messages": Post, "reponses": Comment, "rencontres": Meeting, "seances": Session},
    **{"protocoles": Protocole, "signalements": Report, "personnes": Person, "ecrire": Consigne},
    **{"temps": Phase, "a-lire/protocole": Protocole, "a-lire/consigne": Consigne, "a-lire/phase": Phase},
}
SOURCE, REGIE = "code-source/hub.tar.gz", "regie/"
Acts = dict[str, Callable[..., Receipt]]
_HIDE: Acts = {"post": moderating.hide_post, "comment": moderating.hide_comment}
_TAKE_BACK: Acts = {"post": posting.withdraw, "comment": commenting.withdraw}
_HOLD: Acts = {"post": approving.hold_post, "comment": approving.hold_comment}
_REFUSE: Acts = {"post": approving.refuse_post, "comment": approving.refuse_comment}
_ERASE: Acts = {
    "post": partial(erasing.erase_post, sure=True),
    "comment": partial(erasing.erase_comment, sure=True),
}
WORDS_ACTS: Acts = {"hide": _HIDE["post"], "hold": _HOLD["post"], "refuse": _REFUSE["post"]}
PEOPLE_ACTS: Acts = {"quiet": moderating.quiet, "remove": moderating.remove}
FATE_ACTS: dict[str, list[tuple[Acts, bool]]] = {
    **{"hidden": [(_HIDE, False)], "withdrawn": [(_TAKE_BACK, True)], "held": [(_HOLD, False)]},
    **{"refused": [(_HOLD, False), (_REFUSE, False)], "removed": [(_HIDE, False), (_ERASE, False)]},
    "in sight": [],
}
FATES = tuple(FATE_ACTS)
MOST = 14  # of one kind, the newest
STRIDE = 7  # which of its addresses a pattern has in its turn
AT_ONCE = 5  # addresses that are read after each step, besides the pages that all read


class WatchedWords(Life):
    """Read as somebody after each step, and search all that comes for words that are not theirs to read.

    ``_theirs``: of each marked word that was ever written or told to somebody, who may always read it;
    ``_wrote``: which of them each post and answer ever held. What was removed for good nobody may read.
    """

    def __init__(self) -> None:
        super().__init__()
        DRAWN.clear()
        self._theirs: defaultdict[str, set[int]] = defaultdict(set)
        self._wrote: defaultdict[Post | Comment, set[str]] = defaultdict(set)
        self._readers, self._turns = cycle(READERS), count()
        self._browsers = {who: self._browser(who) for who in READERS}

    @initialize()
    def every_fate(self) -> None:
        """Let words of every fate be there: of Marcel's, and of his answers to Nadia, who waits herself."""
        room = self.cast.fabrique.pk
        above = self._said(self.cast.nadia)
        for fate in FATES:
            self._befalls(fate, "post", self._said(self.cast.marcel))
            receipt = commenting.comment(self.cast.marcel, room, None, above, self._mark("{}"))
            self._befalls(fate, "comment", receipt.comment or 0)
        asking.pin(self.cast.judith, room, None, self._mark("{}"), self._mark("{}"), [])
        consigne = Consigne.objects.latest("pk").pk
        for fate in FATES[:5]:
            handed = submitting.hand_in(self.cast.marcel, room, None, consigne, self._written())
            self._befalls(fate, "post", handed.post or 0)
        self._befalls("held", "post", self._said(self.cast.nadia))

    @rule(
        post=Life.posts,
        act=st.sampled_from(sorted(WORDS_ACTS)),
        who=st.sampled_from(["awa", "judith"]),
    )
    def decide_with_a_word(self, post: int, act: str, who: str) -> None:
        """What is said with it is the team's, and its author's."""
        word = self._mark("{}")
        self._theirs[word] = {Post.objects.get(pk=post).author_id}
        self._on_post(WORDS_ACTS[act], who, post, word)

    @rule(post=Life.posts, who=PEOPLE, author=st.booleans())
    def report(self, post: int, who: str, author: bool) -> None:
        word = self._mark("{}")
        self._theirs[word] = {getattr(self.cast, who).pk}
        self._on_post(reporting.report_post, who, post, author, word)

    @rule(whom=MEMBERS, who=PEOPLE)
    def report_somebody(self, whom: str, who: str) -> None:
        word = self._mark("{}")
        self._theirs[word] = {getattr(self.cast, who).pk}
        self._do(reporting.report_person, who, self.cast.fabrique.pk, self._person(whom).pk, word)

    @rule(who=MEMBERS, on=st.booleans(), word=st.sampled_from(sorted(PEOPLE_ACTS)))
    def put_out(self, who: str, on: bool, word: str) -> None:
        why = self._mark("{}")
        self._theirs[why] = {getattr(self.cast, who).pk}
        self._do(PEOPLE_ACTS[word], "awa", self.cast.fabrique.pk, self._person(who).pk, on, why)

    @rule(session=Life.sessions, is_open=st.booleans())
    def set_the_wall(self, session: int, is_open: bool) -> None:
        self._do(composing.open_wall, "judith", self.cast.fabrique.pk, session, is_open)

    @invariant()
    def nothing_leaks(self) -> None:
        who = next(self._readers)
        self.find_none(who, self._addresses(who))

    def find_none(self, who: str, addresses: Iterable[str]) -> None:
        """Search all that ``who`` gets, over sockets and from ``addresses``."""
        self._remember()
        secret = self._secret(who)
        for name, told in self._bytes(who, addresses):
            assert set(MARK.findall(told)) & secret == set(), (who or "nobody", name)

    def _said(self, who: Person) -> int:
        return posting.publish(who, self.cast.fabrique.pk, None, self._mark("{}")).post or 0

    def _befalls(self, fate: str, thing: str, number: int) -> None:
        """Let a post or an answer of Marcel's, or a post of Nadia's, have its fate."""
        self._remember()
        said = (Post if thing == "post" else Comment)._default_manager.get(pk=number)
        for act, by_author in FATE_ACTS[fate]:
            who = said.author if by_author else self.cast.awa
            act[thing](who, self.cast.fabrique.pk, None, number)

    def _bytes(self, who: str, addresses: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Tell all that ``who`` gets, each with its name: over sockets, as pages, as what is kept of them."""
        reader = self._person(who) if who else None
        for room in self.cast.fabrique, self.cast.mezza:
            if reader and self._role(reader, room):
                yield "log", str(lines(room.pk))
                yield "scene", msgspec.json.encode(scene(room.pk)).decode()
        if reader:
            yield "export", str(data.export(reader, PERSONAL_DATA))
        yield "letters", str([letter.message() for letter in mail.outbox])
        for address in addresses:
            answer = self._browsers[who].get(address)
            yield address, str(answer.headers) + answer.getvalue().decode(errors="replace")

    def _addresses(self, who: str) -> Iterator[str]:
        """The pages where words stand, and a few of all the others in turn."""
        for room in Room.objects.filter(pk__in=self.rooms[:2]):
            yield f"/f/{room.slug}/"
            yield f"/f/{room.slug}/en-attente/"
            yield f"/f/{room.slug}/protocoles/"
        others = self._patterns(who)
        for turn in (next(self._turns) for _each in range(AT_ONCE)):
            found = list(self._all_of("/" + others[turn % len(others)], self.rooms))
            yield found[turn * STRIDE % len(found)]

    def every_address(self, who: str) -> Iterator[str]:
        """Every address there is, of every thing in the fabrique."""
        for pattern in self._patterns(who):
            yield from self._all_of("/" + pattern, self.rooms[:1])

    def _patterns(self, who: str) -> list[str]:
        """The régie of whoever leads shows what waits: there, they moderate."""
        leads = bool(who) and self._role(self._person(who), self.cast.fabrique) in rules.LEADERS
        return sorted(ADDRESSES.keys() - {SOURCE, *([REGIE] if leads else [])})

    def _all_of(self, address: str, rooms: Sequence[int]) -> Iterator[str]:
        found = PARAMETER.search(address)
        if found is None:
            yield address
            return
        before = address[1 : found.start()].strip("/").split("/")
        for part in self._parts(found[2], before, rooms):
            yield from self._all_of(f"{address[: found.start()]}{part}{address[found.end() :]}", rooms)

    def _parts(self, name: str, before: list[str], rooms: Sequence[int]) -> list[object]:
        """Return what may stand for a parameter, after the parts ``before`` it."""
        last, over = before[-1], before[-2] if len(before) > 1 else ""
        session = Session.objects.order_by("-pk").first()
        drawn = [f"message-{pk}" for pk in self._numbers(["messages"])] if last == "parties" else []
        choices: dict[str, Iterable[object]] = {
            "slug": Room.objects.filter(pk__in=rooms).values_list("slug", flat=True),
            "code": [self.cast.fabrique.code],
            "secret": [session.wall if session and session.wall else "rien"],
            "what": ["protocole", "consigne", "phase"],
            "verb": VERBS.get(over, ["rien"]),
            "name": [*NAMES.get(last, NAMES.get(over, ["rien"])), *drawn],
        }
        return list(choices[name]) if name in choices else self._numbers(before)

    def _numbers(self, before: list[str]) -> list[object]:
        listed: type[Model] | None = LISTED.get("/".join(before[-2:])) or LISTED.get(before[-1])
        return [
            *(listed._default_manager.order_by("-pk").values_list("pk", flat=True)[:MOST] if listed else [])
        ] or [1]

    def _remember(self) -> None:
        written: list[Post | Comment] = [*Post.objects.all(), *Comment.objects.all()]
        for each in [*written, *Protocole.objects.all()]:
            for mark in MARK.findall(str(vars(each))):
                self._theirs[mark].add(each.author_id)
        for said in written:
            self._wrote[said] |= set(MARK.findall(f"{said.body} {getattr(said, 'card', '')}"))

    def _gone(self) -> set[str]:
        """Return the marked words of what was removed for good, with its answers."""
        return {mark for said, marks in self._wrote.items() if _is_gone(said) for mark in marks}

    def _secret(self, who: str) -> set[str]:
        """Return the marked words that ``who`` may not read now, told without the house's own rule of it."""
        reader = self._person(who) if who else None
        mine = {mark for mark, people in self._theirs.items() if reader and reader.pk in people}
        posts = [post for post in Post.objects.all() if _is_in_sight(post) and self._reads(reader, post)]
        answers = [each for post in posts for each in post.comments.all() if _is_in_sight(each)]
        read = {mark for said in [*posts, *answers] for mark in MARK.findall(str(vars(said)))}
        return (self._theirs.keys() - mine - read) | self._gone()

    def _reads(self, reader: Person | None, post: Post) -> bool:
        return (
            reader is not None and bool(self._role(reader, post.room)) and post.room.kind != Room.Kind.WINGS
        )

    def _role(self, reader: Person, room: Room) -> str:
        membership = Membership.objects.filter(person=reader, room=room, removed_at=None).first()
        return membership.role if membership else ""

    def _browser(self, who: str) -> Client:
        browser = PlainBrowser(headers=FRENCH)
        if who:
            browser.force_login(self._person(who))
        return browser


def _is_gone(said: Post | Comment) -> bool:
    return type(said)._default_manager.filter(pk=said.pk, erased_at__isnull=False).exists()


def _is_in_sight(said: Post | Comment) -> bool:
    out = said.held, said.hidden_at, said.withdrawn_at, *([said.held_at] if isinstance(said, Comment) else [])
    return not any(out) and (isinstance(said, Comment) or said.seq is not None)


@pytest.fixture
def unhurried(settings: Settings) -> None:
    settings.HUB_PACE = dict.fromkeys(settings.HUB_PACE, (1e9, 1e9))
    pacing.pace_of.cache_clear()


@pytest.mark.storage
@pytest.mark.django_db
@pytest.mark.usefixtures("unhurried")
def test_whatever_happens_nobody_gets_words_that_are_not_theirs_to_read() -> None:
    machine: Any = WatchedWords
    examples = 5 if connection.vendor == "sqlite" else 3
    run_state_machine_as_test(machine, settings=searching(max_examples=examples, stateful_step_count=20))


@contextmanager
def watched() -> Iterator[WatchedWords]:
    """A room where words have had every fate, while a session runs before its wall; then it never was."""
    machine: Any = WatchedWords()
    try:
        machine.every_fate()
        session = machine.compose("judith", "risks")
        machine.set_the_wall(session, True)
        machine.start_or_end(session, "judith", False)
        machine.announce("judith", False, 1)
        yield machine
    finally:
        machine.teardown()


@pytest.mark.django_db
@pytest.mark.usefixtures("unhurried")
def test_no_address_of_the_house_gives_words_that_are_not_the_readers() -> None:
    with watched() as machine:
        for who in SWEEPING:
            machine.find_none(who, machine.every_address(who))


ANSWERS = Comment.objects.select_related("post__room", "author")
PLANTED = {
    "hidden": lambda patch: patch.delitem(Post.VISIBLE, "hidden_at"),
    "withdrawn": lambda patch: patch.delitem(Post.VISIBLE, "withdrawn_at"),
    "held answer": lambda patch: patch.delitem(Comment.VISIBLE, "held_at"),
    "of others": lambda patch: patch.setattr(
        holding, "posts", lambda room, _person: Post.objects.filter(room=room, held="approval")
    ),
    "received": lambda patch: patch.setitem(
        SECTIONS,
        "recues",
        replace(SECTIONS["recues"], query=lambda person: ANSWERS.filter(post__author=person)),
    ),
}


@pytest.mark.django_db
@pytest.mark.usefixtures("unhurried")
@pytest.mark.parametrize("planted", PLANTED)
def test_a_page_that_asks_for_too_much_is_found(monkeypatch: pytest.MonkeyPatch, planted: str) -> None:
    """The search itself is tried: with one condition of the house taken away, it finds the words."""
    with watched() as machine:
        PLANTED[planted](monkeypatch)
        DRAWN.clear()
        feed = f"/f/{machine.cast.fabrique.slug}/"
        with pytest.raises(AssertionError, match=r"mot\d+fin"):
            machine.find_none("nadia", [feed, f"{feed}en-attente/", "/moi/mots/"])
