"""A flood that is cleared in one act of the régie, and brought back in one."""

import time
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from frontend import form_commands, links
from frontend.forms import Form
from frontend.visits import Visit, visiting
from rooms.moderation import clearing

# Between two pieces: what a screen of a slow line needs to have had the one before.
PAUSE = 0.25  # seconds


@require_POST
@visiting
def clear(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Hide all that was written by who came by a code in the last ten minutes."""
    form_commands.submit(visit, "vagues", None, "masquer", Form.of(request))
    messages.success(request, _("C’est masqué. Vous pouvez tout rendre depuis la régie."))
    return redirect(links.to_regie(request))


@require_POST
@visiting
def bring_back(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Bring back all that was hidden at once, or what of it is of one person, piece by piece."""
    form = Form.of(request)
    form_commands.submit(visit, "vagues", pk, "rendre", form)
    whose = form.number("whose")
    while not clearing.is_back(pk, whose):
        time.sleep(PAUSE)
        clearing.bring_back(visit.person, visit.room.pk, uuid4(), pk, whose)
    return redirect(links.back_to_desk(request, visit.room, form))
