"""The page that moves a post to another room."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from frontend import links
from frontend.forms import Form
from frontend.visits import Visit
from people.models import Person
from rooms import holding, moving, reading, rules
from rooms.kinds import kind_of
from rooms.models import Post, Room


def move(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Ask for a room, and move the post ``pk`` there; redirect to the old room, which offers the undo.

    After an undo, redirect to the post itself.
    """
    form = Form.of(request)
    done = request.method == "POST" and form.done(
        lambda: moving.move(
            visit.person,
            visit.room.pk,
            form.ref,
            pk,
            to=form.number("to"),
            why=form.get("why"),
            undoes=form.number("undoes"),
        )
    )
    return redirect(_after(request, visit, form, pk)) if done else _page(request, visit, form, pk)


def _after(request: HttpRequest, visit: Visit, form: Form, pk: int) -> str:
    if desk := links.to_desk(request, visit.room, form.get("from")):
        return desk
    there = Room.objects.get(pk=form.number("to"))
    if not _is_visible(pk):
        return links.to_regie(request) if visit.moderates else links.to_waiting(there.slug)
    if form.get("undo"):
        return links.to_post(there, pk)
    return f"{reverse('room', args=[visit.room.slug])}?message-deplace={pk}"


def _is_visible(pk: int) -> bool:
    return Post.objects.visible().filter(pk=pk).exists()


def _page(request: HttpRequest, visit: Visit, form: Form, pk: int) -> HttpResponse:
    said = Post.objects.select_related("author").filter(room=visit.room, pk=pk).first()
    if said is None or visit.waits or kind_of(said.kind).not_moved:
        raise Http404
    if not said.visible and not (visit.moderates and holding.is_waiting(said)):
        raise Http404
    rules.may_move(visit.person, visit.role, said)
    rooms, place = _elsewhere(visit, said), links.place_of(request, form)
    only = rooms[0].pk if len(rooms) == 1 else 0
    context = {
        "room": visit.room,
        "form": form,
        "said": said,
        "chosen": form.number("to") or only,
        "rooms": rooms,
        "waits": holding.is_waiting(said),
        "place": place,
        "silence": visit.silence,
        "is_own": said.author == visit.person,
        "back": links.to_desk(request, visit.room, place) or _back(request, visit, said),
    }
    return render(request, "move.html", context, status=form.status)


def _back(request: HttpRequest, visit: Visit, said: Post) -> str:
    return links.to_post(visit.room, said.pk) if said.visible else links.to_regie(request)


def _elsewhere(visit: Visit, said: Post) -> list[Room]:
    """Return the other rooms where this person may write; of what waits, those where its author is too."""
    rooms = reading.rooms_of(visit.person).exclude(pk=visit.room.pk)
    places = [room for room in rooms if not _at(visit, visit.person, room).silence]
    return [room for room in places if not holding.is_waiting(said) or _at(visit, said.author, room).role]


def _at(visit: Visit, person: Person, room: Room) -> Visit:
    return Visit(person, room, reading.membership(person, room), visit.now)
