"""The reactions that rooms may offer: few, and worded. Nothing is ranked by their count."""

from django.utils.translation import gettext_lazy as _

REACTIONS = {
    "merci": _("Merci"),
    "emeut": _("Ça m’émeut"),
    "essayer": _("J’essaierai"),
    "surprise": _("Quelle surprise"),
    "rire": _("Ça me fait rire"),
}


def default_reactions() -> list[str]:
    """Return the reactions that a new room offers."""
    return ["merci", "emeut", "essayer"]
