"""A person's own page (name, language, card, words, rooms), and signing out."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from frontend.access import signed_in
from frontend.forms import Form
from frontend.views import own_words
from people.models import Person
from rooms import joining
from rooms.reading import rooms_of


@signed_in
def me(request: HttpRequest, person: Person) -> HttpResponse:
    """Show the page; POST changes the name, which every open room shows at once."""
    form = Form.of(request, {"name": person.name})
    if request.method == "POST" and form.done(lambda: joining.rename(person, form.get("name"))):
        messages.success(request, _("C’est enregistré."))
        return redirect("me")
    context = {
        "person": person,
        "form": form,
        "sections": own_words.sections(),
        "rooms": rooms_of(person),
        "has_card": person.cards.filter(single_use=False).exists(),
    }
    return render(request, "me.html", context, status=form.status)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Sign out of this browser; the home page confirms it."""
    logout(request)
    messages.success(request, _("Vous êtes sorti·e."))
    return redirect("door")
