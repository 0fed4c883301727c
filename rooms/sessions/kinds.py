"""The kind of a text that was written in silence, once it is revealed."""

import msgspec
from django.utils.translation import gettext_lazy as _

from rooms.events import Shown
from rooms.kinds import Card, PostKind


class ShownReveal(Shown, frozen=True, tag_field="card", tag="reveal"):
    """How a silent text appeared: ``rank`` among ``of``, both 0 for one that came ``late``, on its own."""

    rank: int = 0
    of: int = 0
    late: bool = False

    def card(self) -> Card:
        """Return it as the card of a post."""
        card: Card = msgspec.to_builtins(self)
        return card


SILENT = PostKind("silence", _("Texte écrit en silence"), text=lambda body, _card: body)
