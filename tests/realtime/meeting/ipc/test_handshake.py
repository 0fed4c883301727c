"""Both ends prove that they know the key, and nothing overheard can be replayed."""

import pytest

from realtime.meeting.ipc.frames import HandshakeHello, HandshakeReady
from realtime.meeting.ipc.handshake import GatewayHandshake, HandshakeRefused, LeaderHandshake


def test_two_ends_with_the_same_key_trust_each_other() -> None:
    leader, server = LeaderHandshake("one key"), GatewayHandshake("one key")
    server.check(leader.answer(server.hello(leader.challenge())))


def test_a_server_with_another_key_is_a_stranger() -> None:
    leader = LeaderHandshake("one key")
    with pytest.raises(HandshakeRefused):
        leader.answer(GatewayHandshake("another key").hello(leader.challenge()))


def test_a_leader_with_another_key_is_a_stranger() -> None:
    leader, server = LeaderHandshake("another key"), GatewayHandshake("one key")
    hello = server.hello(leader.challenge())
    with pytest.raises(HandshakeRefused):
        server.check(HandshakeReady(hello.proof))


def test_a_hello_that_was_overheard_is_not_believed_again() -> None:
    leader, server = LeaderHandshake("one key"), GatewayHandshake("one key")
    overheard = server.hello(leader.challenge())
    with pytest.raises(HandshakeRefused):
        LeaderHandshake("one key").answer(overheard)
    with pytest.raises(HandshakeRefused):
        leader.answer(HandshakeHello(overheard.proof, b"another"))
