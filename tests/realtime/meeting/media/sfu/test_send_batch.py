import socket
from collections.abc import Iterator

import pytest

from realtime.meeting.media.sfu.counters import SfuCounters
from realtime.meeting.media.sfu.packet_senders import SrtpSender
from realtime.meeting.media.sfu.rtp import HEADER, VERSION
from realtime.meeting.media.sfu.sdp import OPUS
from realtime.meeting.media.sfu.send_batch import AT_ONCE, SendBatch
from realtime.meeting.media.sfu.srtp import PROFILES, Protector

NOWHERE = ("0.0.0.0", 0)


class SendPair:
    """A send batch, and a socket that receives its packets."""

    def __init__(self, family: int, host: str) -> None:
        self.outgoing, self.incoming = (
            socket.socket(family, socket.SOCK_DGRAM),
            socket.socket(family, socket.SOCK_DGRAM),
        )
        self.incoming.bind((host, 0))
        self.incoming.settimeout(5)
        self.counters = SfuCounters()
        self.batch = SendBatch(self.outgoing, self.counters)
        self.name = self.batch.name(self.incoming.getsockname()[:2])

    def post(self, words: bytes) -> None:
        self.batch.buffer.data[: len(words)] = words
        self.batch.post(self.name, len(words))

    def received(self, count: int) -> list[bytes]:
        return [self.incoming.recv(2000) for _ in range(count)]

    def close(self) -> None:
        self.outgoing.close()
        self.incoming.close()


@pytest.fixture
def post() -> Iterator[SendPair]:
    post = SendPair(socket.AF_INET, "127.0.0.1")
    yield post
    post.close()


def test_packets_wait_for_one_another_and_go_in_order(post: SendPair) -> None:
    post.post(b"one")
    post.incoming.setblocking(False)
    with pytest.raises(BlockingIOError):
        post.incoming.recv(2000)
    post.post(b"second")
    post.batch.flush()
    post.incoming.settimeout(5)
    assert post.received(2) == [b"one", b"second"]


def test_a_full_box_goes_by_itself(post: SendPair) -> None:
    words = [b"%d" % number for number in range(AT_ONCE + 3)]
    for word in words:
        post.post(word)
    assert post.received(AT_ONCE) == words[:AT_ONCE]
    post.batch.flush()
    assert post.received(3) == words[AT_ONCE:]


def test_nothing_is_sent_twice(post: SendPair) -> None:
    post.post(b"once")
    post.batch.flush()
    post.batch.flush()
    assert post.received(1) == [b"once"]
    post.incoming.setblocking(False)
    with pytest.raises(BlockingIOError):
        post.incoming.recv(2000)


def test_what_cannot_be_sent_stops_nobody_else(post: SendPair) -> None:
    post.post(b"before")
    post.batch.post(post.batch.name(NOWHERE), 10)
    post.post(b"after")
    post.batch.flush()
    assert post.received(2) == [b"before", b"after"]
    assert post.counters.unsent == 1


def test_it_writes_to_the_newer_addresses_too() -> None:
    post = SendPair(socket.AF_INET6, "::1")
    post.post(b"six")
    post.batch.flush()
    assert post.received(1) == [b"six"]
    post.close()


def test_where_a_packet_goes_is_known_until_it_has_gone(post: SendPair) -> None:
    post.post(b"one")
    post.name = post.batch.name(NOWHERE)
    others = [post.batch.name(NOWHERE) for _ in range(200)]
    post.batch.flush()
    assert post.received(1) == [b"one"]
    assert len(others) == 200


def test_what_is_too_old_to_be_sealed_again_is_left_out_and_the_rest_goes_on(post: SendPair) -> None:
    profile = PROFILES[0]
    protector = Protector(profile, bytes(profile.key + profile.salt))
    sender = SrtpSender(post.batch, protector, post.incoming.getsockname()[:2])
    for seq in (5000, 10, 5001):
        sender.send(HEADER.pack(VERSION, OPUS, seq, 0, 1) + b"opus")
    post.batch.flush()
    assert len(post.received(2)) == 2
    assert post.counters.unsent == 1
