import re
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realtime.meeting.media.interface import BadDescription
from realtime.meeting.media.sfu.sdp import SentSection, SfuEndpoint, mids, offer, read_answer
from tests.realtime.meeting.media.sfu.fake_browser import SSRCS, FakeBrowser, certificate

HOUSE = SfuEndpoint("house", "secret", certificate().fingerprint, [("192.0.2.7", 8189), ("127.0.0.1", 8189)])
MIDS = mids(2)
OFFER = offer(HOUSE, {mid: 1000 + number for number, mid in enumerate(MIDS[4:])})


@pytest.fixture(scope="module")
def answer() -> str:
    caller = FakeBrowser(OFFER)
    caller.close()
    return caller.answer()


def test_the_sections_come_in_the_order_that_browsers_are_told() -> None:
    assert re.findall(r"a=mid:(\w+)", OFFER) == ["m", "l", "h", "s", "a0", "a1", "a2", "v0", "v1"]
    assert re.findall(r"m=(\w+)", OFFER) == ["audio", *["video"] * 3, *["audio"] * 3, *["video"] * 2]
    assert re.findall(r"a=(recvonly|sendonly)", OFFER) == ["recvonly"] * 4 + ["sendonly"] * 5


def test_the_best_address_comes_first() -> None:
    candidates = re.findall(r"a=candidate:\d 1 udp (\d+) (\S+) 8189 typ host", OFFER)
    assert [host for _, host in candidates] == ["192.0.2.7", "127.0.0.1"]
    assert int(candidates[0][0]) > int(candidates[1][0])


def test_the_offer_of_thirty_fits_into_a_frame() -> None:
    ssrcs = dict.fromkeys(mids(29)[4:], 4_000_000_000)
    assert len(offer(HOUSE, ssrcs)) < 48 * 1024


def test_an_answer_says_who_calls_and_what_comes(answer: str) -> None:
    read = read_answer(answer, MIDS)
    assert read.fingerprint == certificate().fingerprint
    assert {heard.mid: heard.ssrcs for heard in read.heard} == {mid: (ssrc,) for mid, ssrc in SSRCS.items()}
    assert set(read.shown) == {"a0", "a1", "a2", "v0", "v1"}
    assert read.shown["v0"] == SentSection(send_time=False, rtx=True)


def test_a_section_may_be_refused(answer: str) -> None:
    refused = answer.replace("m=video 8189", "m=video 0", 1)
    assert [heard.mid for heard in read_answer(refused, MIDS).heard] == ["m", "h", "s"]


def test_repetitions_are_told_from_what_they_repeat(answer: str) -> None:
    paired = answer.replace(
        "a=ssrc:12 cname", "a=ssrc-group:FID 12 99\r\na=ssrc:99 cname:x\r\na=ssrc:12 cname"
    )
    layer = read_answer(paired, MIDS).heard[1]
    assert (layer.ssrcs, layer.rtx) == ((99, 12), {99: 12})


WRONG: dict[str, Callable[[str], str]] = {
    "nothing": lambda _: "",
    "no description": lambda _: "hello",
    "a line that is none": lambda sdp: sdp + "nonsense\r\n",
    "too long a line": lambda sdp: sdp + "a=x:" + "y" * 3000 + "\r\n",
    "too much": lambda sdp: sdp + "a=x\r\n" * 20_000,
    "fewer sections": lambda sdp: sdp[: sdp.rindex("m=")],
    "another order": lambda sdp: sdp.replace("a=mid:l", "a=mid:h", 1),
    "no formats": lambda sdp: sdp.replace("m=audio 8189 UDP/TLS/RTP/SAVPF 111", "m=audio", 1),
    "another codec": lambda sdp: sdp.replace("SAVPF 96 97", "SAVPF 120", 1),
    "no user fragment": lambda sdp: re.sub(r"a=ice-ufrag:.*\r\n", "", sdp),
    "two user fragments": lambda sdp: re.sub(r"a=ice-ufrag:.*", "a=ice-ufrag:other", sdp, count=1),
    "a strange user fragment": lambda sdp: re.sub(r"a=ice-ufrag:.*", "a=ice-ufrag:%n", sdp),
    "no fingerprint": lambda sdp: re.sub(r"a=fingerprint:.*\r\n", "", sdp),
    "an old fingerprint": lambda sdp: re.sub(r"a=fingerprint:\S+ \S+", "a=fingerprint:sha-1 AA:BB", sdp),
    "two fingerprints": lambda sdp: re.sub(r"(a=fingerprint:sha-256 )\w\w", r"\g<1>00", sdp, count=1),
    "waiting to be called": lambda sdp: sdp.replace("setup:active", "setup:passive"),
    "a number too large": lambda sdp: sdp.replace("a=ssrc:11", "a=ssrc:4294967296"),
    "no number": lambda sdp: sdp.replace("a=ssrc:11", "a=ssrc:-1"),
    "too many streams": lambda sdp: sdp + "a=ssrc:1 x\r\n",
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_malformed_is_refused(answer: str, wrong: str) -> None:
    if wrong == "too many streams":
        answer = answer.replace(
            "a=ssrc:11 ", "".join(f"a=ssrc:{n} x:y\r\n" for n in range(70, 75)) + "a=ssrc:11 "
        )
    with pytest.raises(BadDescription):
        read_answer(WRONG[wrong](answer), MIDS)


@given(data=st.data())
def test_whatever_is_done_to_an_answer_it_is_read_or_refused(answer: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(answer)))
    cut = data.draw(st.integers(0, 60))
    junk = data.draw(st.text(max_size=20))
    with suppress(BadDescription):
        read_answer(answer[:at] + junk + answer[at + cut :], MIDS)
