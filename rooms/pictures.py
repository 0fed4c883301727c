"""The picture of a room: read with care, made small, kept under a name made of what it shows."""

import re
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import IO

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from people.refusals import Refusal
from rooms.models import Room

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
LARGEST = 10 * 1024 * 1024  # bytes, as it comes
MOST_PIXELS = 50_000_000  # looked at before any is decoded: a few bytes may claim to be an enormous picture
LONGEST_SIDE = 1600  # pixels, as it is kept
QUALITY = 80

NAME = re.compile(r"[0-9a-f]{32}-([0-9]+)x([0-9]+)\.webp")

# What Pillow raises on bytes that are no picture, or a broken one.
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
    """A WebP of ours, under the name that it is kept by: its hash, which nobody guesses, and its size."""

    name: str
    data: bytes


def read(file: IO[bytes]) -> Picture:
    """What ``file`` shows, its first frame, upright, without anything else that it told.

    Raises ``Refusal`` (``picture_large``, ``picture_unreadable``) about the field ``picture``.
    """
    data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise Refusal("picture_large", _("Cette image est trop lourde : 10 Mo au plus."), "picture")
    try:
        small, profile = _small(data)
    except _BROKEN as error:
        raise Refusal(
            "picture_unreadable",
            _("Nous ne savons pas lire ce fichier. Prenez une image JPEG, PNG, WebP ou GIF."),
            "picture",
        ) from error
    return _named(small, _webp(small, profile))


def keep(picture: Picture) -> None:
    """Store ``picture``, unless the same one is there."""
    if not default_storage.exists(picture.name):
        default_storage.save(picture.name, ContentFile(picture.data))


def let_go(name: str) -> None:
    """Remove a picture that no room shows any more."""
    if not Room.objects.filter(image=name).exists():
        default_storage.delete(name)


def stored(name: str) -> bytes:
    """The WebP of this name. Raises ``FileNotFoundError``."""
    with default_storage.open(name) as file:
        return bytes(file.read())


def address(name: str) -> str:
    """Where browsers find it; nothing for no picture."""
    return f"{settings.MEDIA_URL}{name}" if name else ""


def size(name: str) -> tuple[int, int]:
    """Width and height in pixels of a picture of ours. Raises ``ValueError`` on another name."""
    told = NAME.fullmatch(name)
    if told is None:
        raise ValueError(name)
    return int(told[1]), int(told[2])


def _small(data: bytes) -> tuple[Image.Image, bytes | None]:
    """The picture at most 1600 pixels long, on white where it was transparent; its colour profile."""
    with Image.open(BytesIO(data), formats=FORMATS) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise Refusal(
                "picture_large", _("Cette image est trop grande : 50 millions de pixels au plus."), "picture"
            )
        profile = opened.info.get("icc_profile") if opened.mode == "RGB" else None
        opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is decoded small
        upright = _on_white(ImageOps.exif_transpose(opened))
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return upright, profile


def _on_white(picture: Image.Image) -> Image.Image:
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    ground = Image.new("RGBA", picture.size, "white")
    ground.alpha_composite(picture.convert("RGBA"))
    return ground.convert("RGB")


def _webp(picture: Image.Image, profile: bytes | None) -> bytes:
    made = BytesIO()
    picture.save(made, "WEBP", quality=QUALITY, exif=b"", xmp=b"", icc_profile=profile or b"")
    return made.getvalue()


def _named(picture: Image.Image, data: bytes) -> Picture:
    return Picture(f"{sha256(data).hexdigest()[:32]}-{picture.width}x{picture.height}.webp", data)
