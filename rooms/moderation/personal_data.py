"""What ``rooms.moderation`` keeps of somebody: what they reported, why they stay outside."""

from people.data import Facts, PersonalData
from people.models import Person
from rooms.moderation.models import Bar, Report


def _erase(person: Person, _by: Person) -> None:
    Report.objects.filter(by=person).delete()
    Bar.objects.filter(person=person).delete()


def _export(person: Person) -> Facts:
    made = Report.objects.filter(by=person).select_related("room")
    barred = Bar.objects.filter(person=person).first()
    kept_out = {"why": barred.told, "at": barred.at} if barred else None
    return {"reports": [_report(each) for each in made], "barred": kept_out}


def _report(made: Report) -> Facts:
    return {"room": made.room.title, "post": made.post_id, "word": made.word, "at": made.at}


PERSONAL_DATA = PersonalData("moderation", _erase, _export)
