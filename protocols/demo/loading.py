"""Load the demo: Mezza, three fabriques, their people, and a file of links for whoever tries it."""

import json
import os
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from inspect import unwrap
from pathlib import Path
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from people import cards, written_secret
from people.models import Person
from protocols.demo import content
from protocols.demo.content import DemoPerson, DemoRoom
from protocols.demo.replay import RoomReplay, take_turn
from rooms import joining, opening
from rooms.models import Membership, Room
from rooms.sessions import composing
from rooms.sessions.scores import SCORES

WAYS_IN = "demo.json"
DOOR = "prises-de-risque"  # the fabrique that is open now
SCORE = "silent"  # what its artist has composed, to be tried
PASSWORD_SIGNS = 12

Cast = Mapping[str, Person]
Ways = dict[str, dict[str, str]]


def load(folder: Path) -> bool:
    """Load the demo in one transaction and write its links to ``folder``. Return False if it was already
    there.

    The file is readable by its owner alone: it holds the artist's card and the staff's password, which are
    generated each time and stored nowhere else.
    """
    fabriques = [content.place(name) for name in content.FABRIQUES]
    with transaction.atomic():
        if Room.objects.filter(slug__in=[place.slug for place in fabriques]).exists():
            return False
        password = _password()
        cast = _cast(content.people(), password)
        _play_everything(content.place(content.MEZZA), fabriques, cast)
        draft = _draft(folder / WAYS_IN, _ways_in(fabriques, cast, password))
        transaction.on_commit(partial(draft.replace, folder / WAYS_IN))
    return True


def _cast(figures: Mapping[str, DemoPerson], password: str) -> dict[str, Person]:
    return {handle: _person(figure, password) for handle, figure in figures.items()}


def _person(figure: DemoPerson, password: str) -> Person:
    if figure.role == Membership.Role.STAFF:
        return Person.objects.create_user(figure.email, password, name=figure.name, is_staff=True)
    return Person.objects.arrive(figure.name)


def _play_everything(mezza: DemoRoom, fabriques: list[DemoRoom], cast: Cast) -> None:
    now = timezone.now()
    rooms = [(mezza, _open_mezza(mezza, cast, now))]
    rooms += [(place, _open_fabrique(place, cast, now)) for place in fabriques]
    for place, room in rooms:
        _let_in(place, room, cast, now)
        RoomReplay(room, place, cast, now).play()
        if place.slug == DOOR:
            composing.open_session(cast[place.led_by], room.pk, None, str(SCORES[SCORE].label), SCORE)
    _arrived(cast)


def _open_mezza(place: DemoRoom, cast: Cast, now: datetime) -> Room:
    made = opening.open_mezza(place.title, place.presentation)
    room = Room.objects.select_for_update().get(pk=made.pk)
    opens_at = place.opens.seen_from(now)
    change = partial(unwrap(opening.change), code=place.code, opens_at=opens_at, **_face(place, cast))
    take_turn(cast[place.led_by], room, opens_at, change)
    return room


def _open_fabrique(place: DemoRoom, cast: Cast, now: datetime) -> Room:
    opens_at = place.opens.seen_from(now)
    closes_at = place.closes.seen_from(now) if place.closes else None
    names = {"slug": place.slug, "code": place.code, "presentation": place.presentation}
    return opening.open_fabrique(place.title, opens_at, closes_at, **names, **_face(place, cast))


def _face(place: DemoRoom, cast: Cast) -> dict[str, Any]:
    face: dict[str, Any] = {"led_by": cast[place.led_by].name, "image_alt": place.image_alt}
    if place.image:
        face["image"] = content.picture(place.image)
    return face | {"hot": place.hot, "pairing": place.pairing, "reactions": place.reactions}


def _let_in(place: DemoRoom, room: Room, cast: Cast, now: datetime) -> None:
    """Add the members: everybody to Mezza; to a fabrique its participants, its artist and the staff."""
    here = set(cast) if room.kind == Room.Kind.MEZZA else set(_heard_in(place))
    for handle, person in cast.items():
        if person.is_staff or handle in here:
            joining.give_role(person, room, _role(handle, place, person))
    room.memberships.update(joined_at=min(room.opens_at, now))


def _role(handle: str, place: DemoRoom, person: Person) -> str:
    if person.is_staff:
        return Membership.Role.STAFF
    return Membership.Role.ARTIST if handle == place.led_by else Membership.Role.PARTICIPANT


def _heard_in(place: DemoRoom) -> Iterator[str]:
    yield place.led_by
    for placed in (*place.protocoles, *place.posts):
        yield placed.author
        yield from (answer.author for answer in placed.comments)
        for people in placed.reactions.values():
            yield from people


def _arrived(cast: Cast) -> None:
    """Date each person's arrival to when they joined their first room."""
    for person in cast.values():
        first = person.memberships.order_by("joined_at").values_list("joined_at", flat=True)[0]
        Person.objects.filter(pk=person.pk).update(created_at=first)


def _ways_in(fabriques: list[DemoRoom], cast: Cast, password: str) -> Ways:
    live = next(place for place in fabriques if place.slug == DOOR)
    artist = cast[live.led_by]
    staff = next(person for person in cast.values() if person.is_staff)
    return {
        "participant": {"path": reverse("join", args=[live.code])},
        "artist": {"name": artist.name, "path": reverse("enter", args=[cards.make(artist)])},
        "staff": {"email": str(staff.email), "password": password},
    }


def _password() -> str:
    return written_secret.in_groups(written_secret.new(PASSWORD_SIGNS))


def _draft(path: Path, ways: Ways) -> Path:
    """Write ``ways`` beside ``path``, for its owner alone; the file is renamed on commit."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        json.dump(ways, file, ensure_ascii=False, indent=2)
    return draft
