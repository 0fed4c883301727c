"""A year in numbers: right, and without anybody in it."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from people.models import Person
from rooms import joining, moderating
from rooms.models import Post, Room
from rooms.moderation import reporting, year
from rooms.moderation.models import Report
from rooms.sessions import composing, conducting, rehearsing
from rooms.sessions.models import Session
from tests.cast import Cast, answers, says

pytestmark = pytest.mark.storage


def this_month() -> year.Month:
    now = timezone.localtime()
    return year.months(now.year)[now.month - 1]


def crowd(room: Room, count: int) -> list[Person]:
    people = [Person.objects.arrive(f"Passant·e {number}") for number in range(count)]
    for person in people:
        joining.join(person, room)
    return people


def test_a_month_counts_what_was_said_held_and_reported(cast: Cast) -> None:
    people = crowd(cast.fabrique, 12)
    posts = [says(person, cast.fabrique) for person in people]
    answers(people[0], posts[1])
    for post in posts[:5]:
        reporting.report_post(cast.marcel, cast.fabrique.pk, None, post.pk)
    Report.objects.update(at=timezone.now() - timedelta(minutes=10))
    for post in posts[:5]:
        moderating.hide_post(cast.awa, cast.fabrique.pk, None, post.pk)
    told = this_month()
    assert told.counts["messages"] == 7
    assert (told.counts["reports"], told.counts["hidden"]) == (5, 5)
    assert told.people == 5
    assert told.wait is not None
    assert told.wait >= 600


def test_what_few_people_did_is_not_told(cast: Cast) -> None:
    post = says(cast.nadia, cast.fabrique)
    reporting.report_post(cast.marcel, cast.fabrique.pk, None, post.pk)
    moderating.hide_post(cast.awa, cast.fabrique.pk, None, post.pk)
    moderating.quiet(cast.awa, cast.fabrique.pk, None, cast.marcel.pk, True)
    says(cast.nadia, cast.fabrique)
    told = this_month()
    assert {
        name: told.counts[name] for name in ("messages", "hidden", "reports", "put_out")
    } == dict.fromkeys(("messages", "hidden", "reports", "put_out"))
    assert (told.people, told.wait, told.counts["refused"]) == (None, None, 0)


@pytest.mark.parametrize(("count", "told"), [(0, 0), (1, None), (4, None), (5, 5), (19, 10), (2_000, 1_000)])
def test_people_are_told_in_bands(count: int, told: int | None) -> None:
    assert year._band(count) == told


def test_sessions_are_counted_and_rehearsals_are_not(cast: Cast) -> None:
    for title in ("Une heure", "Encore une"):
        composing.open_session(cast.judith, cast.fabrique.pk, None, title, "risks")
    first = Session.objects.earliest("pk")
    conducting.start(cast.judith, cast.fabrique.pk, None, first.pk)
    stage = rehearsing.rehearse(cast.judith, cast.fabrique, Session.objects.latest("pk").pk, 1).room
    says(cast.judith, stage)
    assert (this_month().sessions, this_month().counts["messages"]) == (1, 0)
    opened = [month.rooms for month in year.months(timezone.localtime(cast.fabrique.opens_at).year)]
    assert sum(opened) == 1


def test_a_year_ends_at_midnight_in_the_house(cast: Cast) -> None:
    zone, last = timezone.get_current_timezone(), timezone.localtime().year - 1
    for number in range(5):
        post = says(cast.nadia, cast.fabrique, f"Réveillon {number}")
        Post.objects.filter(pk=post.pk).update(created_at=datetime(last, 12, 31, 23, 59, tzinfo=zone))
    assert year.months(last)[11].counts["messages"] == 5
    assert year.months(last + 1)[0].counts["messages"] == 0


def test_the_years_begin_with_the_first_fabrique(cast: Cast) -> None:
    assert year.years()[-1] == timezone.localtime(cast.fabrique.opens_at).year
    Room.objects.filter(pk=cast.fabrique.pk).update(opens_at=timezone.now() - timedelta(days=800))
    assert len(year.years()) >= 3
