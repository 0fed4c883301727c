"""Who was there while a session ran and is cut off: nobody who left on purpose."""

from collections.abc import Collection
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.models import Person
from rooms import moderating
from rooms.sessions import attending, conducting
from rooms.sessions.models import Participation
from tests.rooms.sessions.conftest import Seance

pytestmark = pytest.mark.storage


@pytest.fixture
def begun(seance: Seance) -> Seance:
    """A session that runs, with Nadia, Marcel and Judith there."""
    seance.start()
    looks(seance, [seance.cast.nadia, seance.cast.marcel, seance.cast.judith])
    return seance


def looks(seance: Seance, present: Collection[Person], seconds: float = 0) -> list[str]:
    """Let a server look so many seconds from now, with these people ``present``; return who is cut off."""
    now = timezone.now() + timedelta(seconds=seconds)
    found = attending.look({seance.pk: [each.pk for each in present]}, now)[seance.pk]
    attending.note(seance.pk, found.newcomers)
    return [each.name for each in found.cut_off]


def signs_out(who: Person) -> None:
    browser = Client(headers={"Origin": "http://testserver"})
    browser.force_login(who)
    assert browser.post(reverse("leave")).status_code == 302


def test_who_was_there_and_has_no_connection_is_cut_off_until_they_are_back(begun: Seance) -> None:
    cast = begun.cast
    assert looks(begun, [cast.judith, cast.nadia, cast.marcel]) == []
    assert looks(begun, [cast.judith]) == ["Marcel", "Nadia"]
    assert looks(begun, [cast.judith, cast.nadia]) == ["Marcel"]
    assert looks(begun, [cast.judith, cast.nadia, cast.marcel]) == []


def test_who_never_came_is_not_missed(begun: Seance) -> None:
    cast = begun.cast
    assert cast.awa.pk not in Participation.objects.values_list("person", flat=True)
    assert "Awa" not in looks(begun, [cast.judith])


def test_a_server_that_looks_too_notes_nobody_twice(begun: Seance) -> None:
    attending.note(begun.pk, [begun.cast.nadia.pk])
    assert Participation.objects.filter(person=begun.cast.nadia).count() == 1


def test_who_signs_out_is_not_cut_off_unless_they_come_back_first(begun: Seance) -> None:
    cast = begun.cast
    signs_out(cast.nadia)
    assert looks(begun, [cast.judith, cast.nadia, cast.marcel]) == [], "their socket closes in a moment"
    assert looks(begun, [cast.judith, cast.marcel]) == []
    assert looks(begun, [cast.judith, cast.marcel, cast.nadia], seconds=60) == []
    assert looks(begun, [cast.judith, cast.marcel], seconds=61) == ["Nadia"]


def test_who_signed_out_of_a_session_that_is_over_is_none_of_its_concern(begun: Seance) -> None:
    begun.does(conducting.end)
    signs_out(begun.cast.nadia)
    assert Participation.objects.get(session=begun.pk, person=begun.cast.nadia).left_at is None


def test_who_was_removed_from_the_room_is_not_cut_off(begun: Seance) -> None:
    cast = begun.cast
    moderating.remove(cast.awa, begun.room.pk, uuid4(), cast.nadia.pk, True)
    assert looks(begun, [cast.judith]) == ["Marcel"]


def test_who_may_enter_the_house_no_more_is_not_cut_off(begun: Seance) -> None:
    Person.objects.filter(pk=begun.cast.nadia.pk).update(is_active=False)
    assert looks(begun, [begun.cast.judith]) == ["Marcel"]
