"""Load the demo, once: ``python -m django load_demo``."""

from typing import Any

from django.core.management.base import BaseCommand

from protocols.demo import loading
from settings import env


class Command(BaseCommand):
    help = "Charge la démonstration, une fois, et laisse ses entrées dans demo.json."

    def handle(self, *_args: Any, **options: Any) -> None:
        loaded = loading.load(env.data_folder())
        if options["verbosity"]:
            self.stdout.write(f"La démonstration {'est chargée' if loaded else 'était déjà là'}.")
