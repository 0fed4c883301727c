"""The house's list of words, with which what people write waits for the team: a page of the régie."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from frontend.access import signed_in
from frontend.forms import Form
from people.models import Person
from rooms import reading, rules, word_list
from rooms.moderation import listing
from rooms.transaction import role_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def house_words(request: HttpRequest, person: Person) -> HttpResponse:
    """Show the list in a box, and set it: for the team."""
    rules.may_moderate(role_of(person, None))
    mezza = reading.mezza()
    if mezza is None:
        raise Http404
    form = Form.of(request, {"body": word_list.kept_lines()})
    if request.method == "POST" and form.done(
        lambda: listing.set_words(person, mezza.pk, form.ref, form.get("body"))
    ):
        messages.success(request, _("La liste est enregistrée."))
        return redirect("house_words")
    context = {"form": form, "most": listing.MOST_LINES}
    return render(request, "house_words.html", context, status=form.status)
