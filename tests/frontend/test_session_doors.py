"""Every address of a session, tried by everybody who does not lead it: nothing is read, nothing changes."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.forms.models import model_to_dict
from django.test import Client
from django.urls import URLPattern

from frontend.urls import urlpatterns
from people.models import Person
from rooms import joining, moderating, opening
from rooms.models import Membership
from rooms.sessions.models import Grace, LeadWord, Phase, Session
from tests.cast import Cast
from tests.plain_browser import PlainBrowser
from tests.rooms.sessions.conftest import READ, REVEAL, SILENCE, TALK, Seance, compose

# What everybody in the room may read, once the session is over.
FOR_ALL = {"session_past"}
ADDRESSES = [
    pattern
    for pattern in urlpatterns
    if "seances/<number:pk>/" in str(pattern.pattern) and pattern.name not in FOR_ALL
]
BOXES = {
    **{"title": "Prise", "kind": "read", "minutes": "5", "writers": "all", "order": "paced", "pace": "20"},
    **{"version": "2", "seconds": "60", "to": "3", "on": "1", "word": "Un mot.", "body": "Un mot."},
    **{"speed": "20", "position": "0", "score": "risks"},
}


@pytest.fixture
def seance(cast: Cast) -> Seance:
    """A session in its silent phase; its wall is closed."""
    made = compose(cast, READ, SILENCE, REVEAL, TALK)
    made.start()
    made.passes_to("Écrire en silence")
    return made


@pytest.fixture
def browsers(cast: Cast, browser_of: Callable[[Person], Client]) -> dict[str, Client]:
    """The browsers of all who do not lead it."""
    removed, led_once, leads_elsewhere = map(Person.objects.arrive, ("Paul", "Simone", "Odile"))
    joining.join(removed, cast.fabrique)
    moderating.remove(cast.awa, cast.fabrique.pk, None, removed.pk, True)
    joining.give_role(led_once, cast.fabrique, Membership.Role.ARTIST)
    joining.give_role(led_once, cast.fabrique, Membership.Role.PARTICIPANT)
    other = opening.open_fabrique("Lapins", cast.fabrique.opens_at, cast.fabrique.closes_at)
    joining.give_role(leads_elsewhere, other, Membership.Role.ARTIST)
    people = {
        "a stranger": cast.ousmane,
        "a participant": cast.nadia,
        "somebody removed": removed,
        "who led it once": led_once,
        "who leads elsewhere": leads_elsewhere,
    }
    return {"nobody": PlainBrowser(), **{name: browser_of(person) for name, person in people.items()}}


def state(seance: Seance) -> object:
    """Return all that an act could change."""
    rows = [*Session.objects.order_by("pk"), *Phase.objects.order_by("pk"), *Grace.objects.all()]
    kept = [model_to_dict(row, [field.name for field in row._meta.fields]) for row in rows]
    return kept, LeadWord.objects.count(), seance.room.head


@pytest.mark.parametrize("pattern", ADDRESSES, ids=lambda pattern: pattern.name)
def test_who_does_not_lead_a_session_reads_and_changes_nothing_of_it(
    pattern: URLPattern, seance: Seance, browsers: dict[str, Client], cast: Cast, at_judith: Client
) -> None:
    known = {
        "slug": cast.fabrique.slug,
        "pk": seance.pk,
        "phase": seance.phases[-1].pk,
        "position": 1,
    }
    address = "/" + re.sub(r"<\w+:(\w+)>", lambda found: str(known[found[1]]), str(pattern.pattern))
    before = state(seance)
    for who, browser in browsers.items():
        boxes = BOXES | {"person": str(cast.nadia.pk), "ref": str(uuid4())}
        for answer in (browser.get(address), browser.post(address, boxes)):
            assert answer.status_code in {302, 403, 404, 405}, who
            assert "seances" not in answer.headers.get("Location", "").partition("?")[0], who
            assert "Se répondre" not in answer.content.decode(), who
        assert state(seance) == before, who
    boxes = BOXES | {"person": str(cast.nadia.pk), "ref": str(uuid4())}
    answers = {at_judith.get(address).status_code, at_judith.post(address, boxes).status_code}
    assert answers & {200, 302, 409} or pattern.name == "session_discard", "who leads it does"
