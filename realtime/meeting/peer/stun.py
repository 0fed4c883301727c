"""ICE connectivity checks of a peer (RFC 8445, 8489), enough towards a media server."""

import secrets
from collections.abc import Mapping
from typing import Any

from aioice.stun import Class, Message, Method, parse_message

PRIORITY = 1_853_824_767  # a peer-reflexive candidate of component 1 (RFC 8445 section 5.1.2.1)
Address = tuple[str, int]


class ConnectivityChecks:
    """Writes and reads checks between ``own`` and ``theirs``, each a user fragment and a password."""

    def __init__(self, own: tuple[str, str], theirs: tuple[str, str], *, controls: bool) -> None:
        self._own, self._theirs, self._controls = own, theirs, controls
        self._breaker = secrets.randbits(64)

    def request(self, transaction: bytes, *, nominates: bool) -> bytes:
        """Write a binding request; ``transaction`` is of 12 bytes."""
        facts: dict[str, Any] = {"USERNAME": f"{self._theirs[0]}:{self._own[0]}", "PRIORITY": PRIORITY}
        facts["ICE-CONTROLLING" if self._controls else "ICE-CONTROLLED"] = self._breaker
        if nominates and self._controls:
            facts["USE-CANDIDATE"] = None
        return self._signed(Class.REQUEST, transaction, facts, self._theirs[1])

    def response(self, request: Message, source: Address) -> bytes:
        """Write the response to a request that came from ``source``."""
        facts = {"XOR-MAPPED-ADDRESS": source}
        return self._signed(Class.RESPONSE, request.transaction_id, facts, self._own[1])

    def is_theirs(self, message: Message) -> bool:
        """Whether ``message`` is signed with the password that goes with it."""
        is_request = message.message_class == Class.REQUEST
        return message.check_message_integrity((self._own if is_request else self._theirs)[1].encode())

    def _signed(self, kind: Class, transaction: bytes, facts: Mapping[str, Any], password: str) -> bytes:
        message = Message(Method.BINDING, kind, transaction, dict(facts))
        message.add_message_integrity(password.encode())
        return bytes(message)


def read(data: bytes) -> Message | None:
    """Parse a STUN message; None when it is none."""
    try:
        return parse_message(data)
    except ValueError:
        return None
