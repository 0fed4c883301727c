"""After a backup was restored: ``python -m django new_epoch``."""

from typing import Any

from django.core.management.base import BaseCommand

from rooms import log


class Command(BaseCommand):
    help = "Après une restauration : chaque écran ouvert relit tout, au lieu de croire ce qu’il savait."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """The numbers of a restored log were given before to other things: a new epoch says so."""
        count = log.begin_anew()
        self.stdout.write(f"Époque nouvelle pour {count} espaces.")
