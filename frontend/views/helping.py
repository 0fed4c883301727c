"""« J’ai besoin d’aide »: asking, signed in or at the door; and what the team does about it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from frontend import access, form_commands, help_page, links
from frontend.forms import Form
from frontend.help_page import AT_DOOR, Details
from frontend.integers import parse_integer
from frontend.public_address import public_address
from frontend.visits import Visit, visiting
from people.models import Person
from people.refusals import Refusal
from rooms import rules
from rooms.helping import answering, asking
from rooms.helping.asking import Stuck
from rooms.helping.models import HelpRequest

AT_DOOR_FOR = 24 * 60 * 60  # seconds that a browser at the door knows what it asked


@never_cache
def ask(request: HttpRequest) -> HttpResponse:
    """Show the form that asks for help, and what became of it; take it."""
    form, details = Form.of(request), Details.of(request)
    if request.method == "POST":
        try:
            return _taken(request, form, details)
        except Refusal as refusal:
            form.refuse(refusal)
    requests = help_page.told(request)
    context = {
        "form": form,
        "details": details,
        "is_open": any(each.settled_at is None for each in requests),
        "told": help_page.draw(request, details.page, requests),
    }
    return render(request, "ask_help.html", context, status=form.status)


@never_cache
@require_safe
def state(request: HttpRequest) -> HttpResponse:
    """Return what became of what this person, or this browser at the door, asked of the team."""
    return HttpResponse(help_page.draw(request, request.GET.get("de", "/")))


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Be done with one's own request; the team hears that it is settled."""
    if pk == request.session.get(AT_DOOR):
        asking.end_at_door(pk)
        del request.session[AT_DOOR]
    elif request.user.is_authenticated:
        found = asking.told(request.user).filter(pk=pk).first()
        try:
            access.pace(request, request.user)
            if found is not None:
                asking.end(request.user, found.room_id, Form.of(request).ref, pk)
        except Refusal as refusal:
            return access.refused(request, refusal)
    return redirect(_back(request, help_page.from_page(request.POST.get("de", "/"))))


@require_POST
@visiting
def decide(request: HttpRequest, visit: Visit, pk: int, verb: str) -> HttpResponse:
    """Answer a request for help, settle it, or take it up again."""
    if not form_commands.is_command("aide", verb):
        raise Http404
    form_commands.submit(visit, "aide", pk, verb, Form.of(request))
    return redirect(f"{links.to_regie(request)}#aide")


@never_cache
@visiting
def let_in(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Ask whom to let back in, where it is not known; on POST show the secret that opens once."""
    rules.may_moderate(visit.role)
    asked = HelpRequest.objects.select_related("by", "room").filter(pk=pk, room=visit.room).first()
    if asked is None:
        raise asking.gone()
    place = links.place_of(request, Form.of(request))
    back = links.to_regie(request, place)
    if request.method != "POST":
        name = request.GET.get("nom", "").strip()[:60]
        people = [asked.by] if asked.by else answering.known(name) if name else []
        context = {"asked": asked, "people": people, "name": name, "room": visit.room, "back": back}
        return render(request, "let_in.html", context | {"place": place})
    number = asked.by_id or parse_integer(request.POST.get("person", ""))
    person = Person.objects.filter(pk=number or 0).first()
    if person is None:
        raise Http404
    secret = answering.let_in(visit.person, visit.room.pk, person)
    address = public_address(request, reverse("enter", args=[secret]))
    context = {"room": visit.room, "helped": person, "secret": secret, "address": address, "back": back}
    return render(request, "help.html", context)


def _taken(request: HttpRequest, form: Form, details: Details) -> HttpResponse:
    """Take the request, and lead to where its answer is shown. Raises the refusals of ``asking``."""
    sent = details.fields() if form.get("consent") else {}
    word = form.get("word")
    if not request.user.is_authenticated:
        asked = request.session.get(AT_DOOR)
        made = asking.ask_at_door(request.META.get("REMOTE_ADDR", ""), asked, Stuck(word, **sent))
        request.session[AT_DOOR] = made.pk
        request.session.set_expiry(AT_DOOR_FOR)
        return redirect("help")
    access.pace(request, request.user)
    room = help_page.room_of(request.user, details.page)
    asking.ask(request.user, room, form.ref, word, **sent)
    return redirect(_back(request, details.page))


def _back(request: HttpRequest, page: str) -> str:
    """Return where the answer will be read: in the room where one was, else on the page of help."""
    parts = page.strip("/").split("/")
    if request.user.is_authenticated and len(parts) == 2 and parts[0] == "f":
        return f"{page}#aide"
    return f"{reverse('help')}?{urlencode({'de': page})}"
