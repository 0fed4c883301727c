"""Open a room: Mezza once, a fabrique with its wings; change its face."""

import re
import secrets
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.naming import without_tricks
from people.refusals import Refusal
from rooms import pictures, rules, showing
from rooms.contrast import ink_on
from rooms.events import RoomChanged
from rooms.models import Event, Room
from rooms.pictures import Picture
from rooms.reactions import REACTIONS
from rooms.turns import Receipt, Turn, role_of, turn

# Signs of a room's words; the columns hold no more.
LONGEST = {"title": 80, "presentation": 5_000, "led_by": 120, "image_alt": 250}
# What cannot be taken for another on a poster: no 0/O, 1/I/L.
_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


def open_mezza(title: str, presentation: str = "") -> Room:
    """The landing space of everybody, and its wings; there is one."""
    mezza = Room.objects.filter(kind=Room.Kind.MEZZA).first()
    if mezza is not None:
        return mezza
    face = {"title": title, "slug": "mezza", "presentation": presentation, "code": fresh_code()}
    return _with_wings(Room(kind=Room.Kind.MEZZA, **face))


def open_fabrique(title: str, opens_at: datetime, closes_at: datetime | None, **face: Any) -> Room:
    """A fabrique and its wings. Among its ``face``, ``image`` is a ``Picture``.

    Raises ``title_empty``, ``text_long``, ``alt_empty``, ``dates_crossed``, ``contrast_low``,
    ``reactions_wrong``.
    """
    room = Room(opens_at=opens_at, closes_at=closes_at)
    _put_on(room, {"title": title} | face)
    room.slug, room.code = room.slug or _fresh_slug(room.title), room.code or fresh_code()
    return _with_wings(room)


def open_by(person: Person, ref: UUID, **face: Any) -> Room:
    """As ``open_fabrique``, by somebody of the team, once for each ``ref``. Raises also ``not_staff``."""
    rules.may_moderate(role_of(person, None))
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)
        done = Event.objects.select_related("room").filter(actor=person, ref=ref).first()
        if done is not None:
            return done.room
        room = open_fabrique(**face)
        change(person, room.pk, ref)
        return room


def _with_wings(room: Room) -> Room:
    with transaction.atomic():
        room.save()
        slug = f"coulisses-{room.slug}"[:50]
        Room.objects.create(kind=Room.Kind.WINGS, title=room.title, slug=slug, stage=room)
    return room


@turn
def change(turn: Turn, /, **face: Any) -> Receipt:
    """Another title, presentation, dates, colour, picture (empty: none), pairing or reactions, live.

    Raises also ``not_leader``.
    """
    rules.may_lead(turn.role)
    before = turn.room.image
    _put_on(turn.room, face)
    turn.room.save(update_fields=list(face))
    if before not in ("", turn.room.image):
        transaction.on_commit(lambda: pictures.let_go(before), robust=True)
    return turn.append(RoomChanged(showing.room(turn.room)))


def fresh_code() -> str:
    """A join code that no room has: six signs that read well on a poster."""
    while True:
        code = "".join(secrets.choice(_ALPHABET) for _sign in range(6))
        if not Room.objects.filter(code=code).exists():
            return code


def _put_on(room: Room, face: dict[str, Any]) -> None:
    for name, value in face.items():
        setattr(room, name, _column(value))
    _check_words(room)
    _check_look(room)
    if isinstance(picture := face.get("image"), Picture):
        pictures.keep(picture)


def _column(value: Any) -> Any:
    if isinstance(value, Picture):
        return value.name
    return without_tricks(value).strip() if isinstance(value, str) else value


def _check_words(room: Room) -> None:
    if not room.title:
        raise Refusal("title_empty", _("Donnez un titre à la fabrique."), "title")
    for name, longest in LONGEST.items():
        if len(getattr(room, name)) > longest:
            sentence = _("C’est trop long : %(longest)s signes au plus.")
            raise Refusal("text_long", sentence % {"longest": longest}, name)
    if room.image and not room.image_alt:
        sentence = _("Dites en quelques mots ce que montre l’image, pour qui ne la voit pas.")
        raise Refusal("alt_empty", sentence, "image_alt")
    if room.closes_at is not None and room.closes_at <= room.opens_at:
        raise Refusal("dates_crossed", _("La fermeture doit venir après l’ouverture."), "closes_at")


def _check_look(room: Room) -> None:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", room.hot):
        raise Refusal("colour_wrong", _("Écrivez la couleur comme #ff5a1f."), "hot")
    ink_on(room.hot)
    if room.pairing not in Room.Pairing.values:
        raise Refusal("pairing_unknown", _("Choisissez dans la liste."), "pairing")
    if not room.reactions or not set(room.reactions) <= set(REACTIONS):
        raise Refusal("reactions_wrong", _("Choisissez au moins une réaction dans la liste."), "reactions")


def _fresh_slug(title: str) -> str:
    slug = slugify(title)[:30] or "fabrique"
    taken = Room.objects.filter(slug=slug).exists()
    return f"{slug}-{secrets.token_hex(2)}" if taken else slug
