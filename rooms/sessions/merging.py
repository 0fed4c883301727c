"""What two accounts of one person both have in a session."""

from django.db.models import Exists, OuterRef

from people.models import Person
from rooms.models import Post
from rooms.sessions.models import Finish, Grace, Participation


def fold(kept: Person, other: Person) -> None:
    """Keep of two graces the longer one; who is still there with one account is there. Who has a text that is
    not finished, of both accounts now, has not finished."""
    for given in Grace.objects.filter(person=other):
        shorter = Grace.objects.filter(phase=given.phase_id, person=kept, until__lt=given.until)
        shorter.update(until=given.until)
    stays = Participation.objects.filter(person=other, left_at=None).values_list("session", flat=True)
    Participation.objects.filter(person=kept, session__in=list(stays)).update(left_at=None)
    drafts = Post.objects.filter(author=kept, held=Post.Held.DRAFT, phase=OuterRef("phase"))
    Finish.objects.filter(Exists(drafts), person__in=(kept, other)).delete()
