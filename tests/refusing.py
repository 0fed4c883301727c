"""Helpers for tests that expect a refusal."""

from collections.abc import Callable
from typing import Any

import pytest

from people.refusals import Refusal


def refusal(service: Callable[..., Any], *given: Any, **named: Any) -> Refusal:
    """Return the refusal that ``service`` raises; the test fails if it raises none."""
    with pytest.raises(Refusal) as no:
        service(*given, **named)
    return no.value


def refused(service: Callable[..., Any], *given: Any, **named: Any) -> str:
    """Return the code of the refusal that ``service`` raises."""
    return refusal(service, *given, **named).code
