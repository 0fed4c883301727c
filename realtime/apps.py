from django.apps import AppConfig


class RealtimeConfig(AppConfig):
    name = "realtime"

    def ready(self) -> None:
        """Connect to the signals of the apps below, which know nothing of this one."""
        from realtime import signal_receivers

        signal_receivers.connect()
