"""The form of a protocole: write it, keep it as a draft, hand it in, revise it."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from msgspec import structs

from frontend import links
from frontend.forms import Form, plain
from frontend.integers import parse_integer
from frontend.views.protocoles import found
from frontend.visits import Visit, visiting
from people.refusals import Refusal
from protocols import drafting, reading, showing, submitting
from protocols.events import Field
from protocols.models import Consigne, Protocole
from protocols.written import MOST_STEPS, Written
from rooms import rules
from rooms.sessions.reading import text_of
from rooms.transaction import Receipt

FIRST_STEPS = 3


@visiting
def write(request: HttpRequest, visit: Visit, consigne: int) -> HttpResponse:
    """Write a protocole; ``?texte=`` names a phase whose silent text comes into its form.

    ``do`` is the value of the pressed button: ``keep``, ``hand-in``, ``add-step``; ``since`` is the version
    of the draft that the page was drawn with.

    A request for JSON is answered with ``{"since": version}`` once the draft is kept, ``{"to": address}``
    once it is handed in, else with 422 ``{"wrong": {box: sentence}}``; 409 where the house's draft is newer.
    """
    rules.may_enter(visit.role, visit.room, visit.now)
    asked = reading.consigne(visit.room, consigne)
    if asked is None:
        raise Http404
    form = Form.of(request)
    if request.method == "POST":
        return _act(request, visit, asked, form)
    draft = drafting.find(visit.person, asked)
    written = _from_boxes(form.source) if form.source else _with_silent(request, visit, _from_draft(draft))
    form.typed.setdefault("since", drafting.version(draft))
    return _page(request, visit, asked, form, written)


@visiting
def revise(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Revise a protocole that was handed in. Only its author may."""
    made = found(visit, pk)
    if made.author_id != visit.person.pk:
        return redirect("protocole", visit.room.slug, pk)
    form = Form.of(request)
    written = _from_boxes(form.source) if form.source else _from_draft(made)
    about = visit.person, visit.room.pk, form.ref, pk, written, form.get("since")
    newer = None
    try:
        if form.get("do") == "hand-in" and form.done(lambda: submitting.revise(*about)):
            return _to(request, reverse("protocole", args=[visit.room.slug, pk]))
    except Refusal as refusal:
        if refusal.code != "protocole_newer":
            raise
        form.refuse(refusal)
        newer = found(visit, pk)
    form.typed.setdefault("since", drafting.version(made))
    return _page(request, visit, made.consigne, form, written, made, newer)


def _act(request: HttpRequest, visit: Visit, asked: Consigne, form: Form) -> HttpResponse:
    written, do = _from_boxes(form.source), form.get("do")
    try:
        if do == "hand-in" and (receipt := form.attempt(lambda: _hand_in(visit, asked, form, written))):
            messages.success(request, _("Vous avez remis votre protocole. Le voici, parmi les messages."))
            return _to(request, links.to_post(visit.room, receipt.post))
        if do not in ("hand-in", "add-step") and (
            draft := form.attempt(lambda: _keep(visit, asked, form, written))
        ):
            return _kept(request, visit, draft)
    except Refusal as refusal:
        if refusal.code != "draft_newer":
            raise
        form.refuse(refusal)
        return _page(request, visit, asked, form, written, newer=drafting.find(visit.person, asked))
    return _page(request, visit, asked, form, written)


def _keep(visit: Visit, asked: Consigne, form: Form, written: Written) -> Protocole:
    return drafting.keep(visit.person, asked, written, form.typed.get("since"))


def _hand_in(visit: Visit, asked: Consigne, form: Form, written: Written) -> Receipt:
    drafting.may_replace(visit.person, asked, drafting.fill(written), form.typed.get("since"))
    return submitting.hand_in(visit.person, visit.room.pk, form.ref, asked.pk, written)


def _kept(request: HttpRequest, visit: Visit, draft: Protocole) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"since": drafting.version(draft)})
    messages.success(request, _("Votre brouillon est gardé. Vous seul·e le voyez."))
    return redirect("write", visit.room.slug, draft.consigne_id)


def _to(request: HttpRequest, address: str) -> HttpResponse:
    return JsonResponse({"to": address}) if _wants_json(request) else redirect(address)


def _page(
    request: HttpRequest,
    visit: Visit,
    asked: Consigne,
    form: Form,
    written: Written,
    made: Protocole | None = None,
    newer: Protocole | None = None,
) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"wrong": form.wrong}, status=409 if newer else 422)
    if newer:
        form.typed["since"] = drafting.version(newer)  # told of it, one may replace it
    more = form.get("do") == "add-step"
    form.called = {f"answer-{field.key}": field.label for field in showing.fields_of(asked)}
    context = {
        "room": visit.room,
        "me": visit,
        "consigne": showing.consigne(asked),
        "form": form,
        "written": written,
        "steps": _steps(written.steps, more),
        "more": more,
        "questions": [_question(field, written.answers, form.wrong) for field in showing.fields_of(asked)],
        "made": made,
        "newer": newer,
        "silence": visit.silence,
    }
    return render(request, "write.html", context, status=form.status)


def _steps(written: list[str], more: bool) -> list[str]:
    boxes = [*written, ""] if more and len(written) < MOST_STEPS else [*written]
    return boxes + [""] * (FIRST_STEPS - len(boxes))


def _question(field: Field, answers: Mapping[str, str], wrong: Mapping[str, str]) -> dict[str, Any]:
    name = f"answer-{field.key}"
    return {
        "field": field,
        "name": name,
        "value": answers.get(field.key, ""),
        "error": wrong.get(name, ""),
        "optional": not field.required,
    }


def _from_boxes(posted: QueryDict) -> Written:
    answers = {
        name.removeprefix("answer-"): text
        for name, text in plain(posted).items()
        if name.startswith("answer-")
    }
    return Written(
        title=posted.get("title", ""),
        needs=posted.get("needs", ""),
        duration=posted.get("duration", ""),
        steps=[step for step in posted.getlist("steps") if step.strip()],
        origin=posted.get("origin", ""),
        answers=answers,
    )


def _from_draft(made: Protocole | None) -> Written:
    if made is None:
        return Written()
    return Written(**{name: getattr(made, name) for name in Written.__struct_fields__})


def _with_silent(request: HttpRequest, visit: Visit, written: Written) -> Written:
    """Return ``written`` with the reader's text of the silent phase ``?texte=``, a step for each line."""
    said = text_of(visit.person, parse_integer(request.GET.get("texte", "")) or 0)
    added = [line.strip() for line in said.body.splitlines() if line.strip()] if said else []
    whole = max(MOST_STEPS - 1 - len(written.steps), 0)
    rest = ["\n".join(added[whole:])] if added[whole:] else []
    return structs.replace(written, steps=[*written.steps, *added[:whole], *rest])


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")
