"""Tags and filters of the pages of a session: the réglette, times left, the rule beside a score."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

register = template.Library()

MINUTE, HOUR = 60, 3_600


@dataclass(frozen=True, slots=True)
class Tick:
    """A tick of a rule at ``at`` per cent of its length."""

    at: float
    is_long: bool


@register.inclusion_tag("partials/rule.html")
def rule(seconds: int | None, left: float, added: int = 0) -> dict[str, Any]:
    """``{% rule seconds left added %}``: the réglette of a phase, of which ``left`` seconds are left, and to
    which ``added`` seconds of grace were riveted. ``static/js/rule.js`` draws the same."""
    total = seconds + added if seconds else 0
    return {
        "seconds": seconds or "",
        "added": added,
        "ticks": ticks(total),
        "left": _percent(min(max(left, 0), total), total),
        "grace": _percent(added, total),
    }


def ticks(total: int) -> list[Tick]:
    """Return the ticks of a rule of ``total`` seconds: one a minute, fewer where they would touch, six a
    minute for three minutes at most."""
    step, every = _scale(total)
    return [Tick(_percent(at, total), at % (step * every) == 0) for at in range(0, total, step)]


def _scale(total: int) -> tuple[int, int]:
    """Return the seconds between two ticks, and how many of them are between two long ones."""
    if total <= 3 * MINUTE:
        return 10, 6
    if total <= HOUR:
        return MINUTE, 5
    return (5 * MINUTE, 3) if total <= 3 * HOUR else (15 * MINUTE, 4)


def _percent(part: float, whole: float) -> float:
    return round(100 * part / whole, 3) if whole else 0


@register.filter
def clocked(seconds: float) -> str:
    """Format what a clock shows: « 7:42 », « 1:07:42 »."""
    minutes, rest = divmod(int(max(seconds, 0)), MINUTE)
    hours, minutes = divmod(minutes, MINUTE)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


@register.filter
def long(seconds: int | None) -> str:
    """Format how long a phase is: « 12 min », « 1 min 30 », « 20 s »; « tant qu’il faut » without an end."""
    if seconds is None:
        return pgettext("durée", "sans fin")
    minutes, rest = divmod(seconds, MINUTE)
    if not minutes:
        return _("%(seconds)d\u00a0s") % {"seconds": rest}
    if rest:
        return _("%(minutes)d\u00a0min\u00a0%(seconds)02d") % {"minutes": minutes, "seconds": rest}
    return _("%(minutes)d\u00a0min") % {"minutes": minutes}
