"""Somebody comes to a room: what every page of a room starts from, and what it answers when it may not."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone

from frontend import away
from people.models import Person
from people.refusals import Refusal
from rooms import reading, rules
from rooms.models import Membership, Room
from rooms.turns import role_of

P = ParamSpec("P")
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Visit:
    """A person in a room. ``role`` is ``participant``, ``artist``, ``staff``, or None."""

    person: Person
    room: Room
    membership: Membership | None
    now: datetime = field(default_factory=timezone.now)

    @property
    def role(self) -> str | None:
        """What the person is here."""
        return role_of(self.person, self.membership)

    @property
    def leads(self) -> bool:
        """Whether they ask consignes and change the room's face."""
        return self.role in rules.LEADERS

    @property
    def moderates(self) -> bool:
        """Whether they are of the team."""
        return self.role == Membership.Role.STAFF

    @property
    def silence(self) -> str:
        """The sentence that says why they may not write here now; empty when they may."""
        try:
            rules.may_write(self.role, self.membership, self.room, self.now)
        except Refusal as refusal:
            return refusal.sentence
        return ""

    @property
    def waits(self) -> bool:
        """Whether the room has not opened for them yet."""
        return self.room.moment(self.now) == Room.Moment.BEFORE and not self.leads

    @property
    def is_new(self) -> bool:
        """Whether they came in to take part less than a day ago, and have said nothing yet."""
        if self.membership is None or self.role != Membership.Role.PARTICIPANT:
            return False
        return self.now - self.membership.joined_at < DAY and not reading.has_spoken(self.person, self.room)

    def enter(self) -> None:
        """Raises ``removed``, ``not_member``: what keeps somebody from reading here."""
        rules.was_not_removed(self.membership)
        rules.may_read(self.role, self.room)


def visiting(
    view: Callable[Concatenate[HttpRequest, Visit, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """``view(request, visit, …)`` at an address with a ``slug``, for those who may read there.

    A ``Refusal`` that the view does not answer itself becomes a page that gives the text back.
    """

    @wraps(view)
    def page(request: HttpRequest, slug: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        room = reading.on_stage(slug)
        if room is None:
            raise Http404
        if not request.user.is_authenticated:
            return away.signed_out(request, away.form_of(request, room))
        visit = Visit(request.user, room, reading.membership(request.user, room))
        try:
            visit.enter()
            away.pace(request, visit.person)
            return view(request, visit, *args, **kwargs)
        except Refusal as refusal:
            return away.refused(request, refusal, room)

    return page
