"""The ``websockets`` library of Python, and its ``broadcast``."""

import asyncio
import sys

from websockets.asyncio.server import ServerConnection, broadcast, serve

from tests.bench.peers.stdin_lines import StdinLines


async def _wait(connection: ServerConnection) -> None:
    await connection.wait_closed()


async def main() -> None:
    """``python -m tests.bench.peers.websockets_broadcast PORT``."""
    lines = StdinLines()
    async with serve(_wait, "127.0.0.1", int(sys.argv[1]), compression=None, ping_interval=None) as server:

        def tell() -> None:
            for line in lines.ready():
                broadcast(server.connections, line.decode())

        asyncio.get_running_loop().add_reader(lines.descriptor, tell)
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
