from django.apps import AppConfig


class SessionsConfig(AppConfig):
    name = "rooms.sessions"
    label = "timed_sessions"  # "sessions" is Django's own
    verbose_name = "Séances"
