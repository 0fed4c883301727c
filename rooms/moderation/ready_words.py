"""The private words that the house has ready, which staff edit, and the word that a person is told."""

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.refusals import Refusal
from rooms import deciding, rules, text
from rooms.deciding import Word
from rooms.moderation.models import ReadyWord
from rooms.transaction import role_of

TITLE, BODY = 80, 400


def offered() -> QuerySet[ReadyWord]:
    """Query what may be chosen, as it was added."""
    return ReadyWord.objects.filter(retired_at=None)


def said(word: Word, person: Person) -> str:
    """Return ``word`` as ``person`` is told it. Raises ``text_long``, ``ready_gone``."""
    typed = deciding.clean_why(word.typed, "told")
    if not word.ready:
        return typed
    ready = offered().filter(pk=word.ready).first()
    if ready is None:
        raise Refusal("ready_gone", _("Ce mot n’est plus dans la liste. Choisissez-en un autre."), "ready")
    in_english = ready.body_en if person.language == "en" else ""
    return deciding.clean_why(f"{in_english or ready.body} {typed}", "told")


def write(by: Person, ready: ReadyWord, title: str, body: str, body_en: str) -> ReadyWord:
    """Give a ready word, which may be new, its title and its two texts.

    Raises ``not_staff``, ``text_empty``, ``text_long``.
    """
    rules.may_moderate(role_of(by, None))
    ready.title = _filled(text.note(title, TITLE, "title"), "title")
    ready.body = _filled(text.note(body, BODY, "body"), "body")
    ready.body_en = text.note(body_en, BODY, "body_en")
    return _save(by, ready)


def offer(by: Person, ready: ReadyWord, *, on: bool) -> ReadyWord:
    """Take a ready word out of the list, or put it back. Raises ``not_staff``."""
    rules.may_moderate(role_of(by, None))
    ready.retired_at = None if on else timezone.now()
    return _save(by, ready)


def _save(by: Person, ready: ReadyWord) -> ReadyWord:
    ready.changed_by, ready.changed_at = by, timezone.now()
    ready.save()
    return ready


def _filled(kept: str, field: str) -> str:
    if not kept:
        raise Refusal("text_empty", _("Écrivez quelques mots."), field)
    return kept
