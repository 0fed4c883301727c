"""RFC 6455, section by section, on the server as it runs; the cases are of the Autobahn suite's kind."""

import asyncio
import struct
from collections.abc import Iterator

import pytest

from tests.realtime.raw_websocket import (
    ACCEPT,
    BINARY,
    CLOSE,
    CONTINUATION,
    PING,
    PONG,
    TEXT,
    RawClient,
    Received,
    close_payload,
    encode,
    hub_server,
)

pytestmark = pytest.mark.usefixtures("hanging_up")

KISS = "κόσμε".encode()
BROKEN = b"\xed\xa0\x80"  # half a surrogate pair, never valid UTF-8


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with hub_server() as served:
        yield served.port
        assert "ERROR" not in served.log()


async def failed_with(client: RawClient, code: int) -> None:
    """Section 7.1.7: a Close with that code, then the end, and nothing between."""
    frame = await client.receive()
    assert frame.opcode == CLOSE, frame
    assert frame.code == code
    assert await client.end() == b""


async def is_open(client: RawClient) -> bool:
    client.send(TEXT, b"still there?")
    return await client.receive() == Received(TEXT, b"still there?")


class TestMessages:
    """Sections 5.2 to 5.6."""

    @pytest.mark.parametrize("path", ["/", "/asgi"])
    @pytest.mark.parametrize("size", [0, 1, 125, 126, 127, 128, 4096, 65535, 65536])
    async def test_text_of_any_size_comes_back(self, port: int, path: str, size: int) -> None:
        client = await RawClient.open(port, path)
        client.send(TEXT, b"*" * size)
        assert await client.receive() == Received(TEXT, b"*" * size)

    @pytest.mark.parametrize("path", ["/", "/asgi"])
    @pytest.mark.parametrize("size", [0, 1, 125, 126, 127, 128, 4096, 65535, 65536])
    async def test_bytes_of_any_size_come_back(self, port: int, path: str, size: int) -> None:
        client = await RawClient.open(port, path)
        client.send(BINARY, b"\xfe" * size)
        assert await client.receive() == Received(BINARY, b"\xfe" * size)

    async def test_a_message_may_arrive_byte_by_byte(self, port: int) -> None:
        client = await RawClient.open(port)
        for byte in encode(TEXT, KISS * 30):
            client.write(bytes((byte,)))
            await asyncio.sleep(0)
        assert await client.receive() == Received(TEXT, KISS * 30)

    async def test_a_hundred_messages_in_one_packet_keep_their_order(self, port: int) -> None:
        client = await RawClient.open(port)
        client.write(b"".join(encode(TEXT, b"%d" % number) for number in range(100)))
        assert [(await client.receive()).payload for _ in range(100)] == [b"%d" % n for n in range(100)]

    async def test_fragments_make_one_message(self, port: int) -> None:
        client = await RawClient.open(port)
        client.send(TEXT, b"frag", fin=False)
        client.send(CONTINUATION, b"", fin=False)
        client.send(CONTINUATION, b"ments")
        assert await client.receive() == Received(TEXT, b"fragments")

    async def test_empty_fragments_make_an_empty_message(self, port: int) -> None:
        client = await RawClient.open(port)
        client.send(BINARY, fin=False)
        client.send(CONTINUATION)
        assert await client.receive() == Received(BINARY, b"")

    async def test_a_letter_may_be_cut_between_fragments(self, port: int) -> None:
        client = await RawClient.open(port)
        client.send(TEXT, KISS[:3], fin=False)
        client.send(CONTINUATION, KISS[3:])
        assert await client.receive() == Received(TEXT, KISS)

    async def test_control_frames_are_answered_between_fragments(self, port: int) -> None:
        client = await RawClient.open(port)
        client.send(TEXT, b"one ", fin=False)
        client.send(PING, b"now")
        client.send(PONG, b"unasked")
        assert await client.receive() == Received(PONG, b"now")
        client.send(CONTINUATION, b"two")
        assert await client.receive() == Received(TEXT, b"one two")


class TestControlFrames:
    """Section 5.5."""

    @pytest.mark.parametrize("payload", [b"", b"Hello", b"\x00\xff\xfe", b"\xfe" * 125])
    async def test_a_ping_is_answered_with_its_payload(self, port: int, payload: bytes) -> None:
        client = await RawClient.open(port)
        client.send(PING, payload)
        assert await client.receive() == Received(PONG, payload)

    async def test_many_pings_are_answered_in_order(self, port: int) -> None:
        client = await RawClient.open(port)
        client.write(b"".join(encode(PING, b"%d" % number) for number in range(10)))
        assert [await client.receive() for _ in range(10)] == [Received(PONG, b"%d" % n) for n in range(10)]

    async def test_a_pong_that_nobody_asked_for_is_no_offence(self, port: int) -> None:
        client = await RawClient.open(port)
        client.send(PONG, b"unasked")
        assert await is_open(client)

    @pytest.mark.parametrize("opcode", [PING, PONG, CLOSE])
    async def test_a_control_frame_over_125_bytes_fails(self, port: int, opcode: int) -> None:
        client = await RawClient.open(port)
        client.send(opcode, b"\x03\xe8" + b"x" * 124)
        await failed_with(client, 1002)

    @pytest.mark.parametrize("opcode", [PING, PONG, CLOSE])
    async def test_a_fragmented_control_frame_fails(self, port: int, opcode: int) -> None:
        client = await RawClient.open(port)
        client.send(opcode, b"", fin=False)
        await failed_with(client, 1002)


class TestViolations:
    """Sections 5.1, 5.2 and 5.4: protocol errors, closed with 1002."""

    @pytest.mark.parametrize("rsv", range(1, 8))
    @pytest.mark.parametrize("opcode", [TEXT, BINARY, PING])
    async def test_reserved_bits_fail(self, port: int, opcode: int, rsv: int) -> None:
        client = await RawClient.open(port)
        client.write(encode(opcode, b"x", rsv=rsv))
        await failed_with(client, 1002)

    @pytest.mark.parametrize("opcode", [3, 4, 5, 6, 7, 11, 12, 13, 14, 15])
    @pytest.mark.parametrize("payload", [b"", b"x"])
    async def test_reserved_opcodes_fail(self, port: int, opcode: int, payload: bytes) -> None:
        client = await RawClient.open(port)
        client.send(opcode, payload)
        await failed_with(client, 1002)

    @pytest.mark.parametrize("opcode", [TEXT, PING, CLOSE])
    async def test_an_unmasked_frame_fails(self, port: int, opcode: int) -> None:
        client = await RawClient.open(port)
        client.write(encode(opcode, b"\x03\xe8", mask=False))
        await failed_with(client, 1002)

    async def test_a_continuation_of_nothing_fails(self, port: int) -> None:
        client = await RawClient.open(port)
        client.send(CONTINUATION, b"of what?")
        await failed_with(client, 1002)

    async def test_a_continuation_after_the_last_fragment_fails(self, port: int) -> None:
        client = await RawClient.open(port)
        client.send(TEXT, b"a", fin=False)
        client.send(CONTINUATION, b"b")
        assert await client.receive() == Received(TEXT, b"ab")
        client.send(CONTINUATION, b"c")
        await failed_with(client, 1002)

    async def test_a_new_message_inside_a_fragmented_one_fails(self, port: int) -> None:
        client = await RawClient.open(port)
        client.send(TEXT, b"a", fin=False)
        client.send(TEXT, b"b")
        await failed_with(client, 1002)

    @pytest.mark.parametrize(
        "header", [struct.pack("!BBH", 0x81, 0xFE, 5), struct.pack("!BBQ", 0x81, 0xFF, 300)]
    )
    async def test_a_length_in_more_bytes_than_needed_fails(self, port: int, header: bytes) -> None:
        client = await RawClient.open(port)
        client.write(header + bytes(4) + b"hello")
        await failed_with(client, 1002)

    async def test_what_came_before_is_answered_and_nothing_after(self, port: int) -> None:
        client = await RawClient.open(port)
        client.write(encode(PING, b"before") + encode(TEXT, b"x", rsv=1) + encode(PING, b"after"))
        client.send(CLOSE, close_payload(1000))
        assert await client.receive() == Received(PONG, b"before")
        await failed_with(client, 1002)


class TestUtf8:
    """Section 8.1: closed with 1007, as soon as the bytes cannot become valid any more."""

    @pytest.mark.parametrize(
        "text", [b"\xff", b"\xc0\xaf", b"\xf8\x88\x80\x80\x80", b"\xf4\x90\x80\x80", BROKEN, KISS + BROKEN]
    )
    async def test_invalid_text_fails(self, port: int, text: bytes) -> None:
        client = await RawClient.open(port)
        client.send(TEXT, text)
        await failed_with(client, 1007)

    @pytest.mark.parametrize("text", ["\U0010ffff", "\ufffe", "\ud7ff\ue000", "👩🏽‍🚀", "\x00", "עברית"])
    async def test_every_valid_letter_comes_back(self, port: int, text: str) -> None:
        client = await RawClient.open(port)
        client.send(TEXT, text.encode())
        assert await client.receive() == Received(TEXT, text.encode())

    async def test_text_that_ends_within_a_letter_fails(self, port: int) -> None:
        client = await RawClient.open(port)
        client.send(TEXT, KISS[:-1])
        await failed_with(client, 1007)

    async def test_an_invalid_fragment_fails_before_the_last_one_comes(self, port: int) -> None:
        client = await RawClient.open(port)
        client.send(TEXT, KISS + BROKEN, fin=False)
        await failed_with(client, 1007)

    async def test_invalid_bytes_fail_before_their_frame_is_whole(self, port: int) -> None:
        client = await RawClient.open(port)
        client.write(encode(TEXT, KISS + BROKEN + b"x" * 100)[:-100])
        await failed_with(client, 1007)

    async def test_binary_messages_may_hold_anything(self, port: int) -> None:
        client = await RawClient.open(port)
        client.send(BINARY, BROKEN)
        assert await client.receive() == Received(BINARY, BROKEN)


class TestSizes:
    """Sections 7.4.1 and 10.4: over 64 KiB, closed with 1009."""

    @pytest.mark.parametrize("opcode", [TEXT, BINARY])
    async def test_a_frame_too_large_fails(self, port: int, opcode: int) -> None:
        client = await RawClient.open(port)
        client.send(opcode, b"x" * 65537)
        await failed_with(client, 1009)

    async def test_it_fails_on_the_header_alone(self, port: int) -> None:
        client = await RawClient.open(port)
        client.write(struct.pack("!BBQ", 0x82, 0xFF, 1 << 40) + bytes(4))
        await failed_with(client, 1009)

    async def test_fragments_too_large_together_fail(self, port: int) -> None:
        client = await RawClient.open(port)
        client.send(BINARY, b"x" * 40000, fin=False)
        client.send(CONTINUATION, b"x" * 40000)
        await failed_with(client, 1009)


class TestClosing:
    """Sections 5.5.1, 7.1 and 7.4."""

    @pytest.mark.parametrize(
        "code", [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999]
    )
    async def test_a_valid_code_is_echoed_and_the_server_ends_the_connection(
        self, port: int, code: int
    ) -> None:
        client = await RawClient.open(port)
        client.send(CLOSE, close_payload(code, "adieu, voilà".encode()))
        assert (await client.receive()).code == code
        assert await client.end() == b""

    @pytest.mark.parametrize("code", [0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999, 5000, 65535])
    async def test_an_invalid_code_fails(self, port: int, code: int) -> None:
        client = await RawClient.open(port)
        client.send(CLOSE, close_payload(code))
        await failed_with(client, 1002)

    async def test_a_close_without_code_is_answered_without_code(self, port: int) -> None:
        client = await RawClient.open(port)
        client.send(CLOSE)
        assert await client.receive() == Received(CLOSE, b"")
        assert await client.end() == b""

    async def test_half_a_code_fails(self, port: int) -> None:
        client = await RawClient.open(port)
        client.send(CLOSE, b"\x03")
        await failed_with(client, 1002)

    async def test_a_reason_that_is_no_text_fails(self, port: int) -> None:
        client = await RawClient.open(port)
        client.send(CLOSE, close_payload(1000, BROKEN))
        await failed_with(client, 1007)

    async def test_the_longest_reason_is_no_offence(self, port: int) -> None:
        client = await RawClient.open(port)
        client.send(CLOSE, close_payload(1000, b"x" * 123))
        assert (await client.receive()).code == 1000

    async def test_nothing_is_answered_after_a_close(self, port: int) -> None:
        client = await RawClient.open(port)
        client.write(encode(CLOSE, close_payload(1000)) + encode(PING, b"late") + encode(TEXT, b"late"))
        assert (await client.receive()).code == 1000
        assert await client.end() == b""

    async def test_a_close_inside_a_fragmented_message_ends_it(self, port: int) -> None:
        client = await RawClient.open(port)
        client.send(TEXT, b"never finished", fin=False)
        client.send(CLOSE, close_payload(1000))
        assert (await client.receive()).code == 1000

    async def test_the_server_closes_first_and_waits_for_the_answer(self, port: int) -> None:
        client = await RawClient.open(port)
        client.send(TEXT, b"close 4500")
        assert await client.receive() == Received(CLOSE, close_payload(4500, b"as asked"))
        client.send(TEXT, b"too late to be answered")
        client.send(CLOSE, close_payload(4500))
        assert await client.end() == b""

    async def test_both_may_close_at_the_same_time(self, port: int) -> None:
        client = await RawClient.open(port)
        client.write(encode(TEXT, b"close 4500") + encode(CLOSE, close_payload(1000)))
        assert (await client.receive()).code in {4500, 1000}
        assert await client.end() == b""


class TestHandshake:
    """Section 4."""

    async def test_the_key_is_answered_as_in_the_example(self, port: int) -> None:
        client = await RawClient.open(port)
        assert client.headers["sec-websocket-accept"] == ACCEPT
        assert client.headers["upgrade"].lower() == "websocket"
        assert client.headers["connection"].lower() == "upgrade"
        assert "sec-websocket-protocol" not in client.headers

    async def test_one_offered_subprotocol_is_chosen(self, port: int) -> None:
        client = await RawClient.open(port, Sec_WebSocket_Protocol="hub.v1+json, hub.v1+msgpack")
        assert client.headers["sec-websocket-protocol"] == "hub.v1+json"

    async def test_compression_is_not_taken_up(self, port: int) -> None:
        client = await RawClient.open(
            port, Sec_WebSocket_Extensions="permessage-deflate; client_max_window_bits"
        )
        assert "sec-websocket-extensions" not in client.headers
        client.write(encode(TEXT, b"x", rsv=4))
        await failed_with(client, 1002)

    @pytest.mark.parametrize("version", ["0", "8", "12", "14", "255"])
    async def test_another_version_is_told_which_one_we_speak(self, port: int, version: str) -> None:
        client = await RawClient.dial(port)
        assert await client.handshake(Sec_WebSocket_Version=version) == 426
        assert client.headers["sec-websocket-version"] == "13"
        assert await client.end() == b""

    @pytest.mark.parametrize(
        "changes",
        [
            {"Sec_WebSocket_Key": ""},
            {"Sec_WebSocket_Key": "c2hvcnQ="},
            {"Sec_WebSocket_Key": "dGhlIHNhbXBsZSBub25jZ!=="},
            {"Sec_WebSocket_Version": ""},
            {"Sec_WebSocket_Version": "thirteen"},
            {"Connection": ""},
            {"Connection": "keep-alive"},
            {"Host": ""},
        ],
    )
    async def test_a_bad_handshake_is_refused(self, port: int, changes: dict[str, str]) -> None:
        client = await RawClient.dial(port)
        assert await client.handshake(**changes) == 400
        assert await client.end() == b""

    async def test_only_get_opens_a_socket(self, port: int) -> None:
        client = await RawClient.dial(port)
        client.write(b"POST / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n")
        assert await client.answer() == 405

    async def test_the_application_may_refuse(self, port: int) -> None:
        client = await RawClient.dial(port)
        assert await client.handshake("/refused") == 403
        assert await client.end() == b""
