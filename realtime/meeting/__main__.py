"""``python -m realtime.meeting``: the process that leads the meetings of the house."""

import asyncio
import logging
import os
import secrets
import signal
import sys
from random import SystemRandom
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from realtime.meeting.carriers import Carriers
    from realtime.meeting.hall import Hall
    from realtime.meeting.state.gathering import Terms

logger = logging.getLogger("realtime.meeting")

GRACE = 5.0  # seconds to write what is still to be kept


async def lead() -> None:
    """Until SIGTERM or SIGINT. Raises ``OSError`` when the line or the media port cannot be had."""
    from django.conf import settings

    from realtime.meeting.carriers import HouseCarriers
    from realtime.meeting.hall import Hall
    from realtime.meeting.leading import Line
    from realtime.meeting.line.address import Address
    from realtime.meeting.recording import tasks
    from realtime.meeting.recording.recorders import Recorders
    from rooms.meetings.relaying import media_addresses

    most = settings.HUB_MEETING_MOST
    carriers = HouseCarriers(settings.HUB_MEDIA_PORT, media_addresses(), settings.JANUS_URL, most)
    if not settings.JANUS_URL:
        carriers.forwards()  # from now on, so that doors may knock at the port before anybody needs it
    hall = Hall(terms(carriers), carriers, Recorders(tasks.folder()))
    line = Line(hall, Address.read(settings.HUB_MEETING_LINE), settings.SECRET_KEY)
    writing = asyncio.create_task(hall.keeper.run())
    work = hall.live(), line.listen(_say_open), asyncio.shield(writing)
    led = asyncio.ensure_future(asyncio.gather(*work))
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, led.cancel)
    try:
        await led
    except asyncio.CancelledError:
        await _end(hall, writing)
    finally:
        await carriers.close()


async def _end(hall: "Hall", writing: "asyncio.Task[None]") -> None:
    """What was decided is kept, before the end."""
    try:
        await asyncio.wait_for(asyncio.gather(hall.recorders.close(), hall.keeper.rest()), GRACE)
    except TimeoutError:
        logger.warning("The database is slow: something that meetings wanted kept is lost.")
    writing.cancel()


def terms(carriers: "Carriers") -> "Terms":
    """What the settings allow."""
    from django.conf import settings

    from realtime.meeting.admitting import ice
    from realtime.meeting.state.gathering import Terms

    return Terms(
        mesh_up_to=settings.HUB_MESH_UP_TO,
        most=settings.HUB_MEETING_MOST,
        token=lambda: secrets.token_urlsafe(16),
        ice=ice,
        chance=SystemRandom(),
        forwards=carriers.forwards,
        janus=bool(settings.JANUS_URL),
    )


def _say_open() -> None:
    logger.info("Meetings are led here")


def main() -> int:
    """Return 1, with one line, when the process cannot do its work here."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings.dev")
    django.setup()
    try:
        asyncio.run(lead())
    except OSError as error:
        logger.error("Meetings cannot be led: %s", error)  # noqa: TRY400 - a port taken needs no traceback
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
