"""Fixtures: a consigne, and what Nadia would answer to it."""

import pytest

from protocols import asking
from protocols.events import Field
from protocols.models import Consigne
from protocols.written import Written
from tests.cast import Cast

FIELDS = [
    Field("ou", "Où ?", "text", required=True),
    Field("recit", "Racontez", "long"),
    Field("quand", "Quand ?", "choice", choices=["le jour", "la nuit"]),
    Field("combien", "À combien ?", "number"),
]
WRITTEN = Written(
    title="Tout droit",
    needs="De bonnes chaussures",
    duration="Une heure",
    steps=["Sortir.", "Marcher tout droit."],
    origin="Une promenade",
    answers={"ou": "Belleville", "quand": "la nuit", "combien": "2,5"},
)


@pytest.fixture
def consigne(cast: Cast) -> Consigne:
    """A consigne of Judith's, with a question of each kind."""
    asking.pin(cast.judith, cast.fabrique.pk, None, "Prendre un risque", "Sans **danger**.", FIELDS)
    return Consigne.objects.get()
