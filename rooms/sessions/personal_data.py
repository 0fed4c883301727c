"""What ``rooms.sessions`` keeps of somebody: where they were and said that they had finished, time they were
given, what they told the others who lead.

Their texts are posts, which ``rooms`` erases and exports; those that nobody has seen go whole.
"""

from people.data import Facts, Link, PersonalData
from people.models import Person
from rooms.models import Post
from rooms.sessions import merging
from rooms.sessions.models import Finish, Grace, LeadWord, Participation, Session


def _erase(person: Person, _by: Person) -> None:
    Finish.objects.filter(person=person).delete()
    Participation.objects.filter(person=person).delete()
    Grace.objects.filter(person=person).delete()
    LeadWord.objects.filter(by=person).delete()
    Post.objects.filter(author=person, held__in=(Post.Held.DRAFT, Post.Held.SILENCE)).delete()


def _export(person: Person) -> Facts:
    finished = Finish.objects.filter(person=person).select_related("phase").order_by("pk")
    given = Grace.objects.filter(person=person).select_related("phase").order_by("pk")
    words = LeadWord.objects.filter(by=person).select_related("session").order_by("pk")
    led = Session.objects.filter(by=person).select_related("room").order_by("pk")
    there = Participation.objects.filter(person=person).select_related("session__room").order_by("pk")
    return {
        "took_part": [{"room": each.session.room.title, "session": each.session.title} for each in there],
        "composed": [{"room": each.room.title, "session": each.title} for each in led],
        "finished": [{"phase": each.phase.title, "at": each.at} for each in finished],
        "words_to_leaders": [
            {"session": each.session.title, "text": each.body, "at": each.at} for each in words
        ],
        "grace": [{"phase": each.phase.title, "until": each.until} for each in given],
    }


LINKS = (
    Link(Finish, "person", alone=("phase",)),
    Link(Participation, "person", alone=("session",)),
    Link(Grace, "person", alone=("phase",)),
    Link(LeadWord, "by", alone=("ref",), empties="ref"),
    Link(Session, "by", alone=("ref",), empties="ref"),
    Link(Session, "acted_by"),
)
PERSONAL_DATA = PersonalData("timed_sessions", _erase, _export, LINKS, merging.fold)
