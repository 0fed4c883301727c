"""Who is typing in a room: sent when the named people change, and again before browsers forget them."""

import math
from collections.abc import Callable

from realtime.fanout.throttle import Throttle, now
from rooms.events import ShownPerson

MAX_NAMED = 3
TYPING_SECONDS = 6.0
# Browsers forget a signal after eight seconds, and repeat their own every three.
RESEND_SECONDS = 2.5


class TypingIndicator:
    """The people typing in one room. ``send`` is called with the first of them, throttled by ``size()``."""

    __slots__ = ("_send", "_sent", "_sent_at", "_throttle", "_typing")

    def __init__(self, send: Callable[[list[ShownPerson]], None], size: Callable[[], int]) -> None:
        self._send = send
        self._typing: dict[int, tuple[ShownPerson, float]] = {}
        self._sent: list[ShownPerson] = []
        self._sent_at = -math.inf
        self._throttle = Throttle(self._send_if_changed, size, since=lambda: self._sent_at)

    def start(self, person: ShownPerson) -> bool:
        """Note that ``person`` is typing. Return whether other processes should be told (again)."""
        _person, until = self._typing.get(person.id, (person, 0.0))
        if until - now() > TYPING_SECONDS / 2:
            return False
        self._typing[person.id] = (person, now() + TYPING_SECONDS)
        self._throttle.request()
        return True

    def stop(self, person: int) -> None:
        """Note that ``person`` has stopped typing."""
        if self._typing.pop(person, None) is not None:
            self._throttle.request()

    def named(self) -> list[ShownPerson]:
        """Return the first people typing, after forgetting those not heard of for six seconds."""
        self._typing = {who: each for who, each in self._typing.items() if each[1] > now()}
        return [person for person, _until in self._typing.values()][:MAX_NAMED]

    def cancel(self) -> None:
        """Cancel a pending signal."""
        self._throttle.cancel()

    def _send_if_changed(self) -> None:
        named = self.named()
        if named == self._sent and (not named or now() - self._sent_at < RESEND_SECONDS):
            return
        self._sent, self._sent_at = named, now()
        self._send(named)
