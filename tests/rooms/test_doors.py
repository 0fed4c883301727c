"""The code of a room, and its door: what the team does when somebody comes back under another name."""

from uuid import uuid4

import pytest

from people.models import Person
from rooms import doors, joining, moderating
from rooms.models import Decision, Membership, Room
from tests.cast import Cast
from tests.refusing import refused

pytestmark = pytest.mark.storage


def test_a_renewed_code_opens_and_the_one_before_no_more(cast: Cast) -> None:
    before = cast.fabrique.code or ""
    doors.renew_code(cast.awa, cast.fabrique.pk, None, "Un robot.")
    cast.fabrique.refresh_from_db()
    assert joining.by_code(cast.fabrique.code or "") == cast.fabrique
    assert refused(joining.by_code, before) == "code_unknown"
    decision = Decision.objects.get()
    assert (decision.act, decision.by, decision.why) == ("renew", cast.awa, "Un robot.")


def test_the_same_renewal_sent_again_is_one(cast: Cast) -> None:
    ref = uuid4()
    doors.renew_code(cast.awa, cast.fabrique.pk, ref)
    code = Room.objects.get(pk=cast.fabrique.pk).code
    doors.renew_code(cast.awa, cast.fabrique.pk, ref)
    assert Room.objects.get(pk=cast.fabrique.pk).code == code


def test_a_shut_door_lets_nobody_new_in_and_keeps_nobody_out_who_was_in(cast: Cast) -> None:
    doors.shut(cast.awa, cast.fabrique.pk, None, True)
    shut = Room.objects.get(pk=cast.fabrique.pk)
    assert refused(joining.join, cast.ousmane, shut) == "door_shut"
    assert not Membership.objects.filter(person=cast.ousmane).exists()
    assert joining.join(cast.nadia, shut).room == shut
    assert joining.join(cast.awa, shut).room == shut
    doors.shut(cast.awa, cast.fabrique.pk, None, False)
    assert joining.join(cast.ousmane, Room.objects.get(pk=shut.pk)).room == shut


def test_who_was_removed_does_not_come_back_under_another_name(cast: Cast) -> None:
    moderating.remove(cast.awa, cast.fabrique.pk, None, cast.marcel.pk, True)
    doors.shut(cast.awa, cast.fabrique.pk, None, True)
    again = Person.objects.arrive("Marcelle")
    assert refused(joining.join, again, Room.objects.get(pk=cast.fabrique.pk)) == "door_shut"


def test_through_the_door_of_a_fabrique_nobody_enters_a_mezza_that_is_shut(cast: Cast) -> None:
    doors.shut(cast.awa, cast.mezza.pk, None, True)
    joining.join(cast.ousmane, cast.fabrique)
    assert not Membership.objects.filter(person=cast.ousmane, room=cast.mezza).exists()


def test_only_the_team_has_the_key(cast: Cast) -> None:
    for person in (cast.judith, cast.nadia, cast.ousmane):
        assert refused(doors.renew_code, person, cast.fabrique.pk, None) == "not_staff"
        assert refused(doors.shut, person, cast.fabrique.pk, None, True) == "not_staff"
