"""Pin a consigne with its own questions in its fabrique, or change it."""

import re
from datetime import datetime

import msgspec
from django.utils.text import format_lazy, slugify
from django.utils.translation import gettext_lazy as _

from people import raw_text
from people.models import Person
from people.naming import without_tricks
from people.refusals import Refusal
from protocols import showing
from protocols.events import ConsignePinned, Field
from protocols.models import Consigne
from rooms import log, rules, text
from rooms.forgetting import forget_topic
from rooms.models import Room
from rooms.transaction import Receipt, RoomTransaction, room_transaction

KINDS = ("text", "long", "choice", "number")
MOST_FIELDS = 12
MOST_CHOICES = 20
TITLE = 140
LONGEST = 300
UNKNOWN = _("Cette consigne n’existe pas, ou plus.")
_KEY = re.compile(r"[\w-]{1,40}")


@room_transaction
def pin(
    tx: RoomTransaction, title: str, words: str, fields: list[Field], consigne: int | None = None
) -> Receipt:
    """Pin a new consigne, or change ``consigne``; either way it becomes the one to follow.

    Raises ``not_leader``, ``consigne_unknown``, ``title_empty``, ``text_long``, ``fields_many``,
    ``field_wrong``, ``field_long``, ``choices_few``, ``choices_many``.
    """
    rules.may_lead(tx.role)
    asked = _found(tx, consigne)
    asked.title = _title(title)
    asked.words = _words(words)
    asked.fields = msgspec.to_builtins(_checked(fields))
    asked.pinned_at = tx.now
    asked.save()
    return tx.append(_pinned(asked), topic=_topic(asked))


def pin_again(room: Room, asked: Consigne, by: Person | None, at: datetime) -> None:
    """Make ``asked`` the consigne to follow in ``room``, which the caller holds."""
    asked.pinned_at = at
    asked.save(update_fields=["pinned_at"])
    log.append(room, _pinned(asked), by, topic=_topic(asked), at=at)


def _pinned(asked: Consigne) -> ConsignePinned:
    """Return the event, which is complete: earlier ones lose their words."""
    forget_topic(asked.room_id, _topic(asked))
    return ConsignePinned(showing.consigne(asked))


def _topic(asked: Consigne) -> str:
    return f"consigne:{asked.pk}"


def key_for(label: str, taken: set[str]) -> str:
    """Return a short ASCII key for a question, different from those ``taken``."""
    base = slugify(label[:LONGEST])[:24] or "question"
    numbered = (f"{base}-{number}" for number in range(2, 100))
    return next(key for key in (base, *numbered) if key not in taken)


def _found(tx: RoomTransaction, consigne: int | None) -> Consigne:
    if consigne is None:
        return Consigne(room=tx.room, author=tx.actor)
    asked = Consigne.objects.filter(pk=consigne, room=tx.room).first()
    if asked is None:
        raise Refusal("consigne_unknown", UNKNOWN)
    return asked


def _words(raw: str) -> str:
    try:
        return text.clean(raw) if raw.strip() else ""
    except Refusal as refusal:
        raise Refusal(refusal.code, refusal.sentence, "words") from refusal


def _title(raw: str) -> str:
    title = raw if raw_text.is_too_long(raw, TITLE) else _line(raw)
    if not title:
        raise Refusal("title_empty", _("Écrivez la consigne, en une phrase."), "title")
    if len(title) > TITLE:
        raise Refusal("text_long", _("Ce titre est trop long : 140 signes au plus."), "title")
    return title


def _checked(fields: list[Field]) -> list[Field]:
    if len(fields) > MOST_FIELDS:
        raise Refusal("fields_many", _("Douze questions au plus."), "fields")
    tidy = [_tidy(field) for field in fields]
    for field in tidy:
        if field.kind not in KINDS or not field.label or not _KEY.fullmatch(field.key):
            raise Refusal("field_wrong", _("Chaque question a besoin d’un intitulé et d’un type."), "fields")
        _check_choices(field)
        if max(map(len, (field.label, field.help, *field.choices))) > LONGEST:
            raise Refusal(
                "field_long", _("Une question, une aide ou un choix : 300 signes au plus."), "fields"
            )
    return tidy


def _check_choices(field: Field) -> None:
    if field.kind == "choice" and len(field.choices) < 2:
        sentence = format_lazy(
            _("« {question} » : proposez au moins deux choix, un par ligne."), question=field.label
        )
        raise Refusal("choices_few", sentence, "fields")
    if len(field.choices) > MOST_CHOICES:
        sentence = format_lazy(_("« {question} » : vingt choix au plus."), question=field.label)
        raise Refusal("choices_many", sentence, "fields")


def _tidy(field: Field) -> Field:
    return msgspec.structs.replace(
        field,
        label=_line(field.label),
        help=_line(field.help),
        choices=[choice for choice in map(_line, field.choices) if choice],
    )


def _line(text: str) -> str:
    return " ".join(without_tricks(text).split())
