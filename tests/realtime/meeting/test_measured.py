"""What a server's ``/metrics`` tells of the meetings, which another process leads."""

import asyncio
from collections import Counter

from tests.machine.hub import Hub
from tests.realtime.meeting.evening import prepare
from tests.realtime.test_metrics_page import SHARED, figures
from tests.realtime.visitor import PATIENCE


async def test_meetings_people_and_signals_are_counted(shared_hub: Hub) -> None:
    shared_hub.meetings.stop()  # and with it the meetings of earlier tests
    evening, before = prepare(shared_hub), Counter(figures(shared_hub, SHARED))
    async with evening.inside("Judith"), evening.inside("Nadia"), asyncio.timeout(PATIENCE):
        while (found := figures(shared_hub, SHARED))["hub_meeting_people"] != 2:  # noqa: ASYNC110 - told every 2 s
            await asyncio.sleep(0.2)
    assert found["hub_meetings"] == 1
    assert found["hub_meeting_waiting"] == 0
    more = Counter(found) - before
    assert more['hub_meeting_signals_total{way="in"}'] >= 2
    assert more['hub_meeting_signals_total{way="out"}'] >= 3
