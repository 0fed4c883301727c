import time

import pytest

from realtime.meeting.forwarder.dtls import LARGEST, RECORD_HEADER, Broken, Certificate, Handshake, datagrams
from realtime.meeting.forwarder.srtp import PROFILES

HOUSE, BROWSER = Certificate(), Certificate()


def both(expected: str = BROWSER.fingerprint) -> tuple[Handshake, Handshake]:
    return Handshake(HOUSE, expected), Handshake(BROWSER, HOUSE.fingerprint, calls=True)


def hand(flight: list[bytes], to: Handshake) -> list[bytes]:
    """What is answered to ``flight``."""
    return [answer for datagram in flight for answer in to.take(datagram)]


def shake(house: Handshake, browser: Handshake) -> None:
    """Carry datagrams both ways until neither says anything more."""
    said = list(browser.take())
    while said:
        said = hand(hand(said, house), browser)


def test_both_have_the_same_keys_in_the_end() -> None:
    house, browser = both()
    shake(house, browser)
    assert house.done
    assert browser.done
    profile, heard, said = house.keys()
    assert browser.keys() == (profile, said, heard)
    assert profile is PROFILES[0], "the fastest that both have"
    assert heard != said


def test_whoever_has_another_certificate_than_the_answer_names_is_refused() -> None:
    house, browser = both(expected=Certificate().fingerprint)
    with pytest.raises(Broken):
        shake(house, browser)
    assert not house.done


def test_what_is_lost_is_said_again() -> None:
    house, browser = both()
    lost = hand(list(browser.take()), house)
    wait = house.wait()
    assert lost
    assert wait is not None
    time.sleep(wait)
    said = hand(list(house.again()), browser)
    hand(hand(said, house), browser)
    assert house.done
    assert browser.done


def test_who_has_not_heard_the_last_words_asks_for_them_again() -> None:
    house, browser = both()
    said = list(browser.take())
    while not house.done:
        lost = hand(said, house)
        said = said if house.done else hand(lost, browser)
    assert hand(said, house) == [], "the very same records are taken for a repetition by a stranger"
    while not (again := list(browser.again())):
        time.sleep(0.05)
    hand(hand(again, house), browser)
    assert browser.done


def test_nonsense_breaks_nothing_that_stands() -> None:
    house, browser = both()
    shake(house, browser)
    assert list(house.take(b"\x16" + bytes(60))) == []
    assert house.done
    assert not house.ended


def test_a_goodbye_is_heard() -> None:
    house, browser = both()
    shake(house, browser)
    for datagram in house.end():
        list(browser.take(datagram))
    assert browser.ended


def test_a_goodbye_before_it_began_says_nothing() -> None:
    house, _ = both()
    assert list(house.end()) == []


def test_records_are_never_cut() -> None:
    records = [bytes(11) + size.to_bytes(2, "big") + bytes(size) for size in (700, 300, 900, 100)]
    packed = list(datagrams(b"".join(records)))
    assert b"".join(packed) == b"".join(records)
    assert [len(datagram) for datagram in packed] == [1000 + 2 * RECORD_HEADER, 1000 + 2 * RECORD_HEADER]
    assert max(map(len, packed)) <= LARGEST
