"""The wire through the real server: what a client may do and receives."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import quote
from urllib.request import Request, urlopen
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Origin

from people.models import Person
from realtime.simulate.seeding import cookie_of
from realtime.simulate.wire_client import JSON, connect_wire
from rooms import log, moderating
from rooms.models import Event, Membership, Post, Room
from tests.cast import STRANGE_KEYS, Cast, gather
from tests.machine.hub import Hub
from tests.realtime.visitor import SocketVisitor, signed_in, visit

pytestmark = pytest.mark.storage


@dataclass(frozen=True)
class SignedInCast:
    """A hub, the whole cast in a fabrique of it, and the session of each by name."""

    hub: Hub
    cast: Cast
    sessions: dict[str, str]

    @property
    def place(self) -> tuple[int, str]:
        """The id and epoch of the fabrique, to subscribe with."""
        return self.cast.fabrique.pk, self.cast.fabrique.epoch


@pytest.fixture
def signed_in_cast(shared_hub: Hub) -> SignedInCast:
    with shared_hub.inside():
        cast = gather()
        people: list[Person] = [cast.judith, cast.nadia, cast.marcel, cast.awa, cast.ousmane]
        sessions = {person.name: signed_in(person) for person in people}
        cast.fabrique.refresh_from_db()
    return SignedInCast(shared_hub, cast, sessions)


@pytest.mark.parametrize("codec", ["hub.v1+json", "hub.v1+msgpack"])
async def test_what_one_writes_the_other_hears(signed_in_cast: SignedInCast, codec: str) -> None:
    room, epoch = signed_in_cast.place
    async with (
        visit(signed_in_cast.hub, signed_in_cast.sessions["Nadia"], codec) as nadia,
        visit(signed_in_cast.hub, signed_in_cast.sessions["Marcel"]) as marcel,
    ):
        assert (await nadia.hear("welcome"))["name"] == "Nadia"
        await nadia.follow(room, epoch)
        await marcel.follow(room, epoch)
        reply = await nadia.ask("publish", room=room, body="Bonjour *à tous*")
        line = await marcel.hear_line("post.published")
        assert line["seq"] == reply["seq"]
        assert line["event"]["post"]["html"] == "<p>Bonjour <em>à tous</em></p>"
        assert (await nadia.hear_line("post.published"))["event"] == line["event"]


async def test_the_same_command_twenty_times_is_one_post_and_twenty_equal_replies(
    signed_in_cast: SignedInCast,
) -> None:
    room, _epoch = signed_in_cast.place
    ref = str(uuid4())
    async with visit(signed_in_cast.hub, signed_in_cast.sessions["Nadia"]) as nadia:
        replies = [await nadia.ask("publish", ref=ref, room=room, body="Une fois") for _time in range(20)]
    assert all(reply == replies[0] for reply in replies)
    with signed_in_cast.hub.inside():
        assert Post.objects.filter(room=room, body="Une fois").count() == 1


async def test_who_comes_back_gets_what_was_missed_in_order(signed_in_cast: SignedInCast) -> None:
    room, epoch = signed_in_cast.place
    async with visit(signed_in_cast.hub, signed_in_cast.sessions["Nadia"]) as nadia:
        first = await nadia.ask("publish", room=room, body="un")
        for word in ("deux", "trois", "quatre"):
            await nadia.ask("publish", room=room, body=word)
    async with visit(signed_in_cast.hub, signed_in_cast.sessions["Marcel"]) as marcel:
        answer = await marcel.follow(room, epoch, first["seq"])
        assert answer["type"] == "subscribed"
        assert [line["event"]["post"]["body"] for line in marcel.lines[room]] == ["deux", "trois", "quatre"]
        assert marcel.numbers(room)[-1] == answer["seq"]


@pytest.mark.parametrize(("epoch", "since", "reason"), [("autre", 0, "epoch"), (None, 10_000, "ahead")])
async def test_a_past_that_does_not_lead_here_is_reset(
    signed_in_cast: SignedInCast, epoch: str | None, since: int, reason: str
) -> None:
    room, true_epoch = signed_in_cast.place
    async with visit(signed_in_cast.hub, signed_in_cast.sessions["Nadia"]) as nadia:
        answer = await nadia.follow(room, epoch or true_epoch, since)
    assert (answer["type"], answer["reason"]) == ("reset", reason)


async def test_a_restored_backup_resets_those_who_follow(signed_in_cast: SignedInCast) -> None:
    room, epoch = signed_in_cast.place
    async with visit(signed_in_cast.hub, signed_in_cast.sessions["Nadia"]) as nadia:
        await nadia.follow(room, epoch)
        signed_in_cast.hub.manage("new_epoch")
        assert (await nadia.hear("reset"))["reason"] == "epoch"


async def test_a_moved_post_leaves_one_feed_and_comes_to_the_other_once(signed_in_cast: SignedInCast) -> None:
    (room, epoch), mezza, ref = signed_in_cast.place, signed_in_cast.cast.mezza, str(uuid4())
    async with (
        visit(signed_in_cast.hub, signed_in_cast.sessions["Nadia"]) as nadia,
        visit(signed_in_cast.hub, signed_in_cast.sessions["Marcel"]) as marcel,
    ):
        await marcel.follow(room, epoch)
        with signed_in_cast.hub.inside():
            (_epoch, head) = log.heads([mezza.pk])[mezza.pk]  # others have been in Mezza, too
        await marcel.follow(mezza.pk, mezza.epoch, head)
        said = await nadia.ask("publish", room=room, body="Bonjour la maison")
        command = {"ref": ref, "room": room, "post": said["post"], "to": mezza.pk}
        replies = [await nadia.ask("post.move", **command) for _time in range(5)]
        assert (await marcel.hear_line("post.moved"))["event"] == {
            "kind": "post.moved",
            "post": said["post"],
            "to": mezza.pk,
        }
        await nadia.ask("publish", room=mezza.pk, body="Ensuite")
        while len(marcel.lines.get(mezza.pk, ())) < 2:
            await marcel.hear("events", room=mezza.pk)
    assert all(reply == replies[0] for reply in replies)
    assert [line["event"]["post"]["body"] for line in marcel.lines[mezza.pk]] == [
        "Bonjour la maison",
        "Ensuite",
    ]


async def test_a_stranger_neither_follows_nor_writes(signed_in_cast: SignedInCast) -> None:
    room, epoch = signed_in_cast.place
    async with visit(signed_in_cast.hub, signed_in_cast.sessions["Ousmane"]) as ousmane:
        assert (await ousmane.follow(room, epoch))["code"] == "not_member"
        assert (await ousmane.ask("publish", room=room, body="Coucou"))["code"] == "not_member"


async def test_the_wings_are_for_staff(signed_in_cast: SignedInCast) -> None:
    with signed_in_cast.hub.inside():
        wings = signed_in_cast.cast.wings
    async with (
        visit(signed_in_cast.hub, signed_in_cast.sessions["Judith"]) as judith,
        visit(signed_in_cast.hub, signed_in_cast.sessions["Awa"]) as awa,
    ):
        assert (await judith.follow(wings.pk, wings.epoch))["type"] == "refused"
        assert (await awa.follow(wings.pk, wings.epoch))["type"] == "subscribed"


async def test_a_removed_member_hears_nothing_more(signed_in_cast: SignedInCast) -> None:
    room, epoch = signed_in_cast.place
    async with (
        visit(signed_in_cast.hub, signed_in_cast.sessions["Marcel"]) as marcel,
        visit(signed_in_cast.hub, signed_in_cast.sessions["Awa"]) as awa,
    ):
        await marcel.follow(room, epoch)
        person = signed_in_cast.cast.marcel.pk
        await awa.ask("person.remove", room=room, person=person, on=True, why="Insultes")
        refused = await marcel.hear("refused", room=room)
        assert refused["code"] == "removed"
        assert await marcel.closed() == 4503
    with signed_in_cast.hub.inside():
        decision = Event.objects.filter(room__stage=room).latest("seq")
        assert "Insultes" in decision.data


async def test_a_removal_that_no_hint_told_of_is_found_all_the_same(signed_in_cast: SignedInCast) -> None:
    room, epoch = signed_in_cast.place
    async with visit(signed_in_cast.hub, signed_in_cast.sessions["Marcel"]) as marcel:
        await marcel.follow(room, epoch)
        with signed_in_cast.hub.inside():  # in this process, whose signals do not reach the server
            moderating.remove(signed_in_cast.cast.awa, room, None, signed_in_cast.cast.marcel.pk, True)
        assert (await marcel.hear("refused"))["code"] == "removed"


async def test_a_quieted_member_is_told_and_may_not_write(signed_in_cast: SignedInCast) -> None:
    room, epoch = signed_in_cast.place
    async with (
        visit(signed_in_cast.hub, signed_in_cast.sessions["Marcel"]) as marcel,
        visit(signed_in_cast.hub, signed_in_cast.sessions["Awa"]) as awa,
    ):
        await marcel.follow(room, epoch)
        await awa.ask("person.quiet", room=room, person=signed_in_cast.cast.marcel.pk, on=True)
        assert (await marcel.hear("standing"))["quieted"] is True
        assert (await marcel.ask("publish", room=room, body="Mais…"))["code"] == "quieted"


async def test_an_ended_session_closes_its_sockets(signed_in_cast: SignedInCast) -> None:
    room, epoch = signed_in_cast.place
    async with visit(signed_in_cast.hub, signed_in_cast.sessions["Nadia"]) as nadia:
        await nadia.follow(room, epoch)
        with signed_in_cast.hub.inside():
            Session.objects.filter(session_key=signed_in_cast.sessions["Nadia"]).delete()
        assert await nadia.closed() == 4501


async def test_who_is_not_signed_in_is_told_so(signed_in_cast: SignedInCast) -> None:
    async with visit(signed_in_cast.hub, "nothing") as nobody:
        assert await nobody.closed() == 4501


async def test_a_cookie_that_names_no_session_lets_nobody_in(signed_in_cast: SignedInCast) -> None:
    for cookie in (*(f"sessionid={key}" for key in STRANGE_KEYS), "sessionid", ""):
        async with connect_wire(signed_in_cast.hub.url, cookie, JSON) as socket:
            assert (cookie, await SocketVisitor(socket).closed()) == (cookie, 4501)


async def test_a_session_among_other_cookies_is_found(signed_in_cast: SignedInCast) -> None:
    cookies = f'csrftoken=abc; weird; odd="a;b"; {cookie_of(signed_in_cast.sessions["Nadia"])}; last=1'
    async with connect_wire(signed_in_cast.hub.url, cookies, JSON) as socket:
        assert (await SocketVisitor(socket).hear("welcome"))["name"] == "Nadia"


async def test_a_page_of_another_version_is_told_so(signed_in_cast: SignedInCast) -> None:
    async with visit(signed_in_cast.hub, signed_in_cast.sessions["Nadia"], "hub.v0+json") as old:
        assert await old.closed() == 4506


async def test_a_person_has_so_many_pages_open_and_no_more(strict_hub: Hub) -> None:
    with strict_hub.inside():
        cast = gather()
        nadia, marcel = signed_in(cast.nadia), signed_in(cast.marcel)
    async with visit(strict_hub, nadia) as first, visit(strict_hub, nadia) as second:
        await first.hear("welcome")
        await second.hear("welcome")
        async with visit(strict_hub, nadia) as third:
            assert await third.closed() == 4529
        async with visit(strict_hub, marcel) as other:
            await other.hear("welcome")


async def test_who_knocks_without_end_is_told_to_wait_and_others_are_let_in(strict_hub: Hub) -> None:
    with strict_hub.inside():
        cast = gather()
        nadia, marcel = signed_in(cast.nadia), signed_in(cast.marcel)
    for session, usual in ((nadia, 1000), ("nobody", 4501)):
        codes = [await knock(strict_hub, session) for _time in range(5)]
        assert codes == [usual] * 3 + [4029] * 2
    assert await knock(strict_hub, marcel) == 1000


async def knock(hub: Hub, session: str) -> int:
    """Connect, close after the welcome, and return the close code."""
    async with visit(hub, session) as visitor:
        with suppress(ConnectionClosed):
            await visitor.hear("welcome")
            await visitor.socket.close()
        return visitor.socket.close_code or 0


async def test_another_site_may_not_open_the_wire(shared_hub: Hub) -> None:
    with pytest.raises(InvalidStatus, match="403"):
        async with visit(shared_hub, "nothing", origin="https://ailleurs.example"):
            pass


@pytest.mark.parametrize("path", ["/", "/wire/", "/f/lapins/", "/n’importe/où"])
async def test_a_socket_at_another_address_is_refused_and_breaks_nothing(shared_hub: Hub, path: str) -> None:
    since = len(shared_hub.process.text())
    with pytest.raises(InvalidStatus, match="403"):
        async with connect(f"ws://127.0.0.1:{shared_hub.port}{quote(path)}", origin=Origin(shared_hub.url)):
            pass
    assert "Traceback" not in shared_hub.process.text()[since:]


@pytest.mark.parametrize(
    "frame",
    ["pas du JSON", "[]", '{"type":"nope"}', '{"type":"ping","more":1}', b"\x00", '{"type":"subscribe"}'],
)
async def test_what_is_not_of_this_wire_is_told_once_then_closed(
    signed_in_cast: SignedInCast, frame: str | bytes
) -> None:
    async with visit(signed_in_cast.hub, signed_in_cast.sessions["Nadia"]) as nadia:
        await nadia.send_raw(frame)
        assert (await nadia.hear("bad"))["detail"]
        await nadia.send("ping")
        await nadia.hear("pong")
        await nadia.send_raw(frame)
        assert await nadia.closed() == 4400


async def test_a_frame_of_65_kilobytes_is_too_large(signed_in_cast: SignedInCast) -> None:
    async with visit(signed_in_cast.hub, signed_in_cast.sessions["Nadia"]) as nadia:
        await nadia.send("publish", ref=str(uuid4()), room=1, body="a" * 65 * 1024)
        assert await nadia.closed() == 1009
    async with visit(signed_in_cast.hub, signed_in_cast.sessions["Nadia"]) as nadia:
        await nadia.hear("welcome")


async def test_a_refusal_says_which_box_is_wrong_and_the_socket_stays(signed_in_cast: SignedInCast) -> None:
    room, _epoch = signed_in_cast.place
    async with visit(signed_in_cast.hub, signed_in_cast.sessions["Nadia"]) as nadia:
        refused = await nadia.ask("publish", room=room, body="   ")
        assert refused["code"] == "text_empty"
        assert refused["fields"]["body"] == refused["sentence"]
        assert (await nadia.ask("publish", room=room, body="a" * 10_000))["code"] == "text_long"
        assert (await nadia.ask("publish", room=room, body="Voilà"))["type"] == "reply"


async def test_presence_counts_people_not_sockets(signed_in_cast: SignedInCast) -> None:
    room, epoch = signed_in_cast.place
    async with (
        visit(signed_in_cast.hub, signed_in_cast.sessions["Nadia"]) as one,
        visit(signed_in_cast.hub, signed_in_cast.sessions["Nadia"]) as two,
        visit(signed_in_cast.hub, signed_in_cast.sessions["Marcel"]) as marcel,
    ):
        for visitor in (one, two, marcel):
            await visitor.follow(room, epoch)
        presence = await marcel.hear("presence", count=2)
        assert {person["name"] for person in presence["people"]} == {"Nadia", "Marcel"}


async def test_a_flood_is_told_then_closed_and_the_others_go_on(signed_in_cast: SignedInCast) -> None:
    room, _epoch = signed_in_cast.place
    async with (
        visit(signed_in_cast.hub, signed_in_cast.sessions["Nadia"]) as nadia,
        visit(signed_in_cast.hub, signed_in_cast.sessions["Marcel"]) as marcel,
    ):
        for number in range(200):
            await nadia.send("publish", ref=str(uuid4()), room=room, body=f"Encore {number}")
        assert await nadia.closed() == 4029
        assert [each for each in nadia.heard if each.get("code") == "too_fast"]
        assert (await marcel.ask("publish", room=room, body="Tranquille"))["type"] == "reply"


async def test_who_waits_for_news_in_plain_http_keeps_no_page_waiting(signed_in_cast: SignedInCast) -> None:
    """On a network that lets no socket through there may be many of them, each waiting for 25 seconds."""
    room, epoch = signed_in_cast.cast.fabrique, signed_in_cast.place[1]
    with signed_in_cast.hub.inside():
        since = Room.objects.get(pk=room.pk).head
    news = f"/f/{room.slug}/events?since={since}&epoch={epoch}"
    waiting = [asyncio.create_task(fetch(signed_in_cast, "Nadia", news)) for _each in range(4)]
    await asyncio.sleep(0.5)  # requests are answered in order
    assert (await fetch(signed_in_cast, "Marcel", f"/f/{room.slug}/"))[0] == 200
    assert (await fetch(signed_in_cast, "Marcel", "/health/live"))[0] == 200
    assert not any(each.done() for each in waiting)
    async with visit(signed_in_cast.hub, signed_in_cast.sessions["Marcel"]) as marcel:
        await marcel.ask("publish", room=room.pk, body="Bonjour")
    for status, body in await asyncio.gather(*waiting):
        assert (status, "Bonjour" in body) == (200, True)


async def fetch(signed_in_cast: SignedInCast, name: str, path: str) -> tuple[int, str]:
    """Return somebody's page and its status."""
    cookies = {"Cookie": cookie_of(signed_in_cast.sessions[name])}

    def ask() -> tuple[int, str]:
        with urlopen(Request(f"{signed_in_cast.hub.url}{path}", headers=cookies)) as answer:
            return answer.status, answer.read().decode()

    return await asyncio.to_thread(ask)


async def test_a_second_screen_of_somebody_is_told_who_is_there(signed_in_cast: SignedInCast) -> None:
    room, epoch = signed_in_cast.place
    async with (
        visit(signed_in_cast.hub, signed_in_cast.sessions["Nadia"]) as phone,
        visit(signed_in_cast.hub, signed_in_cast.sessions["Nadia"]) as desk,
    ):
        await phone.follow(room, epoch)
        await phone.hear("presence")
        await desk.send("subscribe", room=room, epoch=epoch, since=0)
        assert (await desk.hear("presence"))["count"] == 1


async def test_typing_is_heard_and_leaves_no_trace(signed_in_cast: SignedInCast) -> None:
    room, epoch = signed_in_cast.place
    async with (
        visit(signed_in_cast.hub, signed_in_cast.sessions["Nadia"]) as nadia,
        visit(signed_in_cast.hub, signed_in_cast.sessions["Marcel"]) as marcel,
    ):
        await nadia.follow(room, epoch)
        before = (await marcel.follow(room, epoch))["seq"]
        await nadia.send("typing", room=room)
        typing = await marcel.hear("typing")
        assert [person["name"] for person in typing["people"]] == ["Nadia"]
    with signed_in_cast.hub.inside():
        assert Event.objects.filter(room=room).count() == before


async def test_the_unread_mark_follows_the_reader_to_another_screen(signed_in_cast: SignedInCast) -> None:
    room, epoch = signed_in_cast.place
    async with (
        visit(signed_in_cast.hub, signed_in_cast.sessions["Nadia"]) as phone,
        visit(signed_in_cast.hub, signed_in_cast.sessions["Nadia"]) as desk,
    ):
        await phone.follow(room, epoch)
        await desk.follow(room, epoch)
        seq = (await phone.ask("publish", room=room, body="Lu"))["seq"]
        await phone.send("read", room=room, seq=seq)
        assert (await desk.hear("mark"))["seq"] == seq
    with signed_in_cast.hub.inside():
        assert Membership.objects.get(person=signed_in_cast.cast.nadia, room=room).read_seq == seq


async def test_what_was_posted_before_the_end_is_refused_after_it(signed_in_cast: SignedInCast) -> None:
    room, _epoch = signed_in_cast.place
    with signed_in_cast.hub.inside():
        fabrique = signed_in_cast.cast.fabrique
        fabrique.closes_at = timezone.now()
        fabrique.save(update_fields=["closes_at"])
    async with visit(signed_in_cast.hub, signed_in_cast.sessions["Nadia"]) as nadia:
        assert (await nadia.ask("publish", room=room, body="Trop tard"))["code"] == "closed"
