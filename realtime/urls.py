"""The wire's addresses in plain HTTP."""

from django.urls import path

from realtime.gateway import plain

urlpatterns = [
    path("wire/command", plain.command, name="command"),
    path("f/<slug:slug>/events", plain.events, name="events"),
]
