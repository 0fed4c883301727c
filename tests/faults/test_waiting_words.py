"""What waits for the team, was not published or was held reaches nobody else, in no byte, whatever races."""

import asyncio
from itertools import cycle

import pytest

from realtime.simulate.seeding import cookie_of
from realtime.simulate.wire_client import JSON, MSGPACK
from rooms import joining
from rooms.models import Post, Room
from rooms.moderation import approving
from tests.cast import Cast, gather
from tests.faults.silent_crowd import PollingReader, SilentPhone
from tests.machine.hub import Hub
from tests.realtime.visitor import signed_in

pytestmark = [pytest.mark.storage, pytest.mark.usefixtures("unhurried")]

PAGES = ("", "protocoles/", "en-attente/", "parties/poster/", "events?since=0")
FATES = ("publish", "refuse", "withdraw", "wait", "hold")
EACH = 3  # texts of each writer for each fate


def phone(hub: Hub, cast: Cast, person: str, codec: str) -> SilentPhone:
    """Return a phone of one of the cast in the fabrique."""
    who = getattr(cast, person)
    place = cast.fabrique.pk, Room.objects.get(pk=cast.fabrique.pk).epoch
    return SilentPhone(who.name, hub.url, cookie_of(signed_in(who)), place, codec, is_finished=True)


def reader(hub: Hub, cast: Cast) -> PollingReader:
    """Return somebody who reads pages and polls: a newcomer."""
    joining.join(cast.ousmane, cast.fabrique)
    room = Room.objects.get(pk=cast.fabrique.pk)
    pages = [f"/f/{room.slug}/{page}" for page in PAGES] + ["/moi/mots/", "/mes-espaces/"]
    return PollingReader(hub, cookie_of(signed_in(cast.ousmane)), (room.slug, room.epoch), pages)


def text(fate: str, number: int) -> str:
    """Return words that nothing else contains."""
    return f"chuchotement-{fate}-{number}-fin"


async def writes_and_is_decided(writer: SilentPhone, team: SilentPhone, fate: str, number: int) -> None:
    """Publish a text, of which then becomes what ``fate`` says, as soon as it can."""
    answer = await writer.ask("publish", body=text(fate, number))
    post = answer["post"]
    assert answer["room"] != writer.place[0]
    if fate in ("publish", "refuse"):
        await team.ask({"publish": "post.approve", "refuse": "post.refuse"}[fate], post=post)
    elif fate == "withdraw":
        # The author and the team at the same moment: whichever comes first.
        await asyncio.gather(writer.tell("post.withdraw", post=post), team.tell("post.refuse", post=post))
    elif fate == "hold":
        await asyncio.gather(team.tell("post.refuse", post=post), team.tell("post.hold", post=post))


async def test_what_the_team_did_not_publish_is_in_no_byte_of_anybody_elses(servers: list[Hub]) -> None:
    with servers[0].inside():
        cast = gather()
        approving.hold_room(cast.awa, cast.fabrique.pk, None, "all")
        hubs = cycle(servers)
        writer, team = phone(next(hubs), cast, "nadia", JSON), phone(next(hubs), cast, "awa", MSGPACK)
        others = [
            phone(hub, cast, "marcel", codec) for hub, codec in zip(hubs, (JSON, MSGPACK), strict=False)
        ]
        polling = reader(servers[-1], cast)
    lives = [asyncio.create_task(each.live()) for each in (writer, team, *others)]
    lives.append(asyncio.create_task(polling.poll()))
    acts = [writes_and_is_decided(writer, team, fate, number) for number in range(EACH) for fate in FATES]
    try:
        await asyncio.gather(*acts, *(polling.read_all() for _each in range(3)))
        with servers[0].inside():
            head = Room.objects.get(pk=cast.fabrique.pk).head
        await asyncio.gather(polling.reaches(head), *(each.reaches(head) for each in others))
        await polling.read_all()
    finally:
        for life in lives:
            life.cancel()
        await asyncio.gather(*lives, return_exceptions=True)
    outside: list[SilentPhone | PollingReader] = [*others, polling]
    everything = [b"\0".join(each.frames) for each in outside]
    published = {text("publish", number) for number in range(EACH)}
    kept = {text(fate, number) for number in range(EACH) for fate in FATES} - published
    assert [words for words in kept for sent in everything if words.encode() in sent] == []
    for each in outside:
        events = [line["event"] for _seq, line in sorted(each.lines.items())]
        shown = [event["post"]["body"] for event in events if event["kind"] == "post.published"]
        assert sorted(shown) == sorted(published)
    for server in servers:
        assert not [words for words in kept if words in server.process.text()]
    with servers[0].inside():
        seen = Post.objects.visible().filter(room=cast.fabrique.pk)
        assert set(seen.values_list("body", flat=True)) == published
