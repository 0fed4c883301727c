"""What ``rooms.helping`` keeps of somebody: what they asked of the team, and what it answered."""

from people.data import Facts, Link, PersonalData
from people.models import Person
from rooms.helping.models import HelpRequest

_COLUMNS = ("word", "page", "browser", "connected", "refusal", "answer", "at", "settled_at")


def _erase(person: Person, _by: Person) -> None:
    HelpRequest.objects.filter(by=person).delete()


def _export(person: Person) -> Facts:
    made = HelpRequest.objects.filter(by=person).select_related("room").order_by("pk")
    return {"requests": [_request(each) for each in made]}


def _request(made: HelpRequest) -> Facts:
    return {"room": made.room.title} | {name: getattr(made, name) for name in _COLUMNS}


LINKS = tuple(Link(HelpRequest, column) for column in ("by", "answered_by", "settled_by"))
PERSONAL_DATA = PersonalData("helping", _erase, _export, LINKS)
