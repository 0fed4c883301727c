"""A spool becomes a film: each voice in its place in time, pictures whole, whatever was lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from realtime.meeting.peer import rtp
from realtime.meeting.recording import spool
from realtime.meeting.recording.composition import compose
from realtime.simulate.meeting.canned_media import LOW, PictureSize, pictures, tone
from tests.realtime.meeting.recording.decoded_film import DecodedFilm, decode

HIGHER = PictureSize(480, 270, 200_000)
MIDS = {10: "a0", 11: "a1", 12: "a2", 20: "v0"}
LOUD, FAINT = 6_000, 300
Event = tuple[int, int, bytes]


def voice(ssrc: int, hertz: int, start: int, frames: int) -> Iterator[Event]:
    """A tone from ``start`` (milliseconds) on."""
    for number in range(frames):
        data = rtp.rtp(111, number, number * 960, ssrc, tone(hertz)[number % 50])
        yield start + number * 20, spool.PACKET, data


def camera(
    size: PictureSize,
    start: int,
    frames: int,
    first: int,
    shade: int = 0,
    *,
    since: int = 0,
    picture: int = 0,
) -> Iterator[Event]:
    """Pictures from ``start`` on, without those before ``since``, numbered from ``picture``; their packets
    are numbered from ``first``."""
    number = first
    for frame in range(frames):
        pieces = rtp.vp8_payloads(pictures(size, shade)[since + frame], picture + frame)
        for place, piece in enumerate(pieces, 1):
            timestamp = (start + frame * 66) * 90
            data = rtp.rtp(96, number, timestamp, 20, piece, marker=place == len(pieces))
            yield start + frame * 66, spool.PACKET, data
            number += 1


def film(folder: Path, *tracks: Iterator[Event]) -> tuple[int, Path]:
    """Seconds, and the film of all that happened."""
    source, target = folder / "spool.rtp", folder / "film.webm"
    kept = spool.SpoolWriter(source, spool.SpoolHeader(1, 1, 0, MIDS))
    for at, kind, data in sorted((event for track in tracks for event in track), key=lambda event: event[0]):
        kept.put(at, kind, data)
    kept.close()
    return compose(source, target), target


def watched(folder: Path, *tracks: Iterator[Event]) -> DecodedFilm:
    seconds, target = film(folder, *tracks)
    assert seconds > 0
    return decode(target)


def test_each_voice_is_heard_when_it_spoke_and_both_when_both_did(tmp_path: Path) -> None:
    seen = watched(tmp_path, voice(10, 400, 500, 125), voice(11, 900, 2_000, 100))
    for at, low, high in ((0.2, 0, 0), (1.0, 1, 0), (1.8, 1, 0), (2.4, 1, 1), (3.3, 0, 1), (3.8, 0, 1)):
        assert (seen.loudness(400, at) > LOUD, seen.loudness(900, at) > LOUD) == (bool(low), bool(high)), at
    assert seen.loudness(400, 3.3) < FAINT
    assert 3.9 < seen.seconds < 4.2


def test_pictures_of_one_size_are_passed_through_at_their_times(tmp_path: Path) -> None:
    seen = watched(tmp_path, voice(10, 400, 0, 150), camera(LOW, 500, 30, 0))
    assert len(seen.pictures) == 30
    assert {picture.size for picture in seen.pictures} == {(320, 180)}
    assert abs(seen.pictures[0].at - 0.5) < 0.1
    assert abs(seen.pictures[-1].at - 2.4) < 0.15


def test_where_sizes_change_all_are_drawn_on_the_largest(tmp_path: Path) -> None:
    seen = watched(tmp_path, camera(LOW, 0, 10, 0), camera(HIGHER, 1_000, 10, 500, shade=250))
    assert len(seen.pictures) == 20
    assert {picture.size for picture in seen.pictures} == {(480, 270)}
    assert abs(seen.pictures[5].red - seen.pictures[15].red) > 50


def test_after_a_lost_packet_nothing_is_shown_until_a_key_frame(tmp_path: Path) -> None:
    before, after = list(camera(LOW, 0, 20, 0)), list(camera(LOW, 3_000, 10, 1_000))
    size = next(number for number, event in enumerate(before) if event[0] >= 660)
    seen = watched(tmp_path, iter([*before[:size], *before[size + 1 :], *after]))
    assert len(seen.pictures) == 20
    assert seen.pictures[9].at < 0.7 < 2.9 < seen.pictures[10].at


def test_of_another_camera_nothing_is_shown_until_its_key_frame(tmp_path: Path) -> None:
    one = list(camera(LOW, 0, 10, 0))
    switched = camera(LOW, 700, 20, len(one), shade=250, since=1, picture=20_000)
    whole = camera(LOW, 3_000, 10, 1_000, shade=250, picture=20_020)
    seen = watched(tmp_path, iter(one), switched, whole)
    assert len(seen.pictures) == 20
    assert seen.pictures[9].at < 0.7 < 2.9 < seen.pictures[10].at


def test_who_turns_their_camera_off_leaves_no_picture_standing(tmp_path: Path) -> None:
    off = iter([(1_500, spool.VISIBLE, b"")])
    on = iter([(0, spool.VISIBLE, b"7")])
    seen = watched(tmp_path, camera(LOW, 0, 15, 0, shade=250), on, off, voice(10, 400, 0, 120))
    assert len(seen.pictures) == 16
    assert seen.pictures[-1].luma < 30
    assert abs(seen.pictures[-1].at - 1.5) < 0.1


def test_packets_that_come_twice_late_or_broken_change_nothing(tmp_path: Path) -> None:
    spoken = list(voice(10, 400, 500, 100))
    noise = [(700, spool.PACKET, b""), (800, spool.PACKET, b"\x90"), (900, spool.PACKET, b"\x80" * 40)]
    swapped = [*spoken[:40], spoken[41], spoken[40], *spoken[42:], *spoken[10:20]]
    again = [(at if number < 100 else 2_400, kind, data) for number, (at, kind, data) in enumerate(swapped)]
    seen = watched(tmp_path, iter(again), iter(noise))
    assert seen.loudness(400, 1.5) > LOUD
    assert seen.loudness(400, 2.6) < FAINT


def test_of_nothing_no_film_is_made(tmp_path: Path) -> None:
    seconds, target = film(tmp_path)
    assert seconds == 0
    assert not target.exists()


def test_a_spool_is_good_up_to_where_the_machine_fell(tmp_path: Path) -> None:
    film(tmp_path, voice(10, 400, 0, 100))
    source = tmp_path / "spool.rtp"
    source.write_bytes(source.read_bytes()[:-30])
    assert len(list(spool.entries(source))) == 99
    assert compose(source, tmp_path / "again.webm") == 2


def _put_much(kept: spool.SpoolWriter) -> None:
    for number in range(100):
        kept.put(number, spool.PACKET, bytes(100))


def test_a_recording_ends_rather_than_fill_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "LOOK_EVERY", 1_000)
    monkeypatch.setattr(spool, "MOST_BYTES", 5_000)
    kept = spool.SpoolWriter(tmp_path / "spool.rtp", spool.SpoolHeader(1, 1, 0, MIDS))
    with pytest.raises(spool.SpoolFull):
        _put_much(kept)
    kept.close()
    assert (tmp_path / "spool.rtp").stat().st_size < 7_000
    monkeypatch.setattr(spool, "RESERVED_BYTES", 1 << 62)
    with pytest.raises(spool.SpoolFull):
        spool.SpoolWriter(tmp_path / "another.rtp", spool.SpoolHeader(1, 1, 0, MIDS))
