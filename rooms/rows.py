"""Compiled queries of rooms, used by every command and every subscription."""

from django.db import connection

from database.compiled_sql import CompiledQuery
from rooms.models import Membership, Post, Room

ROOM = CompiledQuery(Room.objects.all(), "id")
ROOM_BY_SLUG = CompiledQuery(Room.objects.all(), "slug")
POST = CompiledQuery(Post.objects.all(), "id")
MEMBERSHIP = CompiledQuery(Membership.objects.all(), "room", "person", related="person")


def write_head(room: int, head: int) -> None:
    """Write the number of the last event of ``room``."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE rooms_room SET head = %s WHERE id = %s", (head, room))
