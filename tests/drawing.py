"""Makes image files for tests of uploads."""

from io import BytesIO
from typing import Any

from PIL import Image


def drawn(kind: str = "PNG", size: tuple[int, int] = (60, 30), colour: Any = "red", **options: Any) -> bytes:
    """Return an image file of one colour, in the format ``kind`` of Pillow."""
    mode = "RGBA" if isinstance(colour, tuple) and len(colour) == 4 else "RGB"
    file = BytesIO()
    Image.new(mode, size, colour).save(file, kind, **options)
    return file.getvalue()
