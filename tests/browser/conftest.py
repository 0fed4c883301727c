"""One house for all these tests, and for each a fabrique of its own with its people."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright._impl._api_structures import SetCookieParam
from playwright.sync_api import Browser
from pytest_django import DjangoDbBlocker

from people.models import Person
from rooms import joining, opening
from rooms.models import Membership, Post
from tests.browser.line import Line
from tests.browser.visitor import Visitor
from tests.cast import says
from tests.machine.hub import Foundation, Hub

_numbers = count(1)


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
                f"awa{number}@maison.example", "douze signes au moins", name="Awa", is_staff=True
            )
            joining.give_role(self.judith, self.fabrique, Membership.Role.ARTIST)
            for person in (self.nadia, self.marcel):
                joining.join(person, self.fabrique)

    @property
    def path(self) -> str:
        """The fabrique's page."""
        return f"/f/{self.fabrique.slug}/"

    def says(self, person: Person, *words: str) -> list[Post]:
        """Messages that were there before, or that come by another way than a visitor's page."""
        with self.hub.inside():
            return [says(person, self.fabrique, each) for each in words]

    def told(self) -> list[str]:
        """The messages in sight, as the house has them."""
        with self.hub.inside():
            seen = Post.objects.filter(room=self.fabrique, hidden_at=None, withdrawn_at=None)
            return list(seen.order_by("seq").values_list("body", flat=True))

    def enter(
        self,
        person: Person | None,
        path: str = "",
        before: Callable[[Line], None] = lambda _line: None,
        script: str = "",
        chromium: Browser | None = None,
        **options: Any,
    ) -> Visitor:
        """Somebody opens the room, or ``path``, in a browser of their own; ``before`` prepares its line,
        ``script`` runs before each page's own."""
        line = Line(self.hub.port)
        before(line)
        self._stack.callback(line.close)
        size = {"width": 390, "height": 844}
        context = (chromium or self._chromium).new_context(**{"locale": "fr-FR", "viewport": size, **options})
        self._stack.callback(context.close)
        if script:
            context.add_init_script(script)
        if person is not None:
            context.add_cookies([self.cookie(person, line)])
        visitor = Visitor(context, line, path or self.path)
        self.visitors.append(visitor)
        return visitor

    def cookie(self, person: Person, line: Line) -> SetCookieParam:
        """What a browser at the end of ``line`` has when ``person`` has come in."""
        return {"name": settings.SESSION_COOKIE_NAME, "value": self._session(person), "url": line.url}

    def end_sessions(self, person: Person) -> None:
        """As if they had run out."""
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


@pytest.fixture(scope="session")
def house(
    foundation: Foundation, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Iterator[Hub]:
    """A server that no test stops."""
    folder: Path = tmp_path_factory.mktemp("browser") / "hub"
    hub = Hub(foundation.copy(folder), django_db_blocker)
    hub.start()
    yield hub
    hub.stop()


@pytest.fixture
def stage(house: Hub, chromium: Browser) -> Iterator[Stage]:
    """Its visitors' pages must have thrown nothing by the end."""
    with ExitStack() as stack:
        opened = Stage(house, chromium, stack)
        yield opened
        assert [visitor.errors for visitor in opened.visitors if visitor.errors] == []
