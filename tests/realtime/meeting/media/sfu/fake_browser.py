"""A fake browser that sends exactly what a test wants: one UDP socket, no camera, no decoder."""

import re
import secrets
import socket
import time
from collections.abc import Callable, Iterator
from functools import cache

from aioice import stun

from realtime.meeting.media.sfu import rtcp
from realtime.meeting.media.sfu.dtls import DtlsCertificate, DtlsHandshake
from realtime.meeting.media.sfu.rtp import HEADER, MARKER, VERSION, is_rtcp
from realtime.meeting.media.sfu.sdp import OPUS, VP8
from realtime.meeting.media.sfu.srtp import PacketBuffer, Protector, Unprotector

PATIENCE = 30.0
SSRCS = {"m": 11, "l": 12, "h": 13, "s": 14}
KEY, DELTA = b"\x10\x00", b"\x10\x01"


@cache
def certificate() -> DtlsCertificate:
    """Create one for all fake browsers."""
    return DtlsCertificate()


class FakeBrowser:
    """Answers ``offer`` and begins DTLS. ``heard``: the RTP packets so far, unprotected."""

    def __init__(self, offer: str, fingerprint: str = "") -> None:
        self.ufrag, self.password = secrets.token_hex(4), secrets.token_hex(12)
        self.offer = offer
        self.heard: list[bytes] = []
        self.reports: list[rtcp.RtcpMessage] = []
        self.buffer = PacketBuffer()
        self.socket = new_socket()
        self._house_ufrag, self._house_password = _value(offer, "ice-ufrag"), _value(offer, "ice-pwd")
        self._fingerprint = fingerprint or certificate().fingerprint
        host, port = re.findall(r"candidate:\S+ 1 udp \d+ (\S+) (\d+)", offer)[0]
        self.house = (host, int(port))
        self._handshake = DtlsHandshake(
            certificate(), _value(offer, "fingerprint").split()[1], is_client=True
        )
        self.protector: Protector | None = None
        self._unprotector: Unprotector | None = None
        self._seqs = dict.fromkeys(SSRCS, 100)

    @property
    def up(self) -> bool:
        """Whether media can flow."""
        return self.protector is not None

    def answer(self) -> str:
        """Return an answer that sends and receives everything."""
        return "\r\n".join(["v=0", "o=- 1 1 IN IP4 0.0.0.0", "s=-", "t=0 0", *self._sections()]) + "\r\n"

    def check(self, *, nominate: bool = True, password: str = "", words: str = "") -> bytes:
        """Write a connectivity check."""
        check = stun.Message(stun.Method.BINDING, stun.Class.REQUEST)
        check.attributes["USERNAME"] = words or f"{self._house_ufrag}:{self.ufrag}"
        check.attributes["PRIORITY"] = 1
        check.attributes["ICE-CONTROLLING"] = 1
        if nominate:
            check.attributes["USE-CANDIDATE"] = None
        check.add_message_integrity((password or self._house_password).encode())
        return bytes(check)

    def connect(self) -> None:
        """Pass ICE and DTLS; return when media can flow."""
        self.say(self.check())
        self.call()
        self.listen(lambda: self.up)

    def call(self) -> None:
        """Send the ClientHello."""
        for datagram in self._handshake.take():
            self.say(datagram)

    def move(self) -> None:
        """Go on from another port, as a phone that leaves its Wi-Fi does."""
        self.socket.close()
        self.socket = new_socket()
        self.say(self.check())

    def listen(self, until: Callable[[], bool], patience: float = PATIENCE) -> None:
        """Receive until ``until`` holds."""
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
        """Take one datagram of the SFU."""
        if datagram[0] < 4:
            return
        if datagram[0] < 64:
            self._shake(datagram)
        elif self._unprotector:
            self.buffer.data[: len(datagram)] = datagram
            if is_rtcp(datagram[1]):
                length = self._unprotector.unprotect_rtcp(len(datagram))
                self.reports += rtcp.read(bytes(self.buffer.data[:length]))
            elif length := self._unprotector.unprotect(len(datagram)):
                self.heard.append(bytes(self.buffer.data[:length]))

    def say(self, datagram: bytes) -> None:
        """Send a datagram."""
        self.socket.sendto(datagram, self.house)

    def speak(self, loudness: int = 100, payload: bytes = b"opus") -> None:
        """Send one voice packet."""
        extension = bytes([0xBE, 0xDE, 0, 1, 0x10, 127 - loudness, 0, 0])
        self.say(self.packet("m", 960, payload, extension))

    def show(self, payload: bytes = DELTA, mid: str = "l") -> None:
        """Send one packet that is a whole picture."""
        self.say(self.packet(mid, 6000, payload))

    def packet(self, mid: str, step: int, payload: bytes, extension: bytes = b"", *, seq: int = -1) -> bytes:
        """Return a protected packet, the next of ``mid`` unless ``seq`` is given."""
        assert self.protector is not None
        if seq < 0:
            seq = self._seqs[mid] = self._seqs[mid] + 1
        second = OPUS if mid == "m" else MARKER | VP8
        first = VERSION | (0x10 if extension else 0)
        written = (
            HEADER.pack(first, second, seq & 0xFFFF, seq * step & 0xFFFF_FFFF, SSRCS[mid])
            + extension
            + payload
        )
        self.buffer.data[: len(written)] = written
        return bytes(self.buffer.data[: self.protector.protect(self.buffer, len(written))])

    def skip(self, mid: str, packets: int = 1) -> None:
        """Skip sequence numbers, as if packets were lost."""
        self._seqs[mid] += packets

    def report(self, report: bytes) -> None:
        """Send RTCP."""
        assert self.protector is not None
        self.say(self.protector.protect_rtcp(report))

    @property
    def is_told_goodbye(self) -> bool:
        """Whether the SFU has ended the connection by now."""
        self.hears_nothing(0.1)
        return self._handshake.ended

    def say_goodbye(self) -> None:
        """End the connection with a close_notify."""
        for datagram in self._handshake.shutdown():
            self.say(datagram)

    def close(self) -> None:
        """Go without a word."""
        self.socket.close()

    def _shake(self, datagram: bytes) -> None:
        for answer in self._handshake.take(datagram):
            self.say(answer)
        if self._handshake.done and not self.protector:
            profile, receive_key, send_key = self._handshake.keys()
            self._unprotector, self.protector = (
                Unprotector(self.buffer, profile, receive_key),
                Protector(profile, send_key),
            )

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
    """Open a socket on this machine, on any port."""
    made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    made.bind(("127.0.0.1", 0))
    return made


def header(packet: bytes) -> tuple[int, int, int, int]:
    """Return second byte, sequence number, timestamp and SSRC of an RTP packet."""
    _, second, seq, timestamp, ssrc = HEADER.unpack_from(packet)
    return second, seq, timestamp, ssrc


def _value(text: str, name: str) -> str:
    found = re.search(rf"a={name}:(.*)", text)
    return found[1].strip() if found else ""
