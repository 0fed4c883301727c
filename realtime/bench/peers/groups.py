"""Plain Channels, as its tutorial has it: one consumer each, ``group_send``, in-memory layer, Daphne."""

import sys

from channels.generic.websocket import AsyncWebsocketConsumer
from channels.layers import get_channel_layer
from daphne.server import Server, twisted_loop
from django.conf import settings

from realtime.bench.peers.lines import Lines

settings.configure(
    CHANNEL_LAYERS={
        "default": {"BACKEND": "channels.layers.InMemoryChannelLayer", "CONFIG": {"capacity": 10_000}}
    }
)


class Listener(AsyncWebsocketConsumer):
    """One browser."""

    groups = ["everybody"]

    async def event(self, message: dict[str, str]) -> None:
        """Called for each ``group_send``."""
        await self.send(text_data=message["text"])


async def _tell(line: bytes) -> None:
    layer = get_channel_layer()
    assert layer is not None  # noqa: S101 - configured above
    await layer.group_send("everybody", {"type": "event", "text": line.decode()})


def main() -> None:
    """``python -m realtime.bench.peers.groups PORT``."""
    lines = Lines()
    twisted_loop.add_reader(
        lines.descriptor, lambda: [twisted_loop.create_task(_tell(line)) for line in lines.ready()]
    )
    Server(
        Listener.as_asgi(),
        endpoints=[f"tcp:port={sys.argv[1]}:interface=127.0.0.1"],
        signal_handlers=False,
        verbosity=0,
    ).run()


if __name__ == "__main__":
    main()
