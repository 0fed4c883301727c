"""The command that is run after a backup was restored."""

from io import StringIO

from django.core.management import call_command

from rooms.models import Room
from tests.cast import Cast, says


def test_every_room_gets_an_epoch_of_its_own_and_keeps_its_log(cast: Cast) -> None:
    said = says(cast.nadia, cast.fabrique)
    before = set(Room.objects.values_list("epoch", flat=True))
    call_command("new_epoch", stdout=StringIO())
    after = set(Room.objects.values_list("epoch", flat=True))
    assert len(after) == Room.objects.count()
    assert not before & after
    assert Room.objects.get(pk=cast.fabrique.pk).head == said.seq
