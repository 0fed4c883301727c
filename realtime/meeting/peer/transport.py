"""A peer's transport over one UDP socket: ICE, DTLS, then SRTP."""

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

from realtime.meeting.media.sfu.dtls import DtlsCertificate, DtlsHandshake, HandshakeFailed
from realtime.meeting.media.sfu.srtp import srtp_session
from realtime.meeting.peer import stun
from realtime.meeting.peer.sdp import LocalEndpoint, RemoteEndpoint

CHECK_EVERY, CONSENT_EVERY = 0.05, 2.5  # seconds; consent is RFC 7675
HANDSHAKE_AGAIN, LONGEST_PAUSE = 0.05, 1.0
AT_ONCE = 128  # datagrams read before other tasks run
BUFFER = 1 << 20
LARGEST = 2_048


@dataclass
class SimulatedLoss:
    """A network that drops a share of datagrams each way, the same ones for the same seed."""

    share: float = 0.0
    chance: random.Random = field(default_factory=random.Random)

    def strikes(self) -> bool:
        """Whether this datagram is lost."""
        return self.share > 0 and self.chance.random() < self.share


@dataclass
class TransportCounts:
    """``replayed``: packets that came twice; ``broken``: that could not be unprotected; ``unsent``: the
    socket's buffer was full."""

    sent: int = 0
    received: int = 0
    bytes_sent: int = 0
    bytes_received: int = 0
    replayed: int = 0
    broken: int = 0
    unsent: int = 0


class PeerTransport:
    """``receive`` is called with each RTP or RTCP packet, ``ready`` once, when media can flow."""

    def __init__(
        self, receive: Callable[[bytes], None], ready: Callable[[], None], loss: SimulatedLoss
    ) -> None:
        self.counts = TransportCounts()
        self.failure = ""
        self._receive, self._ready, self._loss = receive, ready, loss
        self._loop = asyncio.get_running_loop()
        self._ufrag, self._password = secrets.token_hex(4), secrets.token_hex(12)
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
        self._socket.bind(("0.0.0.0", 0))  # noqa: S104 - the way to the server is not known yet
        self._loop.add_reader(self._socket.fileno(), self._readable)
        self._remote: RemoteEndpoint | None = None
        self._checks: stun.ConnectivityChecks | None = None
        self._asked: dict[bytes, stun.Address] = {}
        self._chosen: stun.Address | None = None
        self._handshake: DtlsHandshake | None = None
        self._outbound: Session | None = None
        self._inbound: Session | None = None
        self._flight: list[bytes] = []
        self._timer: asyncio.TimerHandle | None = None

    def own(self, towards: Iterable[stun.Address] = ()) -> LocalEndpoint:
        """Return our parameters for a description to somebody at ``towards``."""
        address = next((_source(place) for place in towards), "127.0.0.1"), self._socket.getsockname()[1]
        return LocalEndpoint(self._ufrag, self._password, _certificate().fingerprint, address)

    @property
    def is_up(self) -> bool:
        """Whether media can flow."""
        return self._outbound is not None

    @property
    def is_closed(self) -> bool:
        """Whether it was closed, by us or by a failure."""
        return self._socket.fileno() < 0

    def leads_to(self, remote: RemoteEndpoint) -> bool:
        """Whether ``remote`` is the end that it is connected to."""
        return self._remote is not None and self._remote.ufrag == remote.ufrag

    def connect(self, remote: RemoteEndpoint, *, controls: bool, is_client: bool) -> None:
        """Begin connecting to ``remote``; harmless when repeated."""
        if self.leads_to(remote):
            return
        self._remote = remote
        own, theirs = (self._ufrag, self._password), (remote.ufrag, remote.password)
        self._checks = stun.ConnectivityChecks(own, theirs, controls=controls)
        self._handshake = DtlsHandshake(_certificate(), remote.fingerprint, is_client=is_client)
        self._check()

    def send(self, packet: bytes) -> None:
        """Protect and send one RTP packet."""
        if self._outbound is not None:
            self._send(self._outbound.protect(packet))

    def send_rtcp(self, packet: bytes) -> None:
        """Protect and send one RTCP packet."""
        if self._outbound is not None:
            self._send(self._outbound.protect_rtcp(packet))

    def close(self) -> None:
        """Close. Harmless when it is closed."""
        if self._timer is not None:
            self._timer.cancel()
        if not self.is_closed:
            self._loop.remove_reader(self._socket.fileno())
            self._socket.close()
        self._outbound = None

    # Datagrams

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
        """Demultiplex by the first byte (RFC 7983)."""
        first = data[0] if data else 255
        if 127 < first < 192:
            self._srtp(data)
        elif first < 4:
            self._stun(data, source)
        elif 19 < first < 64:
            self._dtls(data)

    def _srtp(self, data: bytes) -> None:
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
        self._receive(opened)

    # ICE

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
            self._loop.call_later(HANDSHAKE_AGAIN, self._retransmit_dtls)

    # DTLS

    def _retransmit_dtls(self, pause: float = HANDSHAKE_AGAIN) -> None:
        """Retransmit the last flight until the handshake is done, as soon as browsers do (RFC
        6347, 4.2.4)."""
        if self._handshake is None or self.is_closed or self.is_up:
            return
        try:
            self._flight = list(self._handshake.retransmit()) or self._flight
        except HandshakeFailed as error:
            self._fail(error)
            return
        for datagram in self._flight:
            self._send(datagram)
        self._loop.call_later(pause, self._retransmit_dtls, min(2 * pause, LONGEST_PAUSE))

    def _dtls(self, data: bytes) -> None:
        if self._handshake is None:
            return
        try:
            flight = list(self._handshake.take(data))
        except HandshakeFailed as error:
            self._fail(error)
            return
        self._flight = flight or self._flight
        for datagram in flight:
            self._send(datagram)
        if self._handshake.done and not self.is_up:
            profile, receive_key, send_key = self._handshake.keys()
            self._inbound = srtp_session(profile, receive_key, Policy.SSRC_ANY_INBOUND)
            self._outbound = srtp_session(profile, send_key, Policy.SSRC_ANY_OUTBOUND)
            self._ready()

    def _fail(self, error: Exception) -> None:
        self.failure = type(error).__name__
        self.close()


@lru_cache(1)
def _certificate() -> DtlsCertificate:
    """Create one certificate for all peers of this process: making it takes longer than a handshake."""
    return DtlsCertificate()


def _source(place: stun.Address) -> str:
    """Return this machine's address towards ``place``."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as trial:
        trial.connect(place)
        return str(trial.getsockname()[0])
