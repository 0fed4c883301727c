"""What is between somebody and the team in a room: their words that it reads first, what it
decided about them, what they reported; and what it says to everybody."""

from collections.abc import Callable
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from frontend.render_cache import draw_part
from frontend.said_html import said_html
from frontend.visits import Visit
from rooms import holding
from rooms.kinds import kind_of
from rooms.models import Comment, Post
from rooms.moderation import announcing, appealing, reporting
from rooms.moderation.models import Outcome


@dataclass(frozen=True, slots=True)
class Waiting:
    """Words that the team reads first, with what it decided about them, if anything."""

    said: Post | Comment
    outcome: Outcome | None

    @property
    def is_asked(self) -> bool:
        """Whether the team asks that they be corrected, which can be done where they stand."""
        is_edited = isinstance(self.said, Comment) or not kind_of(self.said.kind).not_edited
        return bool(self.said.told) and not self.said.is_refused and is_edited


def draw(visit: Visit, help_told: Callable[[], str] = str) -> SafeString:
    """Return the part of the page that lists it, then ``help_told``; empty where there never was anything."""
    number = visit.membership.waiting if visit.membership else 0
    announced = announcing.unseen(visit.room, visit.person)
    context = {"room": visit.room, "number": number, "announcement": announced}
    if number:
        return _drawn(context | _all_of(visit) | {"help_told": help_told()})
    if announced:
        return _drawn(context)
    return draw_part(("none waits",), visit.room.pk, lambda: _drawn(context))


def _drawn(context: dict[str, object]) -> SafeString:
    return mark_safe(render_to_string("partials/own_waiting.html", context))  # noqa: S308 -- our own template


def _all_of(visit: Visit) -> dict[str, object]:
    told = appealing.told(visit.room, visit.person.pk)
    outcomes: dict[Post | Comment | Outcome, Outcome] = {_about(each) or each: each for each in told}
    waiting = [Waiting(said, outcomes.pop(said, None)) for said in _own(visit)]
    return {
        "things": waiting,
        "outcomes": [(each, said_html(said) if (said := _about(each)) else "") for each in outcomes.values()],
        "reports": list(reporting.told(visit.room, visit.person.pk)),
    }


def _own(visit: Visit) -> list[Post | Comment]:
    return [*holding.posts(visit.room, visit.person), *holding.comments(visit.room, visit.person)]


def _about(outcome: Outcome) -> Post | Comment | None:
    return outcome.decision.comment or outcome.decision.post
