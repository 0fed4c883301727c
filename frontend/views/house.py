"""Pages of the house itself: its texts, and the source that it runs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from frontend import house_texts, source_archive


@require_safe
def text(request: HttpRequest, name: str) -> HttpResponse:
    """Show one text of the house."""
    shown = house_texts.read(name, get_language() or "fr")
    return render(request, "text.html", {"text": shown, "html": house_texts.render(shown.body)})


@require_safe
def source(request: HttpRequest) -> HttpResponse:
    """Send the source as it runs here."""
    response = HttpResponse(source_archive.archive(), content_type="application/gzip")
    response["Content-Disposition"] = 'attachment; filename="hub-metallos.tar.gz"'
    return response
