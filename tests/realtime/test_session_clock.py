"""The clock of sessions in true servers: phases pass on time, once, whoever is there and whatever ends."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from rooms import joining, opening
from rooms.models import Membership
from rooms.sessions.models import Session
from rooms.sessions.phase_plan import PhasePlan
from tests.cast import Cast, gather
from tests.machine.hub import Hub
from tests.machine.redis_server import RedisServer
from tests.realtime import score

pytestmark = pytest.mark.storage

SECONDS = [PhasePlan("read", "Lire", seconds=1), PhasePlan("react", "Se répondre", seconds=1)]
SILENT = [PhasePlan("read", "Lire", seconds=1), PhasePlan("silence", "Écrire", seconds=1), *SECONDS]


@pytest.fixture
def beside() -> Iterator[Callable[[Hub], Hub]]:
    """``beside(hub)`` starts another server of the same Hub; it ends with the test."""
    started: list[Hub] = []

    def start(hub: Hub) -> Hub:
        started.append(hub.beside())
        started[-1].start()
        return started[-1]

    yield start
    for other in started:
        other.stop()


def twenty(cast: Cast) -> list[Session]:
    """Return twenty sessions of two phases of a second, each in a fabrique that Judith leads."""
    yesterday = timezone.now() - timedelta(days=1)
    rooms = [opening.open_fabrique(f"Fabrique {number}", yesterday, None) for number in range(20)]
    for room in rooms:
        joining.give_role(cast.judith, room, Membership.Role.ARTIST)
    return [score.compose(cast, SECONDS, room) for room in rooms]


def test_a_session_passes_by_itself_with_nobody_there(shared_hub: Hub) -> None:
    with shared_hub.inside():
        cast = gather()
        session = score.compose(cast, SECONDS)
        score.start(cast, session)
        score.wait_for_end(shared_hub, [session])
        assert score.passed_once(session)
        assert session.ended_at
        assert session.began_at
        assert session.ended_at - session.began_at == timedelta(seconds=2)


def test_twenty_sessions_in_two_servers_pass_each_phase_once(
    redis_server: RedisServer,
    monkeypatch: pytest.MonkeyPatch,
    open_hub: Callable[[], Hub],
    beside: Callable[[Hub], Hub],
) -> None:
    """Redis is killed as they begin: the clock needs nobody's hints."""
    monkeypatch.setenv("REDIS_URL", redis_server.url)
    hub = open_hub()
    beside(hub)
    with hub.inside():
        cast = gather()
        sessions = twenty(cast)
        for session in sessions:
            score.start(cast, session)
        redis_server.kill()
        score.wait_for_end(hub, sessions)
        assert all(map(score.passed_once, sessions))


def test_a_server_that_was_killed_in_the_silence_catches_up_to_where_the_clock_says(shared_hub: Hub) -> None:
    with shared_hub.inside():
        cast = gather()
        session = score.compose(cast, SILENT)
        score.start(cast, session)
        score.pass_on(cast, session)
        shared_hub.kill()
        session.refresh_from_db()
        seconds = len(SILENT) - 1 - session.index
        planned = session.phase_ends_at
    shared_hub.start()
    with shared_hub.inside():
        score.wait_for_end(shared_hub, [session])
        assert score.passed_once(session)
        assert planned
        assert session.ended_at == planned + timedelta(seconds=seconds)
