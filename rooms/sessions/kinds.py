"""The kind of a text that was written in silence, once it is revealed."""

from django.utils.translation import gettext_lazy as _

from rooms.kinds import PostKind

SILENT = PostKind("silence", _("Texte écrit en silence"), text=lambda body, _card: body)
