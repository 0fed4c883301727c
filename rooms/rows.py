"""The rows of a room that every command and every subscription reads."""

from people.prepared import Prepared
from rooms.models import Membership, Room

ROOM = Prepared(Room.objects.all(), "id")
MEMBERSHIP = Prepared(Membership.objects.all(), "room", "person", beside="person")
