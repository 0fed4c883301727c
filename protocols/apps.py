from django.apps import AppConfig


class ProtocolsConfig(AppConfig):
    name = "protocols"
    verbose_name = "Consignes et protocoles"

    def ready(self) -> None:
        """Pin the consigne of a phase when it begins."""
        from protocols import phases
        from rooms.sessions.signals import phase_began

        phase_began.connect(phases.phase_began)
