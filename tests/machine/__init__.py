"""The machine of the tests: private Redis, PostgreSQL and Hub processes, Chromium, and ``bin/test``."""
