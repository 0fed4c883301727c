"""The régie sees how fast words come, and who came lately and has not written yet while others write."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rooms import joining, moderating, reacting
from rooms.models import Comment, Membership, Post
from rooms.moderation import struggling
from rooms.moderation.struggling import MINUTE, SILENT_FROM, SILENT_UNTIL
from tests.cast import Cast, answers, says

pytestmark = pytest.mark.storage


def silent(cast: Cast) -> list[str]:
    """Return the names of who has not written yet in the fabrique."""
    pulse = struggling.pulses([cast.fabrique, cast.mezza], timezone.now())[cast.fabrique.pk]
    return [each.person.name for each in pulse.silent]


def came(cast: Cast, ago: timedelta) -> None:
    """Let everybody have come to the fabrique so long ago."""
    Membership.objects.filter(room=cast.fabrique).update(joined_at=timezone.now() - ago)


def test_who_came_and_is_silent_while_others_write_is_listed(cast: Cast) -> None:
    came(cast, SILENT_FROM + MINUTE)
    assert silent(cast) == []
    says(cast.nadia, cast.fabrique)
    assert silent(cast) == ["Marcel"]
    came(cast, SILENT_FROM - MINUTE)
    assert silent(cast) == []
    came(cast, SILENT_UNTIL + MINUTE)
    assert silent(cast) == []


def test_any_sign_of_theirs_or_a_silence_of_the_team_ends_it(cast: Cast) -> None:
    came(cast, SILENT_FROM + MINUTE)
    post = says(cast.judith, cast.fabrique)
    assert silent(cast) == ["Marcel", "Nadia"] or silent(cast) == ["Nadia", "Marcel"]
    answers(cast.nadia, post)
    assert silent(cast) == ["Marcel"]
    reacting.react(cast.marcel, cast.fabrique.pk, None, post.pk, "merci", True)
    assert silent(cast) == []
    joining.join(cast.ousmane, cast.fabrique)
    came(cast, SILENT_FROM + MINUTE)
    assert silent(cast) == ["Ousmane"]
    moderating.quiet(cast.awa, cast.fabrique.pk, None, cast.ousmane.pk, True)
    assert silent(cast) == []


def test_a_rate_counts_messages_and_answers_of_one_minute_in_sight(cast: Cast) -> None:
    post = says(cast.nadia, cast.fabrique)
    answers(cast.marcel, post)
    hidden = says(cast.nadia, cast.fabrique)
    moderating.hide_post(cast.awa, cast.fabrique.pk, None, hidden.pk)
    pulses = struggling.pulses([cast.fabrique, cast.mezza], timezone.now())
    assert (pulses[cast.fabrique.pk].rate, pulses[cast.mezza.pk].rate) == (2, 0)
    for said in (Post, Comment):
        said.objects.update(created_at=timezone.now() - MINUTE)
    assert struggling.pulses([cast.fabrique], timezone.now())[cast.fabrique.pk].rate == 0
