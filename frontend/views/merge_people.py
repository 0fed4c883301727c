"""The pages that make one of two accounts of a person: which other one, both side by side, and once more."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from frontend.account_facts import MOST, facts_of, known_beside
from frontend.forms import Form
from frontend.integers import parse_integer
from frontend.visits import Visit, visiting
from rooms import rules, wings
from rooms.moderation import merging


@never_cache
@visiting
def merge_people(request: HttpRequest, visit: Visit, person: int) -> HttpResponse:
    """Ask which account is the same person's as ``person``, show both, ask again, and make them one."""
    rules.may_moderate(visit.role)
    if request.method == "POST":
        return _merged(request, visit, person)
    other = parse_integer(request.GET.get("avec", ""))
    if other is None:
        return _choice(request, visit, person)
    return _comparison(request, visit, person, other, Form.of(request))


def _merged(request: HttpRequest, visit: Visit, person: int) -> HttpResponse:
    form = Form.of(request)
    other, is_sure = form.number("other"), form.get("sure") == "1"
    act = (visit.person, visit.room.pk, form.ref, person, other, is_sure)
    if not form.done(lambda: merging.merge(*act)):
        return _comparison(request, visit, person, other, form)
    messages.success(request, _("C’est fait : il n’y a plus qu’un compte, et tout y est."))
    return redirect(f"{reverse('wings', args=[visit.room.slug])}#personne-{person}")


def _choice(request: HttpRequest, visit: Visit, person: int) -> HttpResponse:
    member = wings.member(visit.room, person)
    if member is None:
        raise Http404
    name = request.GET.get("nom", member.person.name.split(" ")[0]).strip()
    found = known_beside(member.person, name)
    context = {"room": visit.room, "person": member.person, "name": name, "found": found, "most": MOST}
    return render(request, "merge_choice.html", context)


def _comparison(request: HttpRequest, visit: Visit, person: int, other: int, form: Form) -> HttpResponse:
    """Show both; with ``garder`` or after a mistake, ask once more whether the first is kept."""
    kept, second = merging.find(visit.room, person, other)
    context = {
        "room": visit.room,
        "form": form,
        "kept": kept,
        "second": second,
        "accounts": sorted(
            [(facts_of(kept), second), (facts_of(second), kept)], key=lambda each: each[0].since
        ),
        "is_chosen": "garder" in request.GET or request.method == "POST",
    }
    return render(request, "merge_people.html", context, status=form.status)
