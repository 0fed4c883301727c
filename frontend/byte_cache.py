"""A cache in this process's memory, bounded in bytes: what was not asked for longest leaves first."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import RLock
from typing import Any, TypeVar

T = TypeVar("T")

ENTRY = 200  # bytes that Python takes for each entry, roughly


class ByteCache:
    """Maps keys to values. Each entry may be ``about`` something, and is forgotten with it."""

    def __init__(self, limit: int) -> None:
        self.limit, self.size = limit, 0
        self._kept: OrderedDict[Hashable, tuple[Any, int, Hashable]] = OrderedDict()
        self._about: dict[Hashable, set[Hashable]] = {}
        self._lock = RLock()
        self._making = RLock()  # a drawing that held another would wait for itself

    def get(self, key: Hashable) -> Any:
        """Return the value of ``key``, or None."""
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key][0]

    def put(self, key: Hashable, value: Any, size: int, about: Hashable = None) -> None:
        """Keep ``value``, which takes ``size`` bytes; what is larger than the whole cache is not kept."""
        with self._lock:
            self._drop(key)
            if size + ENTRY > self.limit:
                return
            self._kept[key] = value, size + ENTRY, about
            self._about.setdefault(about, set()).add(key)
            self.size += size + ENTRY
            while self.size > self.limit:
                self._drop(next(iter(self._kept)))

    def get_or_make(
        self, key: Hashable, make: Callable[[], T], size: Callable[[T], int], about: Hashable = None
    ) -> T:
        """Return the value of ``key``; a thousand who ask for it at once have it made once."""
        kept: T | None = self.get(key)
        if kept is not None:
            return kept
        with self._making:
            kept = self.get(key)
            if kept is None:
                kept = make()
                self.put(key, kept, size(kept), about)
            return kept

    def forget(self, belongs: Callable[[Hashable], bool]) -> None:
        """Drop every entry about what ``belongs``."""
        with self._lock:
            self.forget_about(*filter(belongs, self._about))

    def forget_about(self, *abouts: Hashable) -> None:
        """Drop every entry about each of ``abouts``, without a look at the others."""
        with self._lock:
            for about in abouts:
                for key in list(self._about.get(about, ())):
                    self._drop(key)

    def clear(self) -> None:
        """Drop everything."""
        with self._lock:
            self._kept.clear()
            self._about.clear()
            self.size = 0

    def _drop(self, key: Hashable) -> None:
        if key not in self._kept:
            return
        _value, size, about = self._kept.pop(key)
        self.size -= size
        self._about[about].discard(key)
        if not self._about[about]:
            del self._about[about]


# Everything drawn in this process: some two hundred rooms that people read.
DRAWN = ByteCache(64 * 1024 * 1024)
