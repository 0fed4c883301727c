"""The servers, networks and helpers on which the other tests rely."""

import os
import shutil
import subprocess
from pathlib import Path
from urllib.request import urlopen

import psycopg
import pytest
from playwright.sync_api import Browser

from people.models import Person
from tests.machine import programs
from tests.machine.coturn_server import CoturnServer, credential, username
from tests.machine.hub import Hub
from tests.machine.janus_server import JanusServer
from tests.machine.namespace import PLACE, Namespace
from tests.machine.postgres_server import PostgresServer
from tests.machine.process import NotReady, Process
from tests.machine.programs import MissingProgram, Program
from tests.machine.redis_server import RedisServer
from tests.machine.turn_client import RefusedByRelay, echo, send_through

BEYOND_ANY_PROCESS = 9_999_999


pytestmark = pytest.mark.process


@pytest.mark.storage
def test_a_hub_opens_its_door_and_opens_it_again_after_a_kill(hub: Hub) -> None:
    for _ in range(2):
        with urlopen(hub.url) as answer:
            assert answer.status == 200
        hub.kill()
        hub.start()


@pytest.mark.storage
def test_what_happens_inside_a_hub_stays_in_its_own_database(hub: Hub) -> None:
    people = Person.objects
    with hub.inside():
        people.arrive("Aïcha")
        assert people.filter(name="Aïcha").exists()
    counting = "from people.models import Person; print('found', Person.objects.filter(name='Aïcha').count())"
    assert "found 1" in hub.manage("shell", "-v0", "-c", counting)
    with hub.inside():
        people.all().delete()


def test_a_browser_draws_a_page_of_the_hub(chromium: Browser, hub: Hub) -> None:
    page = chromium.new_page()
    page.goto(hub.url)
    assert page.locator("html").get_attribute("lang") in ("fr", "en")
    page.close()


def test_a_redis_comes_back_under_its_address(redis_server: RedisServer) -> None:
    redis_server.kill()
    redis_server.start()


def test_a_postgres_answers(postgres_server: PostgresServer) -> None:
    with psycopg.connect(postgres_server.url) as connection:
        assert connection.execute("select 1").fetchone() == (1,)


def test_what_runs_in_a_network_of_its_own_is_reached_through_its_cable(namespace: Namespace) -> None:
    told = subprocess.run(namespace.within("ip", "route"), capture_output=True, text=True, check=True).stdout
    assert namespace.inside in told
    assert "default" not in told  # nothing in the namespace can leave the machine


def test_a_network_that_was_left_behind_is_swept_away() -> None:
    left = Namespace()
    left.name = f"hub-{BEYOND_ANY_PROCESS}-1"
    left.open()
    other = Namespace()
    other.open()
    other.close()
    assert not (PLACE / left.name).exists()


def test_a_janus_comes_back_under_its_address(janus_server: JanusServer) -> None:
    janus_server.kill()
    janus_server.start()
    assert "syntax error" not in janus_server.process.text()  # docs/operating.md configures it correctly


async def test_a_coturn_relays_for_who_has_a_credential(coturn_server: CoturnServer) -> None:
    name = username()
    async with echo("127.0.0.1") as peer:
        assert await send_through(coturn_server.where, name, credential(name), peer) == b"bonjour"
        with pytest.raises(RefusedByRelay):
            await send_through(coturn_server.where, name, credential(name, "another"), peer)


def test_a_process_that_ends_at_once_is_told_with_its_last_words(tmp_path: Path) -> None:
    process = Process(["sh", "-c", "echo adieu"], log=tmp_path / "log")
    with pytest.raises(NotReady, match="adieu"):
        process.start(lambda: False)


def test_a_missing_program_is_named_with_the_way_to_get_it() -> None:
    with pytest.raises(MissingProgram, match=r"apt-get install theatre, or --without stage"):
        Program("stage", ("no-such-program",), "theatre").path()


def test_what_this_system_has_no_package_of_is_told_and_needs_no_network(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stage = Program("stage", ("no-such-program",), "theatre", dispensable=True)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None)
    monkeypatch.setattr(programs, "_apt_knows", lambda package: package != "theatre")
    monkeypatch.setattr(programs, "_apt", lambda *words: pytest.fail(f"apt-get {words}"))
    assert programs.get_missing([stage]) == [stage]
