"""Settings of the servers that tests start: the static files are joined and hashed, as people get them."""

from settings.test import *  # noqa: F403
from settings.test import STORAGES

STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "frontend.static_storage.JoinedStaticFilesStorage"}}
