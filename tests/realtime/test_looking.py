"""Two who lead see which text of the régie the other has in hand; nobody else hears of it."""

import pytest

from tests.cast import gather
from tests.machine.hub import Hub
from tests.realtime.visitor import signed_in, visit

pytestmark = pytest.mark.storage


async def test_who_leads_hears_what_another_looks_at_and_who_takes_part_does_not(shared_hub: Hub) -> None:
    with shared_hub.inside():
        cast = gather()
        cast.fabrique.refresh_from_db()
        awa, judith, nadia = map(signed_in, (cast.awa, cast.judith, cast.nadia))
    room, epoch = cast.fabrique.pk, cast.fabrique.epoch
    async with (
        visit(shared_hub, awa) as desk,
        visit(shared_hub, judith) as artist,
        visit(shared_hub, nadia) as other,
    ):
        for each in (desk, artist, other):
            await each.follow(room, epoch)
        await other.send("look", room=room, piece="m1")
        await desk.send("look", room=room, piece="m2")
        heard = await artist.hear("looking")
        assert (heard["person"]["name"], heard["piece"]) == ("Awa", "m2")
        await artist.send("look", room=room, piece="m3")
        assert [(await desk.hear("looking"))["piece"] for _each in range(2)] == ["m2", "m3"]
        await artist.ask("publish", room=room, body="Ensuite.")
        await other.hear_line("post.published")
        assert not [message for message in other.heard if message["type"] == "looking"]
