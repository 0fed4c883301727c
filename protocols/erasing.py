"""Take somebody and their words out of the house, for good, because they asked."""

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.translation import gettext as _

from people.models import Person
from protocols.models import Protocole
from rooms import joining, moderating
from rooms.meetings import forgetting
from rooms.models import Comment, Event, Post

WHY = "Effacement demandé"


def erase(person: Person, by: Person) -> None:
    """Empty what ``person`` wrote, live, and what was recorded of them; forget their name, cards and address;
    keep others' answers.

    ``by`` is of the team; the wings keep that they did it. The signs stay, under nobody's name.
    """
    with transaction.atomic():
        _hide_words(person, by)
        _empty_words(person)
        _forget_names(person)
        joining.rename(person, _("Quelqu’un"))
        forgetting.forget(person)
        person.cards.all().delete()
        Person.objects.filter(pk=person.pk).update(email=None, is_active=False, is_staff=False)
        _end_sessions(person)


def _hide_words(person: Person, by: Person) -> None:
    for said in Post.objects.filter(author=person):
        moderating.hide_post(by, said.room_id, None, said.pk, WHY)
    for answer in Comment.objects.filter(author=person).select_related("post"):
        moderating.hide_comment(by, answer.post.room_id, None, answer.pk, WHY)


def _empty_words(person: Person) -> None:
    Post.objects.filter(author=person).update(body="", html="", card=None)
    Comment.objects.filter(author=person).update(body="", html="")
    Protocole.objects.filter(author=person).delete()


def _forget_names(person: Person) -> None:
    told = Event.objects.filter(actor=person, data__contains='"kind":"person.changed"')
    told.update(data='{"kind":"erased"}')


def _end_sessions(person: Person) -> None:
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") == str(person.pk):
            session.delete()
