"""The form of a consigne: its text, and the questions that it adds to the form of a protocole."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from frontend.forms import Form
from frontend.integers import parse_integer
from frontend.visits import Visit, visiting
from protocols import asking, reading, showing
from protocols.events import Field
from protocols.models import Consigne
from rooms import rules

KINDS = {
    "text": _("Une ligne"),
    "long": _("Un texte"),
    "number": _("Un nombre"),
    "choice": _("Un choix dans une liste"),
}


@dataclass
class QuestionRow:
    """One question as its boxes hold it; ``key`` is empty for a new one."""

    key: str = ""
    label: str = ""
    kind: str = "text"
    choices: str = ""
    help: str = ""
    required: bool = False


@visiting
def ask(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Pin a consigne, or with ``?consigne=<id>`` change one.

    ``do`` is the value of the pressed button: ``pin``, ``add``, or ``remove-<row>``.
    """
    rules.may_lead(visit.role)
    asked = _asked(request, visit)
    form = Form.of(request, {"title": asked.title, "words": asked.words} if asked else {})
    rows = _rows(form.source) if form.source else [_row(field) for field in _fields(asked)]
    if form.get("do") == "pin" and form.done(lambda: _pin(visit, form, rows, asked)):
        return redirect("room", visit.room.slug)
    context = {
        "room": visit.room,
        "me": visit,
        "asked": asked,
        "form": form,
        "rows": [*rows, QuestionRow()] if form.get("do") == "add" else rows,
        "kinds": KINDS.items(),
        "consignes": [*reading.prepared_for(visit.room), *reading.asked_by(visit.room)],
        "more": form.get("do") == "add",
    }
    return render(request, "ask.html", context, status=form.status)


def _asked(request: HttpRequest, visit: Visit) -> Consigne | None:
    if not request.GET.get("consigne"):
        return None
    pk = parse_integer(request.GET["consigne"])
    asked = visit.room.consignes.filter(pk=pk).first() if pk is not None else None
    if asked is None:
        raise Http404
    return asked


def _pin(visit: Visit, form: Form, rows: list[QuestionRow], asked: Consigne | None) -> object:
    fields: list[Field] = []
    for row in rows:
        fields.append(_field(row, {field.key for field in fields}))
    pk = asked.pk if asked else None
    return asking.pin(visit.person, visit.room.pk, form.ref, form.get("title"), form.get("words"), fields, pk)


def _field(row: QuestionRow, taken: set[str]) -> Field:
    choices = [line.strip() for line in row.choices.splitlines() if line.strip()]
    return Field(
        key=row.key if row.key and row.key not in taken else asking.key_for(row.label, taken),
        label=row.label.strip(),
        kind=row.kind,
        required=row.required,
        choices=choices if row.kind == "choice" else [],
        help=row.help.strip(),
    )


def _row(field: Field) -> QuestionRow:
    return QuestionRow(
        field.key, field.label, field.kind, "\n".join(field.choices), field.help, field.required
    )


def _fields(asked: Consigne | None) -> list[Field]:
    return showing.fields_of(asked) if asked else []


def _rows(posted: QueryDict) -> list[QuestionRow]:
    """Return the posted rows in order, without the one to remove and without empty ones."""
    gone = posted.get("do", "").removeprefix("remove-")
    numbers = [number for number in posted.getlist("row") if number != gone]
    rows = [_posted_row(posted, number) for number in numbers[: asking.MOST_FIELDS + 1]]
    return [row for row in rows if row.label.strip() or row.choices.strip() or row.help.strip()]


def _posted_row(posted: QueryDict, number: str) -> QuestionRow:
    boxes = {name: posted.get(f"{name}-{number}", "") for name in ("key", "label", "kind", "choices", "help")}
    return QuestionRow(**boxes, required=f"required-{number}" in posted)
