"""The context of every page of a room: who asks, for which room, in which role."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone

from frontend import access
from people.models import Person
from people.refusals import Refusal
from rooms import getting_through, reading, rules
from rooms.models import Membership, Room
from rooms.transaction import role_of

P = ParamSpec("P")
DAY = timedelta(days=1)
TOO_SOON = 429


@dataclass(frozen=True, slots=True)
class Visit:
    """A person who asks for a page of a room. ``role``: ``participant``, ``artist``, ``staff``, or None."""

    person: Person
    room: Room
    membership: Membership | None
    now: datetime = field(default_factory=timezone.now)

    @property
    def role(self) -> str | None:
        """The role of the person in this room."""
        return role_of(self.person, self.membership)

    @property
    def leads(self) -> bool:
        """Whether they may pin consignes, hide a text, and change the settings of the room."""
        return self.role in rules.LEADERS

    @property
    def moderates(self) -> bool:
        """Whether they may moderate: they are of the team."""
        return self.role == Membership.Role.STAFF

    @property
    def silence(self) -> str:
        """The sentence that tells why they may not write here now; empty if they may."""
        try:
            rules.may_write(self.role, self.membership, self.room, self.now)
        except Refusal as refusal:
            return refusal.sentence
        return ""

    @property
    def shut(self) -> str:
        """The sentence that tells why they may not take part here now, whatever the phase of a session lets
        people do; empty if they may."""
        try:
            rules.may_take_part(self.role, self.membership, self.room, self.now)
        except Refusal as refusal:
            return refusal.sentence
        return ""

    @property
    def is_quieted(self) -> bool:
        """Whether the team keeps them from writing here."""
        return self.membership is not None and self.membership.is_quiet(self.now)

    @property
    def waits(self) -> bool:
        """Whether the room is not open to them yet."""
        return self.room.moment(self.now) == Room.Moment.BEFORE and not self.leads

    @property
    def is_new(self) -> bool:
        """Whether they joined as a participant less than a day ago, and have written nothing yet."""
        if self.membership is None or self.role != Membership.Role.PARTICIPANT:
            return False
        return self.now - self.membership.joined_at < DAY and not reading.has_spoken(self.person, self.room)

    def enter(self) -> None:
        """Check that they may read here. Raises ``removed``, ``not_member``."""
        rules.was_not_removed(self.membership)
        rules.may_read(self.role, self.room)


def visiting(
    view: Callable[Concatenate[HttpRequest, Visit, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Call ``view(request, visit, …)`` for the room of the address's ``slug``, if the person may read it.

    A ``Refusal`` that the view does not handle becomes a page that gives the typed text back.
    """

    @wraps(view)
    def page(request: HttpRequest, slug: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        room = reading.on_stage(slug)
        if room is None:
            raise Http404
        if not request.user.is_authenticated:
            return access.signed_out(request, access.form_address(request, room))
        visit = Visit(request.user, room, reading.membership(request.user, room))
        try:
            visit.enter()
            access.pace(request, visit.person)
            return _told(request, visit, view(request, visit, *args, **kwargs))
        except Refusal as refusal:
            return _told(request, visit, access.refused(request, refusal, room))

    return page


def _told(request: HttpRequest, visit: Visit, answer: HttpResponseBase) -> HttpResponseBase:
    """Return ``answer``; tell whether what was sent got through. What came too soon is neither."""
    if request.method == "POST" and answer.status_code != TOO_SOON:
        getting_through.tell(visit.room, visit.person, visit.role, refused=answer.status_code >= 400)
    return answer
