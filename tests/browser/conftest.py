"""Fixtures: on the shared server, each browser test has a fabrique of its own with its people."""

from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from datetime import timedelta
from importlib import import_module
from itertools import count
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright._impl._api_structures import SetCookieParam
from playwright.sync_api import Browser

from people.models import Person
from rooms import joining, opening
from rooms.models import Membership, Post
from tests.browser.line import NetworkLine
from tests.browser.visitor import Visitor
from tests.cast import fresh_address, says
from tests.machine.hub import Hub

_numbers = count(1)
# Camera and microphone have been allowed before, except where a test says otherwise.
ON_A_PHONE: dict[str, Any] = {
    "locale": "fr-FR",
    "viewport": {"width": 390, "height": 844},
    "permissions": ["camera", "microphone"],
}


class Stage:
    """A fabrique on ``hub`` with Judith, Nadia, Marcel and Awa; each visitor has a browser and a line."""

    def __init__(self, hub: Hub, chromium: Browser, stack: ExitStack) -> None:
        self.hub, self._chromium, self._stack = hub, chromium, stack
        self.visitors: list[Visitor] = []
        number, now = next(_numbers), timezone.now()
        with hub.inside():
            opens, closes = now - timedelta(days=1), now + timedelta(days=6)
            self.fabrique = opening.open_fabrique(f"Prises de risque {number}", opens, closes)
            people = map(Person.objects.arrive, ("Judith", "Nadia", "Marcel"))
            self.judith, self.nadia, self.marcel = people
            self.awa = Person.objects.create_user(
                fresh_address(), "douze signes au moins", name="Awa", is_staff=True
            )
            joining.give_role(self.judith, self.fabrique, Membership.Role.ARTIST)
            for person in (self.nadia, self.marcel):
                joining.join(person, self.fabrique)

    @property
    def path(self) -> str:
        """Return the address of the fabrique's page."""
        return f"/f/{self.fabrique.slug}/"

    def says(self, person: Person, *words: str) -> list[Post]:
        """Publish messages through the service, not through a visitor's page."""
        with self.hub.inside():
            return [says(person, self.fabrique, each) for each in words]

    def told(self) -> list[str]:
        """List the visible messages as the database has them."""
        with self.hub.inside():
            seen = Post.objects.visible().filter(room=self.fabrique)
            return list(seen.order_by("seq").values_list("body", flat=True))

    def enter(
        self,
        person: Person | None,
        path: str = "",
        before: Callable[[NetworkLine], None] = lambda _line: None,
        script: str = "",
        chromium: Browser | None = None,
        line: NetworkLine | None = None,
        **options: Any,
    ) -> Visitor:
        """Open the room, or ``path``, in a browser of the person's own; ``before`` prepares its line,
        ``script`` runs before each page's own scripts."""
        line = line or NetworkLine(self.hub.port)
        before(line)
        self._stack.callback(line.close)
        context = (chromium or self._chromium).new_context(**{**ON_A_PHONE, **options})
        self._stack.callback(context.close)
        if script:
            context.add_init_script(script)
        if person is not None:
            context.add_cookies([self.cookie(person, line)])
        visitor = Visitor(context, line, path or self.path)
        self.visitors.append(visitor)
        return visitor

    def cookie(self, person: Person, line: NetworkLine) -> SetCookieParam:
        """Return the session cookie of ``person`` for a browser at the end of ``line``."""
        return {"name": settings.SESSION_COOKIE_NAME, "value": self._session(person), "url": line.url}

    def end_sessions(self, person: Person) -> None:
        """End the sessions, as if they had expired."""
        with self.hub.inside():
            for session in Session.objects.all():
                if session.get_decoded().get(SESSION_KEY) == str(person.pk):
                    session.delete()

    def _session(self, person: Person) -> str:
        with self.hub.inside():
            store = import_module(settings.SESSION_ENGINE).SessionStore()
            store[SESSION_KEY] = str(person.pk)
            store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
            store[HASH_SESSION_KEY] = person.get_session_auth_hash()
            store.create()
            return str(store.session_key)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Function) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add to the report of a failed test what its visitors' pages are."""
    report = yield
    stage = getattr(item, "funcargs", {}).get("stage")
    if report.when == "call" and report.failed and isinstance(stage, Stage):
        for number, visitor in enumerate(stage.visitors, 1):
            report.sections.append((f"visitor {number}", visitor.describe()))
    return report


@pytest.fixture
def stage(shared_hub: Hub, chromium: Browser) -> Iterator[Stage]:
    """Provide a ``Stage``; fail if its visitors' pages threw anything."""
    with ExitStack() as stack:
        opened = Stage(shared_hub, chromium, stack)
        yield opened
        assert [visitor.errors for visitor in opened.visitors if visitor.errors] == []
