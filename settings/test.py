"""The suite: as dev, with quick password hashes and unhashed static files."""

from settings.dev import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SECRET_KEY = "only-for-tests-" + "0" * 40
