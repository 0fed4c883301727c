"""The handshake of a simulated person, when what was said last in it gets lost."""

import time
from collections.abc import Iterable

import pytest

from realtime.meeting.forwarder.dtls import Certificate
from realtime.meeting.forwarder.dtls import Handshake as HouseHandshake
from realtime.simulate.meeting import dtls


@pytest.fixture
def certificate() -> Certificate:
    return Certificate()


def hand(flight: Iterable[bytes], to: HouseHandshake | dtls.Handshake) -> list[bytes]:
    """What is answered to ``flight``."""
    return [answer for datagram in list(flight) for answer in to.take(datagram)]


def test_who_has_not_heard_the_last_words_asks_for_them_again(certificate: Certificate) -> None:
    house = HouseHandshake(certificate, dtls.fingerprint())
    guest = dtls.Handshake(is_client=True, expected=certificate.fingerprint)
    said = list(guest.take())
    while not house.done:
        lost = hand(said, house)
        said = said if house.done else hand(lost, guest)
    assert hand(said, house) == [], "the very same records are taken for a repetition by a stranger"
    while not (again := list(guest.again())):
        time.sleep(0.05)
    hand(hand(again, house), guest)
    assert guest.is_over


def test_whose_last_words_were_not_heard_says_them_again(certificate: Certificate) -> None:
    house = HouseHandshake(certificate, dtls.fingerprint(), calls=True)
    guest = dtls.Handshake(is_client=False, expected=certificate.fingerprint)
    said = list(house.take())
    while not guest.is_over:
        lost = hand(said, guest)
        said = said if guest.is_over else hand(lost, house)
    while not (again := list(house.again())):
        time.sleep(0.05)
    hand(hand(again, guest), house)
    assert house.done
