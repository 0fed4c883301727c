"""Somebody who is quiet for a while: it ends by itself, exactly when said, and says so."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from realtime.fanout import access_rights
from realtime.fanout.access_rights import Access
from rooms import moderating, posting
from rooms.models import Membership
from rooms.rules import may_take_part
from tests.cast import Cast, says
from tests.refusing import refusal, refused

pytestmark = pytest.mark.storage


def quiet(cast: Cast, minutes: int) -> Membership:
    """Quiet Nadia for so many minutes; return what the room has of it."""
    moderating.quiet(cast.awa, cast.fabrique.pk, uuid4(), cast.nadia.pk, True, "Doucement.", minutes)
    return membership(cast)


def membership(cast: Cast) -> Membership:
    return Membership.objects.get(room=cast.fabrique, person=cast.nadia)


def ends(cast: Cast) -> None:
    """Let the time be over."""
    Membership.objects.filter(pk=membership(cast).pk).update(quieted_until=timezone.now())


def access(cast: Cast) -> Access:
    found = access_rights.check(cast.nadia.pk, cast.fabrique.pk)
    assert isinstance(found, Access)
    return found


def test_it_lasts_to_the_end_of_a_minute_which_the_sentence_tells(cast: Cast) -> None:
    until = quiet(cast, 10).quieted_until
    assert until is not None
    assert (until.second, until.microsecond) == (0, 0)
    assert timedelta(minutes=9, seconds=50) < until - timezone.now() <= timedelta(minutes=11)
    told = refusal(posting.publish, cast.nadia, cast.fabrique.pk, uuid4(), "Mais…")
    assert told.code == "quieted"
    minute = f"\u00a0{timezone.localtime(until).minute:02}" if timezone.localtime(until).minute else ""
    assert f"jusqu’à {timezone.localtime(until).hour}\u00a0h{minute}. " in told.sentence


def test_it_ends_by_itself_and_one_answers_the_team_no_longer(cast: Cast) -> None:
    quiet(cast, 10)
    assert refused(posting.publish, cast.nadia, cast.fabrique.pk, uuid4(), "Mais…") == "quieted"
    ends(cast)
    says(cast.nadia, cast.fabrique)
    assert refused(moderating.answer, cast.nadia, cast.fabrique.pk, None, "Mais…") == "not_quieted"


def test_it_ends_at_that_very_moment(cast: Cast) -> None:
    at = datetime(2026, 12, 1, 20, 41, tzinfo=UTC)
    them = Membership(room=cast.fabrique, person=cast.nadia, quieted_at=at, quieted_until=at)
    assert them.is_quiet(at - timedelta(milliseconds=1))
    assert not them.is_quiet(at)
    may_take_part("participant", membership(cast), cast.fabrique, timezone.now())


def test_screens_are_told_when_it_ends(cast: Cast) -> None:
    until = quiet(cast, 60).quieted_until
    assert until is not None
    told = access(cast)
    assert (told.quieted, told.quiet_until) == (True, int(until.timestamp() * 1000))
    assert told.is_quiet(int(until.timestamp() * 1000) - 1)
    assert not told.is_quiet(int(until.timestamp() * 1000))
    ends(cast)
    assert (access(cast).quieted, access(cast).quiet_until) == (False, None)


def test_the_team_can_make_it_longer_shorter_without_end_or_over(cast: Cast) -> None:
    first = quiet(cast, 10).quieted_until
    longer = quiet(cast, 60).quieted_until
    assert first is not None
    assert longer is not None
    assert longer > first
    assert quiet(cast, 0).quieted_until is None
    assert membership(cast).is_quiet_now
    moderating.quiet(cast.awa, cast.fabrique.pk, uuid4(), cast.nadia.pk, False)
    says(cast.nadia, cast.fabrique)
    acts = list(cast.fabrique.decisions.order_by("pk").values_list("act", flat=True))
    assert acts == ["quietfor", "quietfor", "quiet", "unquiet"]


def test_after_it_has_ended_one_can_be_quieted_again(cast: Cast) -> None:
    quiet(cast, 10)
    ends(cast)
    quiet(cast, 0)
    assert refused(posting.publish, cast.nadia, cast.fabrique.pk, uuid4(), "Mais…") == "quieted"


@pytest.mark.parametrize("minutes", [-1, moderating.LONGEST_QUIET + 1])
def test_nonsense_is_refused(cast: Cast, minutes: int) -> None:
    given = (cast.awa, cast.fabrique.pk, uuid4(), cast.nadia.pk, True, "", minutes)
    assert refused(moderating.quiet, *given) == "not_offered"
    assert not membership(cast).is_quiet_now
