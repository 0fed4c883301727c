"""An ICE-lite agent (RFC 8445 section 2.5): it answers connectivity checks, and sends none.

An address becomes known by a check from it that is signed with the connection's password. A page's UDP
probe, whose password is public, is answered in the same way, but makes no address known. Nothing else is
sent to an unknown address, and no answer is longer than its check: nothing can be amplified.
"""

import secrets
from collections import OrderedDict
from struct import error as StructError  # noqa: N812  # it is an exception
from typing import NamedTuple

from aioice import stun

from rooms.meetings.ice import UDP_PROBE

Address = tuple[str, int]
MOST_ADDRESSES = 8
MOST_CHECKS = 256


class CheckResult(NamedTuple):
    """``answer`` goes back to where the check came from; ``chosen``: media go there from now on.
    ``forgotten``: an earlier address that is not known any more."""

    answer: bytes
    chosen: bool
    forgotten: Address | None = None


def read_check(datagram: bytes) -> stun.Message | None:
    """Parse a binding request and check its FINGERPRINT; None when ``datagram`` is none.

    MESSAGE-INTEGRITY is left to ``IceLiteAgent.answer``, since the password depends on whom the check names.
    """
    try:
        message = stun.parse_message(datagram)
    except (ValueError, StructError):
        return None
    is_request = message.message_method is stun.Method.BINDING and message.message_class is stun.Class.REQUEST
    return message if is_request and "FINGERPRINT" in message.attributes else None


def ufrags(check: stun.Message) -> tuple[str, str]:
    """Return the user fragments in a check: ours, by which a connection is found, and the browser's."""
    own, _, browser = str(check.attributes.get("USERNAME", "")).partition(":")
    return own, browser


def answer_probe(check: stun.Message, address: Address) -> bytes | None:
    """Answer a page's UDP probe; None when it is not signed with the probe's password."""
    key = UDP_PROBE.password.encode()
    return _response(check, address, key) if check.check_message_integrity(key) else None


def _response(check: stun.Message, address: Address, key: bytes) -> bytes:
    response = stun.Message(stun.Method.BINDING, stun.Class.RESPONSE, check.transaction_id)
    response.attributes["XOR-MAPPED-ADDRESS"] = address
    response.add_message_integrity(key)
    return bytes(response)


class IceLiteAgent:
    """Our end of one connection. ``peer``: the browser's user fragment, once its answer is known."""

    def __init__(self) -> None:
        self.ufrag, self.password = secrets.token_hex(8), secrets.token_hex(16)
        self.peer = ""
        self.address: Address | None = None
        self.addresses: OrderedDict[Address, None] = OrderedDict()
        self._key = self.password.encode()
        self._checks: OrderedDict[bytes, Address] = OrderedDict()

    def answer(self, check: stun.Message, address: Address) -> CheckResult | None:
        """Answer a check that came from ``address``; None when it proves nothing."""
        if not check.check_message_integrity(self._key) or not self._is_mine(check):
            return None
        if self._checks.setdefault(check.transaction_id, address) != address:
            return None  # a replay, from another address, of a check that was overheard
        self._forget(self._checks, MOST_CHECKS)
        forgotten = self._learn(address)
        chosen = "USE-CANDIDATE" in check.attributes or self.address is None
        if chosen:
            self.address = address
        return CheckResult(_response(check, address, self._key), chosen, forgotten)

    def _is_mine(self, check: stun.Message) -> bool:
        own, browser = ufrags(check)
        return own == self.ufrag and (not self.peer or browser == self.peer)

    def _learn(self, address: Address) -> Address | None:
        """Know ``address``; return the one that is forgotten for it."""
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
