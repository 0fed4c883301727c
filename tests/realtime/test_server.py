"""What the server adds to Daphne, seen from outside. Limits are small here, deadlines generous."""

import asyncio
import json
import signal
import socket
from collections.abc import Callable
from contextlib import suppress

import pytest

from tests.realtime.raw_websocket import (
    BINARY,
    CLOSE,
    PING,
    PONG,
    TEXT,
    RawClient,
    Received,
    Served,
    close_payload,
    encode,
    get,
    hub_server,
    until,
)

pytestmark = pytest.mark.usefixtures("hanging_up")

PATIENT = {"closing_seconds": 60}
HASTY = {"closing_seconds": 0.2}
EAGER_PING = {"check_seconds": 0.1, "ping_seconds": 0.2, "pong_seconds": 0.3}
MEGABYTE = 1 << 20


def nobody(told: dict[str, object]) -> bool:
    return told["open"] == 0


async def rests(count: Callable[[], int]) -> int:
    """Return ``count()`` once it has not changed for a second."""
    before = -1
    while before != (before := count()):  # noqa: ASYNC110  # a kernel has no Event
        await asyncio.sleep(1)
    return before


class TestSlowReaders:
    async def test_who_fell_behind_reads_whole_frames_and_then_4008(self) -> None:
        with hub_server({"sender": PATIENT}) as served:
            client = await RawClient.open(served.port, "/pour", receive_buffer=1 << 16)
            told = await until(served.port, lambda told: told["closing"] == 1)
            assert 0 < told["most_unsent"] <= 256 * 1024
            frames = []
            while (frame := await client.receive()).opcode in (BINARY, PING):
                frames += [frame.payload] if frame.opcode == BINARY else []
            assert frame == Received(CLOSE, close_payload(4008, b"too slow"))
            assert [int.from_bytes(payload[:4], "big") for payload in frames] == list(range(len(frames)))

    async def test_twenty_megabytes_to_ten_who_never_read_cost_little(self) -> None:
        with hub_server({"sender": HASTY}) as served:
            await get(served.port)
            before = served.memory()
            for _ in range(10):
                await RawClient.open(served.port, "/pour", receive_buffer=4096)
            told = await until(served.port, nobody)
            assert told["codes"] == {"4008": 10}
            assert served.memory() - before < 20 * MEGABYTE

    async def test_one_small_message_unsent_for_too_long_is_enough(self) -> None:
        with hub_server({"sender": HASTY | {"unsent_bytes": 1 << 30, "unsent_seconds": 0.3}}) as served:
            await RawClient.open(served.port, "/pour", receive_buffer=4096)
            told = await until(served.port, nobody)
            assert told["codes"] == {"4008": 1}

    async def test_a_peer_that_says_close_and_never_reads_is_dropped(self) -> None:
        with hub_server({"sender": HASTY | {"unsent_bytes": 1 << 30}}) as served:
            client = await RawClient.open(served.port, "/pour", receive_buffer=4096)
            await until(served.port, lambda told: told["unsent"] > 0)
            client.send(CLOSE, close_payload(1001))
            await until(served.port, nobody)

    async def test_a_peer_that_breaks_the_rules_and_never_reads_is_dropped(self) -> None:
        with hub_server({"sender": HASTY | {"unsent_bytes": 1 << 30}}) as served:
            client = await RawClient.open(served.port, "/pour", receive_buffer=4096)
            await until(served.port, lambda told: told["unsent"] > 0)
            client.write(encode(TEXT, b"x", rsv=7))
            told = await until(served.port, nobody)
            assert told["codes"] == {"1002": 1}

    async def test_others_hear_everything_meanwhile(self) -> None:
        with hub_server({"sender": HASTY}) as served:
            await RawClient.open(served.port, "/pour", receive_buffer=4096)
            client = await RawClient.open(served.port)
            for number in range(200):
                client.send(TEXT, b"%d" % number)
                assert await client.receive() == Received(TEXT, b"%d" % number)


class TestServerHeartbeat:
    async def test_who_answers_pings_stays(self) -> None:
        with hub_server(EAGER_PING) as served:
            client = await RawClient.open(served.port)
            payloads = set()
            for _ in range(5):
                ping = await client.receive()
                assert ping.opcode == PING
                payloads.add(ping.payload)
                client.send(PONG, ping.payload)
            assert len(payloads) == 5
            client.send(TEXT, b"here")
            while (frame := await client.receive()).opcode == PING:
                client.send(PONG, frame.payload)
            assert frame == Received(TEXT, b"here")

    @pytest.mark.parametrize("chatter", [(TEXT, b"chatter"), (PONG, b"unasked"), (PING, b"and you?")])
    async def test_chatter_does_not_pass_for_a_pong(self, chatter: tuple[int, bytes]) -> None:
        with hub_server(EAGER_PING | {"sender": HASTY}) as served:
            client = await RawClient.open(served.port)

            async def chat() -> None:
                while True:
                    client.send(*chatter)
                    await asyncio.sleep(0.02)

            chatting = asyncio.ensure_future(chat())
            told = await until(served.port, nobody)
            chatting.cancel()
            assert told["codes"] == {"4008": 1}

    async def test_who_vanishes_without_a_word_is_found(self) -> None:
        with hub_server(EAGER_PING | {"sender": HASTY}) as served:
            await RawClient.open(served.port)
            assert (await until(served.port, nobody))["codes"] == {"4008": 1}


class TestFloods:
    async def test_messages_wait_in_order_until_the_application_takes_them(self) -> None:
        with hub_server() as served:
            client = await RawClient.open(served.port, "/late")
            client.write(b"".join(encode(TEXT, b"%d" % number) for number in range(3000)))
            assert [(await client.receive()).payload for _ in range(3000)] == [b"%d" % n for n in range(3000)]

    async def test_what_nobody_takes_stays_with_the_sender_and_ends_with_4029(self) -> None:
        limits = {"check_seconds": 0.1, "paused_seconds": 0.5, "sender": PATIENT}
        with hub_server(limits) as served:
            client = await RawClient.open(served.port, "/asleep")
            before = served.memory()
            client.write(encode(BINARY, b"x" * 60_000) * 1000)
            assert await client.close_code() == 4029
            assert served.memory() - before < 10 * MEGABYTE

    @pytest.mark.parametrize("ending", [encode(TEXT, b"close 4000"), encode(TEXT, b"x", rsv=7)])
    async def test_what_is_sent_after_our_close_stays_with_the_sender(self, ending: bytes) -> None:
        with hub_server({"sender": PATIENT}) as served:
            client = await RawClient.open(served.port)
            client.write(ending)
            await client.close_code()
            client.write(encode(BINARY, b"x" * 60_000) * 1000)
            assert await rests(client.writer.transport.get_write_buffer_size) > 30 * MEGABYTE

    async def test_who_had_something_to_say_still_and_then_closes_is_let_go_at_once(self) -> None:
        with hub_server({"sender": PATIENT}) as served:
            client = await RawClient.open(served.port)
            client.send(TEXT, b"close 4000")
            client.send(BINARY, b"x" * 60_000)
            client.send(CLOSE, close_payload(4000))
            assert await client.close_code() == 4000
            assert await client.end() == b""

    async def test_a_held_peer_is_not_blamed_for_a_pong_we_did_not_read(self) -> None:
        limits = EAGER_PING | {"paused_seconds": 1.5, "sender": PATIENT}
        with hub_server(limits) as served:
            client = await RawClient.open(served.port, "/asleep")
            client.write(encode(TEXT, b"x") * 100)
            assert await client.close_code() == 4029

    async def test_frames_before_the_handshake_is_answered_wait_for_it(self) -> None:
        with hub_server() as served:
            client = await self.asking(served, "/hesitant")
            client.send(TEXT, b"already")
            client.send(TEXT, b"here")
            assert await client.answer() == 101
            assert [(await client.receive()).payload for _ in range(2)] == [b"already", b"here"]

    async def test_they_are_kept_in_bounds(self) -> None:
        with hub_server() as served:
            client = await self.asking(served, "/undecided")
            client.write(encode(BINARY, b"x" * 30_000) * 3)
            assert await client.end() == b""

    async def test_who_is_not_accepted_in_time_is_refused(self) -> None:
        with hub_server({"accept_seconds": 1, "check_seconds": 0.1}) as served:
            client = await self.asking(served, "/undecided")
            assert await client.answer() == 403
            assert await client.end() == b""

    async def asking(self, served: Served, path: str) -> RawClient:
        """A socket that the application knows of and has not accepted yet."""
        client = await RawClient.dial(served.port)
        client.ask(path)
        await until(served.port, lambda told: told.get("asked") == 1)
        return client


class TestApplications:
    async def test_one_that_breaks_closes_its_socket_with_1011(self) -> None:
        with hub_server() as served:
            client = await RawClient.open(served.port, "/broken")
            assert await client.close_code() == 1011
            client.send(CLOSE, close_payload(1011))
            await client.end()
            await until(served.port, lambda _: "broken on purpose" in served.log())


class TestBodies:
    async def test_a_body_too_large_is_refused_before_any_application(self) -> None:
        with hub_server({"body_bytes": 1000}) as served:
            client = await RawClient.dial(served.port)
            client.write(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n" + b"x" * 1001)
            assert await client.answer() == 413
            assert b"413" in await client.end()

    async def test_who_is_refused_again_and_again_is_told_later_and_then_not_at_all(self) -> None:
        with hub_server({"body_bytes": 1000, "refusals": [1, 0.4], "refused_seconds": 3}) as served:
            clients = []
            for _each in range(5):
                clients.append(await RawClient.dial(served.port))
                clients[-1].write(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n" + b"x" * 1001)
            told = await asyncio.gather(*(client.end() for client in clients))
            assert sorted(b"413" in each for each in told) == [False, False, False, True, True]
            client = await RawClient.dial(served.port)
            client.write(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n" + b"x" * 1000)
            assert await client.answer() == 200, "and what may be sent is taken at once"

    async def test_so_is_one_that_grows_chunk_by_chunk(self) -> None:
        with hub_server({"body_bytes": 1000}) as served:
            client = await RawClient.dial(served.port)
            client.write(b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
            client.write(b"1f4\r\n" + b"x" * 500 + b"\r\n" + b"1f5\r\n" + b"x" * 501 + b"\r\n0\r\n\r\n")
            assert await client.answer() == 413
            assert b"413" in await client.end()

    async def test_a_handshake_has_none(self) -> None:
        with hub_server() as served:
            client = await RawClient.dial(served.port)
            client.write(b"GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nContent-Length: 1\r\n\r\nx")
            assert await client.answer() == 413
            assert b"413" in await client.end()

    async def test_one_within_the_limit_reaches_the_application(self) -> None:
        with hub_server({"body_bytes": 1000}) as served:
            client = await RawClient.dial(served.port)
            client.write(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n" + b"x" * 1000)
            assert await client.answer() == 200

    @pytest.mark.parametrize(
        "kind", [b"application/x-www-form-urlencoded", b" Application/X-WWW-Form-urlencoded ; charset=utf-8"]
    )
    async def test_a_form_that_is_decoded_sign_by_sign_may_have_less(self, kind: bytes) -> None:
        with hub_server({"body_bytes": 1000, "urlencoded_bytes": 500}) as served:
            for length, status in ((500, 200), (501, 413)):
                client = await RawClient.dial(served.port)
                head = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Type:%s\r\nContent-Length: %d\r\n\r\n"
                client.write(head % (kind, length) + b"x" * length)
                assert await client.answer() == status

    PICTURE = (
        b"POST /f/prises/reglages/ HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=b\r\n"
        b"Content-Length: 2000\r\n"
    )

    async def test_a_form_with_a_picture_may_have_more_for_who_is_signed_in(self) -> None:
        with hub_server({"body_bytes": 1000, "picture_bytes": 2000}) as served:
            known, stranger = await RawClient.dial(served.port), await RawClient.dial(served.port)
            known.write(self.PICTURE + b"Cookie: a=b; sessionid=somebody\r\n\r\n" + b"x" * 2000)
            assert await known.answer() == 200
            stranger.write(self.PICTURE + b"\r\n")
            assert await stranger.answer() == 413, "refused by its head, nothing of it is kept"
            assert await stranger.end() != b"", "in words"

    @pytest.mark.parametrize("session", [b"made-up", b"broken"])
    async def test_a_session_that_is_nobodys_lets_nobody_send_more(self, session: bytes) -> None:
        with hub_server({"body_bytes": 1000, "picture_bytes": 2000}) as served:
            client = await RawClient.dial(served.port)
            client.write(self.PICTURE + b"Cookie: sessionid=" + session + b"\r\n\r\n")
            assert await client.answer() == 413, "refused by its head"
            assert b"413" in await client.end()

    async def test_so_it_is_for_one_that_tells_no_length(self) -> None:
        with hub_server({"body_bytes": 1000, "picture_bytes": 2000}) as served:
            client = await RawClient.dial(served.port)
            head = self.PICTURE.replace(b"Content-Length: 2000", b"Transfer-Encoding: chunked")
            client.write(head + b"Cookie: sessionid=made-up\r\n\r\n" + b"3e9\r\n" + b"x" * 1001 + b"\r\n")
            assert await client.answer() == 413
            assert b"413" in await client.end()

    async def test_a_form_in_parts_without_a_picture_may_have_what_its_boxes_hold(self) -> None:
        with hub_server({"body_bytes": 1000, "form_bytes": 2000, "picture_bytes": 9000}) as served:
            for length, status in ((2000, 200), (2001, 413)):
                client = await RawClient.dial(served.port)
                form = self.PICTURE.replace(b"reglages", b"publier").replace(b"2000", str(length).encode())
                client.write(form + b"Cookie: sessionid=somebody\r\n\r\n" + b"x" * length)
                assert await client.answer() == status

    async def test_a_body_is_refused_in_words_by_the_length_that_its_head_says(self) -> None:
        with hub_server({"body_bytes": 1000}) as served:
            client = await RawClient.dial(served.port)
            client.write(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n")
            assert await client.answer() == 413
            said = (await client.end()).decode()
            assert "ce que vous avez écrit y est encore" in said
            assert "what you wrote is still there" in said


class TestDeadlines:
    @pytest.mark.parametrize(
        "begun",
        [
            b"",
            b"GE",
            b"GET / HTTP/1.1\r\nHost: a\r\n",
            b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 999\r\n\r\nx",
        ],
        ids=["nothing", "half a line", "half a head", "half a body"],
    )
    async def test_who_goes_on_sending_byte_by_byte_is_not_waited_for(self, begun: bytes) -> None:
        with hub_server({"head_seconds": 0.4, "body_seconds": 0.4}) as served:
            client = await RawClient.dial(served.port)
            client.write(begun)
            ended = asyncio.create_task(client.end())
            while not ended.done():
                await asyncio.wait([ended], timeout=0.1)
                client.write(b"x")
            assert (b"408" in ended.result()) == (b"\r\n" in begun)

    async def test_an_answer_that_takes_long_is_waited_for_and_so_is_the_next_question(self) -> None:
        with hub_server({"head_seconds": 0.3, "body_seconds": 0.3}) as served:
            client = await RawClient.dial(served.port)
            for _time in range(2):
                client.write(b"GET /?1 HTTP/1.1\r\nHost: a\r\n\r\n")
                assert await client.answer() == 200
                await client.reader.readexactly(int(client.headers["content-length"]))


class TestServerHeaders:
    SPOOFED = {
        "X_Forwarded_For": "6.6.6.6",
        "X_Forwarded_Proto": "https",
        "X_Forwarded_Host": "evil.test",
        "X_Real_IP": "6.6.6.6",
        "Forwarded": "for=6.6.6.6",
        "Daphne_Root_Path": "/evil",
    }

    async def test_no_proxy_header_is_believed(self) -> None:
        with hub_server() as served:
            told = await get(served.port, **self.SPOOFED)
        assert told["client"] == "127.0.0.1"
        assert told["root_path"] == ""
        assert told["headers"] == ["host"]

    async def test_nor_by_a_socket(self) -> None:
        with hub_server() as served:
            client = await RawClient.dial(served.port)
            assert await client.handshake("/called", **self.SPOOFED) == 101
            told = json.loads((await client.receive()).payload)
        assert told["client"] == "127.0.0.1"
        assert told["root_path"] == ""
        assert not {name.replace("_", "-").lower() for name in self.SPOOFED} & set(told["headers"])


class TestStopping:
    async def test_sockets_are_told_to_come_back_and_the_server_ends(self) -> None:
        with hub_server() as served:
            clients = [await RawClient.open(served.port) for _ in range(20)]
            served.process.send_signal(signal.SIGTERM)
            for client in clients:
                assert await client.receive() == Received(CLOSE, close_payload(4001, b"restart"))
                client.send(CLOSE, close_payload(4001))
                await client.end()
            assert await served.ended() == 0
            assert "ERROR" not in served.log()

    async def test_a_request_under_way_is_answered_first(self) -> None:
        with hub_server() as served:
            asked = asyncio.ensure_future(get(served.port, "/?1"))
            await get(served.port)
            await asyncio.sleep(0.2)
            served.process.send_signal(signal.SIGTERM)
            assert (await asked)["open"] == 0
            assert await served.ended() == 0

    async def test_who_does_not_answer_is_not_waited_for(self) -> None:
        with hub_server({"drain_seconds": 0.5}) as served:
            await RawClient.open(served.port, "/asleep")
            served.process.send_signal(signal.SIGTERM)
            assert await served.ended() == 0

    async def test_nothing_new_is_let_in(self) -> None:
        with hub_server({"drain_seconds": 20}) as served:
            held = await RawClient.open(served.port, "/asleep")
            served.process.send_signal(signal.SIGTERM)
            assert await held.close_code() == 4001
            with pytest.raises(ConnectionRefusedError):
                await RawClient.dial(served.port)

    async def test_a_second_process_on_the_same_socket_takes_over_without_a_refusal(self) -> None:
        with (
            socket.create_server(("127.0.0.1", 0), backlog=2048) as listener,
            hub_server(listener=listener) as old,
            hub_server(listener=listener) as new,
        ):
            listener.close()
            await until(new.port, lambda _: "Listening" in new.log() and "Listening" in old.log())
            old.process.send_signal(signal.SIGTERM)
            while old.process.poll() is None:
                client = await self.let_in(old.port)
                await client.hang_up()
            assert await old.ended() == 0
            assert (await get(new.port))["client"] == "127.0.0.1"

    async def let_in(self, port: int) -> RawClient:
        """Connect, again if the old server accepted in its last moment: there is always a listener."""
        client = await RawClient.dial(port)
        with suppress(asyncio.IncompleteReadError, ConnectionResetError):
            if await client.handshake() == 101:
                return client
        await client.hang_up()
        return await RawClient.open(port)
