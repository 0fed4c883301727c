"""SDP of the SFU (RFC 8829): writing our offer, reading a browser's answer.

There is one connection a person, offered once and never renegotiated. The sections that we receive come
first (microphone, low and high layer of the camera, screen), then three voices and the pictures that we
send.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from realtime.meeting.media.interface import BadDescription
from realtime.meeting.media.sfu.stream_rewriter import SEND_TIME_ID
from realtime.meeting.media.sfu.twcc import TWCC_ID

RECEIVED_MIDS = ("m", "l", "h", "s")
VOICE_MIDS = ("a0", "a1", "a2")
OPUS, VP8, RTX = 111, 96, 97
LEVEL_ID, MID_ID = 1, 4
# The SSRC of an RTX stream is that of its media stream plus this.
RTX_SSRC_OFFSET = 0x1_0000
LARGEST, LONGEST_LINE = 48 * 1024, 2048
MOST_SSRCS = 4

UFRAG = re.compile(r"[A-Za-z0-9+/]{4,256}")
FINGERPRINT = re.compile(r"fingerprint:sha-256 ((?:[0-9A-F]{2}:){31}[0-9A-F]{2})", re.IGNORECASE)
SSRC = re.compile(r"(\d{1,10})(?: .*)?")
RETRANSMITS = re.compile(r"FID (\d{1,10}) (\d{1,10})")

VP8_LINES = (
    f"a=rtpmap:{VP8} VP8/90000",
    f"a=rtcp-fb:{VP8} nack",
    f"a=rtcp-fb:{VP8} nack pli",
    f"a=rtcp-fb:{VP8} ccm fir",
    f"a=rtcp-fb:{VP8} goog-remb",
    f"a=rtpmap:{RTX} rtx/90000",
    f"a=fmtp:{RTX} apt={VP8}",
)
TWCC_LINES = (
    # Chromium would begin at 300 kb/s and take half a minute to trust an ordinary line.
    f"a=fmtp:{VP8} x-google-start-bitrate=1200",
    f"a=rtcp-fb:{VP8} transport-cc",
    f"a=extmap:{TWCC_ID} http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01",
)
OPUS_LINES = (
    f"a=rtpmap:{OPUS} opus/48000/2",
    f"a=rtcp-fb:{OPUS} nack",
    f"a=fmtp:{OPUS} minptime=10;useinbandfec=1;stereo=1;sprop-stereo=1",
)
MID_LINE = f"a=extmap:{MID_ID} urn:ietf:params:rtp-hdrext:sdes:mid"
SEND_TIME_LINE = f"a=extmap:{SEND_TIME_ID} http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time"
LEVEL_LINE = f"a=extmap:{LEVEL_ID} urn:ietf:params:rtp-hdrext:ssrc-audio-level"


class SfuEndpoint(NamedTuple):
    """Our end of one connection. ``addresses``: our ICE candidates, the best first."""

    ufrag: str
    password: str
    fingerprint: str
    addresses: Sequence[tuple[str, int]]


class ReceivedSection(NamedTuple):
    """A section that the browser sends in. ``rtx``: by RTX SSRC, the SSRC that it retransmits."""

    mid: str
    ssrcs: tuple[int, ...]
    rtx: dict[int, int]


class SentSection(NamedTuple):
    """How the browser wants to receive one section: with abs-send-time, with RTX."""

    send_time: bool
    rtx: bool


class SdpAnswer(NamedTuple):
    """A browser's answer. ``shown``: the sections that it agreed to receive."""

    ufrag: str
    fingerprint: str
    heard: tuple[ReceivedSection, ...]
    shown: dict[str, SentSection]


def mids(pictures: int) -> tuple[str, ...]:
    """Return the mids of all sections, in their order."""
    return (*RECEIVED_MIDS, *VOICE_MIDS, *(f"v{number}" for number in range(pictures)))


def offer(house: SfuEndpoint, ssrcs: dict[str, int]) -> str:
    """Write our offer. ``ssrcs``: the SSRC of each section that we send, by mid."""
    sections = (*RECEIVED_MIDS, *ssrcs)
    lines = [
        "v=0",
        "o=- 1 1 IN IP4 127.0.0.1",
        "s=-",
        "t=0 0",
        "a=ice-lite",
        "a=group:BUNDLE " + " ".join(sections),
        "a=extmap-allow-mixed",
        "a=msid-semantic: WMS *",
    ]
    for mid in sections:
        lines += _section(house, mid, ssrcs.get(mid))
    return "\r\n".join(lines) + "\r\n"


def _section(house: SfuEndpoint, mid: str, ssrc: int | None) -> Iterator[str]:
    is_voice, is_first = mid[0] in "ma", mid == RECEIVED_MIDS[0]
    formats = f"{OPUS}" if is_voice else f"{VP8} {RTX}"
    yield f"m={'audio' if is_voice else 'video'} {house.addresses[0][1]} UDP/TLS/RTP/SAVPF {formats}"
    yield "c=IN IP4 0.0.0.0"
    yield from (f"a=mid:{mid}", "a=rtcp-mux", "a=rtcp-rsize")
    yield from (f"a=ice-ufrag:{house.ufrag}", f"a=ice-pwd:{house.password}")
    yield from (f"a=fingerprint:sha-256 {house.fingerprint}", "a=setup:actpass")
    yield from OPUS_LINES if is_voice else VP8_LINES
    if ssrc is None:
        yield from ("a=recvonly", MID_LINE, *((LEVEL_LINE,) if is_voice else TWCC_LINES))
    else:
        yield from ("a=sendonly", f"a=msid:{mid} {mid}", *_streams(ssrc, is_voice))
    if is_first:
        yield from _candidates(house.addresses)


def _streams(ssrc: int, is_voice: bool) -> Iterator[str]:
    if not is_voice:
        yield from (SEND_TIME_LINE, f"a=ssrc-group:FID {ssrc} {ssrc + RTX_SSRC_OFFSET}")
    yield f"a=ssrc:{ssrc} cname:house"
    if not is_voice:
        # After the SSRC it retransmits: Chromium takes the first one for the media.
        yield f"a=ssrc:{ssrc + RTX_SSRC_OFFSET} cname:house"


def _candidates(addresses: Sequence[tuple[str, int]]) -> Iterator[str]:
    for number, (host, port) in enumerate(addresses):
        priority = (126 << 24) + ((65_535 - number) << 8) + 255
        yield f"a=candidate:{number + 1} 1 udp {priority} {host} {port} typ host"
    yield "a=end-of-candidates"


def read_answer(sdp: str, expected: Sequence[str]) -> SdpAnswer:
    """Read a browser's answer to an offer with the sections ``expected``. Raises ``BadDescription``."""
    common, sections = _parts(sdp)
    if len(sections) != len(expected):
        raise BadDescription("another number of media sections than was offered")
    heard: list[ReceivedSection] = []
    shown: dict[str, SentSection] = {}
    for mid, section in zip(expected, sections, strict=True):
        if _value(section, "mid") != mid:
            raise BadDescription("media sections in another order than offered")
        if _is_refused(section):
            continue
        if mid in RECEIVED_MIDS:
            heard.append(_heard(mid, section))
        elif "recvonly" in section or "sendrecv" in section:
            shown[mid] = SentSection(SEND_TIME_LINE[2:] in section, str(RTX) in section[0].split()[3:])
    return SdpAnswer(*_secrets(common, sections), tuple(heard), shown)


def _parts(sdp: str) -> tuple[list[str], list[list[str]]]:
    """Return the attributes of the session and of each media section, whose ``m=`` line comes first."""
    if len(sdp) > LARGEST or not sdp.startswith("v=0"):
        raise BadDescription("not a session description")
    parts: list[list[str]] = [[]]
    for line in sdp.splitlines():
        if len(line) > LONGEST_LINE or (line and line[1:2] != "="):
            raise BadDescription("a line that is none of a session description")
        if line.startswith("m="):
            parts.append([line])
        elif line.startswith("a="):
            parts[-1].append(line[2:])
    return parts[0], parts[1:]


def _secrets(common: list[str], sections: list[list[str]]) -> tuple[str, str]:
    """Return ICE user fragment and DTLS fingerprint, the same in all sections since they are bundled."""
    lines = common + [line for section in sections if not _is_refused(section) for line in section]
    ufrags = {line.partition(":")[2] for line in lines if line.startswith("ice-ufrag:")}
    prints = {known[1].upper() for line in lines if (known := FINGERPRINT.fullmatch(line))}
    setups = {line for line in lines if line.startswith("setup:")}
    if len(ufrags) != 1 or not UFRAG.fullmatch(ufrag := ufrags.pop()):
        raise BadDescription("no user fragment, or several")
    if len(prints) != 1:  # those of other hashes are not read
        raise BadDescription("no fingerprint that is known, or several")
    if setups != {"setup:active"}:
        raise BadDescription("the browser must open the encryption")
    return ufrag, prints.pop()


def _heard(mid: str, section: list[str]) -> ReceivedSection:
    wanted = OPUS if mid == RECEIVED_MIDS[0] else VP8
    if str(wanted) not in section[0].split()[3:]:
        raise BadDescription("another codec than was offered")
    numbers = [line.partition(":")[2] for line in section if line.startswith("ssrc:")]
    ssrcs = tuple(dict.fromkeys(_ssrc(number) for number in numbers))
    if len(ssrcs) > MOST_SSRCS:
        raise BadDescription("too many streams in one media section")
    groups = (line.partition(":")[2] for line in section if line.startswith("ssrc-group:"))
    pairs = (RETRANSMITS.fullmatch(group) for group in groups)
    return ReceivedSection(mid, ssrcs, {int(pair[2]): int(pair[1]) for pair in pairs if pair})


def _ssrc(text: str) -> int:
    found = SSRC.fullmatch(text)
    if not found or int(found[1]) > 0xFFFF_FFFF:
        raise BadDescription("a stream without a number")
    return int(found[1])


def _value(section: list[str], name: str) -> str:
    return next((line.partition(":")[2] for line in section if line.startswith(name + ":")), "")


def _is_refused(section: list[str]) -> bool:
    words = section[0].split()
    if len(words) < 4:
        raise BadDescription("a media section without formats")
    return words[1] == "0" and "bundle-only" not in section
