"""The metrics, through the real server."""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from django.http import Http404
from django.test import RequestFactory, override_settings

from realtime.gateway.metrics_page import metrics_page
from tests.cast import gather
from tests.conftest import METRICS_TOKEN
from tests.machine.hub import Hub
from tests.machine.redis_server import RedisServer
from tests.realtime.visitor import PATIENCE, signed_in, visit

SHARED = f"Bearer {METRICS_TOKEN}"


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> str:
    """The token of Prometheus, for servers that start after this."""
    monkeypatch.setenv("HUB_METRICS_TOKEN", METRICS_TOKEN)
    return SHARED


def figures(hub: Hub, said: str) -> dict[str, float]:
    """Return the values of ``/metrics``, by name and labels."""
    with urlopen(Request(f"{hub.url}/metrics", headers={"Authorization": said})) as answer:
        lines = answer.read().decode().splitlines()
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines if line[0] != "#")}


async def test_it_counts_deliveries_commands_and_refusals(shared_hub: Hub) -> None:
    with shared_hub.inside():
        cast = gather()
        session = signed_in(cast.nadia)
    place, before = (cast.fabrique.pk, cast.fabrique.epoch), Counter(figures(shared_hub, SHARED))
    async with visit(shared_hub, session) as nadia:
        await nadia.follow(*place)
        await nadia.ask("publish", room=place[0], body="Un mot")
        await nadia.hear_line("post.published")
        await nadia.ask("publish", room=place[0], body="")
    more = Counter(figures(shared_hub, SHARED)) - before
    assert more['hub_command_seconds_count{command="publish"}'] == 2
    assert more['hub_refusals_total{code="text_empty"}'] == 1
    assert more["hub_deliveries_total"] >= 1


async def test_it_tells_what_is_open_now(shared_hub: Hub) -> None:
    with shared_hub.inside():
        cast = gather()
        sessions = [signed_in(cast.nadia), signed_in(cast.marcel)]
    async with (
        visit(shared_hub, sessions[0]) as nadia,
        visit(shared_hub, sessions[1]),
        visit(shared_hub, sessions[1]),
    ):
        await nadia.follow(cast.fabrique.pk, cast.fabrique.epoch)
        expected = {"hub_sockets": 3, "hub_people": 2, "hub_rooms": 1, "hub_log_lag_events": 0}
        await told(shared_hub, SHARED, expected)
    await told(shared_hub, SHARED, {"hub_sockets": 0, "hub_people": 0})


async def told(hub: Hub, said: str, expected: Mapping[str, float]) -> None:
    """Wait for all of ``expected``: the gauges are updated every two seconds."""
    async with asyncio.timeout(PATIENCE):
        while not expected.items() <= (await asyncio.to_thread(figures, hub, said)).items():  # noqa: ASYNC110 - it is scraped
            await asyncio.sleep(0.1)


async def test_who_is_refused_at_the_door_is_counted(shared_hub: Hub) -> None:
    before = Counter(figures(shared_hub, SHARED))
    async with visit(shared_hub, "no session") as stranger:
        assert await stranger.closed() == 4501
    assert (Counter(figures(shared_hub, SHARED)) - before)['hub_closes_total{code="4501"}'] == 1


async def test_who_comes_too_fast_is_counted(strict_hub: Hub) -> None:
    with strict_hub.inside():
        cast = gather()
        session = signed_in(cast.nadia)
    before = Counter(figures(strict_hub, SHARED))
    async with visit(strict_hub, session) as nadia:
        for _time in range(3):
            await nadia.ask("publish", room=cast.fabrique.pk, body="Un mot")
    assert (Counter(figures(strict_hub, SHARED)) - before)['hub_refusals_total{code="too_fast"}'] == 2


async def test_servers_that_share_a_folder_answer_for_all_that_live(
    counted: str,
    redis_server: RedisServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    open_hub: Callable[[], Hub],
) -> None:
    (tmp_path / "figures").mkdir()
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path / "figures"))
    monkeypatch.setenv("REDIS_URL", redis_server.url)
    hub = open_hub()
    other = hub.beside()
    other.start()
    try:
        with hub.inside():
            cast = gather()
            sessions = [signed_in(cast.nadia), signed_in(cast.marcel)]
        async with visit(hub, sessions[0]), visit(other, sessions[1]):
            await told(hub, counted, {"hub_sockets": 2})
            await asyncio.to_thread(other.kill)
            await asyncio.to_thread(other.start)
            await told(hub, counted, {"hub_sockets": 1})
    finally:
        other.stop()


@pytest.mark.parametrize("said", ["", "Bearer autre"])
def test_nobody_else_reads_it(shared_hub: Hub, said: str) -> None:
    with pytest.raises(HTTPError, match="404"):
        figures(shared_hub, said)


def test_without_a_token_there_is_nothing_to_read() -> None:
    asked = RequestFactory().get("/metrics", headers={"Authorization": "Bearer "})
    with override_settings(HUB_METRICS_TOKEN=""), pytest.raises(Http404):
        metrics_page(asked)


async def test_closes_are_counted_by_the_codes_of_the_house(shared_hub: Hub) -> None:
    with shared_hub.inside():
        session = signed_in(gather().nadia)
    before = Counter(figures(shared_hub, SHARED))
    for code in (1000, 3333, 4242):
        async with visit(shared_hub, session) as nadia:
            await nadia.hear("welcome")
            await nadia.socket.close(code)
    async with visit(shared_hub, session) as nadia:
        await nadia.hear("welcome")
    found = figures(shared_hub, SHARED)
    assert (Counter(found) - before)['hub_closes_total{code="other"}'] == 2
    assert not [name for name in found if "3333" in name or "4242" in name]
