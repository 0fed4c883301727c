"""Remove a protocole with its post, where that is removed for good."""

from typing import Any

from protocols.models import Protocole
from rooms.models import Post


def post_erased(sender: Any, post: Post, **_rest: Any) -> None:
    """Receive ``rooms.moderation.erasing.post_erased``: words of a protocole stand in a row of its own."""
    Protocole.objects.filter(post=post).delete()
