"""Posts are drawn once for all who see them alike: it is most of the work of a room's page.

What differs for each reader (the form's tokens) is left out of the drawing and put in afterwards.
"""

import re
import secrets
from hashlib import sha256
from typing import Any, cast
from uuid import uuid4

import msgspec
from django.core.cache import caches
from django.template import Context
from django.template.base import Template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from rooms.events import ShownPost

# Drawn by lot at each start: nobody can write them, and be given a reader's token among their words.
TOKEN, REF = (f"{name}-{secrets.token_hex(16)}" for name in ("token", "ref"))
KEPT_FOR = 60 * 60


def draw(context: Context, post: ShownPost) -> SafeString:
    """``post`` as ``partials/post.html`` shows it to this reader, from memory if others saw it alike."""
    key = _key(context, post)
    drawn = caches["drawn"].get(key)
    if drawn is None:
        drawn = _drawn(context, post)
        caches["drawn"].set(key, drawn, KEPT_FOR)
    html = re.sub(REF, lambda _mark: str(uuid4()), drawn.replace(TOKEN, str(context["csrf_token"])))
    return mark_safe(html)  # noqa: S308 -- made by our own template


def _drawn(context: Context, post: ShownPost) -> str:
    template = cast(Template, context.template).engine.get_template("partials/post.html")
    with context.push(post=post, csrf_token=TOKEN, ref_mark=REF):
        return str(template.render(context))


def _key(context: Context, post: ShownPost) -> str:
    """All that the drawing depends on. Times are said by the day."""
    me, room, reader = context["me"], context["room"], context["user"].pk
    parts: list[Any] = [post, room.slug, room.reactions, context["writable"]]
    parts += [me.role, me.moderates, reader if _concerns(post, reader) else 0]
    parts += [get_language(), timezone.localdate().isoformat()]
    return sha256(msgspec.msgpack.encode(parts)).hexdigest()


def _concerns(post: ShownPost, reader: int) -> bool:
    """Whether ``reader`` wrote any of it or made a sign on it: then it looks different to them."""
    authors = {post.author.id, *(comment.author.id for comment in post.comments)}
    return reader in authors or any(reader in people for people in post.reactions.values())
