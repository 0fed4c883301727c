"""``python -m tests.frontend.tell_permissions``: write docs/permissions.md anew."""

import logging
import os

import django
from django.db import connection


def main() -> None:
    """Try everything in a database made for it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings.test")
    django.setup()
    logging.disable(logging.WARNING)  # each refusal would be told
    from django.test.utils import setup_test_environment, teardown_test_environment

    from tests.frontend.permission_matrix import cells  # its models need Django set up
    from tests.frontend.permission_paper import PAPER, paper

    setup_test_environment()
    connection.creation.create_test_db(verbosity=0)
    try:
        PAPER.write_text(paper(list(cells())))
    finally:
        connection.creation.destroy_test_db(str(connection.settings_dict["NAME"]), verbosity=0)
        teardown_test_environment()


if __name__ == "__main__":
    main()
