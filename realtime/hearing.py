"""From the threads where services run to the loop where sockets live: the only way news takes."""

from collections.abc import Callable, Collection
from typing import Any

from django.contrib.auth.signals import user_logged_out
from django.db import transaction
from django.db.models.signals import post_save
from django.http import HttpRequest

from people.models import Person
from realtime.fanout.house import house
from rooms import log

STANDING = {"is_active", "is_staff"}


def begin() -> None:
    """Listen to the log, to changes of standing and of people, and to sign-outs."""
    log.appended.connect(_appended)
    log.standing_changed.connect(_standing_changed)
    user_logged_out.connect(_signed_out)
    post_save.connect(_person_saved, sender=Person)


def _appended(sender: Any, entry: log.Entry, **_rest: Any) -> None:
    _on_the_loop(house.hint, entry)


def _standing_changed(sender: Any, person: int, room: int, **_rest: Any) -> None:
    _on_the_loop(house.standing_changed, person, room)


def _person_saved(
    sender: Any, instance: Person, created: bool, update_fields: Collection[str] | None, **_rest: Any
) -> None:
    """Coming in is a change, too (``last_login``), but of nothing that one may do."""
    if not created and (update_fields is None or STANDING & set(update_fields)):
        transaction.on_commit(lambda: _on_the_loop(house.person_changed, instance.pk))


def _signed_out(sender: Any, request: HttpRequest, **_rest: Any) -> None:
    session = request.session.session_key
    if session:
        _on_the_loop(house.sign_out, session)


def _on_the_loop(work: Callable[..., None], *args: Any) -> None:
    """Where no loop serves sockets (a worker, a shell), the two-second look of those that do is enough."""
    if house.loop is not None and not house.loop.is_closed():
        house.loop.call_soon_threadsafe(work, *args)
