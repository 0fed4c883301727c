"""What a browser may signal to another."""

import pytest

from realtime.meeting.media import sdp_validation
from realtime.meeting.media.interface import BadDescription
from tests.realtime.meeting.evening import CANDIDATE, DESCRIPTION


@pytest.mark.parametrize(
    "candidate",
    [
        CANDIDATE,
        "",
        "candidate:842163049 1 udp 1677729535 203.0.113.7 53165 typ srflx raddr 0.0.0.0 rport 0 generation 0",
        "candidate:2 1 TCP 2105458943 192.0.2.7 9 typ host tcptype active",
        "candidate:3 1 udp 33562623 2001:db8::7 61002 typ relay raddr 203.0.113.7 rport 53165",
        "candidate:5 1 udp 2113937151 192.168.1.20 60000 typ host",
        "candidate:4 1 udp 2113937151 8f0a1c52-8e0d-4a53-9b0a-3f1c2d7e9a01.local 60000 typ host",
    ],
)
def test_candidates_as_browsers_write_them_pass(candidate: str) -> None:
    sdp_validation.check_candidate(candidate)


@pytest.mark.parametrize(
    "candidate",
    [
        "hello",
        CANDIDATE.replace("51472", "0"),
        CANDIDATE.replace("51472", "70000"),
        CANDIDATE.replace("host", "guest"),
        CANDIDATE.replace("udp", "sctp"),
        CANDIDATE + "\r\na=candidate:2",
        CANDIDATE.replace("192.0.2.7", "192.0.2.7/x"),
        CANDIDATE.replace("192.0.2.7", "routeur.example.org"),
    ],
)
def test_what_is_no_candidate_does_not_pass(candidate: str) -> None:
    with pytest.raises(BadDescription):
        sdp_validation.check_candidate(candidate)


def test_a_description_passes_with_its_candidates() -> None:
    sdp_validation.check_description(DESCRIPTION)
    sdp_validation.check_description(DESCRIPTION + f"a={CANDIDATE}\r\n")
    sdp_validation.check_description(DESCRIPTION.replace("\r\n", "\n"))


@pytest.mark.parametrize(
    "sdp",
    [
        "",
        "v=0",
        "v=1" + DESCRIPTION[3:],
        DESCRIPTION.replace("m=audio 9", "m=telnet 9"),
        DESCRIPTION.replace("m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n", ""),
        DESCRIPTION + "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n" * 8,
        DESCRIPTION.replace("a=ice-ufrag:abcd\r\n", ""),
        DESCRIPTION.replace("a=ice-pwd", "a=ice-word"),
        DESCRIPTION.replace(":AB:", ":XY:", 1),
        DESCRIPTION + "a=candidate:hello\r\n",
        DESCRIPTION + "<script>\r\n",
        DESCRIPTION + "a=\x00\r\n",
    ],
)
def test_what_is_no_description_does_not_pass_and_is_not_quoted(sdp: str) -> None:
    with pytest.raises(BadDescription) as wrong:
        sdp_validation.check_description(sdp)
    assert "AB:" not in str(wrong.value)
    assert "abcd" not in str(wrong.value)
