"""The page from which a session is conducted, and the acts of its forms."""

from typing import Any

import msgspec
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from frontend import form_commands
from frontend.forms import Form
from frontend.public_address import public_address
from frontend.scenes import as_json, scene_of
from frontend.visits import Visit, visiting
from frontend.words import WORDS, counted, words
from people.refusals import Refusal
from rooms import posting, rules
from rooms.sessions import composing, confiding, reading, roster, showing
from rooms.sessions.models import Phase, Session
from rooms.sessions.running import ONE_BY_ONE
from rooms.sessions.timetable import timetable, total

THING = "seances"
OFFERED_PACES = (5, 10, 20, 30, 60)  # seconds
# The ends of addresses under a session that are acts, as its commands have them.
VERBS = tuple(address.split("/")[1] for address in form_commands.SPECS if address.startswith(f"{THING}/"))


@require_safe
@never_cache
@visiting
def conduct(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Show the page from which ``visit.person`` conducts a session that is to come, runs, or is over.

    ``conduct.html`` is given ``room``, ``me``, ``session``, ``slots``, ``seconds``, ``wall``
    (PublicAddress or None), ``told`` (what an act was answered), ``form``; while it runs
    also ``shown`` (ShownSession), ``phase``, ``left`` (seconds or None), ``since``, ``crowd`` (a sentence),
    ``writers`` and ``silent``, their phase, ``is_left_behind`` (several still write after it),
    ``lead_words``, ``paces``, ``is_paced``; for its script ``score_json``, ``scene_json``, ``words``.
    """
    rules.may_lead(visit.role)
    return show(request, visit, pk, Form.of(request))


@require_POST
@visiting
def act(request: HttpRequest, visit: Visit, pk: int, verb: str) -> HttpResponse:
    """Do one act. What refuses it is told on the page, which shows the present."""
    rules.may_lead(visit.role)
    form = Form.of(request)
    try:
        form_commands.submit(visit, THING, pk, verb, form)
    except Refusal as refusal:
        if refusal.code in {"not_leader", "session_unknown"}:
            raise
        return show(request, visit, pk, Form(form.source.__class__()), refusal.sentence, 409)
    return redirect("conduct", visit.room.slug, pk)


@require_POST
@visiting
def say(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Publish a message to all, in the room."""
    rules.may_lead(visit.role)
    form = Form.of(request)
    if form.done(lambda: posting.publish(visit.person, visit.room.pk, form.ref, form.get("body"))):
        messages.success(request, _("C’est dit : tout le monde le voit dans le fil."))
        return redirect("conduct", visit.room.slug, pk)
    return show(request, visit, pk, form)


@require_POST
@visiting
def confide(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Tell the others who lead something that nobody else sees."""
    form = Form.of(request)
    told = form.get(confiding.BOX)
    if form.done(lambda: confiding.tell(visit.person, visit.room.pk, form.ref, pk, told)):
        return redirect(f"{reverse('conduct', args=[visit.room.slug, pk])}#mot")
    return show(request, visit, pk, form)


@require_POST
@visiting
def wall(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Open the wall of a session, or close its address for good."""
    form = Form.of(request)
    composing.open_wall(visit.person, visit.room.pk, form.ref, pk, form.get("on") == "1")
    return redirect(f"{reverse('conduct', args=[visit.room.slug, pk])}#mur")


def show(
    request: HttpRequest, visit: Visit, pk: int, form: Form, told: str = "", status: int = 0
) -> HttpResponse:
    """Show the page as it is now, with ``told`` on top."""
    scene = _scene(visit)  # before the rows: what is later in them comes once more by the log
    session = reading.find(visit.room, pk)
    phases = list(session.phases.all())
    context: dict[str, Any] = {
        "room": visit.room,
        "me": visit,
        "session": session,
        "slots": timetable(session, phases),
        "seconds": total(phases),
        "wall": _wall(request, session),
        "told": told,
        "form": form,
        "scene_json": scene,
        "score_json": _json([_told(phase) for phase in phases]),
        "words": words,
    }
    if session.is_running:
        context |= _now(visit, session, phases)
    return render(request, "conduct.html", context, status=status or form.status)


def _now(visit: Visit, session: Session, phases: list[Phase]) -> dict[str, Any]:
    phase = phases[session.index]
    at, silent = session.paused_at or visit.now, roster.silent_phase(session)
    writers = roster.writers(silent, visit.now) if silent else []
    ends = session.phase_ends_at
    return {
        "shown": showing.session(session, phases),
        "phase": phase,
        "left": (ends - at).total_seconds() if ends else None,
        "since": (at - session.phase_began_at).total_seconds() if session.phase_began_at else 0,
        "crowd": _crowd(session, phase),
        "writers": writers,
        "silent": silent,
        "is_left_behind": silent not in (None, phase) and sum(not each.has_finished for each in writers) > 1,
        "lead_words": confiding.told(session),
        "paces": _paces(phase),
        "is_paced": phase.kind == Phase.Kind.REVEAL and phase.order in ONE_BY_ONE,
    }


def _crowd(session: Session, phase: Phase) -> str:
    """Tell how many texts are revealed, or how many people write and have finished where it is asked of them,
    as the script does."""
    if phase.kind == Phase.Kind.REVEAL:
        return str(WORDS["conduct_revealed"]).format(
            count=reading.appeared(session).count(), of=session.texts
        )
    if phase.kind != Phase.Kind.SILENCE and not phase.until_finished:
        return ""
    told = reading.tally(phase)
    return f"{counted('tally_writing', told.writing)}, {counted('tally_finished', told.finished)}"


def _told(phase: Phase) -> dict[str, Any]:
    return {**msgspec.to_builtins(showing.phase(phase)), "order": phase.order}


def _paces(phase: Phase) -> list[int]:
    """List the paces that are offered in a reveal of one by one, with its own."""
    return sorted({*OFFERED_PACES, phase.pace})


def _scene(visit: Visit) -> SafeString:
    """Return the scene for the script, without its posts: they are not shown here."""
    if visit.waits:
        raise Http404
    scene = scene_of(visit.room).scene
    bare = msgspec.structs.replace(scene.snapshot, posts=[], earlier=True)
    return _json(msgspec.structs.replace(scene, snapshot=bare))


def _json(shown: Any) -> SafeString:
    return mark_safe(as_json(shown).decode())  # noqa: S308 - no text can end the element that it stands in


def _wall(request: HttpRequest, session: Session) -> Any:
    return public_address(request, reverse("wall", args=[session.wall])) if session.wall else None
