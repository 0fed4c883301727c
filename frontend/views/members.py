"""Actions of the team on a member of a room."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from frontend import form_commands, links
from frontend.forms import Form
from frontend.integers import parse_integer
from frontend.public_address import public_address
from frontend.views import reports
from frontend.visits import Visit, visiting
from frontend.words import WORDS
from people.models import Person
from rooms import joining, moderating, rules, wings
from rooms.helping import answering
from rooms.models import Membership


@never_cache
@visiting
def moderate(request: HttpRequest, visit: Visit, person: int, verb: str) -> HttpResponse:
    """Quiet, remove or help a member, or change their role. Only staff may, and never to other staff.

    Barring somebody has a page, which asks why. Everybody may report anybody else.
    """
    if verb in reports.OF_PEOPLE:
        return reports.about(request, visit, person, verb)
    rules.may_moderate(visit.role)
    member = wings.member(visit.room, person)
    if member is None or not (verb in {*ROLES, "aide"} or form_commands.is_command("personnes", verb)):
        raise Http404
    if verb == "exclure":
        return _bar(request, visit, member.person)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if verb == "aide":
        return _help(request, visit, member.person)
    form = Form.of(request)
    if verb in ROLES:
        joining.give_role(member.person, visit.room, ROLES[verb])
    else:
        form_commands.submit(visit, "personnes", person, verb, form)
    _confirm(request, visit, member, verb)
    return redirect(_back(request, visit, person, verb, form.get("from")))


def _confirm(request: HttpRequest, visit: Visit, member: Membership, verb: str) -> None:
    """Let the wings say what was done that has no way back there."""
    if verb in DONE and request.POST.get("from", "coulisses") == "coulisses":
        messages.success(request, str(DONE[verb]).format(name=member.person.name))


def _bar(request: HttpRequest, visit: Visit, person: Person) -> HttpResponse:
    form = Form.of(request)
    place = links.place_of(request, form)
    back = _back(request, visit, person.pk, "exclure", place)
    if request.method == "POST" and form.done(
        lambda: form_commands.submit(visit, "personnes", person.pk, "exclure", form)
    ):
        return redirect(back)
    context = {"room": visit.room, "person": person, "form": form, "place": place, "back": back}
    return render(request, "bar_person.html", context, status=form.status)


def _back(request: HttpRequest, visit: Visit, person: int, verb: str, place: str) -> str:
    """Return where it was decided: at the post with this number, with its undo; in the régie; or in the
    wings."""
    if links.is_regie(place):
        return links.to_regie(request, place)
    post = parse_integer(place)
    if post is None:
        return f"{reverse('wings', args=[visit.room.slug])}#personne-{person}"
    word = "silence" if verb.startswith("silence") else {"retirer": "retrait"}.get(verb)
    told = f"?{word}={person}&depuis={post}" if word else ""
    return f"{reverse('room', args=[visit.room.slug])}{told}#message-{post}"


@require_POST
@visiting
def answer_team(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Tell the team what a person it has quieted answers."""
    form = Form.of(request)
    moderating.answer(visit.person, visit.room.pk, form.ref, form.get("why"))
    messages.success(request, _("C’est transmis : l’équipe lira votre réponse."))
    return redirect("room", visit.room.slug)


def _help(request: HttpRequest, visit: Visit, person: Person) -> HttpResponse:
    secret = answering.let_in(visit.person, visit.room.pk, person)
    address = public_address(request, reverse("enter", args=[secret]))
    context = {"room": visit.room, "helped": person, "secret": secret, "address": address}
    return render(request, "help.html", context)


DONE = {
    "parole": WORDS["unquieted_them"],
    "readmettre": WORDS["readmitted_them"],
    "dire": WORDS["told_them"],
    "liberer": _("{name} n’est plus relu·e ici."),
    "rouvrir": _("La maison est rouverte à {name}."),
    "artiste": _("{name} mène désormais cette fabrique."),
    "participant": _("{name} ne mène pas cette fabrique."),
}
ROLES = {"artiste": Membership.Role.ARTIST, "participant": Membership.Role.PARTICIPANT}
