"""Read, shrink and store the picture of a room, under a name made of its content."""

import re
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from threading import Lock
from typing import IO

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps

from people.refusals import Refusal
from rooms.models import Room

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
LARGEST = 10 * 1024 * 1024  # bytes, as uploaded
# Looked at before decoding: a few bytes may claim to be an enormous picture. A plain JPEG is decoded small;
# others are whole in memory, more than once, which is to stay under 200 MB.
MOST_PIXELS = {
    "JPEG": 50_000_000,
    "PROGRESSIVE": 16_000_000,
    "PNG": 16_000_000,
    "GIF": 16_000_000,
    "WEBP": 12_000_000,
}
LONGEST_SIDE_SENT = 16_384  # a telephone's panorama
LONGEST_SIDE = 1600  # pixels, as stored
QUALITY = 80
LARGEST_PROFILE = 64 * 1024  # bytes of a colour profile; a longer one is not looked at

# One picture is decoded at a time, whoever sends them.
_decoding = Lock()

NAME = re.compile(r"[0-9a-f]{32}-([0-9]+)x([0-9]+)\.webp")

# The exceptions that Pillow raises on bytes that are no picture, or a broken one.
_BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A WebP that we made, under its stored name: its hash, which nobody guesses, and its size."""

    name: str
    data: bytes


def read(file: IO[bytes]) -> Picture:
    """Return the first frame of ``file``, upright, without its metadata.

    Raises ``Refusal`` (``picture_large``, ``picture_unreadable``) about the field ``picture``.
    """
    data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise Refusal("picture_large", _("Cette image est trop lourde : 10 Mo au plus."), "picture")
    try:
        with _decoding:
            small = _small(data)
    except _BROKEN as error:
        raise Refusal(
            "picture_unreadable",
            _("Nous ne savons pas lire ce fichier. Prenez une image JPEG, PNG, WebP ou GIF."),
            "picture",
        ) from error
    return _named(small, _webp(small))


def keep(picture: Picture) -> None:
    """Store ``picture``, unless the same one is there."""
    if not default_storage.exists(picture.name):
        default_storage.save(picture.name, ContentFile(picture.data))


def let_go(name: str) -> None:
    """Delete a picture that no room shows any more."""
    if not Room.objects.filter(image=name).exists():
        default_storage.delete(name)


def stored(name: str) -> bytes:
    """Open the WebP of this name. Raises ``FileNotFoundError``."""
    with default_storage.open(name) as file:
        return bytes(file.read())


def address(name: str) -> str:
    """Return the address of a picture for browsers; empty for no picture."""
    return f"{settings.MEDIA_URL}{name}" if name else ""


def size(name: str) -> tuple[int, int]:
    """Return width and height in pixels from a stored name. Raises ``ValueError`` on another name."""
    told = NAME.fullmatch(name)
    if told is None:
        raise ValueError(name)
    return int(told[1]), int(told[2])


def _small(data: bytes) -> Image.Image:
    """Return the picture at most 1600 pixels long, upright, on white where transparent, in common colours."""
    with Image.open(BytesIO(data), formats=FORMATS) as opened:
        _check_size(opened)
        profile = opened.info.get("icc_profile", b"") if opened.mode == "RGB" else b""
        opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is decoded small
        # With a palette it would be shrunk coarsely.
        whole = opened.convert("RGBA") if opened.mode in ("P", "1") else opened
        whole.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(whole)
    return _in_common_colours(_on_white(upright), profile)


def _check_size(opened: Image.Image) -> None:
    """Raise ``picture_large`` for what would take too much memory or time."""
    most = MOST_PIXELS["PROGRESSIVE" if opened.info.get("progressive") else str(opened.format)]
    if max(opened.size) > LONGEST_SIDE_SENT or opened.width * opened.height > most:
        sentence = _("Cette image est trop grande : %(most)s millions de points au plus, %(side)s de côté.")
        facts = {"most": most // 1_000_000, "side": LONGEST_SIDE_SENT}
        raise Refusal("picture_large", sentence % facts, "picture")


def _in_common_colours(picture: Image.Image, profile: bytes) -> Image.Image:
    """Return the picture in sRGB, which needs no profile; as it is if its profile cannot be read."""
    if not profile or len(profile) > LARGEST_PROFILE:
        return picture
    try:
        said = ImageCms.ImageCmsProfile(BytesIO(profile))
        made = ImageCms.profileToProfile(picture, said, ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, OSError):
        return picture
    return made or picture


def _on_white(picture: Image.Image) -> Image.Image:
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    ground = Image.new("RGBA", picture.size, "white")
    ground.alpha_composite(picture.convert("RGBA"))
    return ground.convert("RGB")


def _webp(picture: Image.Image) -> bytes:
    made = BytesIO()
    picture.save(made, "WEBP", quality=QUALITY, exif=b"", xmp=b"", icc_profile=b"")
    return made.getvalue()


def _named(picture: Image.Image, data: bytes) -> Picture:
    return Picture(f"{sha256(data).hexdigest()[:32]}-{picture.width}x{picture.height}.webp", data)
