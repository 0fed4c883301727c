"""A page put together from what is kept is the page drawn anew, whatever happened, for whoever reads."""

import gzip
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle
from typing import Any

import pytest
from django.test import Client
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule, run_state_machine_as_test

from frontend import metrics
from frontend.byte_cache import DRAWN
from frontend.scenes import About
from people.data import erase
from people.models import Person
from rooms import commenting, joining, moderating, posting, reacting
from rooms.models import Room
from settings.personal_data import PERSONAL_DATA
from tests.cast import Cast, answers, says
from tests.plain_browser import PlainBrowser
from tests.rooms.life import PEOPLE, Life

pytestmark = pytest.mark.walk
REF = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}\b")
NOW = re.compile(r'data-now="\d+"')
CROWD = ("nadia", "judith", "awa", "marcel", "ousmane")
READERS = [(who, language) for who in CROWD for language in ("fr", "en")]


@contextmanager
def nothing_kept() -> Iterator[None]:
    """Set aside what is kept, and put it back as it was."""
    kept = dict(vars(DRAWN))
    vars(DRAWN).clear()
    DRAWN.__init__(kept["limit"])  # type: ignore[misc]
    try:
        yield
    finally:
        vars(DRAWN).update(kept)


def as_kept(browser: Client, path: str) -> str:
    """Return the page as a browser gets it, compressed, without what is new in each."""
    response = browser.get(path, headers={"Accept-Encoding": "gzip"})
    is_gzip = response.headers.get("Content-Encoding") == "gzip"
    return told(gzip.decompress(response.content) if is_gzip else response.content)


def anew(browser: Client, path: str) -> str:
    """Return the page as it is drawn where nothing is kept."""
    with nothing_kept():
        return told(browser.get(path).content)


def told(page: bytes) -> str:
    return NOW.sub("", REF.sub("a ref", page.decode()))


class DrawnLife(Life):
    """Compare the page of one reader after another, in two languages, after each step."""

    def __init__(self) -> None:
        super().__init__()
        DRAWN.clear()
        self._readers = cycle(READERS)
        self._browsers = {reader: self._browser(*reader) for reader in READERS}
        self._erased = False

    @invariant()
    def a_kept_page_is_the_page_drawn_anew(self) -> None:
        browser = self._browsers[next(self._readers)]
        for path in self._paths():
            assert as_kept(browser, path) == anew(browser, path)

    @rule(post=Life.posts, who=PEOPLE)
    def look_at_a_post(self, post: int, who: str) -> None:
        browser = self._browsers[who, "fr"]
        path = f"/f/{self.cast.fabrique.slug}/parties/message-{post}/"
        assert as_kept(browser, path) == anew(browser, path)

    @rule(who=PEOPLE, post=Life.posts, saying=st.sampled_from(["Oui", "*Non*"]))
    def answer_and_react(self, who: str, post: int, saying: str) -> None:
        self._on_post(commenting.comment, who, post, saying)
        self._on_post(reacting.react, who, post, "merci", True)

    @precondition(lambda self: not self._erased)
    @rule()
    def erase(self) -> None:
        erase(self._person("marcel"), self._person("awa"), PERSONAL_DATA)
        self._erased = True
        self._done.clear()

    def _paths(self) -> list[str]:
        feed = f"/f/{Room.objects.get(pk=self.cast.fabrique.pk).slug}/"
        return [feed, f"{feed}parties/poster/"]

    def _browser(self, who: str, language: str) -> Client:
        browser = PlainBrowser(headers={"Accept-Language": language})
        browser.force_login(self._person(who))
        return browser


@pytest.mark.django_db
def test_what_is_kept_is_what_would_be_drawn_anew() -> None:
    machine: Any = DrawnLife
    run_state_machine_as_test(machine, settings=settings(max_examples=8, stateful_step_count=20))


def test_a_full_page_loses_its_oldest_post_to_a_new_one(cast: Cast, feed: str, at_nadia: Client) -> None:
    for number in range(53):
        says(cast.marcel if number % 2 else cast.judith, cast.fabrique, f"Le mot {number} !")
        if number > 47:
            assert as_kept(at_nadia, feed) == anew(at_nadia, feed)
    assert "Le mot 2 !" not in as_kept(at_nadia, feed)


def test_no_word_that_was_removed_stays_in_memory(
    django_capture_on_commit_callbacks: Any, cast: Cast, feed: str, at_nadia: Client, at_awa: Client
) -> None:
    post = says(cast.marcel, cast.fabrique, "unmotcaché")
    answered = says(cast.judith, cast.fabrique, "Bonjour")
    answer = answers(cast.marcel, answered, "uneréponseretirée")
    for browser in (at_nadia, at_awa):
        assert "unmotcaché" in as_kept(browser, feed)
        assert "uneréponseretirée" in as_kept(browser, feed)
    with django_capture_on_commit_callbacks(execute=True):
        moderating.hide_post(cast.awa, cast.fabrique.pk, None, post.pk, "")
        commenting.withdraw(cast.marcel, cast.fabrique.pk, None, answer.pk)
    removed = {About(cast.fabrique.pk, each.pk) for each in (post, answered)}
    assert not removed & set(DRAWN._about)
    kept = repr([value for value, _size, _about in DRAWN._kept.values()])
    for word in ("unmotcaché", "uneréponseretirée"):
        assert word not in kept
        assert repr(word.encode())[2:-1] not in kept
    for browser in (at_nadia, at_awa):
        assert "unmotcaché" not in as_kept(browser, feed)


def test_a_part_of_a_room_that_one_has_left_is_refused(cast: Cast, feed: str, at_nadia: Client) -> None:
    post = says(cast.marcel, cast.fabrique, "Bonjour")
    assert as_kept(at_nadia, feed)
    moderating.remove(cast.awa, cast.fabrique.pk, None, cast.nadia.pk, True)
    for path in (feed, f"{feed}parties/poster/", f"{feed}parties/message-{post.pk}/"):
        assert at_nadia.get(path).status_code == 403


def test_what_is_typed_again_is_shown_to_its_author_alone(
    cast: Cast, feed: str, at_nadia: Client, at_judith: Client
) -> None:
    refused = at_nadia.post(f"{feed}publier/", {"body": "mot" * 2_000})
    assert refused.status_code == 422
    assert "motmot" in refused.content.decode()
    assert "motmot" not in as_kept(at_judith, feed) + as_kept(at_nadia, feed)


def test_an_edited_post_is_shown_as_it_is_now(cast: Cast, feed: str, at_nadia: Client) -> None:
    post = says(cast.nadia, cast.fabrique, "Avant")
    assert "Avant" in as_kept(at_nadia, feed)
    posting.edit(cast.nadia, cast.fabrique.pk, None, post.pk, "Après")
    assert "Après" in as_kept(at_nadia, feed)
    assert "Avant" not in as_kept(at_nadia, feed)


def test_a_page_that_comes_back_reads_no_scene_and_draws_nothing(
    django_assert_max_num_queries: Any, cast: Cast, feed: str, at_nadia: Client, at_judith: Client
) -> None:
    says(cast.marcel, cast.fabrique, "Bonjour")
    as_kept(at_nadia, feed)
    before = drawings()
    with django_assert_max_num_queries(5):  # session, person, room, membership; whether new here
        as_kept(at_nadia, feed)
    assert drawings() == before


def test_a_new_post_is_all_that_is_drawn_after_it(cast: Cast, feed: str, at_nadia: Client) -> None:
    for number in range(5):
        says(cast.marcel, cast.fabrique, f"Le mot {number}")
    as_kept(at_nadia, feed)
    before = drawings()
    says(cast.judith, cast.fabrique, "Le dernier")
    assert "Le dernier" in as_kept(at_nadia, feed)
    assert drawings() == before + 1


def test_on_a_full_page_too(
    django_assert_max_num_queries: Any, cast: Cast, feed: str, at_nadia: Client
) -> None:
    for number in range(53):
        says(cast.marcel, cast.fabrique, f"Le mot {number}")
    assert "?avant=" in as_kept(at_nadia, feed)
    before = drawings()
    says(cast.judith, cast.fabrique, "Le dernier")
    with django_assert_max_num_queries(6):  # as when one comes back, and what happened since
        assert "Le dernier" in as_kept(at_nadia, feed)
    assert drawings() == before + 1


def test_whoever_wrote_part_of_a_post_has_the_drawing_of_the_others(
    browser_of: Callable[[Person], Client], cast: Cast, feed: str, at_nadia: Client
) -> None:
    post = says(cast.marcel, cast.fabrique, "Bonjour")
    answer = answers(cast.nadia, post, "Bonsoir")
    joining.join(cast.ousmane, cast.fabrique)
    part, before = f"{feed}parties/message-{post.pk}/", drawings()
    seen = {
        "nadia": as_kept(at_nadia, part),
        "marcel": as_kept(browser_of(cast.marcel), part),
        "ousmane": as_kept(browser_of(cast.ousmane), part),
    }
    assert drawings() == before + 1
    at_post, at_answer = f"{feed}messages/{post.pk}/", f"{feed}reponses/{answer.pk}/"
    acts = [f"{at}{verb}/" for at in (at_post, at_answer) for verb in ("modifier", "signaler")]
    assert {who: [f'"{act}"' in page for act in acts] for who, page in seen.items()} == {
        "nadia": [False, True, True, False],
        "marcel": [True, False, False, True],
        "ousmane": [False, True, False, True],
    }


def test_those_who_reacted_alike_share_one_drawing(
    browser_of: Callable[[Person], Client], cast: Cast, feed: str, at_nadia: Client, at_judith: Client
) -> None:
    post = says(cast.judith, cast.fabrique, "Bonjour")
    for who in (cast.nadia, cast.marcel):
        reacting.react(who, cast.fabrique.pk, None, post.pk, "merci", True)
    part = f"{feed}parties/message-{post.pk}/"
    assert 'aria-pressed="true"' in as_kept(at_nadia, part)
    before = drawings()
    assert as_kept(browser_of(cast.marcel), part) == as_kept(at_nadia, part)
    assert drawings() == before
    assert 'aria-pressed="true"' not in as_kept(at_judith, part)


def drawings() -> float:
    """Return how many posts and frames were drawn so far."""
    return float(sum(metrics.DRAWINGS.labels(what)._value.get() for what in ("post", "frame")))
