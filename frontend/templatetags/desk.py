"""What the team has at hand wherever it decides something."""

from django import template
from django.db.models import QuerySet

from frontend.said_html import said_html
from rooms.moderation import ready_words as service
from rooms.moderation.models import ReadyWord

register = template.Library()
register.filter("said_html", said_html)


@register.simple_tag
def ready_words() -> QuerySet[ReadyWord]:
    """Return the private words that may be chosen."""
    return service.offered()
