"""The page of a room (feed, composer), its parts, and its style sheet."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.messages import get_messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from frontend import (
    fragments,
    help_page,
    links,
    own_pace,
    own_waiting,
    render_cache,
    room_theme,
    session_page,
    undo,
)
from frontend.forms import Form
from frontend.fragments import FRAGMENTS
from frontend.integers import parse_integer
from frontend.pieces import plain
from frontend.room_page import AssembledPage
from frontend.scenes import KeptPost, KeptScene, keep, scene_of
from frontend.sessions import YEAR
from frontend.visits import Visit, visiting
from frontend.words import words
from protocols import drafting
from protocols.reading import Scene, followed, has_handed_in
from rooms import joining, posting, reading, text
from rooms.events import ShownMeeting
from rooms.log import millis
from rooms.models import Room

MINUTE = 60_000  # milliseconds
POST = "message-"


@require_safe
@visiting
def room(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the newest page of the feed, or with ``?avant=<seq>`` the page before that number.

    ``room.html`` is given:

    - ``room`` (rooms.models.Room), ``scene`` (protocols.reading.Scene), ``consigne`` (the one to
      follow, or None), ``draft`` and ``handed_in``: whether this person began a protocole from it, or handed
      one in;
    - ``live_meeting`` and ``next_meeting`` (rooms.events.ShownMeeting), or None;
    - ``feed``: the posts, drawn, and ``posts``: whether there are any; ``earlier``: whether there is a page
      before, and ``earlier_than``: the number to put in ``?avant=`` for it; ``live``: whether this is the
      newest page;
    - ``me`` (frontend.visits.Visit: ``person``, ``membership``, ``role``, ``leads``, ``moderates``);
    - ``seq``: the number of the scene; ``unread_seq``: the reader's; ``scene_json``: the scene, for scripts;
    - ``writable``, and when it is not, ``silence``: the sentence that says why; what the phase of a session
      lets people do is not told by it, but by ``session.phase.hush``, as screens know it;
    - ``session`` (rooms.events.ShownSession), the one that runs, or None; ``own_text``: the reader's own box
      in it, drawn (``partials/silent_box.html``); ``refresh``: the element that loads the page anew;
    - ``own_waiting``: what the reader wrote and the team reads first (``partials/own_waiting.html``);
      ``own_pace``: how often they may write where the room is slowed, and when the next may leave;
    - ``form`` (frontend.forms.Form): ``form.typed.body``, ``form.wrong.body``, and ``form_ref``; also as
      ``typed``, ``refusal`` (a sentence, or empty; with a sentence the status is 422). The other
      forms of the page have their own refs: ``{% ref %}``, of ``{% load house %}``;
    - ``undo``: ``{"action": address, "ref": …}`` after a withdrawal, for ``partials/undo.html``; or None;
    - ``words``: the sentences of the modules, for ``{{ words|json_script:"words" }}``.

    Notices of what was just done: ``{% include "partials/notices.html" %}``. The read mark without
    JavaScript: ``<noscript><img src="{% url 'room' room.slug %}lu/{{ seq }}/" alt=""></noscript>``.
    Colours: ``<link rel="stylesheet" href="{% theme room %}">``.
    """
    return threshold(request, visit) if visit.waits else show(request, visit, Form.of(request))


@require_POST
@visiting
def publish(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Publish a post; a refused text is shown again in its box."""
    form, is_first = Form.of(request), visit.is_new
    said = form.attempt(lambda: posting.publish(visit.person, visit.room.pk, form.ref, form.get("body")))
    if said and said.room != visit.room.pk:
        return redirect(links.to_waiting(visit.room.slug))
    if said and is_first:
        messages.success(request, _("C’est publié."), extra_tags="card")
    return redirect(links.to_post(visit.room, said.post)) if said else show(request, visit, form)


@require_safe
@visiting
def read(request: HttpRequest, visit: Visit, seq: int) -> HttpResponse:
    """Mark the room read up to ``seq``: without JavaScript, a browser loads this address as an image."""
    joining.read(visit.person, visit.room.pk, min(seq, visit.room.head))
    return HttpResponse(status=204)


@require_safe
@never_cache
@visiting
def waiting(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Return what this person has written here and the team reads first, as it is now."""
    page = reverse("room", args=[visit.room.slug])
    return HttpResponse(own_waiting.draw(visit, lambda: help_page.draw(request, page)))


@require_safe
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    """Return the style sheet of a room, cached for ever at the address that ``{% theme %}`` makes."""
    room = get_object_or_404(Room, slug=slug)
    response = HttpResponse(room_theme.css(room), content_type="text/css; charset=utf-8")
    if request.META["QUERY_STRING"] == room_theme.version(room):
        patch_cache_control(response, public=True, immutable=True, max_age=YEAR)
    return response


def threshold(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the page of a room that is not open yet: its presentation and the date."""
    context = {"room": visit.room, "me": visit, "presentation": text.render(visit.room.presentation)}
    return render(request, "threshold.html", context)


def show(request: HttpRequest, visit: Visit, form: Form) -> HttpResponse:
    """Show the room as this person sees it now, with ``form`` in its composer."""
    visit = visit if visit.membership else _with_a_mark(visit)
    kept, withdrawn = scene_of(visit.room), undo.offer(request, visit)
    posts, feed = feed_of(request, visit, kept)
    own, form = _parted(request, visit, kept, form)
    context = (
        base(visit, next((each.id for each in kept.scene.consignes), None))
        | own
        | {
            "unread_seq": visit.membership.read_seq if visit.membership else 0,
            "form": form,
            "typed": form.get("body"),
            "refusal": form.wrong.get("body", ""),
            "undo": withdrawn,
            "words": words,
        }
    )
    is_kept = not (form.typed or form.wrong or withdrawn or len(get_messages(request)))
    return AssembledPage(context | feed | at_number(kept.scene, visit), posts, kept, is_kept).response(
        request
    )


def _parted(request: HttpRequest, visit: Visit, kept: KeptScene, form: Form) -> tuple[dict[str, Any], Form]:
    """Return what a session puts into the page for this reader, and the form of the composer: a silent text
    that was refused, or saved over a sign-in, goes back into its own box, never into the composer."""
    session = kept.scene.snapshot.session
    own = session_page.of(visit, session)
    is_silent = bool(form.get("phase"))
    context = {
        "own_text": session_page.draw(visit, own, form if is_silent else None),
        "refresh": session_page.refresh(visit, session, own),
        "own_waiting": own_waiting.draw(visit, lambda: help_page.draw(request, request.path)),
        "own_pace": own_pace.draw(visit),
        "status": form.status,
    }
    return context, Form(QueryDict()) if is_silent else form


def base(visit: Visit, consigne: int | None) -> dict[str, Any]:
    """Return the context that all parts of a room's page share, the feed apart; ``consigne`` is the id of the
    one to follow."""
    silence = visit.shut
    return {
        "room": visit.room,
        "me": visit,
        "user": visit.person,
        "silence": silence,
        "writable": not silence,
        "draft": bool(consigne and drafting.find_for(visit.person, consigne)),
        "handed_in": bool(consigne and has_handed_in(visit.person, consigne)),
    }


@require_safe
@never_cache
@visiting
def part(request: HttpRequest, visit: Visit, name: str) -> HttpResponse:
    """Return one part of the page, after an event changed it: a fragment, or with ``message-<id>`` a post."""
    asked = followed(visit.room)
    context = base(visit, asked.pk if asked else None)
    if name.startswith(POST):
        return _post_part(visit, name.removeprefix(POST), context)
    if name not in FRAGMENTS or visit.waits:
        raise Http404
    return HttpResponse(fragments.render(name, context, lambda: at_number(scene_of(visit.room).scene, visit)))


def _post_part(visit: Visit, pk: str, context: dict[str, Any]) -> HttpResponse:
    found = visit.room.posts.select_related("author", "room").filter(pk=parse_integer(pk) or 0).first()
    if found is None or not found.visible or visit.waits:
        raise Http404
    (parts,) = render_cache.draw_posts(context, [keep(visit.room.pk, reading.whole(found))])
    return HttpResponse(plain(render_cache.fill(parts, {}, render_cache.Refs())))


def feed_of(request: HttpRequest, visit: Visit, kept: KeptScene) -> tuple[list[KeptPost], dict[str, Any]]:
    """Return the posts that are asked for, and the context of the feed."""
    room, posts, more = visit.room, kept.posts, kept.scene.snapshot.earlier
    before = parse_integer(request.GET.get("avant", ""))
    if before is not None:
        page, more = reading.page(room, before)
        posts = [keep(room.pk, post) for post in page]
    return posts, {
        "posts": posts,
        "earlier": posts[0].shown.seq if posts and more else None,
        "live": before is None,
    }


def at_number(now: Scene, visit: Visit) -> dict[str, Any]:
    """Return the context of what surrounds the feed, from the scene ``now``."""
    return {
        "scene": now,
        "shown": now.snapshot.room,
        "session": now.snapshot.session,
        "consigne": next(iter(now.consignes), None),
        "live_meeting": next((each for each in now.snapshot.meetings if each.opened_at), None),
        "next_meeting": _next_meeting(now.snapshot.meetings, visit.now),
    }


def _next_meeting(meetings: list[ShownMeeting], now: datetime) -> ShownMeeting | None:
    """Return the first meeting that has not begun and whose announced end is not past."""
    awaited = (each for each in meetings if each.opened_at is None)
    return next((each for each in awaited if each.starts_at + each.minutes * MINUTE > millis(now)), None)


def _with_a_mark(visit: Visit) -> Visit:
    """Return the visit of a staff member with a membership, which stores their read mark."""
    return Visit(visit.person, visit.room, joining.join(visit.person, visit.room), visit.now)
