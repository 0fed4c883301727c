"""The phases of a score: the form that adds or changes one, and what moves one or takes it out."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from frontend import duration_input
from frontend.forms import Form
from frontend.integers import parse_integer
from frontend.visits import Visit, visiting
from protocols import phases
from protocols.reading import asked_by, prepared_for
from rooms import rules
from rooms.sessions import composing, reading
from rooms.sessions.models import Phase, Session
from rooms.sessions.phase_plan import PhasePlan

REMOVED = "removed-phase"
# The boxes in their order on the page; the summary of errors follows it.
BOXES = ("", "kind", "title", "words", "minutes", "group_size", "writers", "order", "pace")
TICKS = ("until_finished", "read_first")
USUAL_SECONDS = 300
WAYS = {"haut": -1, "bas": 1}
TOGETHER, PAIRS, GROUPS = "whole", "pairs", "groups"
APART = (
    (TOGETHER, gettext_lazy("tout le monde ensemble")),
    (PAIRS, gettext_lazy("par deux")),
    (GROUPS, gettext_lazy("par petits groupes")),
)
USUAL_GROUP = 3


@visiting
def add(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Add a phase at ``position`` (a box, or in the address), else at the end."""
    rules.may_lead(visit.role)
    session = reading.find(visit.room, pk)
    usual = _as_typed(Phase(kind=Phase.Kind.READ, seconds=300)) | {
        "position": request.GET.get("position", "")
    }
    form = _form(request, usual)
    position = parse_integer(form.get("position"))
    given = (visit.person, visit.room.pk, form.ref, pk)
    if request.method == "POST" and _is_done(form, lambda plan: composing.add(*given, plan, position)):
        made = session.phases.get(ref=form.ref)
        _ask(visit, form, made)
        return redirect(_at(visit, made))
    return _page(request, visit, session, form)


@visiting
def change(request: HttpRequest, visit: Visit, pk: int, phase: int) -> HttpResponse:
    """Change a phase that is to come."""
    rules.may_lead(visit.role)
    found = _find(visit, pk, phase)
    form = _form(request, _as_typed(found))
    given = (visit.person, visit.room.pk, form.ref, phase)
    if request.method == "POST" and _is_done(form, lambda plan: composing.change(*given, plan)):
        _ask(visit, form, found)
        return redirect(_at(visit, found))
    return _page(request, visit, found.session, form, found)


@require_POST
@visiting
def place(request: HttpRequest, visit: Visit, pk: int, phase: int) -> HttpResponse:
    """Move a phase to ``position``, or one place ``haut`` or ``bas``; its button keeps the focus."""
    found, form = _find(visit, pk, phase), Form.of(request)
    way = form.get("way")
    asked = parse_integer(form.get("position"))
    to = found.position + WAYS.get(way, 0) if asked is None else asked
    composing.place(visit.person, visit.room.pk, form.ref, phase, to)
    return redirect(_at(visit, found, way or "prise"))


@require_POST
@visiting
def remove(request: HttpRequest, visit: Visit, pk: int, phase: int) -> HttpResponse:
    """Take a phase out of the score; the score then offers to put it back."""
    form, found = (
        Form.of(request),
        Phase.objects.filter(pk=phase, session=pk, session__room=visit.room).first(),
    )
    if found is None:  # pressed twice
        return redirect("score", visit.room.slug, pk)
    composing.remove(visit.person, visit.room.pk, form.ref, phase)
    boxes = _as_typed(found) | {"position": str(found.position)}
    request.session[REMOVED] = {"session": pk, "boxes": boxes}
    return redirect("score", visit.room.slug, pk)


def _find(visit: Visit, pk: int, phase: int) -> Phase:
    found = reading.find_phase(visit.room, phase)
    return found if found.session_id == pk else reading.find_phase(visit.room, 0)


def _at(visit: Visit, phase: Phase, way: str = "") -> str:
    """Return the address of the score, at ``phase`` or, if it was moved, with the focus on what moved it."""
    score = reverse("score", args=[visit.room.slug, phase.session_id])
    if not way:
        return f"{score}#temps-{phase.pk}"
    # Without a fragment: a browser gives no focus on a page that opens at one.
    return f"{score}?bouge={phase.pk}&vers={way if way in WAYS else 'prise'}"


def _form(request: HttpRequest, usual: dict[str, str]) -> Form:
    """Return the form, or ``usual`` before it is sent; a browser sends nothing of a box without its tick."""
    form = Form.of(request, usual)
    if form.source:
        form.typed.update({box: "" for box in TICKS if box not in form.source})
    return form


def _is_done(form: Form, act: Any) -> bool:
    """Run ``act`` with the plan in the boxes; return whether it succeeded, else set the errors."""
    plan = _plan(form)
    if form.done(lambda: act(plan)):
        return True
    wrong = form.wrong
    if plan.seconds == duration_input.UNREADABLE:
        wrong["minutes"] = _(
            "Écrivez des minutes : « 12 », ou « 1:30 ». Rien : jusqu’à ce que vous le disiez."
        )
    form.wrong = {name: wrong[name] for name in BOXES if name in wrong}
    return False


def _plan(form: Form) -> PhasePlan:
    return PhasePlan(
        kind=form.get("kind"),
        title=form.get("title"),
        words=form.get("words"),
        seconds=duration_input.parse_duration(form.get("minutes")),
        writers=form.get("writers"),
        until_finished=form.get("until_finished") == "1",
        order=form.get("order"),
        pace=_number(form, "pace"),
        group_size=_group_size(form),
        read_first=form.get("read_first") == "1",
    )


def _number(form: Form, box: str) -> int:
    typed = parse_integer(form.get(box).strip())
    return duration_input.UNREADABLE if typed is None else typed


def _group_size(form: Form) -> int:
    """Return how many are to be in each group; what the box says counts only where groups are chosen."""
    if form.get("apart") == GROUPS:
        return _number(form, "group_size")
    return 2 if form.get("apart") == PAIRS else 0


def _apart(size: int) -> dict[str, str]:
    chosen = {0: TOGETHER, 2: PAIRS}.get(size, GROUPS)
    return {"apart": chosen, "group_size": str(size if chosen == GROUPS else USUAL_GROUP)}


def _as_typed(phase: Phase) -> dict[str, str]:
    return {
        "kind": phase.kind,
        "title": phase.title,
        "words": phase.words,
        "minutes": duration_input.duration_value(phase.seconds),
        "writers": phase.writers,
        "until_finished": "1" if phase.until_finished else "",
        "order": phase.order,
        "pace": str(phase.pace),
        "read_first": "1" if phase.read_first else "",
        "consigne": _asked(phase),
    } | _apart(phase.group_size)


def _asked(phase: Phase) -> str:
    asked = phases.asked_in(phase) if phase.pk else None
    return str(asked.pk) if asked else ""


def _ask(visit: Visit, form: Form, phase: Phase) -> None:
    """Let the phase ask for protocoles of the chosen consigne, or of none."""
    phases.ask_in(visit.person, visit.room.pk, None, phase.pk, parse_integer(form.get("consigne")))


def _page(
    request: HttpRequest, visit: Visit, session: Session, form: Form, phase: Phase | None = None
) -> HttpResponse:
    context: dict[str, Any] = {
        "room": visit.room,
        "me": visit,
        "session": session,
        "phase": phase,
        "form": form,
        "kinds": Phase.Kind.choices,
        "writers": Phase.Writers.choices,
        "orders": Phase.Order.choices,
        "apart": APART,
        "consignes": [*prepared_for(visit.room), *asked_by(visit.room)],
    }
    return render(request, "phase.html", context, status=form.status)
