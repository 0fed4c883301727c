"""Addresses of posts in the pages of a room's feed, and of where the team decides."""

from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from frontend.forms import Form
from rooms import reading
from rooms.models import Post, Room

REGIE = "regie"


def to_post(room: Room, post: int | None) -> str:
    """Return the address of ``post`` on its page of the feed; without a post, that of the newest page."""
    feed = reverse("room", args=[room.slug])
    if post is None:
        return feed
    seq = Post.objects.filter(room=room, pk=post).values_list("seq", flat=True).first()
    return _on_its_page(feed, post, seq, is_earlier=seq is not None and reading.is_earlier(room, seq))


def to_waiting(slug: str) -> str:
    """Return the address of what is between the reader and the team, in the room with this slug."""
    return f"{reverse('room', args=[slug])}#en-attente"


def place_of(request: HttpRequest, form: Form) -> str:
    """Return where somebody came from to a page that asks: its form says so, or its address before that; of
    the régie, with the rooms that are chosen there."""
    place = form.get("from") or request.GET.get("from", "")
    return f"{place}?{chosen}" if place == REGIE and (chosen := _chosen(request)) else place


def to_desk(request: HttpRequest, room: Room, place: str) -> str | None:
    """Return where a form came from that says so: the régie, or the wings of ``room``; None for elsewhere."""
    if is_regie(place):
        return to_regie(request, place)
    return reverse("wings", args=[room.slug]) if place == "coulisses" else None


def back_to_desk(request: HttpRequest, room: Room, form: Form) -> str:
    """Return where ``form`` of the team came from; the régie, where it does not say."""
    return to_desk(request, room, form.get("from")) or to_regie(request)


def is_regie(place: str) -> bool:
    """Return whether ``place`` (``place_of``) is the régie."""
    return place.partition("?")[0] == REGIE


def to_regie(request: HttpRequest, place: str = "") -> str:
    """Return the address of the régie, with the rooms that were chosen there: ``place`` says which, or else
    the page that the request came from."""
    rooms = QueryDict(place.partition("?")[2] or _chosen(request)).getlist("espace")
    regie = reverse("regie")
    return f"{regie}?{urlencode({'espace': rooms}, doseq=True)}" if rooms else regie


def _chosen(request: HttpRequest) -> str:
    """Return what the address of the régie said, where the request came from there."""
    page, _mark, query = request.headers.get("Referer", "").partition("#")[0].partition("?")
    return query if page.endswith(f"://{request.get_host()}{reverse('regie')}") else ""


def to_unread(room: Room, unread: reading.Unread) -> str:
    """Return the address of the first unread post of ``room``; without one, that of the newest page."""
    feed = reverse("room", args=[room.slug])
    if unread.first is None:
        return feed
    return _on_its_page(feed, unread.first, unread.seq, is_earlier=unread.is_earlier)


def _on_its_page(feed: str, post: int, seq: int | None, *, is_earlier: bool) -> str:
    page = f"?avant={seq + 1}" if seq is not None and is_earlier else ""
    return f"{feed}{page}#message-{post}"
