"""Commands sent by the forms of a room, run by the same table as the commands of a socket."""

from typing import Any

from django.http import Http404

from frontend.forms import Form
from frontend.integers import parse_integer
from frontend.visits import Visit
from protocols.commands import COMMANDS
from rooms.command import CommandSpec
from rooms.transaction import Receipt

SPECS: dict[str, CommandSpec] = {address: spec for spec in COMMANDS for address in spec.forms}


def is_command(thing: str, verb: str) -> bool:
    """Return whether a form sent to ``thing/…/verb`` is a command."""
    return f"{thing}/{verb}" in SPECS


def submit(visit: Visit, thing: str, subject: int | None, verb: str, form: Form) -> Receipt:
    """Run the command of ``form``, which was sent to ``thing/subject/verb`` or ``thing/verb`` here.

    Raises the refusals of the service, and ``Http404`` for a box that should hold a number and does not.
    """
    address = f"{thing}/{verb}"
    spec = SPECS[address]
    sent = {name: kind for name, kind in spec.boxes(address).items() if _is_sent(spec, form, name)}
    boxes = {name: _value(form.get(name), kind) for name, kind in sent.items()}
    given: dict[str, Any] = {**boxes, **spec.forms[address]}
    if spec.subject:
        given[spec.subject] = subject
    return spec.service(visit.person, visit.room.pk, form.ref, **given)


def _is_sent(spec: CommandSpec, form: Form, name: str) -> bool:
    return name in form.typed or name not in spec.optional


def _value(typed: str, kind: type[Any]) -> str | int | bool:
    if kind is bool:
        return typed == "1"
    if kind is int:
        whole = parse_integer(typed)
        if whole is None:
            raise Http404
        return whole
    return typed
