"""``python -m realtime.server``, and the same application under servers that are not ours."""

import asyncio
import json
import socket
import subprocess
import sys
from unittest.mock import Mock

import pytest

from realtime import server
from tests.realtime.raw_websocket import (
    BINARY,
    CLOSE,
    HOUSE,
    TEXT,
    RawClient,
    Received,
    close_payload,
    get,
    serving,
    until,
)

pytestmark = pytest.mark.usefixtures("hanging_up")

ECHO = "tests.realtime.echo:application"
HUB = ("-m", "realtime.server", "--application", ECHO)
OTHER_DAPHNE = (
    "import daphne; daphne.__version__ = '4.2.4'; from realtime.server import main; main()",
    "--fd",
    "{fd}",
    "--application",
    ECHO,
)
FALLBACKS = {
    "uvicorn": ("-m", "uvicorn", "--fd", "{fd}", "--log-level", "warning", ECHO),
    "daphne": ("-m", "daphne", "--fd", "{fd}", "--verbosity", "0", ECHO),
    "another daphne": ("-c", *OTHER_DAPHNE),
}


@pytest.fixture
def port() -> int:
    """A port that was free a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


async def ready(port: int) -> None:
    async with asyncio.timeout(30):
        while True:
            try:
                await get(port)
            except (ConnectionError, asyncio.IncompleteReadError):
                await asyncio.sleep(0.05)
            else:
                return


def run(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *HUB, *words]
    return subprocess.run(command, cwd=HOUSE, capture_output=True, text=True, timeout=60, check=False)


class TestListeningOptions:
    async def test_it_serves_on_host_and_port(self, port: int) -> None:
        with serving(*HUB, "--port", str(port)):
            await ready(port)
            assert (await get(port))["client"] == "127.0.0.1"

    async def test_it_serves_on_an_inherited_socket(self) -> None:
        with serving(*HUB, "--fd", "{fd}") as served:
            assert (await get(served.port))["client"] == "127.0.0.1"

    async def test_a_low_limit_of_open_files_is_raised_as_far_as_it_may(self, port: int) -> None:
        lower = "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (40, 400))"
        with serving(
            "-c", f"{lower}; from realtime.server import main; main()", *HUB[2:], "--port", str(port)
        ):
            await ready(port)
            clients = [await RawClient.open(port) for _ in range(100)]
            await until(port, lambda told: told["open"] == len(clients))

    async def test_two_processes_share_a_port_that_both_offer(self, port: int) -> None:
        words = (*HUB, "--port", str(port), "--reuse-port")
        with serving(*words) as one, serving(*words) as two:
            await ready(port)
            await until(port, lambda _: "Listening" in one.log() and "Listening" in two.log())

    def test_the_port_is_closed_until_the_application_can_answer(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        done: list[str] = []
        monkeypatch.setattr(server, "import_by_path", lambda _: done.append("application"))
        monkeypatch.setattr(server, "open_listener", lambda _: done.append("port"))
        monkeypatch.setattr(server, "make_server", Mock())
        server.main([])
        assert done == ["application", "port"]

    async def test_every_address_of_both_families_is_one(self, port: int) -> None:
        with serving(*HUB, "--host", "::", "--port", str(port)):
            await ready(port)
            assert (await get(port))["client"] == "127.0.0.1", "not ::ffff:127.0.0.1, one network for all"

    def test_a_taken_port_is_refused_in_one_line(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
            ended = run("--port", str(port))
        assert ended.returncode == 1
        assert ended.stderr == f"Cannot listen on 127.0.0.1:{port}: Address already in use.\n"

    def test_a_descriptor_that_is_no_socket_is_refused_in_one_line(self) -> None:
        ended = run("--fd", "97")
        assert ended.returncode == 1
        assert ended.stderr == "Cannot listen on descriptor 97: Bad file descriptor.\n"


class TestProxyHeader:
    async def test_the_named_header_tells_the_client(self) -> None:
        with serving(*HUB, "--fd", "{fd}", "--proxy-header", "X-Real-IP") as served:
            told = await get(served.port, X_Real_IP="203.0.113.7", X_Forwarded_For="6.6.6.6")
        assert told["client"] == "203.0.113.7"
        assert told["headers"] == ["host", "x-real-ip"]

    async def test_so_it_does_of_a_socket(self) -> None:
        with serving(*HUB, "--fd", "{fd}", "--proxy-header", "X-Real-IP") as served:
            client = await RawClient.open(
                served.port, "/called", X_Real_IP="203.0.113.7", X_Forwarded_For="6.6.6.6"
            )
            told = json.loads((await client.receive()).payload)
        assert told["client"] == "203.0.113.7"
        assert "x-real-ip" in told["headers"]
        assert "x-forwarded-for" not in told["headers"]

    async def test_any_other_header_tells_nothing(self) -> None:
        with serving(*HUB, "--fd", "{fd}", "--proxy-header", "X-Real-IP") as served:
            assert (await get(served.port, X_Forwarded_For="6.6.6.6"))["client"] == "127.0.0.1"


class TestFallbacks:
    """The same application without ``DirectSender``, through a queue."""

    @pytest.fixture(params=FALLBACKS)
    def words(self, request: pytest.FixtureRequest) -> tuple[str, ...]:
        return FALLBACKS[request.param]

    async def test_text_and_bytes_come_back_in_order(self, words: tuple[str, ...]) -> None:
        with serving(*words) as served:
            await ready(served.port)
            client = await RawClient.open(served.port)
            for number in range(50):
                client.send(TEXT, b"%d" % number)
                client.send(BINARY, b"\x00%d" % number)
            for number in range(50):
                assert await client.receive() == Received(TEXT, b"%d" % number)
                assert await client.receive() == Received(BINARY, b"\x00%d" % number)

    async def test_the_sender_closes_with_its_code(self, words: tuple[str, ...]) -> None:
        with serving(*words) as served:
            await ready(served.port)
            client = await RawClient.open(served.port)
            client.send(TEXT, b"close 4500")
            assert await client.close_code() == 4500
            client.send(CLOSE, close_payload(4500))
            await client.end()

    async def test_the_log_says_why_once(self, words: tuple[str, ...]) -> None:
        with serving(*words) as served:
            await ready(served.port)
            for _ in range(3):
                await RawClient.open(served.port)
            await until(served.port, lambda told: told["open"] == 3)
            assert served.log().count("it hands over no socket") == 1
            if words[0] == "-c":
                assert "Daphne is 4.2.4, not 4.2.3" in served.log()
