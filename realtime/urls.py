"""URLs of the wire over plain HTTP, of the metrics, and of the health."""

from django.urls import path

from realtime.gateway import health_pages, http_fallback, metrics_page

urlpatterns = [
    path("wire/command", http_fallback.command, name="command"),
    path("metrics", metrics_page.metrics_page, name="metrics"),
    path("health/live", health_pages.live, name="live"),
    path("health/ready", health_pages.ready, name="ready"),
    path("f/<slug:slug>/events", http_fallback.events, name="events"),
]
