"""Both ends prove that they know the key, and nothing overheard can be said again."""

import pytest

from realtime.meeting.line.frames import Hello, Ready
from realtime.meeting.line.greeting import Leader, Server, Stranger


def test_two_ends_with_the_same_key_trust_each_other() -> None:
    leader, server = Leader("one key"), Server("one key")
    server.check(leader.answer(server.hello(leader.challenge())))


def test_a_server_with_another_key_is_a_stranger() -> None:
    leader = Leader("one key")
    with pytest.raises(Stranger):
        leader.answer(Server("another key").hello(leader.challenge()))


def test_a_leader_with_another_key_is_a_stranger() -> None:
    leader, server = Leader("another key"), Server("one key")
    hello = server.hello(leader.challenge())
    with pytest.raises(Stranger):
        server.check(Ready(hello.proof))


def test_a_hello_that_was_overheard_is_not_believed_again() -> None:
    leader, server = Leader("one key"), Server("one key")
    overheard = server.hello(leader.challenge())
    with pytest.raises(Stranger):
        Leader("one key").answer(overheard)
    with pytest.raises(Stranger):
        leader.answer(Hello(overheard.proof, b"another"))
