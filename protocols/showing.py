"""Serialise consignes and protocoles for the wire."""

from typing import Any

import msgspec

from protocols.events import Field, ShownAnswer, ShownConsigne, ShownProtocole
from protocols.models import Consigne, Protocole
from rooms.log import millis
from rooms.text import render
from rooms.typography import without_breaks


def fields_of(consigne: Consigne) -> list[Field]:
    """Return the artist's own questions."""
    return msgspec.convert(consigne.fields, list[Field])


def consigne(asked: Consigne) -> ShownConsigne:
    """Return a consigne with its form. Raises ``ValueError`` before it is pinned."""
    if asked.pinned_at is None:
        raise ValueError(f"consigne {asked.pk} is not pinned")
    return ShownConsigne(
        id=asked.pk,
        room=asked.room_id,
        title=without_breaks(asked.title),
        words=asked.words,
        html=render(asked.words),
        fields=fields_of(asked),
        pinned_at=millis(asked.pinned_at),
    )


def protocole(made: Protocole) -> ShownProtocole:
    """Return a protocole as a card, its answers in the order of the questions."""
    answered = [(field, made.answers.get(field.key, "")) for field in fields_of(made.consigne)]
    return ShownProtocole(
        id=made.pk,
        consigne=made.consigne_id,
        title=without_breaks(made.title),
        needs=without_breaks(made.needs),
        duration=made.duration,
        steps=[without_breaks(step) for step in made.steps],
        origin=without_breaks(made.origin),
        answers=[ShownAnswer(field.label, without_breaks(value)) for field, value in answered if value],
    )


def card(made: Protocole) -> dict[str, Any]:
    """Return the card as plain data, for the post that carries it."""
    shown: dict[str, Any] = msgspec.to_builtins(protocole(made))
    return shown
