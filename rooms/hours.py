"""An hour as the house writes it."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _


def hour(at: datetime) -> str:
    """Format an hour in local time, without line breaks: « 19 h », « 19 h 05 »."""
    local = timezone.localtime(at)
    return date_format(local, _("G\u00a0\\h\u00a0i") if local.minute else _("G\u00a0\\h"))
