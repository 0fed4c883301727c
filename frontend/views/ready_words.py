"""The private words that the house has ready: the team reads, adds and changes them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from frontend.access import signed_in
from frontend.forms import Form
from people.models import Person
from rooms import rules
from rooms.moderation import ready_words as service
from rooms.moderation.models import ReadyWord
from rooms.transaction import role_of

VERBS = {"retirer": False, "remettre": True}


@never_cache
@signed_in
def ready_words(request: HttpRequest, person: Person) -> HttpResponse:
    """List the words, with a form that adds one."""
    rules.may_moderate(role_of(person, None))
    form = Form.of(request)
    if request.method == "POST" and form.done(lambda: _write(person, ReadyWord(), form)):
        messages.success(request, _("C’est enregistré."))
        return redirect("ready_words")
    words = ReadyWord.objects.select_related("changed_by")
    return render(request, "ready_words.html", {"words_ready": words, "form": form}, status=form.status)


@never_cache
@signed_in
def change(request: HttpRequest, person: Person, pk: int) -> HttpResponse:
    """Show the form that changes one of them, and take it."""
    rules.may_moderate(role_of(person, None))
    ready = get_object_or_404(ReadyWord, pk=pk)
    form = Form.of(request, {"title": ready.title, "body": ready.body, "body_en": ready.body_en})
    if request.method == "POST" and form.done(lambda: _write(person, ready, form)):
        messages.success(request, _("C’est enregistré."))
        return redirect(_at(pk))
    return render(request, "ready_word.html", {"ready": ready, "form": form}, status=form.status)


@require_POST
@signed_in
def offer(request: HttpRequest, person: Person, pk: int, verb: str) -> HttpResponse:
    """Take one of them out of the list, or put it back."""
    rules.may_moderate(role_of(person, None))
    if verb not in VERBS:
        raise Http404
    service.offer(person, get_object_or_404(ReadyWord, pk=pk), on=VERBS[verb])
    return redirect(_at(pk))


def _write(person: Person, ready: ReadyWord, form: Form) -> ReadyWord:
    return service.write(person, ready, form.get("title"), form.get("body"), form.get("body_en"))


def _at(pk: int) -> str:
    return f"{reverse('ready_words')}#mot-{pk}"
