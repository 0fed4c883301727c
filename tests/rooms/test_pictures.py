"""Pictures that people upload: read, shrunk and stored, or refused."""

import os
import subprocess
import sys
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageFile

from people.refusals import Refusal
from protocols.reading import scene
from rooms import opening, pictures
from rooms.models import Room
from rooms.pictures import Picture
from tests.cast import Cast
from tests.drawing import drawn
from tests.refusing import refusal, refused

GOOD = drawn()
# Prints by how many kilobytes the most memory in use has grown.
READING = """
import sys
from resource import RUSAGE_SELF, getrusage
import django
django.setup()
from rooms import pictures
before = getrusage(RUSAGE_SELF).ru_maxrss
with open(sys.argv[1], "rb") as file:
    pictures.read(file)
print(getrusage(RUSAGE_SELF).ru_maxrss - before)
"""


def read(data: bytes) -> Picture:
    return pictures.read(BytesIO(data))


def shown(data: bytes) -> Image.Image:
    """Return our picture made from ``data``."""
    return Image.open(BytesIO(read(data).data))


def outcome(data: bytes) -> str:
    """Return the name that ``data`` gets, or the code of its refusal."""
    try:
        return read(data).name
    except Refusal as no:
        return no.code


def claiming(width: int, height: int) -> bytes:
    """Return a PNG of a few bytes that claims that size."""
    header = b"IHDR" + width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\0\0\0"
    return GOOD[:12] + header + zlib.crc32(header).to_bytes(4, "big") + GOOD[33:]


@pytest.mark.parametrize("kind", pictures.FORMATS)
def test_every_kind_that_is_taken_becomes_a_webp(kind: str) -> None:
    made = shown(drawn(kind))
    assert (made.format, made.size) == ("WEBP", (60, 30))


def test_a_large_picture_is_made_small_and_a_small_one_stays() -> None:
    assert shown(drawn("JPEG", (4000, 1000))).size == (1600, 400)
    assert shown(drawn(size=(3, 5))).size == (3, 5)


def test_nothing_that_a_telephone_wrote_beside_the_picture_is_kept() -> None:
    told = Image.Exif()
    told[0x0110], told[0x0112] = "Telephone of Nadia", 6  # the model; to be turned upright
    made = read(drawn("JPEG", (60, 30), exif=told.tobytes()))
    assert b"Nadia" not in made.data
    assert not Image.open(BytesIO(made.data)).getexif()
    assert Image.open(BytesIO(made.data)).size == (30, 60)


def test_of_a_moving_picture_the_first_frame_stays() -> None:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    file = BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:])
    made: Any = shown(file.getvalue())
    assert made.n_frames == 1
    red, _green, blue = made.convert("RGB").getpixel((4, 4))
    assert red > 200 > 60 > blue


def test_what_was_transparent_is_white() -> None:
    made: Any = shown(drawn(colour=(0, 0, 0, 0)))
    assert made.mode == "RGB"
    assert min(made.getpixel((4, 4))) > 250


@pytest.mark.parametrize(
    "data",
    [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"MZ" * 500, drawn("BMP"), drawn("JPEG")[:400]],
    ids=["nothing", "a drawing with scripts", "a program", "a kind we do not take", "half a picture"],
)
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    no = refusal(read, data)
    assert (no.code, no.field) == ("picture_unreadable", "picture")


@pytest.mark.parametrize(
    ("width", "height"),
    [(1, 49_000_000), (49_000_000, 1), (4_000, 4_001), (16_385, 1), (30_000, 30_000), (2**31 - 1, 2**31 - 1)],
)
def test_a_bomb_is_not_unpacked(width: int, height: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImageFile.ImageFile, "load", None)
    assert refused(read, claiming(width, height)) in {"picture_large", "picture_unreadable"}


@pytest.mark.parametrize("kind", pictures.FORMATS)
def test_a_picture_of_which_the_end_is_missing_is_refused(kind: str) -> None:
    noise = Image.effect_noise((200, 200), 90).convert("RGB")
    file = BytesIO()
    noise.save(file, kind)
    whole = file.getvalue()
    assert outcome(whole).endswith("200x200.webp")
    for kept in (0.3, 0.6, 0.9):
        assert refused(read, whole[: int(len(whole) * kept)]) == "picture_unreadable"


@pytest.mark.parametrize(("mode", "kind"), [("RGBA", "PNG"), ("LA", "PNG"), ("P", "GIF"), ("RGBA", "WEBP")])
@pytest.mark.process
def test_the_largest_picture_takes_less_than_200_megabytes(mode: str, kind: str, tmp_path: Path) -> None:
    side = int(pictures.MOST_PIXELS[kind] ** 0.5)
    Image.new(mode, (side, side)).save(tmp_path / "picture", kind)
    asked = [sys.executable, "-P", "-c", READING, str(tmp_path / "picture")]
    told = subprocess.run(asked, capture_output=True, text=True, check=True, env={**os.environ})
    assert int(told.stdout) < 200 * 1024


def test_one_picture_is_decoded_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    inside: list[bool] = []
    small = pictures._small

    def watched(data: bytes) -> Image.Image:
        inside.append(pictures._decoding.locked())
        return small(data)

    monkeypatch.setattr(pictures, "_small", watched)
    read(GOOD)
    assert inside == [True]
    assert not pictures._decoding.locked()


def test_a_colour_profile_is_followed_and_not_kept() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for hidden in (profile, profile + b"secret" * 20_000, b"no profile"):
        made = shown(drawn("PNG", icc_profile=hidden))
        assert "icc_profile" not in made.info
        assert made.getpixel((4, 4)) == shown(drawn("PNG")).getpixel((4, 4))


def test_a_heavy_file_is_refused_before_it_is_looked_at() -> None:
    assert refused(read, GOOD + bytes(pictures.LARGEST)) == "picture_large"


@given(at=st.integers(0, len(GOOD) - 1), scar=st.binary(min_size=1, max_size=8))
def test_a_damaged_file_is_read_or_refused_and_nothing_else(at: int, scar: bytes) -> None:
    damaged = GOOD[:at] + scar + GOOD[at + len(scar) :]
    assert pictures.NAME.fullmatch(outcome(damaged)) or outcome(damaged) == "picture_unreadable"


def test_a_name_tells_the_size_and_the_same_picture_has_the_same() -> None:
    assert read(GOOD).name == read(GOOD).name != read(drawn(colour="blue")).name
    assert pictures.size(read(GOOD).name) == (60, 30)
    for wrong in ("../hub.sqlite3", "x.webp"):
        with pytest.raises(ValueError, match=wrong):
            pictures.size(wrong)


@pytest.mark.storage
def test_a_picture_needs_its_words(cast: Cast) -> None:
    no = refusal(opening.change, cast.judith, cast.fabrique.pk, None, image=read(GOOD))
    assert (no.code, no.field) == ("alt_empty", "image_alt")
    assert not default_storage.exists(read(GOOD).name)


@pytest.mark.storage
def test_a_picture_is_shown_replaced_and_taken_away(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    def change(**face: Any) -> str:
        with django_capture_on_commit_callbacks(execute=True):
            opening.change(cast.judith, cast.fabrique.pk, None, **face)
        return scene(cast.fabrique.pk).snapshot.room.image

    red, blue = read(drawn(colour="red")), read(drawn(colour="blue"))
    assert change(image=red, image_alt="Du rouge") == f"/images/{red.name}"
    assert pictures.stored(red.name) == red.data
    assert change(title="Oser") == f"/images/{red.name}"
    assert change(image=blue) == f"/images/{blue.name}"
    assert not default_storage.exists(red.name)
    assert change(image="", image_alt="") == ""
    assert not default_storage.exists(blue.name)


@pytest.mark.storage
def test_a_picture_that_another_room_shows_stays(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    for room in (cast.fabrique, cast.mezza):
        opening.change(cast.awa, room.pk, None, image=read(GOOD), image_alt="Du rouge")
    with django_capture_on_commit_callbacks(execute=True):
        opening.change(cast.awa, cast.fabrique.pk, None, image="", image_alt="")
    assert pictures.stored(Room.objects.get(pk=cast.mezza.pk).image) == read(GOOD).data
