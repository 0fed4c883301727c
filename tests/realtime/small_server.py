"""``python -m tests.realtime.small_server FD LIMITS``: the echo application, with limits given in JSON."""

import logging
import sys

import msgspec

from realtime.connection.limits import ServerLimits
from realtime.connection.listening import adopt
from realtime.server import HubServer
from tests.realtime.echo import application


def main() -> None:
    _, descriptor, limits = sys.argv
    logging.basicConfig(level=logging.INFO)
    HubServer(application, adopt(int(descriptor)), msgspec.json.decode(limits, type=ServerLimits)).run()


if __name__ == "__main__":
    main()
