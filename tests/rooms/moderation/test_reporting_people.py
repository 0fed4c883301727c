"""Somebody of a room is reported as such, whatever they wrote: the team looks, and they never learn of it."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from people.data import erase, export
from people.models import Person
from rooms import joining, moderating
from rooms.models import Decision, Membership
from rooms.moderation import approving, barring, regie, reporting, undoable
from rooms.moderation.models import Outcome, Report
from settings.personal_data import PERSONAL_DATA
from tests.cast import Cast, fresh_address, says
from tests.refusing import refused
from tests.rooms.history import lines

pytestmark = pytest.mark.storage
WORD = "Il me suit partout."
Act = Callable[..., object]


def report(cast: Cast, word: str = "") -> None:
    """Let Marcel report Nadia, who has written nothing."""
    reporting.report_person(cast.marcel, cast.fabrique.pk, uuid4(), cast.nadia.pk, word)


def told(cast: Cast) -> list[tuple[bool, bool]]:
    """Return of each report of Marcel's here whether it is settled, and whether the team acted."""
    mine = reporting.told(cast.fabrique, cast.marcel.pk)
    return [(each.settled_at is not None, each.acted) for each in mine]


def waits(cast: Cast, reader: Person) -> list[str]:
    """Return who was reported in the fabrique, as ``reader`` has it in the régie."""
    [rack] = regie.racks(reader, [cast.fabrique])
    return [each.whom.name for each in rack.people]


def bar(by: Person, room: int, ref: object, person: int, on: bool, **more: object) -> object:
    return barring.bar(by, room, ref, person, on, "Trois insultes." if on else "", **more)  # type: ignore[arg-type]


def test_it_waits_for_the_team_alone_and_leaves_no_trace_in_the_room(cast: Cast) -> None:
    before, waiting = lines(cast.fabrique.pk), standing(cast, cast.judith)
    report(cast, WORD)
    assert waits(cast, cast.awa) == ["Nadia"]
    assert waits(cast, cast.judith) == []
    assert lines(cast.fabrique.pk) == before
    assert standing(cast, cast.judith) == waiting
    assert WORD not in str(lines(cast.wings.pk))
    assert told(cast) == [(False, False)]


def standing(cast: Cast, person: Person) -> int:
    return Membership.objects.get(room=cast.fabrique, person=person).waiting


@pytest.mark.parametrize("act", [moderating.quiet, moderating.remove, approving.hold_person, bar])
def test_what_is_decided_about_them_answers_and_what_takes_it_back_asks_again(cast: Cast, act: Act) -> None:
    report(cast)
    act(cast.awa, cast.fabrique.pk, uuid4(), cast.nadia.pk, True)
    assert told(cast) == [(True, True)]
    assert waits(cast, cast.awa) == []
    taken = Decision.objects.latest("pk").pk
    act(cast.awa, cast.fabrique.pk, uuid4(), cast.nadia.pk, False, undoes=taken)
    assert told(cast) == [(False, False)]
    assert waits(cast, cast.awa) == ["Nadia"]


def test_who_is_barred_in_another_room_is_reported_no_more_in_any(cast: Cast) -> None:
    joining.join(cast.nadia, cast.mezza)
    post = says(cast.nadia, cast.fabrique)
    report(cast)
    reporting.report_post(cast.judith, cast.fabrique.pk, uuid4(), post.pk, True)
    bar(cast.awa, cast.mezza.pk, uuid4(), cast.nadia.pk, True)
    assert {each.acted for each in Report.objects.all()} == {True}


def test_it_may_be_left_and_be_taken_up_again(cast: Cast) -> None:
    report(cast)
    reporting.leave_person(cast.awa, cast.fabrique.pk, uuid4(), cast.nadia.pk)
    assert told(cast) == [(True, False)]
    assert refused(reporting.leave_person, cast.awa, cast.fabrique.pk, uuid4(), cast.nadia.pk) == "decided"
    [taken] = undoable.decided(cast.awa, [cast.fabrique], Decision.objects.latest("pk").at)
    assert (taken.act, taken.person) == ("leave", cast.nadia)
    reporting.unleave_person(cast.awa, cast.fabrique.pk, uuid4(), cast.nadia.pk, taken.pk)
    assert told(cast) == [(False, False)]
    assert waits(cast, cast.awa) == ["Nadia"]


def test_a_report_of_words_is_another_matter(cast: Cast) -> None:
    post = says(cast.nadia, cast.fabrique)
    report(cast)
    reporting.report_post(cast.judith, cast.fabrique.pk, uuid4(), post.pk)
    reporting.leave_person(cast.awa, cast.fabrique.pk, uuid4(), cast.nadia.pk)
    assert reporting.waiting([cast.fabrique]).get().by == cast.judith
    reporting.leave_post(cast.awa, cast.fabrique.pk, uuid4(), post.pk)
    assert told(cast) == [(True, False)]


def test_the_same_person_is_reported_once_by_each_and_within_bounds(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    report(cast)
    report(cast, WORD)
    assert Report.objects.count() == 1
    monkeypatch.setattr(reporting, "MOST_OPEN", 1)
    flood = refused(reporting.report_person, cast.marcel, cast.fabrique.pk, uuid4(), cast.judith.pk)
    assert flood == "reports_many"


def test_who_cannot_be_reported_is_refused_in_words(cast: Cast) -> None:
    at = cast.fabrique.pk
    tell = reporting.report_person
    assert refused(tell, cast.marcel, at, uuid4(), cast.marcel.pk) == "not_yourself"
    assert refused(tell, cast.marcel, at, uuid4(), cast.ousmane.pk) == "not_a_member"
    assert refused(tell, cast.ousmane, at, uuid4(), cast.nadia.pk) == "not_member"
    assert refused(tell, cast.marcel, at, uuid4(), cast.nadia.pk, "é" * 301) == "text_long"
    moderating.remove(cast.awa, at, None, cast.nadia.pk, True)
    assert refused(tell, cast.marcel, at, uuid4(), cast.nadia.pk) == "not_a_member"


def test_what_is_said_of_one_of_the_team_is_for_another_to_read(cast: Cast) -> None:
    zoe = Person.objects.create_user(fresh_address(), "douze signes au moins", name="Zoé", is_staff=True)
    joining.join(cast.awa, cast.fabrique)
    reporting.report_person(cast.marcel, cast.fabrique.pk, uuid4(), cast.awa.pk)
    assert (waits(cast, cast.awa), waits(cast, zoe)) == ([], ["Awa"])
    assert refused(reporting.leave_person, cast.awa, cast.fabrique.pk, uuid4(), cast.awa.pk) == "not_yourself"
    assert refused(reporting.leave_person, cast.judith, cast.fabrique.pk, uuid4(), cast.awa.pk) == "not_staff"
    reporting.leave_person(zoe, cast.fabrique.pk, uuid4(), cast.awa.pk)
    assert told(cast) == [(True, False)]


def test_they_never_learn_of_it_not_even_from_their_own_data(cast: Cast) -> None:
    waiting = standing(cast, cast.nadia)
    report(cast, WORD)
    reporting.leave_person(cast.awa, cast.fabrique.pk, uuid4(), cast.nadia.pk)
    assert standing(cast, cast.nadia) == waiting
    assert not Outcome.objects.filter(person=cast.nadia).exists()
    hers = str(export(cast.nadia, PERSONAL_DATA))
    for trace in (WORD, "report'", "'leave'", "Marcel"):
        assert trace not in hers
    his = str(export(cast.marcel, PERSONAL_DATA))
    assert WORD in his
    assert "'whom': 'Nadia'" in his


def test_what_was_said_of_somebody_is_erased_with_them(cast: Cast) -> None:
    report(cast, WORD)
    erase(cast.nadia, cast.awa, PERSONAL_DATA)
    assert not Report.objects.exists()
