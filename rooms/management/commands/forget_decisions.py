"""Delete the acts of moderation that the house keeps no longer: ``python -m django forget_decisions``."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from rooms.moderation.forgetting import forget_old


class Command(BaseCommand):
    help = "Efface les décisions et les signalements plus anciens que HUB_DECISIONS_DAYS jours."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Forget them, and tell how many decisions that was."""
        self.stdout.write(f"Décisions effacées : {forget_old(timezone.now())}.")
