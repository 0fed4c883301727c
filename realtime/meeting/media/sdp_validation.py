"""Shape checks of what browsers signal to one another: SDP (RFC 8866, RFC 8829) and ICE candidates (RFC
8839).

Nothing that is neither a description nor a candidate reaches another person's browser.
"""

import re
from ipaddress import ip_address

from realtime.meeting.media.interface import BadDescription, MediaSignal
from realtime.wire.meeting import TrickleMedia

MOST_SECTIONS = 8
_LINE = re.compile(r"[a-z]=[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*")
_SECTION = re.compile(r"m=(audio|video|application) \d{1,5}(/\d{1,5})? [A-Z/]+( \S+)+")
_FINGERPRINT = re.compile(r"a=fingerprint:sha-(256|384|512) [0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){31,63}")
_CANDIDATE = re.compile(
    r"(a=)?candidate:[A-Za-z0-9+/]{1,32} [12] (udp|tcp) \d{1,10} (?P<address>[A-Za-z0-9.:_-]{1,64}) "
    r"(?P<port>\d{1,5}) typ (host|srflx|prflx|relay)( \S{1,64})*",
    re.IGNORECASE,
)


def check(signal: MediaSignal) -> None:
    """Check a signal. Raises ``BadDescription``; its text quotes nothing."""
    if isinstance(signal, TrickleMedia):
        check_candidate(signal.candidate)
    else:
        check_description(signal.sdp)


def check_description(sdp: str) -> None:
    """Check lines, media sections, fingerprint and ICE credentials. Raises ``BadDescription``."""
    lines = sdp.replace("\r\n", "\n").rstrip("\n").split("\n")
    _must(lines[0] == "v=0" and all(_LINE.fullmatch(line) for line in lines), "no session description")
    sections = [line for line in lines if line.startswith("m=")]
    _must(0 < len(sections) <= MOST_SECTIONS, f"{len(sections)} media sections")
    _must(all(_SECTION.fullmatch(section) for section in sections), "a malformed media section")
    _must(any(_FINGERPRINT.fullmatch(line) for line in lines), "no fingerprint")
    _must(any(line.startswith("a=ice-ufrag:") for line in lines), "no ice-ufrag")
    _must(any(line.startswith("a=ice-pwd:") for line in lines), "no ice-pwd")
    for line in lines:
        if line.startswith("a=candidate:"):
            check_candidate(line)


def check_candidate(text: str) -> None:
    """Check a candidate; empty is the end of candidates. Raises ``BadDescription``."""
    if not text:
        return
    found = _CANDIDATE.fullmatch(text)
    _must(found is not None, "no candidate")
    _must(found is not None and 0 < int(found["port"]) <= 65535, "no port")
    _must(found is not None and _is_address(found["address"]), "no address")


def _is_address(text: str) -> bool:
    """Whether ``text`` is an IP address or an mDNS name (RFC 6762): nothing that a browser would look up."""
    try:
        ip_address(text)
    except ValueError:
        return text.lower().endswith(".local")
    return True


def _must(is_so: bool, otherwise: str) -> None:
    if not is_so:
        raise BadDescription(otherwise)
