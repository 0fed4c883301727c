"""What of a browser's description reaches Janus."""

import pytest

from realtime.meeting.media.interface import BadDescription
from realtime.meeting.media.janus.sdp import SanitizedSdp, of_session

HEAD = (
    "v=0\r\no=- 46117317 2 IN IP4 192.168.1.7\r\ns=-\r\nt=0 0\r\na=ice-ufrag:abcd\r\n"
    "a=ice-pwd:0123456789abcdef01234567\r\na=fingerprint:sha-256 AB:CD\r\na=setup:actpass\r\n"
)


def section(kind: str, mid: str) -> str:
    return (
        f"m={kind} 51472 UDP/TLS/RTP/SAVPF 96\r\nc=IN IP4 192.168.1.7\r\na=rtcp:51473 IN IP4 192.168.1.7\r\n"
        f"a=candidate:1 1 udp 2113937151 192.168.1.7 51472 typ host\r\na=end-of-candidates\r\na=mid:{mid}\r\n"
    )


UP = HEAD + section("audio", "a") + section("video", "b") + section("video", "c")


def test_no_address_of_a_browser_is_left_in_it() -> None:
    sdp = SanitizedSdp.read(UP).sdp
    assert "192.168.1.7" not in sdp.partition("s=-")[2]
    assert sdp.endswith("a=mid:c\r\n")


def test_sections_are_microphone_camera_and_screen_in_this_order() -> None:
    assert SanitizedSdp.read(UP).sources() == {"microphone": "a", "camera": "b", "screen": "c"}


@pytest.mark.parametrize(
    "sdp",
    [
        "",
        "v=0",
        "v=1\r\n" + UP[5:],
        HEAD,
        UP.replace("a=fingerprint", "a=finger"),
        UP.replace("a=ice-pwd", "a=ice-word"),
        UP.replace("a=mid:b\r\n", ""),
        UP.replace("m=audio", "m=application"),
        UP.replace("a=mid:b", "a=mid:" + "b" * 17),
        UP + "\0\r\n",
        UP + "nonsense\r\n",
        HEAD + "".join(section("video", str(number)) for number in range(41)),
    ],
)
def test_what_is_no_description_is_refused(sdp: str) -> None:
    with pytest.raises(BadDescription):
        SanitizedSdp.read(sdp)


def test_a_browser_sends_one_sound_and_two_pictures_at_most() -> None:
    with pytest.raises(BadDescription):
        SanitizedSdp.read(UP + section("video", "d")).sources()
    with pytest.raises(BadDescription):
        SanitizedSdp.read(UP + section("audio", "d")).sources()


def test_what_janus_offers_again_belongs_to_the_same_session() -> None:
    offers = [of_session(UP.replace("46117317", other), 7, number) for number, other in ((1, "1"), (2, "2"))]
    assert [offer.split("\r\n")[1] for offer in offers] == [
        "o=- 7 1 IN IP4 0.0.0.0",
        "o=- 7 2 IN IP4 0.0.0.0",
    ]
