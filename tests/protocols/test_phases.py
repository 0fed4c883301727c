"""A phase of a session asks for protocoles: its consigne is the one to follow when it begins."""

from uuid import uuid4

import pytest

from protocols import asking, phases, submitting
from protocols.models import Consigne
from protocols.reading import followed, scene
from protocols.written import Written
from rooms.sessions import composing, reading
from rooms.sessions.phase_plan import PhasePlan
from tests.cast import Cast
from tests.refusing import refused
from tests.rooms.sessions.conftest import READ, Seance, compose

pytestmark = pytest.mark.storage


@pytest.fixture
def asked(cast: Cast) -> tuple[Consigne, Consigne]:
    """Two consignes of the fabrique, the second pinned last."""
    for title in ("Se perdre", "Revenir"):
        asking.pin(cast.judith, cast.fabrique.pk, None, title, "", [])
    return Consigne.objects.get(title="Se perdre"), Consigne.objects.get(title="Revenir")


@pytest.fixture
def seance(cast: Cast) -> Seance:
    return compose(cast, READ, PhasePlan("perform", "Écrire un protocole", seconds=600))


def ask(seance: Seance, consigne: Consigne | None) -> None:
    pk = consigne.pk if consigne else None
    phases.ask_in(seance.cast.judith, seance.room.pk, uuid4(), seance.phases[1].pk, pk)


def test_the_consigne_of_a_phase_is_pinned_when_it_begins(
    seance: Seance, asked: tuple[Consigne, Consigne]
) -> None:
    ask(seance, asked[0])
    seance.start()
    assert followed(seance.room) == asked[1]
    seance.goes_by(60)
    assert followed(seance.room) == asked[0]
    assert [each.title for each in scene(seance.room.pk).consignes] == ["Se perdre", "Revenir"]


def test_what_is_handed_in_stands_under_that_phase(seance: Seance, asked: tuple[Consigne, Consigne]) -> None:
    ask(seance, asked[0])
    seance.start()
    seance.passes_to("Écrire un protocole")
    written = Written(title="Tout droit", steps=["Marcher."])
    submitting.hand_in(seance.cast.nadia, seance.room.pk, uuid4(), asked[0].pk, written)
    before, now = reading.story(seance.row).parts
    assert ([post.body for post in before.posts], [post.kind for post in now.posts]) == ([], ["protocole"])


def test_a_phase_that_asks_no_more_pins_nothing(seance: Seance, asked: tuple[Consigne, Consigne]) -> None:
    ask(seance, asked[0])
    ask(seance, None)
    seance.start()
    seance.passes_to("Écrire un protocole")
    assert followed(seance.room) == asked[1]


def test_only_a_consigne_of_the_room_is_asked_and_only_by_who_leads(
    seance: Seance, asked: tuple[Consigne, Consigne], cast: Cast
) -> None:
    phase, room = seance.phases[1].pk, seance.room.pk
    assert refused(phases.ask_in, cast.judith, room, uuid4(), phase, 10**6) == "consigne_unknown"
    assert refused(phases.ask_in, cast.nadia, room, uuid4(), phase, asked[0].pk) == "not_leader"
    composing.open_session(cast.awa, cast.mezza.pk, uuid4(), "Ailleurs", "silent")
    other = cast.mezza.sessions.get().phases.first()
    assert other is not None
    assert refused(phases.ask_in, cast.judith, room, uuid4(), other.pk, asked[0].pk) == "session_unknown"
