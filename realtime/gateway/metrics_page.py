"""``/metrics``, for a Prometheus that has the token."""

from hmac import compare_digest

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from realtime import metrics


@require_safe
def metrics_page(request: HttpRequest) -> HttpResponse:
    """Return the metrics; 404 without ``HUB_METRICS_TOKEN``, since the numbers of people are not public."""
    said = request.headers.get("Authorization", "").encode()
    if not settings.HUB_METRICS_TOKEN or not compare_digest(
        said, f"Bearer {settings.HUB_METRICS_TOKEN}".encode()
    ):
        raise Http404
    return HttpResponse(metrics.exposition(), content_type="text/plain; version=0.0.4; charset=utf-8")
