"""Parts of a room's page that events change; each is rendered once for all readers who see it alike.

Browsers fetch a part again when an event names it (``RoomEvent.redraws``). Its HTML is cached under the
number of the last event that changed it (``Room.fragments``), so that an older state is never shown.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from frontend.render_cache import MARKS, draw_part
from frontend.visits import Visit
from rooms.sessions.running import PAST

MAX_AGE = 60  # seconds


@dataclass(frozen=True, slots=True)
class Fragment:
    """A part: ``template`` renders one element with ``data-part``; ``inner`` names the stamps of
    ``Room.fragments`` that it depends on beside its own."""

    template: str
    inner: tuple[str, ...] = ()


FRAGMENTS = {
    "poster": Fragment("partials/poster_face.html", ("soon", "next-meeting", PAST)),
    "pinned": Fragment("partials/pinned.html"),
    "strip-time": Fragment("partials/strip_time.html"),
    "soon": Fragment("partials/soon.html"),
    "next-meeting": Fragment("partials/next_meeting.html"),
}


def render(name: str, base: Mapping[str, Any], rest: Callable[[], dict[str, Any]]) -> SafeString:
    """Return the part ``name`` as this reader sees it.

    ``base`` holds the result of ``views.room.base``. ``rest()`` reads what
    else the template needs; it is called only on a cache miss.
    """
    fragment = FRAGMENTS[name]

    def make() -> str:
        return render_to_string(fragment.template, {**base, **rest(), **MARKS})

    return draw_part(_key(name, fragment, base), base["room"].pk, make)


def _key(name: str, fragment: Fragment, base: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return all that the HTML depends on, except the language. It tells times left, so it ages."""
    me: Visit = base["me"]
    changed = [me.room.fragments.get(each, 0) for each in (name, *fragment.inner)]
    reader = [me.role, base["writable"], base["draft"], base["handed_in"]]
    return (
        fragment.template,
        me.room.pk,
        me.room.epoch,
        *changed,
        *reader,
        int(me.now.timestamp()) // MAX_AGE,
    )
