"""Context processor of all templates."""

import time
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

LANGUAGES = {"fr": "Français", "en": "English"}


def house(request: HttpRequest) -> dict[str, Any]:
    """Return ``languages``, pairs of a code and the language's own name; ``language``, the active code;
    ``build``, the version of the pages, by which an open page notices that it is stale; ``now``, in
    milliseconds since 1970, and ``zone``, by which a page shows the house's time and not the device's."""
    return {
        "languages": [(code, LANGUAGES[code]) for code, _name in settings.LANGUAGES],
        "language": get_language(),
        "build": settings.BUILD,
        "now": house_time(),
        "zone": settings.TIME_ZONE,
    }


def house_time() -> int:
    """Return the house's time, in milliseconds since 1970."""
    return time.time_ns() // 1_000_000
