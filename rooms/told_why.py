"""Say why a decision was taken, in the language of whoever reads: what the house counted is kept as facts.

What somebody wrote themselves is told as it is, and so is a sentence that was kept before.
"""

import re
from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rooms.models import Decision, Room

Act = Decision.Act
_CLEARED = re.compile(r"n=(?P<count>\d+)(?: code=(?P<code>\S+))?(?: · (?P<typed>.*))?", re.DOTALL)


def cleared(count: int, code: str = "", typed: str = "") -> str:
    """Return what is kept of so many texts: of one person, or of who came by ``code``."""
    facts = f"n={count} code={code}" if code else f"n={count}"
    return f"{facts} · {typed}" if typed else facts


def told_why(taken: Decision) -> str:
    """Return why it was decided, or how much it was about."""
    tell = _FACTS.get(Act(taken.act))
    return tell(taken.why) if tell else taken.why


def _holding(kept: str) -> str:
    return str(Room.Holds(kept).label) if kept in Room.Holds.values else kept


def _slowing(kept: str) -> str:
    if not kept.isdecimal():
        return kept
    if not int(kept):
        return _("chacun·e écrit quand il ou elle veut")
    told = ngettext(
        "%(count)d seconde entre deux messages", "%(count)d secondes entre deux messages", int(kept)
    )
    return told % {"count": int(kept)}


def _listing(kept: str) -> str:
    if not kept.isdecimal():
        return kept
    return ngettext("%(count)d expression", "%(count)d expressions", int(kept)) % {"count": int(kept)}


def _clearing(kept: str) -> str:
    facts = _CLEARED.fullmatch(kept)
    if facts is None:
        return kept
    count = int(facts["count"])
    told = ngettext("%(count)d texte", "%(count)d textes", count) % {"count": count}
    if facts["code"]:
        told = _("%(told)s de qui est venu par le code %(code)s") % {"told": told, "code": facts["code"]}
    return " · ".join(filter(None, (told, facts["typed"])))


_FACTS: dict[Act, Callable[[str], str]] = {
    Act.HOLD_ROOM: _holding,
    Act.SLOW: _slowing,
    Act.WORDS: _listing,
    Act.CLEAR: _clearing,
    Act.UNCLEAR: _clearing,
}
