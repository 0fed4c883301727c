"""Say why a decision was taken, in the language of whoever reads: what was counted or set, and the reason."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rooms.hours import hour
from rooms.models import Decision, Room

Act = Decision.Act
Facts = Mapping[str, str | int]


def told_why(taken: Decision) -> str:
    """Return how much it was about, and why it was decided."""
    return " · ".join(filter(None, (told_facts(taken), taken.why)))


def told_facts(taken: Decision) -> str:
    """Return what the house counted, or what was set; empty where a decision has nothing of the kind."""
    tell = _TELL.get(Act(taken.act))
    return tell(taken.facts) if tell and taken.facts else ""


def _holding(facts: Facts) -> str:
    return str(Room.Holds(str(facts["holds"])).label)


def _slowing(facts: Facts) -> str:
    seconds = int(facts["seconds"])
    if not seconds:
        return _("chacun·e écrit quand il ou elle veut")
    told = ngettext(
        "%(count)d seconde entre deux messages", "%(count)d secondes entre deux messages", seconds
    )
    return told % {"count": seconds}


def _listing(facts: Facts) -> str:
    count = int(facts["count"])
    return ngettext("%(count)d expression", "%(count)d expressions", count) % {"count": count}


def _clearing(facts: Facts) -> str:
    count = int(facts["count"])
    told = ngettext("%(count)d texte", "%(count)d textes", count) % {"count": count}
    if not facts.get("code"):
        return told
    return _("%(told)s de qui est venu par le code %(code)s") % {"told": told, "code": facts["code"]}


def _until(facts: Facts) -> str:
    return _("jusqu’à %(hour)s") % {"hour": hour(datetime.fromtimestamp(int(facts["until"]) / 1_000, UTC))}


_TELL: dict[Act, Callable[[Facts], str]] = {
    Act.HOLD_ROOM: _holding,
    Act.SLOW: _slowing,
    Act.WORDS: _listing,
    Act.CLEAR: _clearing,
    Act.UNCLEAR: _clearing,
    Act.QUIET_A_WHILE: _until,
}
