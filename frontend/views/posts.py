"""Actions on a post: answer, edit, move, withdraw, restore, react; hide, show and remove for good."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from frontend import form_commands, links
from frontend.forms import Form
from frontend.kinds import display_of
from frontend.views import about_words, erase, move_post, reports
from frontend.visits import Visit, visiting
from rooms import commenting, holding, posting, reading, rules
from rooms.models import Post


@visiting
def post(request: HttpRequest, visit: Visit, post: int, verb: str) -> HttpResponse:
    """Do ``verb``: some have a page with a form, others redirect to the post. Unknown verbs are 404."""
    if verb in FORM_VIEWS:
        return FORM_VIEWS[verb](request, visit, post)
    if not form_commands.is_command("messages", verb):
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    return about_words.act(request, visit, "messages", post, verb, post)


@require_safe
@visiting
def find(request: HttpRequest, visit: Visit, post: int) -> HttpResponse:
    """Redirect to the post, on whichever page of the feed it is by now. Raises ``gone``."""
    return redirect(links.to_post(visit.room, _seen(visit, post).pk))


def _answer(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    said, form = _seen(visit, pk), Form.of(request)
    done = request.method == "POST" and form.done(
        lambda: commenting.comment(visit.person, visit.room.pk, form.ref, pk, form.get("body"))
    )
    return (
        redirect(links.to_post(visit.room, pk)) if done else _page(request, visit, form, said, answers=True)
    )


def _edit(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    said = _own_waiting(visit, pk) or _seen(visit, pk)
    rules.is_author(visit.person, said)
    if edit_page := display_of(said.kind).edit_page:
        return redirect(edit_page(said))
    form = Form.of(request, {"body": said.body})
    done = request.method == "POST" and form.done(
        lambda: posting.edit(visit.person, visit.room.pk, form.ref, pk, form.get("body"))
    )
    return redirect(links.to_post(visit.room, pk)) if done else _page(request, visit, form, said)


def _page(
    request: HttpRequest, visit: Visit, form: Form, said: Post, *, answers: bool = False
) -> HttpResponse:
    context = {
        "room": visit.room,
        "me": visit,
        "form": form,
        "above": reading.whole(said) if answers else None,
        "silence": visit.silence,
        "back": links.to_post(visit.room, said.pk),
    }
    return render(request, "say.html", context, status=form.status)


def _own_waiting(visit: Visit, pk: int) -> Post | None:
    return holding.posts(visit.room, visit.person).select_related("room").filter(pk=pk).first()


def _found(visit: Visit, pk: int) -> Post:
    said = visit.room.posts.select_related("author", "room").filter(pk=pk).first()
    if said is None:
        raise Http404
    return said


def _seen(visit: Visit, pk: int) -> Post:
    said = _found(visit, pk)
    if not said.visible or visit.waits:
        raise Http404
    return said


def _report(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    return reports.ask(request, visit, _seen(visit, pk))


def _erase(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    return erase.erase(request, visit, _found(visit, pk))


FORM_VIEWS: dict[str, Callable[[HttpRequest, Visit, int], HttpResponse]] = {
    "repondre": _answer,
    "modifier": _edit,
    "deplacer": move_post.move,
    "signaler": _report,
    "supprimer": _erase,
}
