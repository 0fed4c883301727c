"""Hear a rule say no."""

from collections.abc import Callable
from typing import Any

import pytest

from people.refusals import Refusal


def refusal(service: Callable[..., Any], *given: Any, **named: Any) -> Refusal:
    """What ``service`` refuses with; the test fails when it does not."""
    with pytest.raises(Refusal) as no:
        service(*given, **named)
    return no.value


def refused(service: Callable[..., Any], *given: Any, **named: Any) -> str:
    """The code with which a rule says no."""
    return refusal(service, *given, **named).code
