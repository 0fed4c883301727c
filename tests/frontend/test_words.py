"""Every sentence of the house: French as it is printed, English for all of it."""

import re

from babel.messages.pofile import read_po

from frontend.gathering import CATALOG, gather, is_translated
from frontend.meeting_words import WORDS as MEETING_WORDS
from frontend.meeting_words import meeting_words
from frontend.words import WORDS
from settings.env import HOUSE

SAID = [message for message in gather() if message.id]
with CATALOG.open("rb") as file:
    ENGLISH = read_po(file, locale="en")

# A space where the line may break, or none, beside what French keeps with its word; 18:30 is an hour.
LOOSE = re.compile(r"[^\u00a0\u202f\d:][:;!?»]|\d[;!?»]|«[^\u00a0\u202f]")
SPOKEN_FOR = re.compile(
    r"\{% blocktranslate.*?endblocktranslate %\}|\{% block body_class.*?endblock body_class %\}"
    r"|<kbd>.*?</kbd>|\{#.*?#\}|\{[%{].*?[%}]\}",
    re.DOTALL,
)
TAG = re.compile(r"<[^>]*>")
# Each in itself, whatever the page speaks.
OWN_NAMES = {"Français", "English"}


def forms(text: object) -> list[str]:
    """The singular and the plural of a sentence, or the sentence."""
    return [text] if isinstance(text, str) else list(text or [])  # type: ignore[call-overload]


def _holes(text: object) -> set[str]:
    """What is filled in when it is said: ``%(name)s`` and ``{name}``."""
    return {hole for form in forms(text) for hole in re.findall(r"%(?:\(\w+\))?[sd]|\{\w+\}", form)}


def test_the_sentences_of_pages_rules_and_modules_are_all_gathered() -> None:
    gathered = {form for message in SAID for form in forms(message.id)}
    assert {str(sentence) for sentence in (*WORDS.values(), *MEETING_WORDS.values())} <= gathered
    assert "Le code de la fabrique" in gathered  # from a template
    assert "Ce message n’est plus là." in gathered  # from a rule
    assert "%(n)s nouveaux messages" in gathered  # from a plural


def test_every_sentence_has_its_english_and_no_english_is_left_over() -> None:
    known = {message.id for message in ENGLISH if message.id and is_translated(message) and not message.fuzzy}
    assert {message.id for message in SAID} == known


def test_english_leaves_the_same_places_to_fill() -> None:
    assert [message.id for message in ENGLISH if _holes(message.id) != _holes(message.string)] == []


def test_french_is_printed_as_french_is() -> None:
    said = [form for message in SAID for form in forms(message.id)]
    assert [text for text in said if "'" in text or "..." in text or '"' in text] == []
    assert [text for text in said if LOOSE.search(text)] == []


def test_no_template_says_anything_that_cannot_be_translated() -> None:
    templates = (HOUSE / "frontend/templates").rglob("*.html")
    bare = {path.name: _left(path.read_text()) for path in templates if path.name != "box.html"}
    assert {name: left for name, left in bare.items() if left} == {}


def _left(template: str) -> list[str]:
    """The words that remain once tags, attributes and translated sentences are taken out."""
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
