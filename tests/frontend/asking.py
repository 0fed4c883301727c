"""How tests read a page: as a person would, by its sentences and its boxes."""

import re
from html import unescape
from typing import Any

from django.test import Client
from django.urls import reverse

from people.models import Person
from protocols import asking
from protocols.events import Field
from protocols.models import Consigne
from rooms.models import Room


def text(response: Any) -> str:
    """The page as it was sent, entities read."""
    return unescape(response.content.decode())


def box(response: Any, name: str) -> str:
    """What stands in the box ``name``: of an ``input`` or of a ``textarea``."""
    page = response.content.decode()
    area = re.search(rf'<textarea[^>]*name="{name}"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL)
    if area:
        return unescape(area[1])
    tag = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)
    assert tag, f"no box {name}"
    value = re.search(r'value="([^"]*)"', tag[0])
    return unescape(value[1]) if value else ""


def is_invalid(response: Any, name: str) -> bool:
    """Whether the box ``name`` says that it is wrong, and points at the sentence that tells why."""
    page = response.content.decode()
    tag = re.search(rf'<(?:input|textarea)[^>]*name="{name}"[^>]*>', page)
    assert tag, f"no box {name}"
    sentence = re.search(r'id="([\w-]+-wrong)"', page)
    return bool('aria-invalid="true"' in tag[0] and sentence and sentence[1] in tag[0])


def asked(artist: Person, room: Room, fields: list[Field] | None = None) -> Consigne:
    """A consigne pinned by ``artist``."""
    asking.pin(artist, room.pk, None, "Écrivez un protocole", "Un geste minuscule.", fields or [])
    return Consigne.objects.filter(room=room).latest("pk")


def publish(browser: Client, room: Room, body: str, **more: Any) -> Any:
    """Post ``body`` as the composer does."""
    return browser.post(reverse("publish", args=[room.slug]), {"body": body, **more})
