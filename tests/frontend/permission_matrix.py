"""Who may do what: every command of the table, as everybody, in every state, by form and by socket.

``python -m tests.frontend.tell_permissions`` writes what is found to docs/permissions.md.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import msgspec
from django.conf import settings
from django.test import Client, override_settings
from django.utils import timezone

from frontend import access
from people import pacing
from people.models import Person
from protocols import submitting
from protocols.commands import COMMANDS, HandIn, Revise
from protocols.models import Protocole
from protocols.written import Written
from realtime.wire.docgen.examples import EXAMPLES
from rooms import commenting, joining, moderating, posting
from rooms.command import CommandSpec, Lasting
from rooms.commands import MovePost
from rooms.models import Event, Room
from rooms.moderation import approving, erasing, reporting
from rooms.moderation.merging import MergePeople
from rooms.moderation.models import Report
from rooms.sessions import composing, conducting
from rooms.sessions.models import Phase, Session
from tests.cast import Cast, answers, gather, says
from tests.frontend.pages import drawn_once, pinned_consigne, undone
from tests.frontend.permission_socket import exchange
from tests.plain_browser import PlainBrowser

DONE = "yes"
ROLES = {
    "outsider": "has an account, and is in no room",
    "removed": "was taken out of the room",
    "quieted": "a participant whom the team has quieted",
    "participant": "takes part",
    "author": "a participant whose words these are",
    "artist": "leads the fabrique",
    "staff": "of the team",
}
# Commands with a form of their own: the end of its address, and boxes that the command does not name.
FORMS = {
    MovePost: ("messages/{}/deplacer/", {}),
    HandIn: ("protocoles/ecrire/{}/", {"do": "hand-in"}),
    MergePeople: ("personnes/{}/reunir/", {}),
    Revise: ("protocoles/{}/corriger/", {"do": "hand-in"}),
}
OWNED = {"post", "comment", "protocole", "report"}  # what is somebody's: where a command names one first
EXAMPLE_OF = {type(each): each for each in EXAMPLES.values() if isinstance(each, Lasting)}
WRITTEN = Written(title="Descendre trop tôt", steps=["Prendre le métro."])


@dataclass
class World:
    """A fabrique with one of everything; ``people``: one person of each of ``ROLES``; ``values``: what a
    command says in each of its fields."""

    cast: Cast
    people: dict[str, Person]
    values: dict[str, Any]

    @property
    def room(self) -> Room:
        """The fabrique, as it was made."""
        return self.cast.fabrique


@dataclass(frozen=True)
class State:
    """What the room is like, or with ``of_words`` a post and an answer in it, after ``prepare``."""

    title: str
    prepare: Callable[[World], None]
    of_words: bool = False


@dataclass(frozen=True)
class Cell:
    """What ``role`` was answered who sent ``command`` in a ``state``: ``yes``, or the code of the refusal;
    and whether each of its forms did it."""

    state: str
    command: str
    role: str
    by_socket: str
    by_form: tuple[bool, ...]

    @property
    def agrees(self) -> bool:
        """Whether its forms do what the socket does."""
        return all(done == (self.by_socket == DONE) for done in self.by_form)


def world() -> World:
    """Make everything. The caller rolls it back."""
    cast = gather()
    removed, quieted, other, again = map(Person.objects.arrive, ("Rita", "Quentin", "Zoé", "Zoé encore"))
    for person in (removed, quieted, other, again):
        joining.join(person, cast.fabrique)
    consigne = pinned_consigne(cast.judith, cast.fabrique)
    post, above = says(cast.nadia, cast.fabrique), says(cast.judith, cast.fabrique)
    answer = answers(cast.nadia, above)
    submitting.hand_in(cast.nadia, cast.fabrique.pk, None, consigne.pk, WRITTEN)
    reporting.report_post(cast.nadia, cast.fabrique.pk, None, above.pk)
    mine = Report.objects.latest("pk").pk
    reporting.report_post(other, cast.fabrique.pk, None, post.pk)
    reporting.report_comment(other, cast.fabrique.pk, None, answer.pk)
    reporting.report_person(cast.marcel, cast.fabrique.pk, None, other.pk)
    composing.open_session(cast.judith, cast.fabrique.pk, None, "Une heure", "risks")
    session = Session.objects.latest("pk")
    moderating.remove(cast.awa, cast.fabrique.pk, None, removed.pk, True)
    moderating.quiet(cast.awa, cast.fabrique.pk, None, quieted.pk, True)
    people = {"outsider": cast.ousmane, "removed": removed, "quieted": quieted, "participant": cast.marcel}
    people |= {"author": cast.nadia, "artist": cast.judith, "staff": cast.awa}
    subjects = {"post": post.pk, "comment": answer.pk, "person": other.pk, "report": mine}
    subjects |= {"consigne": consigne.pk, "protocole": Protocole.objects.latest("pk").pk}
    subjects |= {"session": session.pk, "phase": _phase(session, Phase.Kind.SILENCE).pk}
    subjects |= {"other": again.pk}
    given = {"to": cast.mezza.pk, "holds": "all", "written": WRITTEN, "seconds": 20, "on": True, "sure": True}
    return World(cast, people, subjects | given)


def _open(_world: World) -> None:
    """Leave it as it is made."""


def _before(made: World) -> None:
    _dates(made, opens=1, closes=8)


def _over(made: World) -> None:
    _dates(made, opens=-8, closes=-1)


def _dates(made: World, opens: int, closes: int) -> None:
    now = timezone.now()
    days = {"opens_at": now + timedelta(days=opens), "closes_at": now + timedelta(days=closes)}
    Room.objects.filter(pk=made.room.pk).update(**days)


def _silence(made: World) -> None:
    _pass_to(made, Phase.Kind.SILENCE)


def _reveal(made: World) -> None:
    _pass_to(made, Phase.Kind.REVEAL)


def _pass_to(made: World, kind: str) -> None:
    leader, room, session = made.cast.judith, made.room.pk, Session.objects.get(pk=made.values["session"])
    conducting.start(leader, room, None, session.pk)
    session.refresh_from_db()
    conducting.pass_to(leader, room, None, session.pk, session.version, _phase(session, kind).position)


def _phase(session: Session, kind: str) -> Phase:
    return session.phases.filter(kind=kind).earliest("position")


def _hold(made: World) -> None:
    _of_both(made, made.cast.awa, approving.hold_post, approving.hold_comment)


def _refuse(made: World) -> None:
    _hold(made)
    _of_both(made, made.cast.awa, approving.refuse_post, approving.refuse_comment)


def _hide(made: World) -> None:
    _of_both(made, made.cast.awa, moderating.hide_post, moderating.hide_comment)


def _hide_as_artist(made: World) -> None:
    _of_both(made, made.cast.judith, moderating.hide_post, moderating.hide_comment)


def _erase(made: World) -> None:
    _hide(made)
    _of_both(
        made,
        made.cast.awa,
        partial(erasing.erase_post, sure=True),
        partial(erasing.erase_comment, sure=True),
    )


def _withdraw(made: World) -> None:
    _of_both(made, made.cast.nadia, posting.withdraw, commenting.withdraw)


def _of_both(made: World, who: Person, to_post: Callable[..., Any], to_comment: Callable[..., Any]) -> None:
    to_post(who, made.room.pk, None, made.values["post"])
    to_comment(who, made.room.pk, None, made.values["comment"])


STATES = (
    State("In an open fabrique, about what is in sight", _open),
    State("Before the fabrique opens", _before),
    State("When the fabrique is over", _over),
    State("While a session is silent", _silence),
    State("While a session reveals", _reveal),
    State("About words that wait for the team", _hold, of_words=True),
    State("About words that the team did not publish", _refuse, of_words=True),
    State("About words that the team hid", _hide, of_words=True),
    State("About words that the artist hid", _hide_as_artist, of_words=True),
    State("About words that were removed for good", _erase, of_words=True),
    State("About words that their author took back", _withdraw, of_words=True),
)


def cells() -> Iterator[Cell]:
    """Try every command in every state as everybody, none of whom goes too fast; nothing of it is kept."""
    pace = override_settings(HUB_PACE=dict.fromkeys(settings.HUB_PACE, (1e9, 1e9)))
    drawn = patch.object(access, "render", drawn_once())
    for state in STATES:
        with undone(), pace, drawn:
            pacing.pace_of.cache_clear()
            made = world()
            state.prepare(made)
            made.values["version"] = Session.objects.get(pk=made.values["session"]).version
            browsers = {role: _browser(person) for role, person in made.people.items()}
            for spec in COMMANDS:
                for role in _roles(state, spec):
                    yield _tried(made, state, spec, role, browsers[role])


def forms_of_nobody() -> Iterator[tuple[str, bool]]:
    """Send every form without being signed in: its address, and whether it was done."""
    with undone():
        made = world()
        for spec in COMMANDS:
            for address, boxes in _forms(made, spec):
                yield address, _by_form(made, PlainBrowser(), address, boxes)


def _roles(state: State, spec: CommandSpec) -> list[str]:
    if state.of_words and spec.subject not in {"post", "comment"}:
        return []
    return [role for role in ROLES if role != "author" or spec.subject in OWNED]


def _tried(made: World, state: State, spec: CommandSpec, role: str, browser: Client) -> Cell:
    with undone():
        by_socket = _by_socket(made, spec, made.people[role])
    by_form = tuple(_by_form(made, browser, *form) for form in _forms(made, spec))
    return Cell(state.title, _tag(spec), role, by_socket, by_form)


def _by_socket(made: World, spec: CommandSpec, person: Person) -> str:
    example = EXAMPLE_OF[spec.command]
    sent = msgspec.structs.replace(example, ref=uuid4(), room=made.room.pk, **_values(made, spec))
    answer = exchange(person, sent)
    if answer["type"] == "refused":
        return str(answer["code"])
    assert answer["type"] == "reply", (spec, answer)
    return DONE


def _by_form(made: World, browser: Client, address: str, boxes: dict[str, Any]) -> bool:
    """Whether a form was done. Whoever may not correct a protocole is led to it, which changes nothing."""
    with undone():
        answer = browser.post(f"/f/{made.room.slug}/{address}", boxes)
        led_on = address.endswith("/corriger/") and Event.objects.filter(ref=boxes["ref"]).count() == 0
    return answer.status_code < 400 and not led_on


def _forms(made: World, spec: CommandSpec) -> Iterator[tuple[str, dict[str, Any]]]:
    """The address and the boxes of each form of a command that does what the socket is asked."""
    values = {name: getattr(EXAMPLE_OF[spec.command], name) for name in spec.fields} | _values(made, spec)
    boxes = {"ref": str(uuid4())} | _boxes({name: values[name] for name in spec.fields})
    subject = values[spec.subject] if spec.subject else None
    if spec.command in FORMS:
        address, more = FORMS[spec.command]
        yield address.format(subject), boxes | more
    for address, fixed in spec.forms.items():
        if all(values[name] == value for name, value in fixed.items()):
            thing, _slash, verb = address.partition("/")
            yield (f"{thing}/{subject}/{verb}/" if subject else f"{address}/"), boxes


def _boxes(values: dict[str, Any]) -> dict[str, Any]:
    boxes: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, Written):
            boxes |= {"title": value.title, "steps": value.steps}
        else:
            boxes[name] = "1" if value is True else "0" if value is False else str(value)
    return boxes


def _values(made: World, spec: CommandSpec) -> dict[str, Any]:
    """What the command says of this world. A session is passed on to its last phase but one."""
    to = {"to": 3} if spec.subject == "session" else {}
    return {name: value for name, value in (made.values | to).items() if name in spec.fields}


def _browser(person: Person) -> Client:
    browser = PlainBrowser()
    browser.force_login(person)
    return browser


def _tag(spec: CommandSpec) -> str:
    return str(spec.command.__struct_config__.tag)
