"""Tags and filters of all templates."""

import math
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import segno
from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from frontend import house_texts as texts_of_the_house
from frontend import inline_script, room_theme
from frontend.elision import before, of
from people.written_secret import in_groups
from rooms import pictures
from rooms.events import ShownMeeting, ShownPost
from rooms.hours import hour
from rooms.meetings import rules
from rooms.meetings.models import Meeting
from rooms.models import Room
from rooms.reactions import REACTIONS
from rooms.text import render
from rooms.told_why import told_why

register = template.Library()
register.filter("in_groups", in_groups)
register.filter("hour", hour)
register.filter("of", of)
register.filter("before", before)
register.filter("told_why", told_why)


@register.simple_tag
def reload_lost_modules() -> SafeString:
    """Return the script that stands in each page itself."""
    return mark_safe(inline_script.RELOAD_LOST_MODULES)  # noqa: S308 - a file of ours


@register.simple_tag
def open_at_unread() -> SafeString:
    """Return the script that stands after the feed of a room."""
    return mark_safe(inline_script.OPEN_AT_UNREAD)  # noqa: S308 - a file of ours


@dataclass(frozen=True, slots=True)
class ReactionButton:
    """A button for a reaction to a post; ``pressed`` tells whether this person made the reaction."""

    key: str
    label: str
    count: int
    pressed: bool


@register.simple_tag(takes_context=True)
def ref(context: template.Context) -> UUID | str:
    """Identify one submission of one form: ``<input type="hidden" name="ref" value="{% ref %}">``.

    In HTML drawn for many readers, this is a hole (``frontend/pieces.py``).
    """
    return context.get("ref_mark") or uuid4()


@register.simple_tag
def signs(post: ShownPost | None, room: Room, person: int) -> list[ReactionButton]:
    """``{% signs post room me.person.pk as signs %}``: buttons for the room's reactions to ``post``."""
    made = post.reactions if post else {}
    return [_button(key, made.get(key, []), person) for key in room.reactions if key in REACTIONS]


@register.simple_tag
def theme(room: Room) -> str:
    """Return the address of the room's own style sheet; it changes when the look does."""
    return f"{reverse('theme', args=[room.slug])}?{room_theme.version(room)}"


@register.simple_tag
def house_texts() -> list[tuple[str, str]]:
    """``{% house_texts as texts %}``: names and titles of the texts of the house."""
    return texts_of_the_house.titles(get_language() or "fr")


@register.inclusion_tag("partials/picture.html")
def picture(room: Room | None, is_first: bool = False) -> dict[str, Any]:
    """``{% picture room %}``: the picture of the room, if any, in a box that has its size from the start.
    ``is_first``: a page begins with it, and it is not to wait until the page is laid out."""
    if room is None or not room.image:
        return {}
    width, height = pictures.size(room.image)
    sizes = {"width": width, "height": height}
    return {"room": room, "address": pictures.address(room.image), "is_first": is_first, **sizes}


@register.simple_tag
def qr(text: str, title: str) -> SafeString:
    """Return ``text`` as a QR code, inline SVG that scales; ``title`` is its accessible name."""
    drawn = segno.make(text, error="m", micro=False)
    svg = drawn.svg_inline(scale=8, border=3, dark="#000", light="#fff", omitsize=True, title=title)
    return mark_safe(svg.replace("<svg ", '<svg role="img" ', 1))  # noqa: S308 -- segno escapes the title


@register.filter
def moment(millis: int) -> datetime:
    """Convert milliseconds since 1970, UTC, to local time: ``{{ post.at|moment|date:"c" }}``."""
    return timezone.localtime(datetime.fromtimestamp(millis / 1000, tz=timezone.get_default_timezone()))


@register.filter
def when(at: datetime) -> str:
    """Format a time: the hour if it is today, else the day and the hour."""
    local = timezone.localtime(at)
    if local.date() == timezone.localdate():
        return hour(local)
    return _("%(day)s, %(hour)s") % {"day": _date(local), "hour": hour(local)}


@register.filter
def date_alone(at: datetime) -> str:
    """Format the date, without its hour."""
    return _date(timezone.localtime(at))


@register.filter
def day(at: datetime) -> str:
    """Format weekday, date and hour: for openings and ends."""
    local = timezone.localtime(at)
    date = f"{date_format(local, 'l')} {_date(local)}"
    return _("%(day)s à\u00a0%(hour)s") % {"day": date, "hour": hour(local)}


@register.filter
def in_minutes(seconds: int) -> int:
    """Convert seconds to minutes, rounded up: a recording of a few seconds lasts a minute."""
    return math.ceil(seconds / 60)


@register.filter
def lasts(minutes: int) -> str:
    """Format a duration, without line breaks: « 45 min », « 1 h », « 1 h 30 »."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)d\u00a0min") % {"minutes": rest}
    if not rest:
        return _("%(hours)d\u00a0h") % {"hours": hours}
    return _("%(hours)d\u00a0h\u00a0%(minutes)02d") % {"hours": hours, "minutes": rest}


@register.filter
def ends_at(meeting: Meeting) -> datetime:
    """Return when ``meeting`` should end."""
    return rules.ends_at(meeting)


@register.filter
def prose(words: str) -> SafeString:
    """Render light Markdown, as posts have it."""
    return mark_safe(render(words))  # noqa: S308 -- rooms.text cleans it


@register.filter
def lets_in(meeting: Meeting | ShownMeeting, now: datetime) -> bool:
    """``{% if meeting|lets_in:me.now %}``: whether everybody may already go to a meeting that is to come."""
    starts_at = moment(meeting.starts_at) if isinstance(meeting, ShownMeeting) else meeting.starts_at
    return now >= starts_at - rules.EARLY


@register.filter
def quoted(words: str) -> str:
    """Return ``words`` between the quotation marks of the page's language."""
    return _("«\u00a0%(words)s\u00a0»") % {"words": words}


@register.filter
def role_mark(role: str) -> str:
    """Return the word beside a name for ``role``; a participant has none."""
    return {"artist": _("artiste"), "staff": _("équipe")}.get(role, "")


@register.filter
def under(mapping: dict[str, Any], key: str) -> Any:
    """Return ``mapping[key]`` or an empty string: for keys unknown when the template is written."""
    return mapping.get(key, "")


def _date(local: datetime) -> str:
    """Format a day: « 5 novembre », « 1er novembre », with its year if that is not this year."""
    date = date_format(local, "j\u00a0F" if local.day > 1 else _("j\\e\\r\u00a0F"))
    return date if local.year == timezone.localdate().year else f"{date} {local.year}"


def _button(key: str, people: list[int], person: int) -> ReactionButton:
    return ReactionButton(key, str(REACTIONS[key]), len(people), person in people)
