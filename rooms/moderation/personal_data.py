"""What ``rooms.moderation`` keeps of somebody: what they reported, what the team told them, why they stay
outside."""

from django.db.models import Q

from people.data import Facts, Link, PersonalData
from people.models import Person
from rooms.moderation.models import Announcement, Bar, Clearing, Outcome, ReadyWord, Report


def _erase(person: Person, _by: Person) -> None:
    Report.objects.filter(Q(by=person) | Q(whom=person)).delete()
    Bar.objects.filter(person=person).delete()
    Outcome.objects.filter(person=person).delete()
    Announcement.objects.filter(by=person).delete()
    Announcement.seen_by.through.objects.filter(person=person).delete()


def _export(person: Person) -> Facts:
    made = Report.objects.filter(by=person).select_related("room", "whom")
    barred = Bar.objects.filter(person=person).first()
    told = Outcome.objects.filter(person=person).select_related("decision__room")
    said = Announcement.objects.filter(by=person).select_related("room")
    return {
        "reports": [_report(each) for each in made],
        "told": [_outcome(each) for each in told],
        "announced": [{"room": each.room.title, "words": each.body, "at": each.at} for each in said],
        "barred": {"why": barred.told, "at": barred.at} if barred else None,
    }


def _report(made: Report) -> Facts:
    whom = made.whom.name if made.whom else None
    return {"room": made.room.title, "post": made.post_id, "whom": whom, "word": made.word, "at": made.at}


def _outcome(told: Outcome) -> Facts:
    columns = ("told", "asked_at", "asked", "answered_at", "changed", "answer")
    about = {"room": told.decision.room.title, "act": told.decision.act}
    return about | {name: getattr(told, name) for name in columns}


LINKS = (
    Link(Report, "by"),
    Link(Report, "whom"),
    Link(Bar, "person"),
    Link(Bar, "by"),
    Link(Clearing, "by"),
    Link(Clearing, "person"),
    Link(ReadyWord, "changed_by"),
    Link(Outcome, "person", alone=("decision",)),
    Link(Announcement, "by"),
    Link(Announcement.seen_by.through, "person", alone=("announcement",)),
)
PERSONAL_DATA = PersonalData("moderation", _erase, _export, LINKS)
