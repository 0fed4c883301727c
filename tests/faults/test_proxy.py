"""The bad network of the fault tests: nothing passes after a cut, and a connection is cut once."""

import asyncio
import random
from contextlib import suppress

from tests.faults.proxy import bad_network

SHORTEST = 200  # the fewest bytes that a connection carries; as the longest, exactly so many
CONNECTIONS = 60
PATIENCE = 60.0

chance = random.Random(1)


async def pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> int:
    """Send little by little until the connection breaks, and read; return how many bytes arrived."""
    sending = asyncio.create_task(send(writer))
    heard = 0
    with suppress(ConnectionError):
        while data := await reader.read(1 << 16):
            heard += len(data)
    writer.transport.abort()
    await sending
    return heard


async def send(writer: asyncio.StreamWriter) -> None:
    """Send at an irregular pace, so that the two ways meet at the cut in every order."""
    while not writer.transport.is_closing():
        writer.write(b"x" * chance.randint(1, 30))
        for _turn in range(chance.randint(1, 3)):
            await asyncio.sleep(0)


async def test_nothing_passes_after_a_cut_which_counts_as_one() -> None:
    far = list[asyncio.Task[int]]()
    server = await asyncio.start_server(
        lambda *streams: far.append(asyncio.create_task(pour(*streams))), "127.0.0.1", 0
    )
    to = server.sockets[0].getsockname()[1]
    async with bad_network(to, longest=SHORTEST) as network, asyncio.timeout(PATIENCE):
        for number in range(1, CONNECTIONS + 1):
            near = await pour(*await asyncio.open_connection("127.0.0.1", network.port))
            assert near + await far.pop() <= SHORTEST
            while network.cuts < number:  # noqa: ASYNC110 - the network tells nobody
                await asyncio.sleep(0.01)
            assert network.cuts == number
    server.close()
