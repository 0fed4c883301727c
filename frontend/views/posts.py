"""What one does to a post: answer, correct, move, take back, put back, react; for staff, hide and show."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse

from frontend import where
from frontend.forms import Form
from frontend.views import moving
from frontend.visits import Visit, visiting
from protocols.reading import of_post
from rooms import commenting, moderating, posting, reacting, reading, rules
from rooms.models import Post
from rooms.turns import Receipt


@visiting
def post(request: HttpRequest, visit: Visit, post: int, verb: str) -> HttpResponse:
    """Forms have a page of their own; the other verbs lead back to the post. Unknown verbs are not there."""
    if verb in FORMS:
        return FORMS[verb](request, visit, post)
    if verb not in ACTS:
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    ACTS[verb](visit, post, Form.of(request))
    return redirect(_after(visit, post, verb))


def _answer(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    said, form = _seen(visit, pk), Form.of(request)
    done = request.method == "POST" and form.done(
        lambda: commenting.comment(visit.person, visit.room.pk, form.ref, pk, form.get("body"))
    )
    return (
        redirect(where.of_post(visit.room, pk)) if done else _page(request, visit, form, said, answers=True)
    )


def _edit(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    said = _seen(visit, pk)
    rules.is_author(visit.person, said)
    if said.kind == Post.Kind.PROTOCOLE:
        return redirect("revise", visit.room.slug, of_post(said))
    form = Form.of(request, {"body": said.body})
    done = request.method == "POST" and form.done(
        lambda: posting.edit(visit.person, visit.room.pk, form.ref, pk, form.get("body"))
    )
    return redirect(where.of_post(visit.room, pk)) if done else _page(request, visit, form, said)


def _page(
    request: HttpRequest, visit: Visit, form: Form, said: Post, *, answers: bool = False
) -> HttpResponse:
    context = {
        "room": visit.room,
        "me": visit,
        "form": form,
        "above": reading.whole(said) if answers else None,
        "silence": visit.silence,
        "back": where.of_post(visit.room, said.pk),
    }
    return render(request, "say.html", context, status=form.status)


def _seen(visit: Visit, pk: int) -> Post:
    said = visit.room.posts.select_related("author", "room").filter(pk=pk).first()
    if said is None or not said.visible or visit.waits:
        raise Http404
    return said


def _after(visit: Visit, post: int, verb: str) -> str:
    if verb == "retirer":
        return f"{reverse('room', args=[visit.room.slug])}?message-retire={post}"
    if verb == "retablir":
        return reverse("wings", args=[visit.room.slug])
    return where.of_post(visit.room, None if verb == "masquer" else post)


def _withdraw(visit: Visit, post: int, form: Form) -> Receipt:
    return posting.withdraw(visit.person, visit.room.pk, form.ref, post)


def _restore(visit: Visit, post: int, form: Form) -> Receipt:
    return posting.restore(visit.person, visit.room.pk, form.ref, post)


def _react(visit: Visit, post: int, form: Form) -> Receipt:
    sign, on = form.get("sign"), form.get("on") == "1"
    return reacting.react(visit.person, visit.room.pk, form.ref, post, sign, on)


def _hide(visit: Visit, post: int, form: Form) -> Receipt:
    return moderating.hide_post(visit.person, visit.room.pk, form.ref, post, form.get("why"))


def _show(visit: Visit, post: int, form: Form) -> Receipt:
    return moderating.show_post(visit.person, visit.room.pk, form.ref, post, form.get("why"))


FORMS: dict[str, Callable[[HttpRequest, Visit, int], HttpResponse]] = {
    "repondre": _answer,
    "modifier": _edit,
    "deplacer": moving.move,
}
ACTS: dict[str, Callable[[Visit, int, Form], Receipt]] = {
    "retirer": _withdraw,
    "remettre": _restore,
    "reagir": _react,
    "masquer": _hide,
    "retablir": _show,
}
