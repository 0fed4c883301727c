"""The room: its feed, its composer, its colours."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_POST, require_safe

from frontend import taking_back, theming, where
from frontend.arriving import YEAR
from frontend.forms import Form
from frontend.numbers import number
from frontend.visits import Visit, visiting
from frontend.words import words
from protocols import drafting
from protocols.reading import followed, scene
from rooms import joining, posting, reading, text
from rooms.events import ShownMeeting
from rooms.log import millis
from rooms.models import Room

MINUTE = 60_000  # milliseconds


@require_safe
@visiting
def room(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The feed, newest page, or with ``?avant=<seq>`` the page before that number.

    ``room.html`` is given:

    - ``room`` (rooms.models.Room), ``scene`` (protocols.reading.Scene), ``consigne`` (the one to
      follow, or None), ``draft``: whether this person began a protocole from it;
    - ``live_meeting`` and ``next_meeting`` (rooms.events.ShownMeeting), or None;
    - ``posts`` (rooms.events.ShownPost, oldest first) and ``earlier``: the number to put in ``?avant=``
      for the page before, or None; ``live``: whether this is the newest page;
    - ``me`` (frontend.visits.Visit: ``person``, ``membership``, ``role``, ``leads``, ``moderates``);
    - ``unread_seq``: the first unread post is the first by another author whose ``seq`` is above;
    - ``writable``, and when it is not, ``silence``: the sentence that says why;
    - ``form`` (frontend.forms.Form): ``form.typed.body``, ``form.wrong.body``, ``form.ref``; also as
      ``typed``, ``refusal`` (a sentence, or empty; the page then has status 422) and ``ref``;
      The other forms of the page carry a ref of their own: ``{% ref %}``, of ``{% load house %}``;
    - ``undo``: ``{"action": address, "ref": …}`` after a withdrawal, for ``partials/undo.html``; or None;
    - ``words``: what the modules say, for ``{{ words|json_script:"words" }}``.

    Notices of what was just done: ``{% include "partials/notices.html" %}``. What was read with
    JavaScript off: ``<noscript><img src="{% url 'read' room.slug scene.snapshot.seq %}" alt=""></noscript>``.
    Colours: ``<link rel="stylesheet" href="{% theme room %}">``.
    """
    return threshold(request, visit) if visit.waits else show(request, visit, Form.of(request))


@require_POST
@visiting
def publish(request: HttpRequest, visit: Visit) -> HttpResponse:
    """A new post; one that cannot be comes back in its box."""
    form = Form.of(request)
    said = form.attempt(lambda: posting.publish(visit.person, visit.room.pk, form.ref, form.get("body")))
    return redirect(where.of_post(visit.room, said.post)) if said else show(request, visit, form)


@require_safe
@visiting
def read(request: HttpRequest, visit: Visit, seq: int) -> HttpResponse:
    """Move the unread mark of a browser without JavaScript: it asks for this as for a picture."""
    joining.read(visit.person, visit.room.pk, min(seq, visit.room.head))
    return HttpResponse(status=204)


@require_safe
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    """The colours and the faces of a fabrique, kept for ever under the address that ``{% theme %}`` makes."""
    room = get_object_or_404(Room, slug=slug)
    response = HttpResponse(theming.css(room), content_type="text/css; charset=utf-8")
    if request.META["QUERY_STRING"] == theming.edition(room):
        patch_cache_control(response, public=True, immutable=True, max_age=YEAR)
    return response


def threshold(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Before the opening: the date, and nothing to do but wait."""
    context = {"room": visit.room, "me": visit, "presentation": text.render(visit.room.presentation)}
    return render(request, "threshold.html", context)


def show(request: HttpRequest, visit: Visit, form: Form) -> HttpResponse:
    """The room as this person sees it now, with ``form`` in its composer."""
    visit = visit if visit.membership else _with_a_mark(visit)
    context = {
        "room": visit.room,
        "me": visit,
        "unread_seq": visit.membership.read_seq if visit.membership else 0,
        "silence": visit.silence,
        "writable": not visit.silence,
        "form": form,
        "typed": form.get("body"),
        "refusal": form.wrong.get("body", ""),
        "ref": form.ref,
        "undo": taking_back.offer(request, visit),
        "words": words(),
    }
    return render(request, "room.html", context | _feed(request, visit), status=form.status)


def _feed(request: HttpRequest, visit: Visit) -> dict[str, Any]:
    room, now = visit.room, scene(visit.room.pk)
    asked = followed(room)
    before = number(request.GET.get("avant", ""))
    posts, more = now.snapshot.posts, now.snapshot.earlier
    if before is not None:
        posts, more = reading.page(room, before)
    return {
        "scene": now,
        "consigne": next(iter(now.consignes), None),
        "posts": posts,
        "live_meeting": next((each for each in now.snapshot.meetings if each.opened_at), None),
        "next_meeting": _next_meeting(now.snapshot.meetings, visit.now),
        "draft": bool(asked and drafting.find(visit.person, asked)),
        "earlier": posts[0].seq if more else None,
        "live": posts is now.snapshot.posts,
    }


def _next_meeting(meetings: list[ShownMeeting], now: datetime) -> ShownMeeting | None:
    """The first that is still to come; one that should be over by now is not."""
    awaited = (each for each in meetings if each.opened_at is None)
    return next((each for each in awaited if each.starts_at + each.minutes * MINUTE > millis(now)), None)


def _with_a_mark(visit: Visit) -> Visit:
    """Staff are at home everywhere; here they get what keeps their unread mark."""
    return Visit(visit.person, visit.room, joining.join(visit.person, visit.room), visit.now)
