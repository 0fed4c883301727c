"""Why a socket is closed. 4000 to 4499: reconnect, after a random delay. 4500 to 4999: do not."""

from enum import IntEnum


class Close(IntEnum):
    """Close codes of this wire; those under 4000 are RFC 6455's."""

    RESTART = 4001
    SLOW = 4008
    TOO_MUCH = 4029
    BAD_MESSAGE = 4400
    SIGNED_OUT = 4501
    REMOVED = 4503
    OUTDATED = 4506
    TOO_MANY_SOCKETS = 4529


MEANING = {
    Close.RESTART: "The service restarts; come back.",
    Close.SLOW: "You did not read fast enough; come back and catch up.",
    Close.TOO_MUCH: "You sent too much at once; come back and send less.",
    Close.BAD_MESSAGE: "You sent what is not of this wire, twice.",
    Close.SIGNED_OUT: "You are not signed in, or no longer.",
    Close.REMOVED: "You may no longer enter.",
    Close.OUTDATED: "Your page is of another version; load it afresh.",
    Close.TOO_MANY_SOCKETS: "You have too many pages open.",
}


def comes_back(code: int) -> bool:
    """Return whether a client should reconnect after ``code``."""
    return code < 4500


def close_label(code: int) -> str:
    """Return ``code`` as a metric label; codes invented by clients share one label."""
    return str(code) if code < 3000 or code in MEANING else "other"
