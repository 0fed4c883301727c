"""The signs of the house: few, and worded. A room chooses among them; nothing is counted for rank."""

from django.utils.translation import gettext_lazy as _

REACTIONS = {
    "merci": _("Merci"),
    "emeut": _("Ça m’émeut"),
    "essayer": _("J’essaierai"),
    "surprise": _("Quelle surprise"),
    "rire": _("Ça me fait rire"),
}


def default_reactions() -> list[str]:
    """What a new room offers."""
    return ["merci", "emeut", "essayer"]
