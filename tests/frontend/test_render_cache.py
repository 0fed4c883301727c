"""Cached HTML leaks nothing between readers: refs, what only some may do."""

import re
from collections.abc import Callable

from django.test import Client

from frontend.pieces import mark
from people.models import Person
from rooms import posting, reacting
from rooms.models import Room
from tests.cast import says


def item(browser: Client, feed: str, words: str) -> str:
    """Return the item of the feed that contains ``words``, as this browser gets it."""
    page = browser.get(feed).content.decode()
    items = re.findall(r'<li class="post.*?</article>', page, re.DOTALL)
    return str(next(each for each in items if words in each))


def test_each_page_has_refs_of_its_own(
    at_nadia: Client, browser_of: Callable[[Person], Client], marcel: Person, judith: Person, fabrique: Room
) -> None:
    says(judith, fabrique, "Bonjour")
    feed, at_marcel = f"/f/{fabrique.slug}/", browser_of(marcel)
    seen = [item(browser, feed, "Bonjour") for browser in (at_nadia, at_marcel, at_nadia)]
    refs = [re.findall(r'name="ref" value="([^"]+)"', each)[0] for each in seen]
    assert len(set(refs)) == 3
    assert not any(mark("ref") in each for each in seen)


def test_nobody_has_a_ref_put_among_their_words(at_nadia: Client, marcel: Person, fabrique: Room) -> None:
    words = "Voici \ue000token\ue000 et \ue000ref\ue000"
    says(marcel, fabrique, words)
    assert words in item(at_nadia, f"/f/{fabrique.slug}/", "Voici")


def test_only_its_author_is_offered_to_change_it(
    at_nadia: Client, browser_of: Callable[[Person], Client], nadia: Person, marcel: Person, fabrique: Room
) -> None:
    says(nadia, fabrique, "C’est de moi")
    feed = f"/f/{fabrique.slug}/"
    for browser, offered in ((at_nadia, True), (browser_of(marcel), False), (at_nadia, True)):
        assert ('data-act="edit"' in item(browser, feed, "C’est de moi")) is offered


def test_a_change_is_drawn_anew(at_nadia: Client, nadia: Person, marcel: Person, fabrique: Room) -> None:
    post, feed = says(nadia, fabrique, "Un mot"), f"/f/{fabrique.slug}/"
    item(at_nadia, feed, "Un mot")
    posting.edit(nadia, fabrique.pk, None, post.pk, "Un autre mot")
    reacting.react(nadia, fabrique.pk, None, post.pk, "merci", True)
    assert 'aria-pressed="true"' in item(at_nadia, feed, "Un autre mot")


def test_each_language_has_its_own(at_nadia: Client, marcel: Person, fabrique: Room) -> None:
    says(marcel, fabrique, "Bonjour")
    feed = f"/f/{fabrique.slug}/"
    french = item(at_nadia, feed, "Bonjour")
    at_nadia.post("/langue/", {"language": "en"})
    assert "Réponses" in french
    assert "Answers" in item(at_nadia, feed, "Bonjour")
