"""Serves the pictures of rooms, at addresses that nobody can guess."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from frontend.sessions import YEAR
from rooms import pictures
from rooms.models import Room


@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponse:
    """Return the picture of a room: public, and cached for ever, since a new picture has a new address."""
    if not Room.objects.filter(image=name).exists():
        raise Http404
    response = HttpResponse(pictures.stored(name), content_type="image/webp")
    patch_cache_control(response, public=True, immutable=True, max_age=YEAR)
    return response
