"""The house's figures, through its true door."""

from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.cast import gather
from tests.machine.hub import Hub
from tests.realtime.visitor import signed_in, visit


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> str:
    """The token of Prometheus, known to servers that start after this."""
    monkeypatch.setenv("HUB_METRICS_TOKEN", "un-jeton-de-mesure")
    return "Bearer un-jeton-de-mesure"


def figures(hub: Hub, said: str) -> dict[str, float]:
    """What ``/metrics`` answers, by name and labels."""
    with urlopen(Request(f"{hub.url}/metrics", headers={"Authorization": said})) as answer:
        lines = answer.read().decode().splitlines()
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines if line[0] != "#")}


async def test_it_counts_deliveries_commands_and_refusals(counted: str, hub: Hub) -> None:
    with hub.inside():
        cast = gather()
        session = signed_in(cast.nadia)
    place = (cast.fabrique.pk, cast.fabrique.epoch)
    async with visit(hub, session) as nadia:
        await nadia.follow(*place)
        await nadia.ask("publish", room=place[0], body="Un mot")
        await nadia.hear_line("post.published")
        await nadia.ask("publish", room=place[0], body="")
    found = figures(hub, counted)
    assert found['hub_command_seconds_count{command="publish"}'] == 2
    assert found['hub_refusals_total{code="text_empty"}'] == 1
    assert found["hub_deliveries_total"] >= 1


@pytest.mark.parametrize("said", ["", "Bearer autre"])
def test_nobody_else_reads_it(counted: str, hub: Hub, said: str) -> None:
    with pytest.raises(HTTPError, match="404"):
        figures(hub, said)


def test_without_a_token_there_is_nothing_to_read(hub: Hub) -> None:
    with pytest.raises(HTTPError, match="404"):
        figures(hub, "Bearer ")


async def test_closes_are_counted_by_the_codes_of_the_house(counted: str, hub: Hub) -> None:
    with hub.inside():
        session = signed_in(gather().nadia)
    for code in (1000, 3333, 4242):
        async with visit(hub, session) as nadia:
            await nadia.hear("welcome")
            await nadia.socket.close(code)
    async with visit(hub, session) as nadia:
        await nadia.hear("welcome")
    found = {
        name: count for name, count in figures(hub, counted).items() if name.startswith("hub_closes_total")
    }
    assert found['hub_closes_total{code="other"}'] == 2
    assert not [name for name in found if "3333" in name or "4242" in name]
