from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_out


class SessionsConfig(AppConfig):
    name = "rooms.sessions"
    label = "timed_sessions"  # "sessions" is Django's own
    verbose_name = "Séances"

    def ready(self) -> None:
        """Hear of sign-outs."""
        from rooms.sessions import attending  # models need the registry of apps

        user_logged_out.connect(attending.signed_out)
