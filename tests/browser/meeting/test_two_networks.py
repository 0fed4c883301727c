"""Two people at home, whose networks reach the house and not each other, without a relay."""

import shlex
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from pytest_django import DjangoDbBlocker

from people.models import Person
from tests.browser.conftest import Stage
from tests.browser.line import NetworkLine
from tests.browser.meeting.attendant import COUNTING, Attendant
from tests.browser.meeting.conftest import Gathering
from tests.machine import programs
from tests.machine.chromium import open_beside
from tests.machine.hub import Foundation, opened
from tests.machine.namespace import Namespace
from tests.machine.share import free_port


class Homes:
    """A gathering of people who are each in a network of their own."""

    def __init__(self, gathering: Gathering, chromium: Browser, stack: ExitStack, folder: Path) -> None:
        self.gathering, self._chromium, self._stack, self._folder = gathering, chromium, stack, folder

    def enter(self, person: Person, home: Namespace) -> Attendant:
        """Enter with a browser that runs in the network ``home``."""
        port, stage = free_port(), self.gathering.stage
        line = NetworkLine(stage.hub.port, home.outside, port)
        trusted = f"--unsafely-treat-insecure-origin-as-secure={line.url}"  # plain http, and yet a camera
        browser = self._stack.enter_context(
            open_beside(self._chromium, more=[trusted], program=self._within(home))
        )
        script = COUNTING + self.gathering.devices
        visitor = stage.enter(person, self.gathering.path, script=script, chromium=browser, line=line)
        return Attendant(visitor).enter()

    def _within(self, home: Namespace) -> Path:
        script = self._folder / home.name
        script.write_text(
            f'#!/bin/sh\nexec {shlex.join(map(str, home.within(programs.CHROMIUM.path())))} "$@"\n'
        )
        script.chmod(0o755)
        return script


@pytest.fixture
def homes(
    two_networks: tuple[Namespace, Namespace],
    foundation: Foundation,
    tmp_path: Path,
    django_db_blocker: DjangoDbBlocker,
    chromium: Browser,
) -> Iterator[Homes]:
    """A house that both networks reach, each at an address of its own."""
    addresses = ",".join(home.outside for home in two_networks)
    ground = replace(foundation.copy(tmp_path / "hub"), environment={"HUB_MEDIA_ADDRESSES": addresses})
    with opened(ground, django_db_blocker) as hub, ExitStack() as stack:
        yield Homes(Gathering(Stage(hub, chromium, stack)), chromium, stack, tmp_path)


def test_two_people_on_two_networks_see_and_hear_each_other_by_the_house(
    homes: Homes, two_networks: tuple[Namespace, Namespace]
) -> None:
    stage = homes.gathering.stage
    judith, nadia = (
        homes.enter(who, home) for who, home in zip((stage.judith, stage.nadia), two_networks, strict=True)
    )
    judith.is_told("la maison porte maintenant le son et l’image")
    homes.gathering.all_meet(Judith=judith, Nadia=nadia)
