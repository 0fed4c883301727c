"""Plain Channels as in its tutorial: a consumer for each socket, ``group_send``, in-memory layer, Daphne."""

import sys

from channels.generic.websocket import AsyncWebsocketConsumer
from channels.layers import get_channel_layer
from daphne.server import Server, twisted_loop
from django.conf import settings

from tests.bench.peers.stdin_lines import StdinLines

settings.configure(
    CHANNEL_LAYERS={
        "default": {"BACKEND": "channels.layers.InMemoryChannelLayer", "CONFIG": {"capacity": 10_000}}
    }
)


class GroupConsumer(AsyncWebsocketConsumer):
    """The consumer of one socket."""

    groups = ["everybody"]

    async def event(self, message: dict[str, str]) -> None:
        """Send the text of a ``group_send``."""
        await self.send(text_data=message["text"])


async def _tell(line: bytes) -> None:
    layer = get_channel_layer()
    assert layer is not None
    await layer.group_send("everybody", {"type": "event", "text": line.decode()})


def main() -> None:
    """``python -m tests.bench.peers.channels_group_send PORT``."""
    lines = StdinLines()
    twisted_loop.add_reader(
        lines.descriptor, lambda: [twisted_loop.create_task(_tell(line)) for line in lines.ready()]
    )
    Server(
        GroupConsumer.as_asgi(),
        endpoints=[f"tcp:port={sys.argv[1]}:interface=127.0.0.1"],
        signal_handlers=False,
        verbosity=0,
    ).run()


if __name__ == "__main__":
    main()
