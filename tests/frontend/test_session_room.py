"""A running session in the room's page, without JavaScript: what it is now, one's own text, what was done."""

import pytest
from django.test import Client

from tests.cast import Cast
from tests.frontend.pages import text
from tests.rooms.sessions.conftest import READ, REVEAL, SILENCE, TALK, Seance, compose

SECRET = "Prendre l’escalier à l’heure où les gens rentrent."


@pytest.fixture
def seance(cast: Cast) -> Seance:
    """A session in its silent phase."""
    made = compose(cast, READ, SILENCE, REVEAL, TALK)
    made.start()
    made.passes_to("Écrire en silence")
    return made


def test_the_page_tells_phase_end_what_to_do_and_what_comes_next(
    at_nadia: Client, feed: str, seance: Seance
) -> None:
    page = text(at_nadia.get(feed))
    facts = ("Écrire en silence", "jusqu’à", "<strong>geste</strong>", "Tout se dévoile")
    places = [page.index(fact) for fact in facts]
    assert places == sorted(places)
    assert "« Mon texte" not in page and "vous seul·e voyez ceci" in page
