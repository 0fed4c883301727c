"""SDP between browsers and Janus (RFC 8866, 8829), stripped of everything that names an address."""

from dataclasses import dataclass

from realtime.meeting.media.interface import BadDescription
from realtime.wire.meeting import Track

SECTIONS = 40
ADDRESSES = ("a=candidate:", "a=end-of-candidates", "a=remote-candidates:", "a=rtcp:")
NOWHERE = "IN IP4 0.0.0.0"
NEEDED = ("a=fingerprint:", "a=ice-ufrag:", "a=ice-pwd:")
ORDER: dict[str, tuple[Track, ...]] = {"audio": ("microphone",), "video": ("camera", "screen")}


@dataclass(frozen=True)
class SanitizedSdp:
    """A description without addresses: Janus learns them from a browser's checks, and sends nothing
    elsewhere.

    ``mids``: kind and mid of each media section, in order.
    """

    sdp: str
    mids: tuple[tuple[str, str], ...]

    @classmethod
    def read(cls, text: str) -> "SanitizedSdp":
        """Check and strip a description. Raises ``BadDescription``."""
        lines = text.replace("\r\n", "\n").rstrip("\n").split("\n")
        if lines[0] != "v=0" or not all(line[1:2] == "=" and line.isprintable() for line in lines):
            raise BadDescription("not a session description")
        if not all(any(line.startswith(needed) for line in lines) for needed in NEEDED):
            raise BadDescription("no fingerprint or no ICE")
        kept = [_nowhere(line) for line in lines if not line.startswith(ADDRESSES)]
        return cls("\r\n".join(kept) + "\r\n", _mids(kept))

    def sources(self) -> dict[Track, str]:
        """Return the mid of each track of an offer. Raises ``BadDescription`` when there are too many."""
        left = {kind: list(tracks) for kind, tracks in ORDER.items()}
        found: dict[Track, str] = {}
        for kind, mid in self.mids:
            if not left.get(kind):
                raise BadDescription(f"one section of {kind} too many")
            found[left[kind].pop(0)] = mid
        return found


def of_session(sdp: str, session: int, version: int) -> str:
    """Return the description as the ``version``-th of one session: Janus begins another with each offer."""
    lines = sdp.split("\r\n")
    origin = f"o=- {session} {version} {NOWHERE}"
    return "\r\n".join(origin if line.startswith("o=") else line for line in lines)


def _nowhere(line: str) -> str:
    return f"c={NOWHERE}" if line.startswith("c=") else line


def _mids(lines: list[str]) -> tuple[tuple[str, str], ...]:
    sections: list[list[str]] = []
    for line in lines:
        if line.startswith("m="):
            sections.append([])
        if sections:
            sections[-1].append(line)
    if not 1 <= len(sections) <= SECTIONS:
        raise BadDescription(f"{len(sections)} sections")
    return tuple(_section(section) for section in sections)


def _section(lines: list[str]) -> tuple[str, str]:
    kind = lines[0][2:].split(" ")[0]
    mid = next((line[6:] for line in lines if line.startswith("a=mid:")), "")
    if kind not in ORDER or not mid or len(mid) > 16:
        raise BadDescription("a section of another kind, or without a name")
    return kind, mid
