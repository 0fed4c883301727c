"""The look that a fabrique brings itself: one colour, the ink on it, and who speaks loud."""

from rooms.contrast import ink_on
from rooms.models import Room

LOUD = {
    Room.Pairing.BRICOLAGE: "",
    Room.Pairing.ATKINSON: " --loud: var(--read); --loud-weight: 750; --tight: -.015em;",
}


def css(room: Room) -> str:
    """The style sheet, over the custom properties of ``css/tokens.css``."""
    return f":root {{ --hot: {room.hot}; --on-hot: {ink_on(room.hot)};{LOUD[Room.Pairing(room.pairing)]} }}\n"


def edition(room: Room) -> str:
    """What stands after the question mark: another one for another look."""
    return f"{room.hot.removeprefix('#')}-{room.pairing}"
