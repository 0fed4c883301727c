"""Open Mezza once, or a fabrique with its wings; change how a room presents itself."""

import re
import secrets
from collections import Counter
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from people import raw_text
from people.models import Person
from people.naming import without_tricks
from people.refusals import Refusal
from rooms import pictures, reading, rules, showing
from rooms.contrast import ink_on
from rooms.events import RoomChanged
from rooms.forgetting import forget_topic
from rooms.models import Event, Room
from rooms.pictures import Picture
from rooms.reactions import REACTIONS
from rooms.transaction import Receipt, RoomTransaction, role_of, room_transaction

# The most characters in a room's texts; the columns hold no more.
LONGEST = {"title": 80, "presentation": 5_000, "led_by": 120, "image_alt": 250}
TRIES = 3
SHORT = 60  # the colour, the typefaces, the name of a picture
# What a new fabrique is offered: the first is the house's own.
COLOURS = ("#ff5a1f", "#f2b90c", "#1fa97a", "#2e8fe6", "#b66bf0", "#ef5f9a")
# The topic of a room's own face in its log.
FACE = "face"
# Letters and digits that are not mistaken for one another on a poster: no 0/O, 1/I/L.
_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


def open_mezza(title: str, presentation: str = "") -> Room:
    """Create Mezza, where everybody arrives, and its wings, unless they exist."""
    mezza = reading.mezza()
    if mezza is not None:
        return mezza
    face = {"title": title, "slug": "mezza", "presentation": presentation, "code": fresh_code()}
    return _with_wings(Room(kind=Room.Kind.MEZZA, **face))


def open_fabrique(title: str, opens_at: datetime, closes_at: datetime | None, **face: Any) -> Room:
    """Create a fabrique and its wings. Among its ``face``, ``image`` is a ``Picture``.

    Raises ``title_empty``, ``text_long``, ``alt_empty``, ``dates_crossed``, ``contrast_low``,
    ``reactions_wrong``.
    """
    room = Room(opens_at=opens_at, closes_at=closes_at)
    _put_on(room, {"title": title} | face)
    return _with_fresh_address(room)


def open_by(person: Person, ref: UUID, **face: Any) -> Room:
    """Run ``open_fabrique`` for a member of the team, once for each ``ref``.

    Raises also ``not_staff``, and ``ref_used``.
    """
    rules.may_moderate(role_of(person, None))
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)
        done = Event.objects.select_related("room").filter(actor=person, ref=ref).first()
        room = open_fabrique(**face) if done is None else done.room
        change(person, room.pk, ref, **face)  # once, and refused where another fabrique was opened
        return room


def _with_fresh_address(room: Room, tries: int = TRIES) -> Room:
    """Save ``room`` under an address and a code of its own, chosen anew where one was taken meanwhile."""
    given = room.slug, room.code
    room.slug, room.code = room.slug or _fresh_slug(room.title), room.code or fresh_code()
    try:
        return _with_wings(room)
    except IntegrityError:
        if tries == 1:
            raise
        room.pk, room._state.adding = None, True  # what was begun is undone: save a new row
        room.slug, room.code = given
        return _with_fresh_address(room, tries - 1)


def _with_wings(room: Room) -> Room:
    with transaction.atomic():
        room.save()
        wings = {"title": room.title, "slug": _wings_slug(room.slug), "stage": room}
        Room.objects.create(kind=Room.Kind.WINGS, **wings)
    return room


@room_transaction
def change(tx: RoomTransaction, /, **face: Any) -> Receipt:
    """Change title, presentation, dates, colour, picture (empty: none), pairing or reactions, live.

    Raises also ``not_leader``.
    """
    rules.may_lead(tx.role)
    before = tx.room.image
    _put_on(tx.room, face)
    tx.room.save(update_fields=list(face))
    if before not in ("", tx.room.image):
        transaction.on_commit(lambda: pictures.let_go(before), robust=True)
    forget_topic(tx.room.pk, FACE)
    return tx.append(RoomChanged(showing.room(tx.room)), topic=FACE)


def fresh_colour(now: datetime) -> str:
    """Return the colour of the house that fewest fabriques have which are not over: those of one evening are
    told apart by it."""
    lasting = Room.objects.filter(kind=Room.Kind.FABRIQUE).exclude(closes_at__lte=now)
    taken = Counter(lasting.values_list("hot", flat=True))
    return min(COLOURS, key=lambda colour: taken[colour])


def fresh_code() -> str:
    """Return a join code that no room has: six characters that read well on a poster."""
    while True:
        code = "".join(secrets.choice(_ALPHABET) for _sign in range(6))
        if not Room.objects.filter(code=code).exists():
            return code


def _put_on(room: Room, face: dict[str, Any]) -> None:
    for name, value in face.items():
        if isinstance(value, str) and raw_text.is_too_long(value, LONGEST.get(name, SHORT)):
            raise _too_long(name)
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
            raise _too_long(name)
    if room.image and not room.image_alt:
        sentence = _("Dites en quelques mots ce que montre l’image, pour qui ne la voit pas.")
        raise Refusal("alt_empty", sentence, "image_alt")
    if room.closes_at is not None and room.closes_at <= room.opens_at:
        raise Refusal("dates_crossed", _("La fermeture doit venir après l’ouverture."), "closes_at")


def _too_long(name: str) -> Refusal:
    sentence = _("C’est trop long : %(longest)s signes au plus.")
    return Refusal("text_long", sentence % {"longest": LONGEST.get(name, SHORT)}, name)


def _check_look(room: Room) -> None:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", room.hot):
        raise Refusal("colour_wrong", _("Écrivez la couleur comme #ff5a1f."), "hot")
    ink_on(room.hot)
    if room.pairing not in Room.Pairing.values:
        raise Refusal("pairing_unknown", _("Choisissez dans la liste."), "pairing")
    if not room.reactions or not set(room.reactions) <= set(REACTIONS):
        raise Refusal("reactions_wrong", _("Choisissez au moins une réaction dans la liste."), "reactions")


def _fresh_slug(title: str) -> str:
    """Return an address such that no room has it, or that of its wings: some fabrique may be titled so."""
    slug = slugify(title)[:30].strip("-_") or "fabrique"
    while _is_taken(slug):
        slug = f"{slug[:30]}-{secrets.token_hex(2)}"
    return slug


def _is_taken(slug: str) -> bool:
    return Room.objects.filter(slug__in=(slug, _wings_slug(slug))).exists()


def _wings_slug(slug: str) -> str:
    return f"coulisses-{slug}"[:50]
