"""What one does to an answer: correct, take back, put back; for staff, hide and show."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse

from frontend import where
from frontend.forms import Form
from frontend.visits import Visit, visiting
from rooms import commenting, moderating, rules
from rooms.models import Comment
from rooms.turns import Receipt


@visiting
def comment(request: HttpRequest, visit: Visit, comment: int, verb: str) -> HttpResponse:
    """Correcting has a page of its own; the other verbs lead back to the post. Others are not there."""
    if verb == "modifier":
        return _edit(request, visit, comment)
    if verb not in ACTS:
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    said = _found(visit, comment)
    ACTS[verb](visit, comment, Form.of(request))
    return redirect(_after(visit, said, verb))


def _edit(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    said = _found(visit, pk)
    rules.is_author(visit.person, said)
    rules.is_visible(said)
    form = Form.of(request, {"body": said.body})
    done = request.method == "POST" and form.done(
        lambda: commenting.edit(visit.person, visit.room.pk, form.ref, pk, form.get("body"))
    )
    back = where.of_post(visit.room, said.post_id)
    context = {"room": visit.room, "me": visit, "form": form, "silence": visit.silence, "back": back}
    return redirect(back) if done else render(request, "say.html", context, status=form.status)


def _found(visit: Visit, pk: int) -> Comment:
    said = Comment.objects.select_related("post").filter(post__room=visit.room, pk=pk).first()
    if said is None:
        raise Http404
    return said


def _after(visit: Visit, said: Comment, verb: str) -> str:
    if verb == "retirer":
        return f"{reverse('room', args=[visit.room.slug])}?reponse-retiree={said.pk}"
    if verb == "retablir":
        return reverse("wings", args=[visit.room.slug])
    return where.of_post(visit.room, said.post_id)


def _withdraw(visit: Visit, comment: int, form: Form) -> Receipt:
    return commenting.withdraw(visit.person, visit.room.pk, form.ref, comment)


def _restore(visit: Visit, comment: int, form: Form) -> Receipt:
    return commenting.restore(visit.person, visit.room.pk, form.ref, comment)


def _hide(visit: Visit, comment: int, form: Form) -> Receipt:
    return moderating.hide_comment(visit.person, visit.room.pk, form.ref, comment, form.get("why"))


def _show(visit: Visit, comment: int, form: Form) -> Receipt:
    return moderating.show_comment(visit.person, visit.room.pk, form.ref, comment, form.get("why"))


ACTS: dict[str, Callable[[Visit, int, Form], Receipt]] = {
    "retirer": _withdraw,
    "remettre": _restore,
    "masquer": _hide,
    "retablir": _show,
}
