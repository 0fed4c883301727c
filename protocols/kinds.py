"""The post kind of protocoles."""

import msgspec
from django.utils.translation import gettext_lazy as _

from protocols.events import ShownProtocole
from rooms.kinds import Card, PostKind


def _text(body: str, card: Card | None) -> str:
    """Return the title and, unless the card was erased, all that stands on it, a line each."""
    if card is None:
        return body
    shown = msgspec.convert(card, ShownProtocole)
    answers = (f"{answer.label} : {answer.value}" for answer in shown.answers)
    parts = (shown.title, shown.duration, shown.needs, *shown.steps, shown.origin, *answers)
    return "\n".join(part for part in parts if part)


PROTOCOLE = PostKind(
    "protocole",
    _("Protocole"),
    text=_text,
    not_edited=_("Un protocole se corrige sur sa propre page."),
    not_moved=_("Un protocole reste auprès de sa consigne."),
)
