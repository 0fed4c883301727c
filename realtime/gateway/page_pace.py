"""The pace at which people get pages: past it each page waits its moment, and one too many is refused.

A person has a bucket, whatever they open: eight windows at once are well within it. Whoever is nobody yet
shares one with all in their network who are not either. So who asks in a loop is slowed, and nobody else is:
least of all those who are signed in on the same Wi-Fi.
"""

from functools import lru_cache

from django.conf import settings

from people.pacing import REMEMBERED, Bucket

LONGEST_WAIT = 10.0  # seconds


class PagePace:
    """The buckets of pages in this process: of people, and of networks."""

    def __init__(self) -> None:
        self._of_person = lru_cache(maxsize=REMEMBERED)(lambda _person: Bucket(*settings.HUB_PACE["pages"]))
        self._of_network = lru_cache(maxsize=REMEMBERED)(
            lambda _network: Bucket(*settings.HUB_PACE["strangers"])
        )

    def book(self, person: int | None, network: str) -> float:
        """Book the next page of ``person``, or of somebody unknown in ``network``. Return the seconds until
        its turn; it has none where they are more than ``LONGEST_WAIT``."""
        bucket = self._of_network(network) if person is None else self._of_person(person)
        return bucket.book(LONGEST_WAIT)
