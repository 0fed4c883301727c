"""``python -m realtime.meeting``: the process that leads all live meetings."""

import asyncio
import logging
import os
import secrets
import signal
import sys
from random import SystemRandom
from typing import TYPE_CHECKING

import django
from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from realtime.meeting.manager import MeetingManager
    from realtime.meeting.media.backends import MediaBackends
    from realtime.meeting.state.machine import MeetingPolicy

logger = logging.getLogger("realtime.meeting")

GRACE = 5.0  # seconds to write what is still queued for the database


async def lead() -> None:
    """Lead meetings until SIGTERM or SIGINT. Raises ``OSError`` when an address or port is taken."""
    from django.conf import settings

    from realtime.meeting.ipc.address import IpcAddress
    from realtime.meeting.ipc_server import IpcServer
    from realtime.meeting.manager import MeetingManager
    from realtime.meeting.media.backends import ConfiguredBackends
    from realtime.meeting.recording import tasks
    from realtime.meeting.recording.manager import RecordingManager
    from realtime.pulse import beat
    from rooms.meetings.ice import media_addresses

    most = settings.HUB_MEETING_MOST
    backends = ConfiguredBackends(settings.HUB_MEDIA_PORT, media_addresses(), settings.JANUS_URL, most)
    if not settings.JANUS_URL:
        backends.can_forward()  # opens the port at once: pages probe it over UDP before any meeting needs it
    manager = MeetingManager(policy(backends), backends, RecordingManager(tasks.folder()))
    line = IpcServer(manager, IpcAddress.read(settings.HUB_MEETING_LINE), settings.SECRET_KEY)
    writing = asyncio.create_task(manager.writes.run())
    work = manager.run(), line.listen(_say_open), asyncio.shield(writing), beat("meetings", os.getpid())
    led = asyncio.ensure_future(asyncio.gather(*work))
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, led.cancel)
    try:
        await led
    except asyncio.CancelledError:
        await _end(manager, writing)
    finally:
        await backends.close()


async def _end(manager: "MeetingManager", writing: "asyncio.Task[None]") -> None:
    """Write what was decided before the process ends."""
    try:
        await asyncio.wait_for(asyncio.gather(manager.recordings.close(), manager.writes.drain()), GRACE)
    except TimeoutError:
        logger.warning("The database is slow: something that meetings wanted kept is lost.")
    writing.cancel()


def policy(backends: "MediaBackends") -> "MeetingPolicy":
    """Read from the settings what meetings may do."""
    from django.conf import settings

    from realtime.meeting.admission import ice_servers
    from realtime.meeting.state.machine import MeetingPolicy

    return MeetingPolicy(
        mesh_up_to=settings.HUB_MESH_UP_TO,
        most=settings.HUB_MEETING_MOST,
        token=lambda: secrets.token_urlsafe(16),
        ice=ice_servers,
        chance=SystemRandom(),
        can_forward=backends.can_forward,
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
    except (OSError, ImproperlyConfigured) as error:
        logger.error("Meetings cannot be led: %s", error)  # noqa: TRY400 - a port taken needs no traceback
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
