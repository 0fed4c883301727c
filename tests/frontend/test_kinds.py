"""Every kind of post is described for the rooms, for the pages and for the browser; none of them alone."""

import json
import subprocess

import pytest
from django.conf import settings
from django.template.loader import get_template
from django.test import Client

from frontend.kinds import DISPLAYS
from protocols.kinds import PROTOCOLE
from rooms.kinds import WORDS, kind_of
from tests.machine import programs
from tests.machine.hub import HOUSE

MODULE = HOUSE / "frontend/static/js/kinds.js"
KEYS = f"""
globalThis.document = {{ getElementById: () => null }};
const {{ KINDS }} = await import("{MODULE.as_uri()}");
const templates = Object.fromEntries(Object.entries(KINDS).map(([key, {{ template }}]) => [key, template]));
console.log(JSON.stringify(templates));
"""


def test_every_kind_has_its_display() -> None:
    assert {display.kind.key: display.kind for display in DISPLAYS} == settings.HUB_POST_KINDS
    for display in DISPLAYS:
        assert get_template(display.template)


@pytest.mark.node
def test_the_browser_fills_a_template_of_the_page_for_every_kind(at_nadia: Client, feed: str) -> None:
    words = [str(programs.NODE.path()), "--input-type=module", "--eval", KEYS]
    told = subprocess.run(words, capture_output=True, text=True, check=True)
    templates = json.loads(told.stdout)
    page = at_nadia.get(feed).content.decode()
    assert set(templates) == set(settings.HUB_POST_KINDS)
    for key, template in templates.items():
        blank = page.split(f'<template id="{template}">')[1].split("</template>")[0]
        assert f'data-kind="{key}"' in blank


def test_a_kind_says_in_plain_text_all_that_a_post_holds() -> None:
    card = {
        "id": 1,
        "consigne": 2,
        "title": "Traverser",
        "needs": "Des chaussures",
        "duration": "",
        "steps": ["Un", "Deux"],
        "origin": "Une peur",
        "answers": [{"label": "Où", "value": "Dehors"}],
    }
    lines = ["Traverser", "Des chaussures", "Un", "Deux", "Une peur", "Où : Dehors"]
    assert PROTOCOLE.text("Traverser", card).split("\n") == lines
    assert PROTOCOLE.text("", None) == ""
    assert WORDS.text("Bonjour", None) == "Bonjour"


def test_nobody_shows_a_kind_that_no_app_describes() -> None:
    with pytest.raises(KeyError):
        kind_of("danse")
