"""The look of one fabrique: its colour, the ink on that colour, and the typeface of its titles."""

from rooms.contrast import ink_on
from rooms.models import Room

LOUD = {
    Room.Pairing.BRICOLAGE: "",
    Room.Pairing.ATKINSON: " --loud: var(--read); --loud-weight: 750; --tight: -.015em;",
}


def css(room: Room) -> str:
    """Return the style sheet, which overrides custom properties of ``css/tokens.css``."""
    return f":root {{ --hot: {room.hot}; --on-hot: {ink_on(room.hot)};{LOUD[Room.Pairing(room.pairing)]} }}\n"


def version(room: Room) -> str:
    """Return the query of the style sheet's address; it changes when the look does."""
    return f"{room.hot.removeprefix('#')}-{room.pairing}"
