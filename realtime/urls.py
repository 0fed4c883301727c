"""The wire's addresses in plain HTTP."""

from django.urls import path

from realtime.gateway import measures, plain

urlpatterns = [
    path("wire/command", plain.command, name="command"),
    path("metrics", measures.measures, name="metrics"),
    path("f/<slug:slug>/events", plain.events, name="events"),
]
