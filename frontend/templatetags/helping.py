"""Tags about help: the way to ask for it, and what became of it."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from frontend import help_page
from rooms.helping.models import HelpRequest

register = template.Library()
register.filter("asker", help_page.name_of)


@register.simple_tag(takes_context=True)
def help_address(context: dict[str, Any]) -> str:
    """Return the address where help is asked for, from this page, after the refusal that it shows."""
    request = context.get("request")
    told = {"de": help_page.page_of(request)}
    if sentence := getattr(context.get("refusal"), "sentence", ""):
        told["refus"] = sentence
    return f"{reverse('help')}?{urlencode(told)}"


@register.simple_tag(takes_context=True)
def help_told(context: dict[str, Any]) -> SafeString | str:
    """Return what the reader of this page asked of the team, and what it answered; nothing on a page that is
    drawn before it is known who reads."""
    request = context.get("request")
    if request is None or not hasattr(request, "user"):
        return ""
    return help_page.draw(request, help_page.page_of(request))


@register.filter
def is_there(asked: HelpRequest) -> bool:
    """Return whether the page from which ``asked`` was sent is one that the team may open."""
    return asked.page.startswith("/f/")
