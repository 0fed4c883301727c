"""The worker of ``django-tasks-db``, as quiet as ``HUB_LOG`` asks; a task that fails is still told."""

import logging
import os
from typing import Any

from django_tasks_db.management.commands import db_worker

from realtime import pulse
from realtime.serve import data_folder
from settings import env


class Command(db_worker.Command):
    """Seen by ``/health/ready``; and logs failures alone, where stock levels are INFO or hide these too."""

    def handle(self, **options: Any) -> None:
        """Work until told to stop."""
        pulse.beat_in_thread("worker", os.getpid())
        with data_folder.hold_as_worker(env.data_folder()):
            super().handle(**options)

    def configure_logging(self, verbosity: int) -> None:
        """Leave the levels to the settings. Its comings and goings are the supervisor's to tell."""
        logging.getLogger(db_worker.logger.name).setLevel(logging.ERROR)
