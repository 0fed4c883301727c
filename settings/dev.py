"""The default settings, for `bin/serve` on a machine that has only Python."""

from settings import env
from settings.base import *  # noqa: F403

DEBUG = False
SECRET_KEY = env.secret_key(required=False)
