"""Light Markdown: what people write stays what they wrote, and harms nobody."""

import json
import re
from collections.abc import Callable
from html import escape, unescape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms.text import LONGEST, MOST_BRACKETS, MOST_MARKS, _plain, _rich, clean, digest, render
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
LINK = re.compile(
    r' href="(https?://|mailto:)[^"<>]*"( target="_blank")?( rel="nofollow noopener noreferrer")?'
)
BESIDE = 'target="_blank" rel="nofollow noopener noreferrer"'
VECTORS = json.loads(Path(__file__).with_name("text_vectors.json").read_text())
ALLOWED = {"p", "br", "em", "strong", "ul", "ol", "li", "blockquote", "a", "code"}


def harms(html: str) -> list[str]:
    """Return the tags of ``html`` that are not of the light kind, or that carry more than a link."""
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
        ("1. un\n2. deux", "<ol>\n<li>un</li>\n<li>deux</li>\n</ol>"),
        ("- a\n- b\n14. c", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n<p>14. c</p>"),
        ("<A0:>", "<p>&lt;A0:&gt;</p>"),
        ("<ftp://exemple.fr>", "<p>&lt;ftp://exemple.fr&gt;</p>"),
        ("[ici](ftp://exemple.fr)", "<p>[ici](ftp://exemple.fr)</p>"),
        ("[sic](rouge)", "<p>[sic](rouge)</p>"),
        (
            "[ici](https://exemple.fr)",
            f'<p><a href="https://exemple.fr" {BESIDE}>ici</a></p>',
        ),
    ],
)
def test_light_markdown_is_set(body: str, html: str) -> None:
    assert render(body) == html


@pytest.mark.parametrize(
    "body",
    [
        "14. Juillet",
        "2026. Une année",
        "1. un\n3. trois",
        "1) un\n2) deux",
        "1. un",
        "étudiant*es et artist*es",
        "un_mot_et_un_autre",
        "2 * 3 * 4 et 5**2",
        "- Bonjour, dit-elle.",
        "+ 3 personnes\n+ 2 enfants",
        ">3 personnes",
        "l`eau et l`air",
        "&copy; &amp; &#9731;",
    ],
)
def test_what_is_not_plainly_markdown_appears_as_typed(body: str) -> None:
    assert render(body) == f"<p>{escape(body, quote=False)}</p>".replace("\n", "<br>\n")


@pytest.mark.parametrize(
    ("body", "address", "shown"),
    [
        ("Voir https://exemple.fr/a_b_c.", "https://exemple.fr/a_b_c", "https://exemple.fr/a_b_c"),
        ("(https://exemple.fr/M_(x))", "https://exemple.fr/M_(x)", "https://exemple.fr/M_(x)"),
        ("https://exemple.fr/*un*_mot_", "https://exemple.fr/*un*_mot", "https://exemple.fr/*un*_mot"),
        ("www.exemple.fr !", "https://www.exemple.fr", "www.exemple.fr"),
        ("« HTTP://exemple.fr »", "HTTP://exemple.fr", "HTTP://exemple.fr"),
    ],
)
def test_a_bare_address_is_a_link_that_opens_beside(body: str, address: str, shown: str) -> None:
    assert f'<a href="{address}" {BESIDE}>{shown}</a>' in render(body)


def test_an_address_inside_a_link_or_code_is_part_of_it() -> None:
    assert (
        render("[https://a.fr](https://b.fr)") == f'<p><a href="https://b.fr" {BESIDE}>https://a.fr</a></p>'
    )
    assert render("`https://a.fr`") == "<p><code>https://a.fr</code></p>"


def test_an_e_mail_address_is_one_that_opens_no_page() -> None:
    assert '<a href="mailto:awa@example.org" rel' in render("Écrire à awa@example.org.")


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


@pytest.mark.parametrize("vector", VECTORS)
def test_what_is_typed_is_cleaned_and_counted_as_the_page_does(vector: dict[str, Any]) -> None:
    if vector.get("empty"):
        assert refused(clean, vector["raw"]) == "text_empty"
    else:
        assert (clean(vector["raw"]), len(clean(vector["raw"]))) == (vector["clean"], vector["signs"])


@pytest.mark.parametrize("vector", [vector for vector in VECTORS if "shown" in vector])
@pytest.mark.parametrize("renderer", [_plain, _rich])
def test_no_line_breaks_before_the_marks_of_french(
    renderer: Callable[[str], str], vector: dict[str, Any]
) -> None:
    assert unescape(re.sub(r"<[^>]*>", "", renderer(vector["clean"]))) == vector["shown"]


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("**Vraiment** ?", "<strong>Vraiment</strong>\u202f?"),
        ("*Quoi ?* Oui", "<em>Quoi\u202f?</em> Oui"),
        ("`a ? b : c`", "<code>a ? b : c</code>"),
        ("Où ? https://exemple.fr/?a=1", f'Où\u202f? <a href="https://exemple.fr/?a=1" {BESIDE}>'),
    ],
)
def test_code_and_addresses_keep_their_spaces(body: str, html: str) -> None:
    assert html in render(body)


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


def test_more_brackets_than_anybody_writes_links_with_are_only_brackets() -> None:
    link = "[ici](https://exemple.fr)"
    assert render(link * MOST_BRACKETS).count("<a ") == MOST_BRACKETS
    assert render(link + "[" * MOST_BRACKETS).startswith("<p>[ici](")


def test_the_longest_list_that_anybody_writes_is_a_list() -> None:
    assert render("- un\n" * MOST_MARKS).count("<li>") == MOST_MARKS


@pytest.mark.parametrize(
    "mark", ["- a\n", "*a* ", "> a\n\n", "`a` ", "a* \n\n", "<b>", "a@b.fr ", "\\*", "&lt;"]
)
def test_more_marks_than_anybody_writes_appear_as_they_were_typed(mark: str) -> None:
    body = clean(mark * (MOST_MARKS + 2))
    shown = re.sub("<br>|</?p>", "", render(body))
    assert shown.split() == escape(body, quote=False).split()


@given(st.text(alphabet="<>&\"'*_`[]()@\n -a\x00\u00a0", max_size=40))
def test_what_appears_as_it_was_typed_harms_nobody(body: str) -> None:
    assert harms(render("*\n" * MOST_MARKS + body)) == []


def test_a_text_is_told_from_another_one_by_the_digits_that_the_browser_has() -> None:
    told = [vector for vector in VECTORS if "digest" in vector]
    assert len(told) == 5
    assert [digest(clean(vector["raw"])) for vector in told] == [vector["digest"] for vector in told]
    assert digest("") == "00000000"
