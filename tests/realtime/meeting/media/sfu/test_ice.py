import pytest
from aioice import stun
from hypothesis import given
from hypothesis import strategies as st

from realtime.meeting.media.sfu.ice import (
    MOST_ADDRESSES,
    MOST_CHECKS,
    IceLiteAgent,
    answer_probe,
    read_check,
    ufrags,
)
from rooms.meetings.ice import UDP_PROBE

HOME, STREET = ("192.0.2.1", 1000), ("192.0.2.2", 2000)


@pytest.fixture
def agent() -> IceLiteAgent:
    agent = IceLiteAgent()
    agent.peer = "nadia"
    return agent


def written(
    agent: IceLiteAgent, *, name: str = "", password: str = "", nominate: bool = True, mark: bool = True
) -> bytes:
    check = stun.Message(stun.Method.BINDING, stun.Class.REQUEST)
    check.attributes["USERNAME"] = name or f"{agent.ufrag}:nadia"
    check.attributes["PRIORITY"] = 1
    if nominate:
        check.attributes["USE-CANDIDATE"] = None
    check.add_message_integrity((password or agent.password).encode())
    if not mark:
        del check.attributes["FINGERPRINT"]
    return bytes(check)


def check(agent: IceLiteAgent, **words: object) -> stun.Message:
    message = read_check(written(agent, **words))  # type: ignore[arg-type]
    assert message is not None
    return message


def test_a_check_names_the_connection_it_is_for(agent: IceLiteAgent) -> None:
    assert ufrags(check(agent)) == (agent.ufrag, "nadia")


def test_whoever_knows_the_password_is_told_their_address(agent: IceLiteAgent) -> None:
    asked = check(agent)
    result = agent.answer(asked, HOME)
    assert result is not None
    answer = stun.parse_message(result.answer)
    assert answer.attributes["XOR-MAPPED-ADDRESS"] == HOME
    assert answer.transaction_id == asked.transaction_id
    assert answer.check_message_integrity(agent.password.encode())
    assert agent.address == HOME


def test_the_answer_is_never_longer_than_the_check(agent: IceLiteAgent) -> None:
    result = agent.answer(check(agent, nominate=False), ("2001:db8::1", 5))
    assert result is not None
    assert len(result.answer) <= len(written(agent, nominate=False))


def test_who_does_not_know_it_gets_nothing(agent: IceLiteAgent) -> None:
    assert agent.answer(check(agent, password="guessed"), HOME) is None
    assert agent.answer(check(agent, name=f"{agent.ufrag}:marcel"), HOME) is None
    assert (agent.address, list(agent.addresses)) == (None, [])


def test_a_check_may_come_before_the_answer(agent: IceLiteAgent) -> None:
    agent.peer = ""
    assert agent.answer(check(agent), HOME)


def test_media_follow_a_phone_that_changes_its_network(agent: IceLiteAgent) -> None:
    agent.answer(check(agent), HOME)
    agent.answer(check(agent), STREET)
    assert agent.address == STREET


def test_but_not_where_it_only_looks(agent: IceLiteAgent) -> None:
    agent.answer(check(agent), HOME)
    agent.answer(check(agent, nominate=False), STREET)
    assert agent.address == HOME
    assert list(agent.addresses) == [HOME, STREET]


def test_what_is_overheard_and_repeated_from_elsewhere_moves_nothing(agent: IceLiteAgent) -> None:
    overheard = check(agent)
    agent.answer(overheard, HOME)
    assert agent.answer(overheard, STREET) is None
    assert agent.answer(overheard, HOME), "but a browser may repeat itself"
    assert agent.address == HOME


def test_addresses_and_checks_cost_no_memory_without_end(agent: IceLiteAgent) -> None:
    agent.answer(check(agent), HOME)
    for port in range(MOST_CHECKS + 50):
        agent.answer(check(agent, nominate=False), ("192.0.2.3", port))
    assert len(agent.addresses) == MOST_ADDRESSES
    assert HOME in agent.addresses, "where media go is not forgotten"


def test_a_check_without_its_fingerprint_is_none(agent: IceLiteAgent) -> None:
    assert read_check(written(agent, mark=False)) is None


def knocked(address: tuple[str, int], word: str = UDP_PROBE.password) -> tuple[bytes, bytes | None]:
    """Return a page's UDP probe, and the answer."""
    agent = IceLiteAgent()
    agent.ufrag, agent.password = UDP_PROBE.ufrag, word
    asked = written(agent)
    message = read_check(asked)
    assert message is not None
    return asked, answer_probe(message, address)


def test_at_the_door_anybody_who_knows_its_word_is_told_their_address() -> None:
    asked, answer = knocked(HOME)
    assert answer is not None
    told = stun.parse_message(answer)
    assert told.attributes["XOR-MAPPED-ADDRESS"] == HOME
    assert told.transaction_id == stun.parse_message(asked).transaction_id
    assert told.check_message_integrity(UDP_PROBE.password.encode())


def test_what_the_door_is_answered_is_no_longer_than_the_knock() -> None:
    asked, answer = knocked(("2001:db8::1", 5))
    assert answer is not None
    assert len(answer) <= len(asked)


def test_who_does_not_know_the_word_of_the_door_gets_nothing() -> None:
    assert knocked(HOME, "some other word of enough letters")[1] is None


def test_answers_are_not_checks(agent: IceLiteAgent) -> None:
    result = agent.answer(check(agent), HOME)
    assert result is not None
    assert read_check(result.answer) is None


@given(st.binary(max_size=120), st.integers(0, 120), st.integers(0, 30))
def test_no_bytes_make_it_stumble(junk: bytes, at: int, cut: int) -> None:
    real = written(IceLiteAgent())
    read_check(junk)
    read_check(real[:at] + junk[:20] + real[at + cut :])
    read_check(real[:2] + (len(junk)).to_bytes(2, "big") + real[4:20] + junk)
