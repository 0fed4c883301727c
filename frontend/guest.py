"""A room's page as somebody has it who takes part: for whoever leads, to look at."""

from datetime import timedelta
from typing import Any

from django.http import QueryDict

from frontend import own_pace, own_waiting, session_page
from frontend.forms import Form
from frontend.session_page import SILENCE, OwnText
from frontend.visits import Visit
from frontend.words import words
from people.models import Person
from rooms.events import ShownSession
from rooms.models import Membership

BEFORE = timedelta(days=2)


def guest_of(visit: Visit) -> Visit:
    """Return the visit of somebody who takes part, and has been here before."""
    who = Person(pk=0, name=visit.person.name)
    taking_part = Membership(
        person=who, room=visit.room, role=Membership.Role.PARTICIPANT, joined_at=visit.now - BEFORE
    )
    return Visit(who, visit.room, taking_part, visit.now)


def as_for_a_guest(guest: Visit, shown: ShownSession | None) -> dict[str, Any]:
    """Return the context of ``room.html`` that is one reader's own, while the session ``shown`` runs."""
    return {
        "session": shown,
        "own_text": session_page.draw(guest, _own(shown) if shown else OwnText()),
        "own_waiting": own_waiting.draw(guest),
        "own_pace": own_pace.draw(guest),
        "refresh": "",
        "status": 200,
        "unread_seq": 0,
        "form": Form(QueryDict()),
        "typed": "",
        "refusal": "",
        "undo": None,
        "words": words,
    }


def _own(shown: ShownSession) -> OwnText:
    if shown.phase.kind == SILENCE:
        return OwnText("writing", shown.phase.id)
    return OwnText("doing", shown.phase.id) if shown.phase.until_finished else OwnText()
