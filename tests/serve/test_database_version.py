"""A database is opened that migrations bring up to date; one whose steps are no more is told."""

import pytest
from django.apps import apps
from django.db.migrations.loader import MigrationLoader

from realtime.serve.database_version import OWN_APPS, Step, is_earlier

KNOWN = {step for step in MigrationLoader(None).disk_migrations or () if step[0] in OWN_APPS}


def test_an_empty_database_one_of_this_version_and_one_of_a_later_are_not_earlier() -> None:
    later = {*KNOWN, *((app, "0099_to_come") for app in OWN_APPS)}
    assert [is_earlier(taken) for taken in ((), KNOWN, later)] == [False, False, False]


def test_one_that_lacks_the_newest_steps_is_brought_up_to_date() -> None:
    assert not is_earlier(step for step in KNOWN if step[1].startswith("0001"))


@pytest.mark.parametrize("app", OWN_APPS)
def test_one_that_took_other_first_steps_is_earlier_whatever_it_has_of_the_rest(app: str) -> None:
    taken: set[Step] = {step for step in KNOWN if step[0] != app}
    assert is_earlier(taken | {(app, "0001_initial")})


def test_every_app_of_the_house_with_tables_is_looked_at() -> None:
    house = [config for config in apps.get_app_configs() if "site-packages" not in config.path]
    migrated = MigrationLoader(None).migrated_apps
    assert {config.label for config in house} & migrated == set(OWN_APPS)
