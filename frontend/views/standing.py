"""What the team does for and about somebody in a room."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from frontend.forms import Form
from frontend.visits import Visit, visiting
from people import cards
from people.models import Person
from rooms import joining, moderating, rules, wings
from rooms.models import Membership


@require_POST
@never_cache
@visiting
def standing(request: HttpRequest, visit: Visit, person: int, verb: str) -> HttpResponse:
    """For staff: quiet, remove, help. Nothing of it applies to the team itself."""
    rules.may_moderate(visit.role)
    member = wings.member(visit.room, person)
    if member is None or verb not in {*ACTS, "aide"}:
        raise Http404
    if verb == "aide":
        return _help(request, visit, member.person)
    ACTS[verb](visit, member.person, Form.of(request))
    return redirect(f"{reverse('wings', args=[visit.room.slug])}#personne-{person}")


def _help(request: HttpRequest, visit: Visit, person: Person) -> HttpResponse:
    secret = cards.help_in(person)
    address = request.build_absolute_uri(reverse("enter", args=[secret]))
    context = {"room": visit.room, "helped": person, "secret": secret, "address": address}
    return render(request, "help.html", context)


def _quiet(visit: Visit, person: Person, form: Form, *, on: bool) -> None:
    moderating.quiet(visit.person, visit.room.pk, form.ref, person.pk, on, form.get("why"))


def _remove(visit: Visit, person: Person, form: Form, *, on: bool) -> None:
    moderating.remove(visit.person, visit.room.pk, form.ref, person.pk, on, form.get("why"))


def _become(visit: Visit, person: Person, role: Membership.Role) -> None:
    joining.give_role(person, visit.room, role)


ACTS: dict[str, Callable[[Visit, Person, Form], None]] = {
    "silence": lambda visit, person, form: _quiet(visit, person, form, on=True),
    "parole": lambda visit, person, form: _quiet(visit, person, form, on=False),
    "retirer": lambda visit, person, form: _remove(visit, person, form, on=True),
    "readmettre": lambda visit, person, form: _remove(visit, person, form, on=False),
    "artiste": lambda visit, person, form: _become(visit, person, Membership.Role.ARTIST),
    "participant": lambda visit, person, form: _become(visit, person, Membership.Role.PARTICIPANT),
}
