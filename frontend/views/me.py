"""One's own page: name, language, card, drafts, rooms, and the way out."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from frontend.away import signed_in
from frontend.forms import Form
from people.models import Person
from protocols.reading import drafts
from rooms import joining
from rooms.reading import rooms_of


@signed_in
def me(request: HttpRequest, person: Person) -> HttpResponse:
    """Who one is here. POST changes the name, live in every room."""
    form = Form.of(request, {"name": person.name})
    if request.method == "POST" and form.done(lambda: joining.rename(person, form.get("name"))):
        messages.success(request, _("C’est enregistré."))
        return redirect("me")
    context = {
        "person": person,
        "form": form,
        "drafts": drafts(person),
        "rooms": rooms_of(person),
        "has_card": person.cards.filter(single_use=False).exists(),
    }
    return render(request, "me.html", context, status=form.status)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Go out of this browser. The door says so."""
    logout(request)
    messages.success(request, _("Vous êtes sorti·e."))
    return redirect("door")
