"""What templates ask of the house, besides Django's own tags."""

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
from django.utils.translation import gettext as _

from frontend import theming
from people.cards import in_groups
from rooms import pictures
from rooms.events import ShownMeeting, ShownPost
from rooms.meetings import rules
from rooms.models import Meeting, Room
from rooms.reactions import REACTIONS
from rooms.text import render

register = template.Library()
register.filter("in_groups", in_groups)


@dataclass(frozen=True, slots=True)
class Sign:
    """A reaction on a post: its key, its words, how many made it, whether this person did."""

    key: str
    label: str
    count: int
    pressed: bool


@register.simple_tag(takes_context=True)
def ref(context: template.Context) -> UUID | str:
    """A new name for one sending of one form: ``<input type="hidden" name="ref" value="{% ref %}">``.

    In what is drawn for many readers, the mark that ``frontend.drawing`` puts one in place of.
    """
    return context.get("ref_mark") or uuid4()


@register.simple_tag
def signs(post: ShownPost | None, room: Room, person: int) -> list[Sign]:
    """``{% signs post room me.person.pk as signs %}``: the room's signs on ``post`` (or on none)."""
    made = post.reactions if post else {}
    return [_sign(key, made.get(key, []), person) for key in room.reactions if key in REACTIONS]


@register.simple_tag
def theme(room: Room) -> str:
    """The address of the room's own style sheet, another one when its look changes."""
    return f"{reverse('theme', args=[room.slug])}?{theming.edition(room)}"


@register.inclusion_tag("partials/picture.html")
def picture(room: Room | None) -> dict[str, Any]:
    """``{% picture room %}``: the picture of the room, if it has one, in a place of its own size."""
    if room is None or not room.image:
        return {}
    width, height = pictures.size(room.image)
    return {"room": room, "address": pictures.address(room.image), "width": width, "height": height}


@register.simple_tag
def qr(text: str, title: str) -> SafeString:
    """``text`` as a QR code: inline SVG, black on white, scalable; ``title`` for those who do not see it."""
    drawn = segno.make(text, error="m", micro=False)
    svg = drawn.svg_inline(scale=8, border=3, dark="#000", light="#fff", omitsize=True, title=title)
    return mark_safe(svg.replace("<svg ", '<svg role="img" ', 1))  # noqa: S308 -- segno escapes the title


@register.filter
def moment(millis: int) -> datetime:
    """Milliseconds since 1970, UTC, as a moment in the house's time: ``{{ post.at|moment|date:"c" }}``."""
    return timezone.localtime(datetime.fromtimestamp(millis / 1000, tz=timezone.get_default_timezone()))


@register.filter
def when(at: datetime) -> str:
    """A moment as one says it: the hour today, else the day and the hour."""
    local = timezone.localtime(at)
    if local.date() == timezone.localdate():
        return _hour(local)
    return _("%(day)s, %(hour)s") % {"day": _date(local), "hour": _hour(local)}


@register.filter
def day(at: datetime) -> str:
    """A date and its hour, whole: for openings and ends."""
    local = timezone.localtime(at)
    date = f"{date_format(local, 'l')} {_date(local)}"
    return _("%(day)s à %(hour)s") % {"day": date, "hour": _hour(local)}


@register.filter
def hour(at: datetime) -> str:
    """The hour alone, in the house's time."""
    return _hour(timezone.localtime(at))


@register.filter
def in_minutes(seconds: int) -> int:
    """Rounded up: what has just begun lasts a minute."""
    return math.ceil(seconds / 60)


@register.filter
def lasts(minutes: int) -> str:
    """« 45 min », « 1 h », « 1 h 30 », in one piece."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)d\u00a0min") % {"minutes": rest}
    if not rest:
        return _("%(hours)d\u00a0h") % {"hours": hours}
    return _("%(hours)d\u00a0h\u00a0%(minutes)02d") % {"hours": hours, "minutes": rest}


@register.filter
def ends_at(meeting: Meeting) -> datetime:
    """When it should end."""
    return rules.ends_at(meeting)


@register.filter
def prose(words: str) -> SafeString:
    """Light Markdown, as everywhere in the house."""
    return mark_safe(render(words))  # noqa: S308 -- rooms.text cleans it


@register.filter
def lets_in(meeting: Meeting | ShownMeeting, now: datetime) -> bool:
    """``{% if meeting|lets_in:me.now %}``: whether the door of a meeting to come is open to everybody."""
    starts_at = moment(meeting.starts_at) if isinstance(meeting, ShownMeeting) else meeting.starts_at
    return now >= starts_at - rules.EARLY


@register.filter
def role_mark(role: str) -> str:
    """The word beside a name; a participant needs none."""
    return {"artist": _("artiste"), "staff": _("équipe")}.get(role, "")


@register.filter
def under(mapping: dict[str, Any], key: str) -> Any:
    """``mapping[key]``, or nothing: for keys that are not known when the template is written."""
    return mapping.get(key, "")


def _date(local: datetime) -> str:
    """« 5 novembre », « 1er novembre », and its year when it is not this one's."""
    date = date_format(local, "j\u00a0F" if local.day > 1 else _("j\\e\\r\u00a0F"))
    return date if local.year == timezone.localdate().year else f"{date} {local.year}"


def _hour(local: datetime) -> str:
    """« 19 h », « 19 h 05 », in one piece."""
    return date_format(local, _("G\u00a0\\h\u00a0i") if local.minute else _("G\u00a0\\h"))


def _sign(key: str, people: list[int], person: int) -> Sign:
    return Sign(key, str(REACTIONS[key]), len(people), person in people)
