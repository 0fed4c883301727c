from django.apps import AppConfig


class ProtocolsConfig(AppConfig):
    name = "protocols"
    verbose_name = "Consignes et protocoles"

    def ready(self) -> None:
        """Pin the consigne of a phase when it begins, and copy it with its phase; let a protocole go with its
        post."""
        from protocols import erasing, phases
        from rooms.moderation.erasing import post_erased
        from rooms.sessions.signals import phase_began, phases_copied

        phase_began.connect(phases.phase_began)
        phases_copied.connect(phases.phases_copied)
        post_erased.connect(erasing.post_erased)
