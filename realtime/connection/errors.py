"""Twisted's errors in our log. Daphne sends all of its log nowhere, and with it each error in a callback."""

from typing import Any

from twisted.logger import (
    FilteringLogObserver,
    LogLevel,
    LogLevelFilterPredicate,
    STDLibLogObserver,
    globalLogPublisher,
)


def tell_errors() -> None:
    # Any: Twisted's interfaces are zope's, which mypy does not know.
    observer: Any = STDLibLogObserver("twisted")
    only_errors: Any = LogLevelFilterPredicate(defaultLogLevel=LogLevel.error)
    filtered: Any = FilteringLogObserver(observer, [only_errors])
    globalLogPublisher.addObserver(filtered)
