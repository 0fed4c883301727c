"""Give all rooms a new epoch after a backup was restored: ``python -m django new_epoch``."""

from typing import Any

from django.core.management.base import BaseCommand

from rooms import log


class Command(BaseCommand):
    help = "Après une restauration : chaque écran ouvert relit tout, au lieu de croire ce qu’il savait."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Begin new epochs: a restored log reuses numbers that screens have seen on other events."""
        count = log.begin_anew()
        self.stdout.write(f"Époque nouvelle pour {count} espaces.")
