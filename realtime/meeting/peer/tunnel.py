"""One way through UDP to a server of media: checks, handshake, then packets protected and opened."""

import asyncio
import os
import random
import secrets
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from aioice.stun import Class
from pylibsrtp import Error as SrtpError
from pylibsrtp import Policy, Session

from realtime.meeting.forwarder.dtls import Broken, Certificate, Handshake
from realtime.meeting.forwarder.srtp import session
from realtime.meeting.peer import stun
from realtime.meeting.peer.described import Own, Remote

CHECK_EVERY, CONSENT_EVERY = 0.05, 2.5  # seconds; consent is RFC 7675
HANDSHAKE_AGAIN, LONGEST_PAUSE = 0.05, 1.0
AT_ONCE = 128  # datagrams read before others have their turn
BUFFER = 1 << 20
LARGEST = 2_048


@dataclass
class Loss:
    """A network that drops a share of what goes each way, the same for the same seed."""

    share: float = 0.0
    chance: random.Random = field(default_factory=random.Random)

    def strikes(self) -> bool:
        """Whether this datagram is lost."""
        return self.share > 0 and self.chance.random() < self.share


@dataclass
class Counts:
    """``replayed``: packets that came twice; ``broken``: that could not be opened; ``unsent``: the machine's
    own buffer was full."""

    sent: int = 0
    received: int = 0
    bytes_sent: int = 0
    bytes_received: int = 0
    replayed: int = 0
    broken: int = 0
    unsent: int = 0


class Tunnel:
    """``hear`` is called with each packet opened, RTP or RTCP; ``ready`` once, when packets can pass."""

    def __init__(self, hear: Callable[[bytes], None], ready: Callable[[], None], loss: Loss) -> None:
        self.counts = Counts()
        self.failure = ""
        self._hear, self._ready, self._loss = hear, ready, loss
        self._loop = asyncio.get_running_loop()
        self._ufrag, self._password = secrets.token_hex(4), secrets.token_hex(12)
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
        self._socket.bind(("0.0.0.0", 0))  # noqa: S104 - the way to the server is not known yet
        self._loop.add_reader(self._socket.fileno(), self._readable)
        self._remote: Remote | None = None
        self._checks: stun.Checks | None = None
        self._asked: dict[bytes, stun.Address] = {}
        self._chosen: stun.Address | None = None
        self._handshake: Handshake | None = None
        self._outbound: Session | None = None
        self._inbound: Session | None = None
        self._flight: list[bytes] = []
        self._timer: asyncio.TimerHandle | None = None

    def own(self, towards: Iterable[stun.Address] = ()) -> Own:
        """What to say of ourselves in a description to somebody at ``towards``."""
        address = next((_source(place) for place in towards), "127.0.0.1"), self._socket.getsockname()[1]
        return Own(self._ufrag, self._password, _certificate().fingerprint, address)

    @property
    def is_up(self) -> bool:
        """Whether packets can pass."""
        return self._outbound is not None

    @property
    def is_closed(self) -> bool:
        """Whether it was closed, by us or by a failure."""
        return self._socket.fileno() < 0

    def leads_to(self, remote: Remote) -> bool:
        """Whether ``remote`` is the end that it was made for."""
        return self._remote is not None and self._remote.ufrag == remote.ufrag

    def connect(self, remote: Remote, *, controls: bool, is_client: bool) -> None:
        """Begin, towards what the other side said of itself; said once more, it changes nothing."""
        if self.leads_to(remote):
            return
        self._remote = remote
        own, theirs = (self._ufrag, self._password), (remote.ufrag, remote.password)
        self._checks = stun.Checks(own, theirs, controls=controls)
        self._handshake = Handshake(_certificate(), remote.fingerprint, calls=is_client)
        self._check()

    def send(self, packet: bytes) -> None:
        """Protect and send one packet of RTP."""
        if self._outbound is not None:
            self._send(self._outbound.protect(packet))

    def send_control(self, packet: bytes) -> None:
        """Protect and send one packet of RTCP."""
        if self._outbound is not None:
            self._send(self._outbound.protect_rtcp(packet))

    def close(self) -> None:
        """End. Harmless when it has ended."""
        if self._timer is not None:
            self._timer.cancel()
        if not self.is_closed:
            self._loop.remove_reader(self._socket.fileno())
            self._socket.close()
        self._outbound = None

    # Datagrams.

    def _send(self, data: bytes, to: stun.Address | None = None) -> None:
        target = self._chosen or to
        if target is None or self.is_closed or self._loss.strikes():
            return
        try:
            self._socket.sendto(data, target)
        except (BlockingIOError, ConnectionRefusedError):
            self.counts.unsent += 1
            return
        self.counts.sent += 1
        self.counts.bytes_sent += len(data)

    def _readable(self) -> None:
        read = self._socket.recvfrom
        for _turn in range(AT_ONCE):
            try:
                data, source = read(LARGEST)
            except (BlockingIOError, ConnectionRefusedError):
                return
            if not self._loss.strikes():
                self._datagram(data, source)
            if self.is_closed:
                return

    def _datagram(self, data: bytes, source: stun.Address) -> None:
        """RFC 7983: the first byte tells what it is."""
        first = data[0] if data else 255
        if 127 < first < 192:
            self._packet(data)
        elif first < 4:
            self._stun(data, source)
        elif 19 < first < 64:
            self._dtls(data)

    def _packet(self, data: bytes) -> None:
        if self._inbound is None:
            return
        is_control = 191 < data[1] < 224
        try:
            opened = (self._inbound.unprotect_rtcp if is_control else self._inbound.unprotect)(data)
        except SrtpError as error:
            is_replay = "replay" in str(error)
            self.counts.replayed += is_replay
            self.counts.broken += not is_replay
            return
        self.counts.received += 1
        self.counts.bytes_received += len(data)
        self._hear(opened)

    # Checks.

    def _check(self) -> None:
        if self._checks is None or self._remote is None:
            return
        for place in [self._chosen] if self._chosen else self._remote.addresses:
            transaction = os.urandom(12)
            self._asked[transaction] = place
            self._send(self._checks.request(transaction, nominates=True), place)
        while len(self._asked) > 64:
            del self._asked[next(iter(self._asked))]
        pause = CHECK_EVERY if self._chosen is None else CONSENT_EVERY
        self._timer = self._loop.call_later(pause, self._check)

    def _stun(self, data: bytes, source: stun.Address) -> None:
        message = stun.read(data)
        if message is None or self._checks is None or not self._checks.is_theirs(message):
            return
        if message.message_class == Class.REQUEST:
            self._send(self._checks.response(message, source), source)
        elif message.message_class == Class.RESPONSE and message.transaction_id in self._asked:
            self._choose(self._asked.pop(message.transaction_id))

    def _choose(self, place: stun.Address) -> None:
        if self._chosen is None:
            self._chosen = place
            self._dtls(b"")
            self._loop.call_later(HANDSHAKE_AGAIN, self._shake)

    # The handshake.

    def _shake(self, pause: float = HANDSHAKE_AGAIN) -> None:
        """Say again what was said last until it is over, as soon as browsers do (RFC 6347 section 4.2.4)."""
        if self._handshake is None or self.is_closed or self.is_up:
            return
        try:
            self._flight = list(self._handshake.again()) or self._flight
        except Broken as error:
            self._fail(error)
            return
        for datagram in self._flight:
            self._send(datagram)
        self._loop.call_later(pause, self._shake, min(2 * pause, LONGEST_PAUSE))

    def _dtls(self, data: bytes) -> None:
        if self._handshake is None:
            return
        try:
            flight = list(self._handshake.take(data))
        except Broken as error:
            self._fail(error)
            return
        self._flight = flight or self._flight
        for datagram in flight:
            self._send(datagram)
        if self._handshake.done and not self.is_up:
            profile, heard, said = self._handshake.keys()
            self._inbound = session(profile, heard, Policy.SSRC_ANY_INBOUND)
            self._outbound = session(profile, said, Policy.SSRC_ANY_OUTBOUND)
            self._ready()

    def _fail(self, error: Exception) -> None:
        self.failure = type(error).__name__
        self.close()


@lru_cache(1)
def _certificate() -> Certificate:
    """One for all peers of this process: making it takes longer than a handshake."""
    return Certificate()


def _source(place: stun.Address) -> str:
    """The address of this machine from which ``place`` is reached."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as trial:
        trial.connect(place)
        return str(trial.getsockname()[0])
