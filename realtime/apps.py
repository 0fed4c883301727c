from django.apps import AppConfig


class RealtimeConfig(AppConfig):
    name = "realtime"

    def ready(self) -> None:
        """Hear what the apps below have to tell; they know nothing of us."""
        from realtime import hearing

        hearing.begin()
