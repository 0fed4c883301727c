"""The worker of ``django-tasks-db``, as quiet as ``HUB_LOG`` asks; a task that fails is still told."""

import logging

from django_tasks_db.management.commands import db_worker


class Command(db_worker.Command):
    """Only its logging differs: stock levels are INFO, or else hide failures too."""

    def configure_logging(self, verbosity: int) -> None:
        """Leave the levels to the settings. Its comings and goings are the supervisor's to tell."""
        logging.getLogger(db_worker.logger.name).setLevel(logging.ERROR)
