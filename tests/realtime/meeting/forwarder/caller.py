"""A stand-in for a browser that says exactly what a test wants: one UDP socket, no camera, no decoder."""

import re
import secrets
import socket
import time
from collections.abc import Callable, Iterator
from functools import cache

from aioice import stun

from realtime.meeting.forwarder import rtcp
from realtime.meeting.forwarder.description import OPUS, VP8
from realtime.meeting.forwarder.dtls import Certificate, Handshake
from realtime.meeting.forwarder.rtp import HEADER, MARKER, VERSION, is_rtcp
from realtime.meeting.forwarder.srtp import Opener, Sealer, Tray

PATIENCE = 10.0
SSRCS = {"m": 11, "l": 12, "h": 13, "s": 14}
KEY, DELTA = b"\x10\x00", b"\x10\x01"


@cache
def certificate() -> Certificate:
    """One for all stand-ins."""
    return Certificate()


class Caller:
    """``heard`` are the opened packets so far: RTP as it came. It answers ``offer`` and calls the house."""

    def __init__(self, offer: str, fingerprint: str = "") -> None:
        self.ufrag, self.password = secrets.token_hex(4), secrets.token_hex(12)
        self.offer = offer
        self.heard: list[bytes] = []
        self.reports: list[rtcp.Told] = []
        self.tray = Tray()
        self.socket = new_socket()
        self._house_ufrag, self._house_password = _value(offer, "ice-ufrag"), _value(offer, "ice-pwd")
        self._fingerprint = fingerprint or certificate().fingerprint
        host, port = re.findall(r"candidate:\S+ 1 udp \d+ (\S+) (\d+)", offer)[0]
        self.house = (host, int(port))
        self._handshake = Handshake(certificate(), _value(offer, "fingerprint").split()[1], calls=True)
        self.sealer: Sealer | None = None
        self._opener: Opener | None = None
        self._seqs = dict.fromkeys(SSRCS, 100)

    @property
    def up(self) -> bool:
        """Whether media can flow."""
        return self.sealer is not None

    def answer(self) -> str:
        """Its answer, which sends all and receives all."""
        return "\r\n".join(["v=0", "o=- 1 1 IN IP4 0.0.0.0", "s=-", "t=0 0", *self._sections()]) + "\r\n"

    def check(self, *, nominate: bool = True, password: str = "", words: str = "") -> bytes:
        """A connectivity check."""
        check = stun.Message(stun.Method.BINDING, stun.Class.REQUEST)
        check.attributes["USERNAME"] = words or f"{self._house_ufrag}:{self.ufrag}"
        check.attributes["PRIORITY"] = 1
        check.attributes["ICE-CONTROLLING"] = 1
        if nominate:
            check.attributes["USE-CANDIDATE"] = None
        check.add_message_integrity((password or self._house_password).encode())
        return bytes(check)

    def connect(self) -> None:
        """Prove, encrypt, and wait until media can flow."""
        self.say(self.check())
        self.call()
        self.listen(lambda: self.up)

    def call(self) -> None:
        """Begin to encrypt."""
        for datagram in self._handshake.take():
            self.say(datagram)

    def move(self) -> None:
        """Go on from another port, as a phone that leaves the house does."""
        self.socket.close()
        self.socket = new_socket()
        self.say(self.check())

    def listen(self, until: Callable[[], bool], patience: float = PATIENCE) -> None:
        """Take what comes until it holds."""
        end = time.monotonic() + patience
        while not until():
            assert time.monotonic() < end, "it never came"
            self.socket.settimeout(0.05)
            try:
                self.take(self.socket.recv(2048))
            except TimeoutError:
                continue

    def hears_nothing(self, seconds: float = 0.3) -> bool:
        """Whether no packet comes for a while."""
        before, end = len(self.heard), time.monotonic() + seconds
        self.listen(lambda: time.monotonic() > end)
        return len(self.heard) == before

    def take(self, datagram: bytes) -> None:
        """One datagram of the house."""
        if datagram[0] < 4:
            return
        if datagram[0] < 64:
            self._shake(datagram)
        elif self._opener:
            self.tray.data[: len(datagram)] = datagram
            if is_rtcp(datagram[1]):
                length = self._opener.open_rtcp(len(datagram))
                self.reports += rtcp.read(bytes(self.tray.data[:length]))
            elif length := self._opener.open(len(datagram)):
                self.heard.append(bytes(self.tray.data[:length]))

    def say(self, datagram: bytes) -> None:
        """Send anything."""
        self.socket.sendto(datagram, self.house)

    def speak(self, loudness: int = 100, payload: bytes = b"opus") -> None:
        """One packet of the microphone."""
        extension = bytes([0xBE, 0xDE, 0, 1, 0x10, 127 - loudness, 0, 0])
        self.say(self.packet("m", 960, payload, extension))

    def show(self, payload: bytes = DELTA, mid: str = "l") -> None:
        """One packet of a picture, which is a picture of its own."""
        self.say(self.packet(mid, 6000, payload))

    def packet(self, mid: str, step: int, payload: bytes, extension: bytes = b"", *, seq: int = -1) -> bytes:
        """A sealed packet, the next of ``mid`` unless ``seq`` is given."""
        assert self.sealer is not None
        if seq < 0:
            seq = self._seqs[mid] = self._seqs[mid] + 1
        second = OPUS if mid == "m" else MARKER | VP8
        first = VERSION | (0x10 if extension else 0)
        written = (
            HEADER.pack(first, second, seq & 0xFFFF, seq * step & 0xFFFF_FFFF, SSRCS[mid])
            + extension
            + payload
        )
        self.tray.data[: len(written)] = written
        return bytes(self.tray.data[: self.sealer.seal(self.tray, len(written))])

    def skip(self, mid: str, packets: int = 1) -> None:
        """Let packets get lost on the way."""
        self._seqs[mid] += packets

    def report(self, report: bytes) -> None:
        """Send RTCP."""
        assert self.sealer is not None
        self.say(self.sealer.seal_rtcp(report))

    @property
    def is_told_goodbye(self) -> bool:
        """Whether the house ended the connection, as far as is heard by now."""
        self.hears_nothing(0.1)
        return self._handshake.ended

    def say_goodbye(self) -> None:
        """End the connection properly."""
        for datagram in self._handshake.end():
            self.say(datagram)

    def close(self) -> None:
        """Go without a word."""
        self.socket.close()

    def _shake(self, datagram: bytes) -> None:
        for answer in self._handshake.take(datagram):
            self.say(answer)
        if self._handshake.done and not self.sealer:
            profile, heard, said = self._handshake.keys()
            self._opener, self.sealer = Opener(self.tray, profile, heard), Sealer(profile, said)

    def _sections(self) -> Iterator[str]:
        for section in self.offer.split("\r\nm=")[1:]:
            mid, heard = _value(section, "mid"), "a=recvonly" in section
            yield "m=" + section.splitlines()[0]
            yield from (f"a=mid:{mid}", "a=rtcp-mux", "a=sendonly" if heard else "a=recvonly")
            yield from (f"a=ice-ufrag:{self.ufrag}", f"a=ice-pwd:{self.password}")
            yield from (f"a=fingerprint:sha-256 {self._fingerprint}", "a=setup:active")
            if heard:
                yield f"a=ssrc:{SSRCS[mid]} cname:caller"


def new_socket() -> socket.socket:
    """On this machine, any port."""
    made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    made.bind(("127.0.0.1", 0))
    return made


def header(packet: bytes) -> tuple[int, int, int, int]:
    """Second byte, number, clock and name of an RTP packet."""
    _, second, seq, timestamp, ssrc = HEADER.unpack_from(packet)
    return second, seq, timestamp, ssrc


def _value(text: str, name: str) -> str:
    found = re.search(rf"a={name}:(.*)", text)
    return found[1].strip() if found else ""
