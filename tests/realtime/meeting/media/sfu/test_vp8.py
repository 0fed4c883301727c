from hypothesis import given
from hypothesis import strategies as st

from realtime.meeting.media.sfu.vp8 import CUT, Vp8Descriptor, read


def test_a_key_frame_begins_with_its_first_partition() -> None:
    assert read(b"\x10\x00").begins
    assert not read(b"\x10\x01").begins, "a picture that leans on others"
    assert not read(b"\x00\x00").begins, "the middle of one"
    assert not read(b"\x11\x00").begins, "the start of another partition"


def test_a_long_picture_number_is_found() -> None:
    assert read(b"\x90\x80\x81\x02\x00") == Vp8Descriptor(True, 2, 0x102, 0x7FFF)


def test_a_short_picture_number_and_its_layer_are_found() -> None:
    assert read(b"\x90\xe0\x05\x09\x20\x01") == Vp8Descriptor(False, 2, 5, 0x7F, 3, 9)


def test_what_is_cut_begins_nothing() -> None:
    for payload in (b"", b"\x10", b"\x90", b"\x90\x80", b"\x90\x80\x81"):
        assert read(payload) == CUT


@given(st.binary(max_size=12))
def test_no_bytes_make_it_stumble(junk: bytes) -> None:
    found = read(junk)
    assert max(found.picture_at, found.tl0_at) <= len(junk)
