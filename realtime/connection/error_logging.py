"""Passes Twisted's errors to our log: Daphne discards its log, and with it every error in a callback."""

from typing import Any

from twisted.logger import (
    FilteringLogObserver,
    LogLevel,
    LogLevelFilterPredicate,
    STDLibLogObserver,
    globalLogPublisher,
)


def log_twisted_errors() -> None:
    """Log what Twisted logs as an error."""
    # Any: Twisted's interfaces are zope.interface's, which mypy does not know.
    observer: Any = STDLibLogObserver("twisted")
    only_errors: Any = LogLevelFilterPredicate(defaultLogLevel=LogLevel.error)
    filtered: Any = FilteringLogObserver(observer, [only_errors])
    globalLogPublisher.addObserver(filtered)
