"""Every sentence has its English translation, and follows French typography."""

import re

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.utils.translation import override

from frontend.meeting_words import WORDS as MEETING_WORDS
from frontend.meeting_words import meeting_words
from frontend.message_catalog import APPS, CATALOG, extract_catalog, is_translated
from frontend.words import WORDS, counted
from settings.env import HOUSE

# A missing or breakable space before French punctuation, or after «; 18:30 is an hour.
LOOSE = re.compile(r"[^\u00a0\u202f\d:][:;!?»]|\d[;!?»]|«[^\u00a0\u202f]")
SPOKEN_FOR = re.compile(
    r"\{% blocktranslate.*?endblocktranslate %\}|\{% block body_class.*?endblock body_class %\}"
    r"|<kbd>.*?</kbd>|\{#.*?#\}|\{[%{].*?[%}]\}",
    re.DOTALL,
)
TAG = re.compile(r"<[^>]*>")
# The name of each language in itself, which is never translated.
OWN_NAMES = {"Français", "English"}


@pytest.fixture(scope="module")
def gathered() -> list[Message]:
    """Return the French sentences of the whole product."""
    return [message for message in extract_catalog() if message.id]


@pytest.fixture(scope="module")
def english() -> Catalog:
    """Return the translations."""
    with CATALOG.open("rb") as file:
        return read_po(file, locale="en")


def forms(text: object) -> list[str]:
    """Return the singular and the plural of a sentence, or the sentence."""
    return [text] if isinstance(text, str) else list(text or [])  # type: ignore[call-overload]


def _holes(text: object) -> set[str]:
    """Return the placeholders of a sentence: ``%(name)s`` and ``{name}``."""
    return {hole for form in forms(text) for hole in re.findall(r"%(?:\(\w+\))?[sd]|\{\w+\}", form)}


def test_the_sentences_of_pages_rules_and_modules_are_all_gathered(gathered: list[Message]) -> None:
    sentences = {form for message in gathered for form in forms(message.id)}
    assert {str(sentence) for sentence in (*WORDS.values(), *MEETING_WORDS.values())} <= sentences
    assert "Le code de la fabrique" in sentences  # from a template
    assert "Ce message n’est plus là." in sentences  # from a rule
    assert "%(n)s nouveaux messages" in sentences  # from a plural


def test_every_sentence_has_its_english_and_no_english_is_left_over(
    gathered: list[Message], english: Catalog
) -> None:
    known = {message.id for message in english if message.id and is_translated(message) and not message.fuzzy}
    assert {message.id for message in gathered} == known


def test_no_sentence_is_hidden_in_an_f_string() -> None:
    """Python reads them in another way since 3.12: a sentence would be gathered here and not there."""
    code = [path for app in APPS for path in (HOUSE / app).rglob("*.py")]
    assert [str(path) for path in code if re.search(r"""f["'][^\n]*\{_\(""", path.read_text())] == []


def test_english_leaves_the_same_places_to_fill(english: Catalog) -> None:
    assert [message.id for message in english if _holes(message.id) != _holes(message.string)] == []


def test_french_is_printed_as_french_is(gathered: list[Message]) -> None:
    said = [form for message in gathered for form in forms(message.id)]
    assert [text for text in said if "'" in text or "..." in text or '"' in text] == []
    assert [text for text in said if LOOSE.search(text)] == []


def test_no_template_says_anything_that_cannot_be_translated() -> None:
    templates = (HOUSE / "frontend/templates").rglob("*.html")
    bare = {path.name: _left(path.read_text()) for path in templates if path.name != "box.html"}
    assert {name: left for name, left in bare.items() if left} == {}


def _left(template: str) -> list[str]:
    """Return the words that remain without tags, attributes and translated sentences."""
    bare = TAG.sub(" ", SPOKEN_FOR.sub(" ", template))
    return [word for word in re.findall(r"[^\W\d_]+", bare) if word not in OWN_NAMES]


def test_the_modules_are_handed_every_word_they_ask_for() -> None:
    modules = [path.read_text() for path in (HOUSE / "frontend/static/js").rglob("*.js")]
    asked = {word for module in modules for word in re.findall(r"\bsay\(\"(\w+)\"", module)}
    counted = {word for module in modules for word in re.findall(r"\bsayCount\(\"(\w+)\"", module)}
    assert asked
    assert not WORDS.keys() & MEETING_WORDS.keys()
    assert asked <= meeting_words().keys()
    assert {f"{word}_{number}" for word in counted for number in ("one", "other")} <= meeting_words().keys()


def test_nothing_is_counted_as_one_in_french_and_as_many_in_english() -> None:
    with override("fr"):
        assert counted("tally_finished", 0) == "0 a fini"
    with override("en"):
        assert counted("tally_finished", 0) == counted("tally_finished", 2).replace("2", "0")
        assert counted("tally_finished", 0) != counted("tally_finished", 1).replace("1", "0")
