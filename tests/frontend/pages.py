"""Helpers that read a page as a person would, by its sentences and boxes, and that fill rooms."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import unescape
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import Client
from django.urls import reverse

from frontend.byte_cache import DRAWN
from people.models import Person
from protocols import asking
from protocols.events import Field
from protocols.models import Consigne
from rooms.models import Room


def text(response: Any) -> str:
    """Return the HTML of the page, with its entities decoded."""
    return unescape(response.content.decode())


def box(response: Any, name: str) -> str:
    """Return the text of the box ``name``, an ``input`` or a ``textarea``."""
    page = response.content.decode()
    area = re.search(rf'<textarea[^>]*name="{name}"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL)
    if area:
        return unescape(area[1])
    tag = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)
    assert tag, f"no box {name}"
    value = re.search(r'value="([^"]*)"', tag[0])
    return unescape(value[1]) if value else ""


def is_invalid(response: Any, name: str) -> bool:
    """Return whether the box ``name`` is marked invalid, and points at an error that the page contains."""
    page = response.content.decode()
    tag = re.search(rf'<(?:input|textarea)[^>]*name="{name}"[^>]*>', page)
    assert tag, f"no box {name}"
    told = re.search(r'aria-describedby="[^"]*?([\w-]+-wrong)[ "]', tag[0])
    return bool('aria-invalid="true"' in tag[0] and told and f'id="{told[1]}"' in page)


def pinned_consigne(artist: Person, room: Room, fields: list[Field] | None = None) -> Consigne:
    """Pin a consigne as ``artist``; return it."""
    asking.pin(artist, room.pk, None, "Écrivez un protocole", "Un geste minuscule.", fields or [])
    return Consigne.objects.filter(room=room).latest("pk")


def publish(browser: Client, room: Room, body: str, **more: Any) -> Any:
    """Post ``body`` as the composer does."""
    return browser.post(reverse("publish", args=[room.slug]), {"body": body, **more})


@contextmanager
def undone() -> Iterator[None]:
    """Roll back whatever is done within."""
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)
            DRAWN.clear()  # a number of a log will be given once more


def drawn_once() -> Callable[..., HttpResponse]:
    """Return a ``render`` that draws each page, and that of each refusal, once: where nobody reads them,
    drawing takes longer than all that is tried."""
    drawn: set[tuple[str, str]] = set()

    def draw(request: HttpRequest, page: str, context: dict[str, Any], status: int) -> HttpResponse:
        which = page, getattr(context.get("refusal"), "code", "")
        if which in drawn:
            return HttpResponse(status=status)
        drawn.add(which)
        return render(request, page, context, status=status)

    return draw
