"""Light Markdown: what people write stays what they wrote, and harms nobody."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms.text import LONGEST, _plain, _rich, clean, render
from tests.refusing import refused

HARMFUL = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "[moi](javascript:alert(1))",
    "[moi](JaVaScRiPt&colon;alert(1))",
    "[moi](data:text/html;base64,PHNjcmlwdD4=)",
    "<javascript:alert(1)>",
    "![x](https://exemple.fr/pixel.png)",
    "<a href='https://exemple.fr' onclick='alert(1)'>moi</a>",
    "<style>body{display:none}</style>",
    "<iframe src='https://exemple.fr'></iframe>",
    '[moi](https://exemple.fr "x\\" onmouseover=\\"alert(1)")',
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "`<script>`alert(1)`</script>`",
    "<math><mi//xlink:href='data:x,<script>alert(4)</script>'>",
]
TAG = re.compile(r"<(/?)(\w+)([^>]*)>")
LINK = re.compile(r' href="(https?://|mailto:)[^"<>]*"( rel="nofollow noopener noreferrer")?')
ALLOWED = {"p", "br", "em", "strong", "ul", "ol", "li", "blockquote", "a", "code"}


def harms(html: str) -> list[str]:
    """The tags of ``html`` that are not of the light kind, or that carry more than a link."""
    return [
        tag.group()
        for tag in TAG.finditer(html)
        if tag[2] not in ALLOWED
        or not (tag[3] in {"", ' rel="nofollow noopener noreferrer"'} or _is_link(tag))
    ]


def _is_link(tag: re.Match[str]) -> bool:
    return tag[2] == "a" and LINK.fullmatch(tag[3]) is not None


@pytest.mark.parametrize("body", HARMFUL)
def test_a_script_laden_body_is_harmless(body: str) -> None:
    assert harms(render(clean(body))) == []


@given(st.text(alphabet="<>&\"'/=()[]!*_`:;#- \nabjsx", max_size=60) | st.text(max_size=60))
def test_nothing_that_is_typed_becomes_another_tag(body: str) -> None:
    assert harms(render(body)) == []


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("Un **mot** *fort*.", "<p>Un <strong>mot</strong> <em>fort</em>.</p>"),
        ("Une ligne\nune autre", "<p>Une ligne<br>\nune autre</p>"),
        ("- un\n- deux", "<ul>\n<li>un</li>\n<li>deux</li>\n</ul>"),
        ("> dit-elle", "<blockquote>\n<p>dit-elle</p>\n</blockquote>"),
        ("# Titre", "<p># Titre</p>"),
        (
            "[ici](https://exemple.fr)",
            '<p><a href="https://exemple.fr" rel="nofollow noopener noreferrer">ici</a></p>',
        ),
    ],
)
def test_light_markdown_is_set(body: str, html: str) -> None:
    assert render(body) == html


@given(st.text(alphabet="ab1é \n\t-+.)!'\"#:\u00a0\u202f\u3000\x00\x0b", max_size=40) | st.text(max_size=40))
def test_words_that_are_set_by_hand_look_as_markdown_sets_them(body: str) -> None:
    assert render(body) == _rich(body)


def test_words_without_markdown_are_set_by_hand() -> None:
    body = "Bonjour : « on y va ? »\n3 personnes,\u00a0l’une d’elles #1.\n\nÀ demain — 🐇"
    assert render(body) == _plain(body)


@pytest.mark.parametrize("trick", "\u202e\u202d\u2066\u2067\u2069\u200b\ufeff\x00\x1b")
def test_marks_that_turn_or_hide_what_others_read_are_removed(trick: str) -> None:
    assert clean(f"avant{trick}après") == "avantaprès"


@pytest.mark.parametrize(
    "body", ["مرحبا بالعالم", "שלום", "🐇", "👩‍🏭 au travail", "👨‍👩‍👧", "❤️", "日本語", "ça\tva\nbien", "क्षि"]
)
def test_every_language_and_emoji_is_kept(body: str) -> None:
    assert clean(body) == body
    assert body.splitlines()[0] in render(body)


def test_words_are_kept_in_composed_form_with_the_lines_of_unix() -> None:
    assert clean("  e\u0301te\u0301\r\nfini  ") == "été\nfini"


@given(st.text(max_size=200))
def test_cleaning_twice_is_cleaning_once(body: str) -> None:
    once = clean(f"Voilà : {body}")
    assert clean(once) == once


def test_the_longest_text_is_taken_and_one_sign_more_is_not() -> None:
    assert len(clean("é" * LONGEST)) == LONGEST
    assert refused(clean, "é" * (LONGEST + 1)) == "text_long"


@pytest.mark.parametrize("blank", "\u115f\u1160\u2800\u3164\uffa0\u00ad\u200d\ufe0f")
def test_words_that_nobody_would_see_are_none(blank: str) -> None:
    assert refused(clean, f" {blank}\n{blank}") == "text_empty"
