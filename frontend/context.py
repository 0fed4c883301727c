"""What every page knows of the house."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

LANGUAGES = {"fr": "Français", "en": "English"}


def house(request: HttpRequest) -> dict[str, Any]:
    """``languages``: pairs (code, name in itself); ``language``: the one spoken; ``build``: which edition of
    the pages this is, so that an open page can tell that it has become old."""
    return {
        "languages": [(code, LANGUAGES[code]) for code, _name in settings.LANGUAGES],
        "language": get_language(),
        "build": settings.BUILD,
    }
