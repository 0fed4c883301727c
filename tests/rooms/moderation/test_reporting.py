"""Reports: anybody may ask the team to look; it answers, and the author never learns of it."""

from uuid import uuid4

import pytest

from people.data import export
from rooms import joining, moderating, moving
from rooms.models import Decision, Membership
from rooms.moderation import approving, reporting
from rooms.moderation.models import Report
from settings.personal_data import PERSONAL_DATA
from tests.cast import Cast, answers, says
from tests.refusing import refused
from tests.rooms.history import lines

pytestmark = pytest.mark.storage


def told(cast: Cast) -> list[tuple[bool, bool]]:
    """Return of each report of Marcel's here whether it is settled, and whether the team acted."""
    mine = reporting.told(cast.fabrique, cast.marcel.pk)
    return [(each.settled_at is not None, each.acted) for each in mine]


def test_a_report_waits_for_the_team_and_no_one_else_has_a_trace_of_it(cast: Cast) -> None:
    post = says(cast.nadia, cast.fabrique)
    before = lines(cast.fabrique.pk)
    reporting.report_post(cast.marcel, cast.fabrique.pk, uuid4(), post.pk, False, "On me reconnaît.")
    [waiting] = reporting.waiting([cast.fabrique])
    assert (waiting.post, waiting.by, waiting.word) == (post, cast.marcel, "On me reconnaît.")
    assert lines(cast.fabrique.pk) == before
    assert "On me reconnaît." not in str(lines(cast.wings.pk))
    assert told(cast) == [(False, False)]


@pytest.mark.parametrize(("act", "acted"), [("leave", False), ("hold", True), ("hide", True)])
def test_whoever_reported_is_told_what_became_of_it(cast: Cast, act: str, acted: bool) -> None:
    post = says(cast.nadia, cast.fabrique)
    reporting.report_post(cast.marcel, cast.fabrique.pk, uuid4(), post.pk)
    acts = {"leave": reporting.leave_post, "hold": approving.hold_post, "hide": moderating.hide_post}
    acts[act](cast.awa, cast.fabrique.pk, uuid4(), post.pk)
    assert told(cast) == [(True, acted)]
    assert not reporting.waiting([cast.fabrique]).exists()
    [mine] = reporting.told(cast.fabrique, cast.marcel.pk)
    reporting.see(cast.marcel, cast.fabrique.pk, uuid4(), mine.pk)
    assert told(cast) == []


def test_an_answer_is_reported_and_left_as_a_post_is(cast: Cast) -> None:
    answer = answers(cast.nadia, says(cast.judith, cast.fabrique))
    reporting.report_comment(cast.marcel, cast.fabrique.pk, uuid4(), answer.pk)
    reporting.leave_comment(cast.judith, cast.fabrique.pk, uuid4(), answer.pk)
    assert told(cast) == [(True, False)]
    again = refused(reporting.leave_comment, cast.awa, cast.fabrique.pk, uuid4(), answer.pk)
    assert again == "decided"


@pytest.mark.parametrize("act", [moderating.quiet, moderating.remove, approving.hold_person])
def test_what_is_done_about_a_person_answers_who_reported_that_person(cast: Cast, act: object) -> None:
    post = says(cast.nadia, cast.fabrique)
    reporting.report_post(cast.marcel, cast.fabrique.pk, uuid4(), post.pk, True)
    act(cast.awa, cast.fabrique.pk, uuid4(), cast.nadia.pk, True)  # type: ignore[operator]
    assert told(cast) == [(True, True)]


def test_the_same_is_reported_once_by_each(cast: Cast) -> None:
    post, ref = says(cast.nadia, cast.fabrique), uuid4()
    first = reporting.report_post(cast.marcel, cast.fabrique.pk, ref, post.pk)
    assert reporting.report_post(cast.marcel, cast.fabrique.pk, ref, post.pk) == first
    reporting.report_post(cast.marcel, cast.fabrique.pk, uuid4(), post.pk)
    reporting.report_post(cast.judith, cast.fabrique.pk, uuid4(), post.pk)
    assert [each.by for each in Report.objects.all()] == [cast.marcel, cast.judith]
    assert Decision.objects.filter(act="report").count() == 2


def test_what_cannot_be_reported_is_refused_in_words(cast: Cast) -> None:
    post = says(cast.nadia, cast.fabrique)
    report, at = reporting.report_post, cast.fabrique.pk
    assert refused(report, cast.nadia, at, uuid4(), post.pk) == "own_words"
    assert refused(report, cast.ousmane, at, uuid4(), post.pk) == "not_member"
    assert refused(report, cast.marcel, at, uuid4(), post.pk, False, "é" * 301) == "text_long"
    assert refused(reporting.leave_post, cast.marcel, at, uuid4(), post.pk) == "not_leader"
    moderating.hide_post(cast.awa, at, None, post.pk)
    assert refused(report, cast.marcel, at, uuid4(), post.pk) == "gone"


def test_reports_in_a_flood_are_bounded(cast: Cast) -> None:
    posts = [says(cast.nadia, cast.fabrique) for _each in range(reporting.MOST_OPEN + 1)]
    for post in posts[:-1]:
        reporting.report_post(cast.marcel, cast.fabrique.pk, uuid4(), post.pk)
    last = refused(reporting.report_post, cast.marcel, cast.fabrique.pk, uuid4(), posts[-1].pk)
    assert last == "reports_many"


def test_what_nobody_sees_any_more_asks_for_nothing(cast: Cast) -> None:
    post = says(cast.nadia, cast.fabrique)
    reporting.report_post(cast.marcel, cast.fabrique.pk, uuid4(), post.pk)
    moderating.hide_post(cast.awa, cast.fabrique.pk, None, post.pk)
    assert not reporting.waiting([cast.fabrique]).exists()


def test_the_author_never_learns_of_it_not_even_from_their_own_data(cast: Cast) -> None:
    post = says(cast.nadia, cast.fabrique)
    reporting.report_post(cast.marcel, cast.fabrique.pk, uuid4(), post.pk, False, "Je la connais.")
    hers = str(export(cast.nadia, PERSONAL_DATA))
    assert "Je la connais." not in hers
    assert "report'" not in hers
    assert "Marcel" not in hers
    assert "Je la connais." in str(export(cast.marcel, PERSONAL_DATA))
    reporting.leave_post(cast.awa, cast.fabrique.pk, uuid4(), post.pk)
    assert "'leave'" not in str(export(cast.nadia, PERSONAL_DATA))


def test_whoever_left_the_room_is_told_nothing_more(cast: Cast) -> None:
    post = says(cast.nadia, cast.fabrique)
    reporting.report_post(cast.marcel, cast.fabrique.pk, uuid4(), post.pk)
    moderating.remove(cast.awa, cast.fabrique.pk, None, cast.marcel.pk, True)
    joining.rename(cast.marcel, "Marcel G.")
    reporting.leave_post(cast.awa, cast.fabrique.pk, uuid4(), post.pk)


def test_what_was_moved_since_is_looked_at_where_it_is_and_answered_where_it_was_reported(cast: Cast) -> None:
    post = says(cast.nadia, cast.fabrique)
    reporting.report_post(cast.marcel, cast.fabrique.pk, uuid4(), post.pk)
    moving.move(cast.awa, cast.fabrique.pk, uuid4(), post.pk, cast.mezza.pk)
    assert not reporting.waiting([cast.fabrique]).exists()
    assert reporting.waiting([cast.mezza]).get().post == post
    hers = Membership.objects.filter(room=cast.fabrique, person=cast.marcel)
    before = hers.get().waiting
    reporting.leave_post(cast.awa, cast.mezza.pk, uuid4(), post.pk)
    assert not reporting.waiting([cast.mezza]).exists()
    assert reporting.told(cast.fabrique, cast.marcel.pk).get().settled_at
    assert hers.get().waiting > before
