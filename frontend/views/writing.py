"""The form of a protocole: begun, kept as a draft, handed in, corrected."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from frontend import where
from frontend.forms import Form, plain
from frontend.views.protocoles import found
from frontend.visits import Visit, visiting
from people.refusals import Refusal
from protocols import drafting, reading, showing, submitting
from protocols.events import Field
from protocols.models import Consigne, Protocole
from protocols.written import MOST_STEPS, Written
from rooms import rules

FIRST_STEPS = 3


@visiting
def write(request: HttpRequest, visit: Visit, consigne: int) -> HttpResponse:
    """A new protocole. ``do`` says what the button asked: ``keep``, ``hand-in``, ``add-step``.

    A module keeps the draft by asking for JSON: ``{"kept": true}``, or 422 ``{"wrong": {box: sentence}}``.
    """
    rules.may_enter(visit.role, visit.room, visit.now)
    asked = reading.consigne(visit.room, consigne)
    if asked is None:
        raise Http404
    form = Form.of(request)
    if request.method == "POST":
        return (
            _keep_quietly(visit, asked, form) if _wants_json(request) else _act(request, visit, asked, form)
        )
    written = _from_boxes(form.source) if form.source else _from_draft(drafting.find(visit.person, asked))
    return _page(request, visit, asked, form, written)


@visiting
def revise(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Correct what one handed in."""
    made = found(visit, pk)
    if made.author_id != visit.person.pk:
        return redirect("protocole", visit.room.slug, pk)
    form = Form.of(request)
    written = _from_boxes(form.source) if form.source else _from_draft(made)
    if form.get("do") == "hand-in" and form.done(
        lambda: submitting.revise(visit.person, visit.room.pk, form.ref, pk, written)
    ):
        return redirect("protocole", visit.room.slug, pk)
    return _page(request, visit, made.consigne, form, written, made)


def _act(request: HttpRequest, visit: Visit, asked: Consigne, form: Form) -> HttpResponse:
    written, do = _from_boxes(form.source), form.get("do")
    if do == "hand-in":
        receipt = form.attempt(
            lambda: submitting.hand_in(visit.person, visit.room.pk, form.ref, asked.pk, written)
        )
        if receipt:
            return redirect(where.of_post(visit.room, receipt.post))
    elif do != "add-step" and form.done(lambda: drafting.keep(visit.person, asked, written)):
        messages.success(request, _("Votre brouillon est gardé. Vous seul·e le voyez."))
        return redirect("write", visit.room.slug, asked.pk)
    return _page(request, visit, asked, form, written)


def _keep_quietly(visit: Visit, asked: Consigne, form: Form) -> HttpResponse:
    try:
        drafting.keep(visit.person, asked, _from_boxes(form.source))
    except Refusal as refusal:
        form.refuse(refusal)
        return JsonResponse({"wrong": form.wrong}, status=422)
    return JsonResponse({"kept": True})


def _page(
    request: HttpRequest,
    visit: Visit,
    asked: Consigne,
    form: Form,
    written: Written,
    made: Protocole | None = None,
) -> HttpResponse:
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
        "silence": visit.silence,
    }
    return render(request, "write.html", context, status=form.status)


def _steps(written: list[str], more: bool) -> list[str]:
    boxes = [*written, ""] if more else [*written]
    return (boxes + [""] * FIRST_STEPS)[: min(max(len(boxes), FIRST_STEPS), MOST_STEPS)]


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


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")
