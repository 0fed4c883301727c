"""Tags and filters of the pages of a session: the réglette, times left, the rule beside a score."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rooms.events import ShownSession
from rooms.sessions.timetable import ScoreSlot

register = template.Library()

MINUTE, HOUR = 60, 3_600
OPEN_ENDED = 5 * MINUTE  # what a phase without an end is drawn as
LONGEST = 2 * HOUR  # what is drawn of a phase that lasts longer


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


@register.inclusion_tag("partials/score_rule.html")
def score_rule(slot: ScoreSlot, total: int) -> dict[str, Any]:
    """``{% score_rule slot seconds %}``: the piece of the rule beside a phase of a score of ``total``
    seconds, with ticks at whole minutes of the score.

    Its strut is a minute wide, by ``score.css``, and so as tall as the phase is long; the rule grows with
    what stands beside it.
    """
    seconds = slot.phase.seconds or 0
    step = MINUTE if total <= 75 * MINUTE else 5 * MINUTE
    return {
        "minutes": round(min(seconds or OPEN_ENDED, LONGEST) / MINUTE, 3),
        "ticks": [
            Tick(_percent(at, seconds), (slot.after + at) % (5 * MINUTE) == 0)
            for at in range(-slot.after % step, seconds, step if seconds <= LONGEST else 15 * MINUTE)
        ],
    }


@register.filter
def score_size(total: int) -> str:
    """Return how long a score is, for the scale in which it is drawn: ``short``, ``hour`` or ``long``."""
    if total <= 30 * MINUTE:
        return "short"
    return "hour" if total <= 75 * MINUTE else "long"


@register.filter
def clock_start(seconds: int) -> str:
    """Format when a phase begins from the beginning of its score: « 0 », « 9 min »."""
    return long(seconds) if seconds else "0"


@register.filter
def clocked(seconds: float) -> str:
    """Format what a clock shows: « 7:42 », « 1:07:42 »."""
    minutes, rest = divmod(int(max(seconds, 0)), MINUTE)
    hours, minutes = divmod(minutes, MINUTE)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


@register.filter
def whole(session: ShownSession) -> int:
    """Return how long the current phase is with its grace, in seconds."""
    return (session.phase.seconds or 0) + session.added


@register.filter
def refresh_in(left: float) -> int:
    """Return in how many seconds a page without scripts asks again: just after the phase has changed."""
    return max(int(left) + 2, 2)


@register.filter
def long(seconds: int | None) -> str:
    """Format how long a phase is: « 12 min », « 1 min 30 », « 20 s »; « tant qu’il faut » without an end."""
    if seconds is None:
        return pgettext("durée", "sans fin")
    minutes, rest = divmod(seconds, MINUTE)
    if not minutes:
        return _("%(seconds)d\u00a0s") % {"seconds": rest}
    if rest:
        return _("%(minutes)d\u00a0min\u00a0%(seconds)02d") % {"minutes": minutes, "seconds": rest}
    return _("%(minutes)d\u00a0min") % {"minutes": minutes}
