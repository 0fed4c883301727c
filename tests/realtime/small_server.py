"""``python -m tests.realtime.small_server FD LIMITS``: the echo application, with limits given in JSON."""

import json
import logging
import sys
from typing import Any

from realtime.connection.limits import ServerLimits
from realtime.connection.listener import adopt_listener
from realtime.fanout.send_backlog import SendLimits
from realtime.server import HubServer
from tests.realtime.echo import application

SOMEBODY = "somebody"


def main() -> None:
    _, descriptor, limits = sys.argv
    logging.basicConfig(level=logging.INFO)
    listener, given = adopt_listener(int(descriptor)), limits_of(json.loads(limits))
    HubServer(application, listener, given, is_signed_in=is_signed_in).run()


async def is_signed_in(session: str) -> bool:
    """Return whether it is the session of the one person whom this server knows. Raises for ``broken``."""
    if session == "broken":
        raise OSError("broken on purpose")
    return session == SOMEBODY


def limits_of(given: dict[str, Any]) -> ServerLimits:
    """Build the limits. Raises ``TypeError`` for an unknown one, which a decoder would ignore."""
    return ServerLimits(sender=SendLimits(**given.pop("sender", {})), **given)


if __name__ == "__main__":
    main()
