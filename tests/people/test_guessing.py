"""Wrong tries are counted by whoever sends them, for ten minutes, for all processes together."""

from datetime import timedelta

import pytest
from django.utils import timezone

from people import guessing
from people.models import FailedAttempts

pytestmark = pytest.mark.storage


def test_a_count_is_full_after_its_limit_and_grows_no_further(db: None) -> None:
    assert [guessing.count("code", ["Zoé"], 2) for _guess in range(4)] == [False, False, True, True]
    assert FailedAttempts.objects.get().failures == 2


def test_every_guesser_and_every_kind_has_a_count_of_its_own(db: None) -> None:
    guessing.count("code", ["Zoé", "Ali"], 1)
    assert guessing.count("code", ["Sam", "Ali"], 1)
    assert not guessing.count("card", ["Ali"], 1)


def test_a_count_is_gone_when_its_time_is_over(db: None) -> None:
    guessing.count("code", ["Zoé"], 1)
    FailedAttempts.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert not guessing.count("code", ["Ali"], 1)
    assert not guessing.count("code", ["Zoé"], 1)
    assert FailedAttempts.objects.count() == 2


def test_neither_an_address_nor_an_account_is_kept(db: None) -> None:
    guessing.count("code", ["203.0.113.7"], 1)
    assert "203.0.113.7" not in str(FailedAttempts.objects.values())
