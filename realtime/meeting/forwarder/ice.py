"""An ICE-lite agent (RFC 8445 section 2.5): it answers connectivity checks, and sends none.

An address is known once a check has come from it that was signed with the connection's password. The knock
of a door, which everybody may sign, is answered in the same way, and makes no address known. Nothing else is
ever sent anywhere, and an answer is never longer than its check.
"""

import secrets
from collections import OrderedDict
from struct import error as StructError  # noqa: N812  # it is an exception
from typing import NamedTuple

from aioice import stun

from rooms.meetings.relaying import KNOCK

Address = tuple[str, int]
MOST_ADDRESSES = 8
MOST_CHECKS = 256


class Verdict(NamedTuple):
    """``answer`` goes back to where the check came from; ``chosen``: media go there from now on.
    ``forgotten``: an earlier address that is not known any more."""

    answer: bytes
    chosen: bool
    forgotten: Address | None = None


def read_check(datagram: bytes) -> stun.Message | None:
    """The binding request in ``datagram``, with its fingerprint checked; None when it is none.

    The signature is for ``Agent.answer`` to check: it takes the password of whom the check names.
    """
    try:
        message = stun.parse_message(datagram)
    except (ValueError, StructError):
        return None
    is_request = message.message_method is stun.Method.BINDING and message.message_class is stun.Class.REQUEST
    return message if is_request and "FINGERPRINT" in message.attributes else None


def named(check: stun.Message) -> tuple[str, str]:
    """The user fragments in a check: the house's, by which a connection is found, and the browser's."""
    house, _, browser = str(check.attributes.get("USERNAME", "")).partition(":")
    return house, browser


def echo(check: stun.Message, address: Address) -> bytes | None:
    """The answer to a door's knock, once for each; None when it is not signed with the door's word."""
    key = KNOCK.password.encode()
    return _response(check, address, key) if check.check_message_integrity(key) else None


def _response(check: stun.Message, address: Address, key: bytes) -> bytes:
    response = stun.Message(stun.Method.BINDING, stun.Class.RESPONSE, check.transaction_id)
    response.attributes["XOR-MAPPED-ADDRESS"] = address
    response.add_message_integrity(key)
    return bytes(response)


class Agent:
    """The house's end of one connection. ``peer``: the browser's user fragment, once its answer is known."""

    def __init__(self) -> None:
        self.ufrag, self.password = secrets.token_hex(8), secrets.token_hex(16)
        self.peer = ""
        self.address: Address | None = None
        self.addresses: OrderedDict[Address, None] = OrderedDict()
        self._key = self.password.encode()
        self._checks: OrderedDict[bytes, Address] = OrderedDict()

    def answer(self, check: stun.Message, address: Address) -> Verdict | None:
        """Answer a check that came from ``address``; None when it proves nothing."""
        if not check.check_message_integrity(self._key) or not self._is_mine(check):
            return None
        if self._checks.setdefault(check.transaction_id, address) != address:
            return None  # somebody repeats from elsewhere what was overheard
        self._forget(self._checks, MOST_CHECKS)
        forgotten = self._learn(address)
        chosen = "USE-CANDIDATE" in check.attributes or self.address is None
        if chosen:
            self.address = address
        return Verdict(_response(check, address, self._key), chosen, forgotten)

    def _is_mine(self, check: stun.Message) -> bool:
        house, browser = named(check)
        return house == self.ufrag and (not self.peer or browser == self.peer)

    def _learn(self, address: Address) -> Address | None:
        """Know ``address``; the one that is forgotten for it."""
        self.addresses[address] = None
        self.addresses.move_to_end(address)
        if len(self.addresses) <= MOST_ADDRESSES:
            return None
        forgotten = next(known for known in self.addresses if known != self.address)
        del self.addresses[forgotten]
        return forgotten

    @staticmethod
    def _forget(known: OrderedDict[bytes, Address], most: int) -> None:
        while len(known) > most:
            known.popitem(last=False)
