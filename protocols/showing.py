"""From rows to the shapes that travel."""

from typing import Any

import msgspec

from protocols.events import Field, ShownAnswer, ShownConsigne, ShownProtocole
from protocols.models import Consigne, Protocole
from rooms.log import millis
from rooms.text import render


def fields_of(consigne: Consigne) -> list[Field]:
    """The artist's own questions."""
    return msgspec.convert(consigne.fields, list[Field])


def consigne(asked: Consigne) -> ShownConsigne:
    """A consigne with its form."""
    return ShownConsigne(
        id=asked.pk,
        room=asked.room_id,
        title=asked.title,
        words=asked.words,
        html=render(asked.words),
        fields=fields_of(asked),
        pinned_at=millis(asked.pinned_at),
    )


def protocole(made: Protocole) -> ShownProtocole:
    """A protocole as a card: its answers in the order of the questions."""
    answered = [(field, made.answers.get(field.key, "")) for field in fields_of(made.consigne)]
    return ShownProtocole(
        id=made.pk,
        consigne=made.consigne_id,
        title=made.title,
        needs=made.needs,
        duration=made.duration,
        steps=list(made.steps),
        origin=made.origin,
        answers=[ShownAnswer(field.label, value) for field, value in answered if value],
    )


def card(made: Protocole) -> dict[str, Any]:
    """The same as plain data, for the post that carries it."""
    shown: dict[str, Any] = msgspec.to_builtins(protocole(made))
    return shown
