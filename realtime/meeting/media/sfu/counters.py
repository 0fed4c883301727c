"""Counters of the SFU since it started, for ``/metrics``."""

from dataclasses import dataclass


@dataclass(slots=True)
class SfuCounters:
    """Counters that only grow, but for ``people``, who have a media connection now.

    ``strange``: datagrams from addresses that passed no check. ``forged``: SRTP authentication failed, or a
    replay. ``excess``: over one person's rate limit. ``held``: dropped because a host said so.
    """

    people: int = 0
    packets_in: int = 0
    packets_out: int = 0
    bytes_in: int = 0
    bytes_out: int = 0
    pictures_asked: int = 0
    nacks_in: int = 0
    nacks_out: int = 0
    resent: int = 0
    recovered: int = 0
    strange: int = 0
    forged: int = 0
    excess: int = 0
    malformed: int = 0
    held: int = 0
    unsent: int = 0
