"""Receivers of Django signals: they pass changes from the threads of the services to the event loop."""

from collections.abc import Callable, Collection
from functools import partial
from typing import Any

from django.contrib.auth.signals import user_logged_out
from django.db import transaction
from django.db.models.signals import post_save
from django.http import HttpRequest

from people import ways_in
from people.models import Person
from realtime.fanout.connection_registry import registry
from rooms import getting_through, log
from rooms.events import ShownPerson

ACCESS_FIELDS = {"is_active", "is_staff"}


def connect() -> None:
    """Connect to the log, to changes of memberships and people, and to sign-outs."""
    log.appended.connect(_appended)
    log.standing_changed.connect(_standing_changed)
    getting_through.answered.connect(_answered_by_page)
    user_logged_out.connect(_signed_out)
    post_save.connect(_person_saved, sender=Person)
    ways_in.sessions_ended.connect(_sessions_ended)


def _appended(sender: Any, entry: log.LogEntry, **_rest: Any) -> None:
    _call_in_loop(registry.hint, entry)


def _standing_changed(sender: Any, person: int, room: int, **_rest: Any) -> None:
    _call_in_loop(registry.access_changed, person, room)


def _answered_by_page(sender: Any, room: int, person: ShownPerson, refused: bool, **_rest: Any) -> None:
    _call_in_loop(partial(registry.struggling.was_answered_by_page, room, person, refused=refused))


def _person_saved(
    sender: Any, instance: Person, created: bool, update_fields: Collection[str] | None, **_rest: Any
) -> None:
    """Pass on changes that affect what somebody may do; signing in saves ``last_login`` only."""
    if not created and (update_fields is None or ACCESS_FIELDS & set(update_fields)):
        transaction.on_commit(lambda: _call_in_loop(registry.person_changed, instance.pk))


def _sessions_ended(sender: Any, person: int, **_rest: Any) -> None:
    _call_in_loop(registry.person_changed, person)


def _signed_out(sender: Any, request: HttpRequest, **_rest: Any) -> None:
    session = request.session.session_key
    if session:
        _call_in_loop(registry.sign_out, session)


def _call_in_loop(work: Callable[..., None], *args: Any) -> None:
    """Call ``work`` in the event loop. Without one (a worker, a shell), servers notice within two seconds."""
    if registry.loop is not None and not registry.loop.is_closed():
        registry.loop.call_soon_threadsafe(work, *args)
