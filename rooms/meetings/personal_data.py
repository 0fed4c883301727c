"""What ``rooms.meetings`` keeps of somebody: their attendances, their captions, and their voice."""

from django.db.models import Q, QuerySet

from people.data import Facts, Link, PersonalData
from people.models import Person
from rooms.meetings import merging, reading, recordings, telling
from rooms.meetings.models import Attendance, Caption, Meeting, Recording
from rooms.models import Room

_COMINGS_AND_GOINGS = (
    *("knocked_at", "admitted_at", "entered_at", "left_at", "removed_at"),
    *("host", "stood_down", "silenced", "may_speak", "group"),
)


def _erase(person: Person, _by: Person) -> None:
    """Delete their captions, their attendances, and the recordings in which they may be heard; announce the
    meetings that they lead again, under their present name."""
    heard = _heard(person)
    changed = Q(captions__person=person) | Q(host=person) | Q(recordings__in=heard)
    met = list(Meeting.objects.filter(changed).distinct().values_list("pk", "room"))
    list(Room.objects.select_for_update().filter(pk__in={room for _pk, room in met}).order_by("pk"))
    recordings.let_go(heard)
    Caption.objects.filter(person=person).delete()
    Attendance.objects.filter(person=person).delete()
    for pk, room in met:
        _tell_anew(Room.objects.get(pk=room), pk)


def _heard(person: Person) -> QuerySet[Recording]:
    return Recording.objects.filter(
        meeting__attendances__person=person, meeting__attendances__entered_at__isnull=False, erased_at=None
    )


def _tell_anew(room: Room, meeting: int) -> None:
    met = reading.find(room, meeting)
    if met.cancelled_at is None:
        telling.tell(room, met, None)


def _export(person: Person) -> Facts:
    led = Meeting.objects.filter(host=person).order_by("pk")
    attended = Attendance.objects.filter(person=person).select_related("meeting").order_by("pk")
    written = Caption.objects.filter(person=person).select_related("meeting")
    heard = _heard(person).select_related("meeting").order_by("pk")
    return {
        "led": [{"meeting": each.title, "starts_at": each.starts_at} for each in led],
        "attended": [_kept(each, *_COMINGS_AND_GOINGS) for each in attended],
        "transcript_lines": [_kept(each, "at", "text") for each in written],
        "recordings": [_kept(each, "started_at", "seconds", "file") for each in heard],
    }


def _kept(row: Attendance | Caption | Recording, *columns: str) -> Facts:
    return {"meeting": row.meeting.title} | {name: getattr(row, name) for name in columns}


LINKS = (
    Link(Meeting, "host"),
    Link(Meeting, "spotlight"),
    Link(Attendance, "person", alone=("meeting",)),
    Link(Caption, "person"),
    Link(Recording, "by"),
)
PERSONAL_DATA = PersonalData("meetings", _erase, _export, LINKS, merging.fold)
