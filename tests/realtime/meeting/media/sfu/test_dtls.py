import time

import pytest

from realtime.meeting.media.sfu.dtls import (
    LARGEST,
    RECORD_HEADER,
    DtlsCertificate,
    DtlsHandshake,
    HandshakeFailed,
    datagrams,
)
from realtime.meeting.media.sfu.srtp import PROFILES

HOUSE, BROWSER = DtlsCertificate(), DtlsCertificate()


def both(expected: str = BROWSER.fingerprint) -> tuple[DtlsHandshake, DtlsHandshake]:
    return DtlsHandshake(HOUSE, expected), DtlsHandshake(BROWSER, HOUSE.fingerprint, is_client=True)


def hand(flight: list[bytes], to: DtlsHandshake) -> list[bytes]:
    """Return the answer to ``flight``."""
    return [answer for datagram in flight for answer in to.take(datagram)]


def shake(house: DtlsHandshake, browser: DtlsHandshake) -> None:
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
    house, browser = both(expected=DtlsCertificate().fingerprint)
    with pytest.raises(HandshakeFailed):
        shake(house, browser)
    assert not house.done


def test_what_is_lost_is_said_again() -> None:
    house, browser = both()
    lost = hand(list(browser.take()), house)
    wait = house.timeout()
    assert lost
    assert wait is not None
    time.sleep(wait)
    said = hand(list(house.retransmit()), browser)
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
    while not (again := list(browser.retransmit())):
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
    for datagram in house.shutdown():
        list(browser.take(datagram))
    assert browser.ended


def test_a_goodbye_before_it_began_says_nothing() -> None:
    house, _ = both()
    assert list(house.shutdown()) == []


def test_records_are_never_cut() -> None:
    records = [bytes(11) + size.to_bytes(2, "big") + bytes(size) for size in (700, 300, 900, 100)]
    packed = list(datagrams(b"".join(records)))
    assert b"".join(packed) == b"".join(records)
    assert [len(datagram) for datagram in packed] == [1000 + 2 * RECORD_HEADER, 1000 + 2 * RECORD_HEADER]
    assert max(map(len, packed)) <= LARGEST
