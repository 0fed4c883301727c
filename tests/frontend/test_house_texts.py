"""Texts that a public house owes, which it may replace by its own; and the source that it runs."""

import re
import tarfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from frontend import house_texts
from rooms.models import Room
from settings.env import WrongVariable
from tests.frontend.pages import text

ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def own_texts(settings: Settings, tmp_path: Path) -> Iterator[Path]:
    """The folder of a house that writes its own texts."""
    settings.HUB_TEXTS = tmp_path
    house_texts.read.cache_clear()
    yield tmp_path
    house_texts.read.cache_clear()


@pytest.mark.parametrize("name", house_texts.NAMES)
@pytest.mark.parametrize("language", house_texts.LANGUAGES)
def test_each_text_is_there_in_both_languages(stranger: Client, name: str, language: str) -> None:
    page = text(stranger.get(f"/{name}/", headers={"Accept-Language": language}))
    assert f'<article lang="{language}">' in page
    assert page.count("<h1>") == 1
    assert ".md)" not in page


def test_the_english_texts_say_what_the_french_ones_say() -> None:
    for name in house_texts.NAMES:
        french, english = (
            re.findall(r"<(h\d|li|tr|p)\b", house_texts.render(house_texts.read(name, language).body))
            for language in house_texts.LANGUAGES
        )
        assert french == english, name


def test_every_anchor_of_the_guide_leads_somewhere() -> None:
    for language in house_texts.LANGUAGES:
        page = house_texts.render(house_texts.read("aide", language).body).replace("%C3%A9", "é")
        anchors = re.findall(r'href="#([^"]+)"', page)
        assert len(anchors) == 3
        assert all(f'id="{anchor}"' in page for anchor in anchors)


def test_pages_end_with_the_ways_to_these_texts(stranger: Client, at_nadia: Client, mezza: Room) -> None:
    for page in (stranger.get("/"), stranger.get("/rien/"), at_nadia.get("/"), at_nadia.get("/moi/")):
        foot = text(page).partition("<footer")[2]
        assert re.findall(r'href="/([\w-]+)/"', foot) == list(house_texts.NAMES)


def test_a_room_keeps_its_foot_for_what_one_writes(at_nadia: Client, feed: str) -> None:
    assert '<footer class="foot"' not in text(at_nadia.get(feed))


def test_a_house_replaces_a_text_by_its_own_and_keeps_the_others(own_texts: Path, stranger: Client) -> None:
    (own_texts / "mentions-legales.fr.md").write_text(
        "# Qui nous sommes\n\n## Où ?\n\n[Ici](tel:+33100000000).\n"
    )
    page = text(stranger.get("/mentions-legales/"))
    assert "<h1>Qui nous sommes</h1>" in page
    assert '<h2 id="où">Où\u202f?</h2>' in page
    assert 'href="tel:+33100000000"' in page
    assert ">Qui nous sommes</a>" in text(stranger.get("/"))
    assert "Données personnelles" in text(stranger.get("/donnees-personnelles/"))


def test_a_text_in_one_language_is_shown_to_all_and_says_in_which(own_texts: Path, stranger: Client) -> None:
    (own_texts / "accessibilite.fr.md").write_text("# Accessibilité : totalement conforme\n")
    page = text(stranger.get("/accessibilite/", headers=ENGLISH))
    assert '<article lang="fr">' in page
    assert "Accessibilité\u00a0: totalement conforme" in page


def test_no_text_of_the_house_runs_or_loads_anything(own_texts: Path, stranger: Client) -> None:
    harmful = "<script>alert(1)</script>\n\n[ici](javascript:alert(1)) ![x](https://exemple.fr/x.png)"
    (own_texts / "aide.fr.md").write_text(f"# <b>Aide</b>\n\n{harmful}\n")
    article = stranger.get("/aide/").content.decode().partition("<article")[2].partition("</article>")[0]
    assert "&lt;b&gt;Aide" in article
    assert not re.search(r"<(script|img|b)\b|href=\"javascript", article)


@pytest.mark.parametrize(
    ("file", "content", "told"),
    [
        ("mentions.fr.md", b"# Mentions\n", "mentions-legales.fr.md"),
        ("aide.md", b"# Aide\n", "aide.fr.md"),
        ("aide.fr.md", b"Aide\n", "titre"),
        ("aide.fr.md", b"", "titre"),
        ("aide.fr.md", "# Été\n".encode("latin-1"), "UTF-8"),
        ("aide.en.md", b"# Help\n" + b"a" * house_texts.LARGEST, "trop gros"),
    ],
)
def test_what_no_page_could_show_stops_the_start(
    own_texts: Path, file: str, content: bytes, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    house_texts.check()
    (own_texts / file).write_bytes(content)
    with pytest.raises(WrongVariable, match=rf"(?s){re.escape(file)}.*{told}"):
        house_texts.check()


def test_a_folder_that_is_none_stops_the_start(settings: Settings, tmp_path: Path) -> None:
    settings.HUB_TEXTS = tmp_path / "mistyped"
    with pytest.raises(WrongVariable, match="HUB_TEXTS"):
        house_texts.check()


def test_the_source_that_runs_is_offered_and_nothing_of_anybody(stranger: Client) -> None:
    page = text(stranger.get("/code-source/"))
    assert 'href="/code-source/hub.tar.gz"' in page
    response = stranger.get("/code-source/hub.tar.gz")
    assert response.headers["Content-Disposition"] == 'attachment; filename="hub-metallos.tar.gz"'
    with tarfile.open(fileobj=BytesIO(response.content)) as tar:
        names = set(tar.getnames())
        assert {member.uname for member in tar.getmembers()} == {""}
    for part in (
        "LICENSE",
        "bin/serve",
        "asgi.py",
        "frontend/source_archive.py",
        "docs/using.md",
        "tests/cast.py",
    ):
        assert f"hub-metallos/{part}" in names
    assert not [
        name for name in names if re.search(r"/(\.|var/|__pycache__)|secret-key|\.(pyc|mo|sqlite3)$", name)
    ]
