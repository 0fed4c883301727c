"""Settings of the test suite: fast password hashes, plain static files, pictures in memory. SQLite is in a
file: in memory it has no WAL, and threads would not compete as they do in the service."""

import os
import tempfile
from pathlib import Path

from settings.dev import *  # noqa: F403
from settings.dev import DATABASES, STORAGES

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": Path(tempfile.gettempdir()) / f"hub-test-{os.getpid()}.sqlite3"}

STORAGES["default"] = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SECRET_KEY = "only-for-tests-" + "0" * 40
