"""What the team may choose to read before it is published in a room, and how that is said."""

from django.utils.translation import gettext_lazy as _

from rooms.models import Room

HOLDINGS = (
    (Room.Holds.NOBODY, _("Rien : tout paraît aussitôt")),
    (Room.Holds.NEWCOMERS, _("Le premier message de chaque personne")),
    (Room.Holds.EVERYBODY, _("Tout, sauf ce qu’écrivent l’artiste et l’équipe")),
)
