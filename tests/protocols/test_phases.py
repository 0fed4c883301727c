"""A phase of a session asks for protocoles: its consigne is the one to follow when it begins."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from protocols import asking, phases, submitting
from protocols import reading as protocole_reading
from protocols.models import Consigne
from protocols.reading import followed, scene
from protocols.written import Written
from rooms import joining, opening
from rooms.models import Membership, Room
from rooms.sessions import composing, conducting, reading, rehearsing
from rooms.sessions.models import Session
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


def copies(seance: Seance, to: Room) -> Session:
    """Let Judith duplicate the score into ``to``; return the copy."""
    composing.duplicate(seance.cast.judith, seance.room.pk, uuid4(), seance.pk, to.pk)
    return Session.objects.latest("pk")


def conducts(session: Session, position: int) -> None:
    """Let whoever made the session begin it and pass to a phase."""
    conducting.start(session.by, session.room_id, uuid4(), session.pk)
    conducting.pass_to(session.by, session.room_id, uuid4(), session.pk, 1, position)


@pytest.fixture
def elsewhere(cast: Cast) -> Room:
    """Another fabrique that Judith leads and Nadia takes part in."""
    room = opening.open_fabrique("Ailleurs", timezone.now() - timedelta(days=1), None)
    joining.give_role(cast.judith, room, Membership.Role.ARTIST)
    joining.join(cast.nadia, room)
    return room


def test_a_score_that_goes_to_another_fabrique_takes_its_consignes_along(
    seance: Seance, asked: tuple[Consigne, Consigne], elsewhere: Room
) -> None:
    ask(seance, asked[0])
    copy = copies(seance, elsewhere)
    consigne = phases.asked_in(copy.phases.get(position=1))
    assert consigne
    assert (consigne.room, consigne.title) == (elsewhere, "Se perdre")
    conducts(copy, 1)
    assert followed(elsewhere) == consigne
    assert [each.title for each in scene(elsewhere.pk).consignes] == ["Se perdre"]
    assert [each.title for each in scene(seance.room.pk).consignes] == ["Revenir", "Se perdre"]


def test_nobody_who_takes_part_sees_a_consigne_before_its_phase(
    seance: Seance, asked: tuple[Consigne, Consigne], elsewhere: Room
) -> None:
    ask(seance, asked[0])
    consigne = phases.asked_in(copies(seance, elsewhere).phases.get(position=1))
    assert consigne
    assert followed(elsewhere) is None
    assert scene(elsewhere.pk).consignes == []
    assert protocole_reading.consigne(elsewhere, consigne.pk) is None
    written = Written(title="Tout droit", steps=["Marcher."])
    nadia = seance.cast.nadia
    code = refused(submitting.hand_in, nadia, elsewhere.pk, uuid4(), consigne.pk, written)
    assert code == "consigne_unknown"


def test_a_score_that_is_duplicated_where_it_is_asks_for_the_same_consigne(
    seance: Seance, asked: tuple[Consigne, Consigne]
) -> None:
    ask(seance, asked[0])
    assert phases.asked_in(copies(seance, seance.room).phases.get(position=1)) == asked[0]


def test_a_score_that_goes_there_twice_takes_its_consigne_along_once(
    seance: Seance, asked: tuple[Consigne, Consigne], elsewhere: Room
) -> None:
    ask(seance, asked[0])
    for _time in range(2):
        copies(seance, elsewhere)
    assert Consigne.objects.filter(room=elsewhere).count() == 1


def test_the_consigne_of_a_phase_is_pinned_in_a_rehearsal_and_goes_with_it(
    seance: Seance, asked: tuple[Consigne, Consigne]
) -> None:
    ask(seance, asked[0])
    rehearsed = rehearsing.rehearse(seance.cast.judith, seance.room, seance.pk, 20)
    conducts(rehearsed, 1)
    pinned = followed(rehearsed.room)
    assert pinned
    assert (pinned.title, pinned != asked[0]) == ("Se perdre", True)
    rehearsing.leave(seance.cast.judith, rehearsed.room)
    assert not Consigne.objects.filter(pk=pinned.pk).exists()
    assert followed(seance.room) == asked[1]
