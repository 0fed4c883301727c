"""Open a room: Mezza once, a fabrique with its wings; change its face."""

import re
import secrets
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from people.refusals import Refusal
from rooms import rules, showing
from rooms.contrast import ink_on
from rooms.events import RoomChanged
from rooms.models import Room
from rooms.reactions import REACTIONS
from rooms.turns import Receipt, Turn, turn

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
    """A fabrique and its wings. Raises ``title_empty``, ``dates_crossed``, ``contrast_low``."""
    _check(title, opens_at, closes_at, str(face.get("hot", "#ff5a1f")))
    face = {"slug": _fresh_slug(title), "code": fresh_code()} | face
    return _with_wings(Room(title=title, opens_at=opens_at, closes_at=closes_at, **face))


def _with_wings(room: Room) -> Room:
    with transaction.atomic():
        room.save()
        slug = f"coulisses-{room.slug}"[:50]
        Room.objects.create(kind=Room.Kind.WINGS, title=room.title, slug=slug, stage=room)
    return room


@turn
def change(turn: Turn, /, **face: Any) -> Receipt:
    """Another title, presentation, dates, colour, pairing or reactions, live. Raises also ``not_leader``."""
    rules.may_lead(turn.role)
    for name, value in face.items():
        setattr(turn.room, name, value)
    _check(turn.room.title, turn.room.opens_at, turn.room.closes_at, turn.room.hot)
    if not turn.room.reactions or not set(turn.room.reactions) <= set(REACTIONS):
        raise Refusal("reactions_wrong", _("Choisissez au moins une réaction dans la liste."), "reactions")
    turn.room.save(update_fields=list(face))
    return turn.append(RoomChanged(showing.room(turn.room)))


def fresh_code() -> str:
    """A join code that no room has: six signs that read well on a poster."""
    while True:
        code = "".join(secrets.choice(_ALPHABET) for _sign in range(6))
        if not Room.objects.filter(code=code).exists():
            return code


def _check(title: str, opens_at: datetime, closes_at: datetime | None, hot: str) -> None:
    if not title.strip():
        raise Refusal("title_empty", _("Donnez un titre à la fabrique."), "title")
    if closes_at is not None and closes_at <= opens_at:
        raise Refusal("dates_crossed", _("La fermeture doit venir après l’ouverture."), "closes_at")
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", hot):
        raise Refusal("colour_wrong", _("Écrivez la couleur comme #ff5a1f."), "hot")
    ink_on(hot)


def _fresh_slug(title: str) -> str:
    slug = slugify(title)[:30] or "fabrique"
    taken = Room.objects.filter(slug=slug).exists()
    return f"{slug}-{secrets.token_hex(2)}" if taken else slug
