"""The rows of a room that every command and every subscription reads, or writes."""

from django.db import connection

from people.prepared import Prepared
from rooms.models import Membership, Room

ROOM = Prepared(Room.objects.all(), "id")
ROOM_BY_SLUG = Prepared(Room.objects.all(), "slug")
MEMBERSHIP = Prepared(Membership.objects.all(), "room", "person", beside="person")


def write_head(room: int, head: int) -> None:
    """How far the log of ``room`` goes."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE rooms_room SET head = %s WHERE id = %s", (head, room))
