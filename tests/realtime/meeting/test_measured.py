"""What a server's ``/metrics`` tells of the meetings, which another process leads."""

import asyncio

import pytest

from tests.machine.hub import Hub
from tests.realtime.meeting.evening import prepare
from tests.realtime.test_measures import figures
from tests.realtime.visitor import PATIENCE

SAID = "Bearer un-jeton-de-mesure"


async def test_meetings_people_and_signals_are_counted(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.setenv("HUB_METRICS_TOKEN", "un-jeton-de-mesure")
    hub: Hub = request.getfixturevalue("hub")
    evening = prepare(hub)
    async with evening.inside("Judith"), evening.inside("Nadia"), asyncio.timeout(PATIENCE):
        while (found := figures(hub, SAID))["hub_meeting_people"] != 2:  # noqa: ASYNC110 - told every 2 s
            await asyncio.sleep(0.2)
    assert found["hub_meetings"] == 1
    assert found["hub_meeting_waiting"] == 0
    assert found['hub_meeting_signals_total{way="in"}'] >= 2
    assert found['hub_meeting_signals_total{way="out"}'] >= 3
