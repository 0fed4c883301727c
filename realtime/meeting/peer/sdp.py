"""SDP (RFC 8866, 8829) as far as a peer reads and writes it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

LEVEL = "urn:ietf:params:rtp-hdrext:ssrc-audio-level"
MID = "urn:ietf:params:rtp-hdrext:sdes:mid"
CODECS = {"audio": "opus", "video": "VP8"}
FORMATS = {"audio": "opus/48000/2", "video": "VP8/90000"}
FEEDBACK = ("nack", "nack pli", "goog-remb")
ANSWERS = {"sendonly": "recvonly", "recvonly": "sendonly", "sendrecv": "sendrecv", "inactive": "inactive"}
_RTPMAP = re.compile(r"(\d+) ([^/]+)/")


@dataclass(frozen=True)
class RemoteEndpoint:
    """The other side's ICE and DTLS parameters. ``setup`` is that of RFC 8842."""

    ufrag: str
    password: str
    fingerprint: str
    setup: str
    addresses: list[tuple[str, int]]
    is_lite: bool


@dataclass
class MediaSection:
    """A media section. ``codec``: the payload type of the codec we speak; None: it is not offered."""

    kind: str
    mid: str = ""
    direction: str = "sendrecv"
    codec: int | None = None
    extensions: dict[str, int] = field(default_factory=dict)
    ssrcs: list[int] = field(default_factory=list)
    feedback: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class SessionDescription:
    """A description: its sections in order, and the other side of their one bundle."""

    sections: list[MediaSection]
    remote: RemoteEndpoint


@dataclass(frozen=True)
class LocalEndpoint:
    """Our ICE and DTLS parameters."""

    ufrag: str
    password: str
    fingerprint: str
    address: tuple[str, int]


def read(sdp: str) -> SessionDescription:
    """Parse a description. Raises ``ValueError``, ``KeyError``."""
    sections: list[MediaSection] = []
    facts: dict[str, str] = {}
    addresses: list[tuple[str, int]] = []
    is_lite = False
    for line in sdp.splitlines():
        if line.startswith("m="):
            sections.append(MediaSection(line[2:].split(" ", 1)[0]))
        name, _, value = line[2:].partition(":") if line.startswith("a=") else ("", "", "")
        if name in ("ice-ufrag", "ice-pwd", "fingerprint", "setup"):
            facts.setdefault(name, value)
        elif name == "candidate":
            addresses += _address(value)
        elif name == "ice-lite":
            is_lite = True
        elif sections and name:
            _tell(sections[-1], name, value)
    remote = RemoteEndpoint(
        facts["ice-ufrag"],
        facts["ice-pwd"],
        facts["fingerprint"].split(" ", 1)[1].upper(),
        facts["setup"],
        list(dict.fromkeys(addresses)),
        is_lite,
    )
    return SessionDescription(sections, remote)


def _tell(section: MediaSection, name: str, value: str) -> None:
    match name:
        case "mid":
            section.mid = value
        case _ if name in ANSWERS:
            section.direction = name
        case "rtpmap":
            _map(section, value)
        case "extmap":
            number, uri = value.split(" ")[:2]
            section.extensions[uri] = int(number.split("/")[0])
        case "ssrc":
            section.ssrcs.append(int(value.split(" ", 1)[0]))
        case "rtcp-fb":
            section.feedback.add(value.split(" ", 1)[1])


def _map(section: MediaSection, value: str) -> None:
    found = _RTPMAP.match(value)
    if found and section.codec is None and found[2].lower() == CODECS.get(section.kind, "").lower():
        section.codec = int(found[1])


def _address(candidate: str) -> Iterable[tuple[str, int]]:
    """Read an ICE candidate (RFC 8839 section 5.1): UDP, component 1, an IPv4 address."""
    words = candidate.split(" ")
    if len(words) > 7 and words[1] == "1" and words[2].lower() == "udp" and ":" not in words[4]:
        yield words[4], int(words[5])


def answer(offer: SessionDescription, own: LocalEndpoint, sends: Mapping[str, int]) -> str:
    """Answer every section whose codec we speak; ``sends``: SSRC by mid of what we send."""
    mids = " ".join(section.mid for section in offer.sections)
    lines = _session(mids)
    for section in offer.sections:
        direction = ANSWERS[section.direction]
        if "send" in direction and section.mid not in sends:
            direction = "inactive" if direction == "sendonly" else "recvonly"
        lines += _section(section, direction, "active", own, sends.get(section.mid))
    return "\r\n".join([*lines, ""])


def offer(sections: Sequence[MediaSection], own: LocalEndpoint, sends: Mapping[str, int]) -> str:
    """Offer to send ``sections``."""
    lines = _session(" ".join(section.mid for section in sections))
    for section in sections:
        lines += _section(section, "sendonly", "actpass", own, sends.get(section.mid))
    return "\r\n".join([*lines, ""])


def _session(mids: str) -> list[str]:
    return [
        "v=0",
        "o=- 1 1 IN IP4 127.0.0.1",
        "s=-",
        "t=0 0",
        f"a=group:BUNDLE {mids}",
        "a=msid-semantic: WMS *",
    ]


def _section(
    section: MediaSection, direction: str, setup: str, own: LocalEndpoint, ssrc: int | None
) -> list[str]:
    codec = section.codec
    if codec is None:
        return [
            f"m={section.kind} 0 UDP/TLS/RTP/SAVPF 0",
            "c=IN IP4 0.0.0.0",
            f"a=mid:{section.mid}",
            "a=inactive",
        ]
    host, port = own.address
    lines = [
        f"m={section.kind} 9 UDP/TLS/RTP/SAVPF {codec}",
        "c=IN IP4 0.0.0.0",
        "a=rtcp-mux",
        "a=rtcp-rsize",
        f"a=mid:{section.mid}",
        f"a=ice-ufrag:{own.ufrag}",
        f"a=ice-pwd:{own.password}",
        "a=ice-options:trickle",
        f"a=fingerprint:sha-256 {own.fingerprint}",
        f"a=setup:{setup}",
        f"a={direction}",
        f"a=rtpmap:{codec} {FORMATS[section.kind]}",
        f"a=candidate:1 1 udp 2130706431 {host} {port} typ host",
        "a=end-of-candidates",
    ]
    lines += [f"a=extmap:{number} {uri}" for uri, number in section.extensions.items() if uri in (LEVEL, MID)]
    if section.kind == "video":
        lines += [f"a=rtcp-fb:{codec} {word}" for word in FEEDBACK]
    if ssrc is not None and "send" in direction:
        lines += [f"a=msid:{own.ufrag} {section.mid}", f"a=ssrc:{ssrc} cname:{own.ufrag}"]
    return lines
