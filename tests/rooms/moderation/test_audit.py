"""What was decided is written once, is found again, and goes when the house keeps it no longer."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from pytest_django import Settings

from people import data
from rooms import moderating, posting
from rooms.append_only import WrittenOnce
from rooms.models import Decision
from rooms.moderation import approving, audit, reporting
from rooms.moderation.audit import Asked
from rooms.moderation.forgetting import forget_old
from rooms.moderation.models import Report
from rooms.sessions import composing, rehearsing
from rooms.sessions.models import Session
from settings.personal_data import PERSONAL_DATA
from tests.cast import Cast, says
from tests.rooms.history import lines

pytestmark = pytest.mark.storage


@pytest.fixture
def decided(cast: Cast) -> Cast:
    """The cast after three decisions: two of Awa's in the fabrique, one of Judith's."""
    hidden, held = says(cast.nadia, cast.fabrique), says(cast.nadia, cast.fabrique)
    moderating.hide_post(cast.awa, cast.fabrique.pk, None, hidden.pk, "Un numéro de téléphone")
    moderating.quiet(cast.awa, cast.fabrique.pk, None, cast.marcel.pk, True, "Trois insultes")
    approving.hold_post(cast.judith, cast.fabrique.pk, None, held.pk)
    return cast


def acts(asked: Asked) -> list[str]:
    return [each.act for each in audit.taken(asked)]


@pytest.mark.parametrize(
    "change",
    [
        lambda: Decision.objects.update(why="Autre chose"),
        lambda: Decision.objects.filter(act="hide").delete(),
        lambda: Decision.objects.get(act="hide").delete(),
        lambda: Decision.objects.get(act="hide").save(),
        lambda: Decision.objects.bulk_update(Decision.objects.all(), ["why"]),
    ],
    ids=["update", "delete", "delete one", "save", "update many"],
)
def test_nothing_changes_or_deletes_what_was_decided(decided: Cast, change: Callable[[], Any]) -> None:
    before = list(Decision.objects.order_by("pk").values())
    with pytest.raises(WrittenOnce), transaction.atomic():
        change()
    assert list(Decision.objects.order_by("pk").values()) == before


def test_who_is_erased_leaves_the_decisions_without_their_reasons(decided: Cast) -> None:
    data.erase(decided.marcel, decided.awa, PERSONAL_DATA)
    assert [each.why for each in Decision.objects.order_by("pk")][:3] == ["Un numéro de téléphone", "", ""]


def test_decisions_are_found_by_room_person_act_and_day(decided: Cast) -> None:
    cast, today = decided, timezone.localdate()
    posted = says(cast.nadia, cast.mezza)
    moderating.hide_post(cast.awa, cast.mezza.pk, None, posted.pk)
    assert acts(Asked()) == ["hide", "hold", "quiet", "hide"]
    assert acts(Asked(room=cast.fabrique.pk)) == ["hold", "quiet", "hide"]
    assert acts(Asked(by=cast.judith.pk)) == ["hold"]
    assert acts(Asked(act="hide", room=cast.mezza.pk)) == ["hide"]
    assert len(acts(Asked(first=today, last=today))) == 4
    assert acts(Asked(first=today + timedelta(days=1))) == []
    assert acts(Asked(last=today - timedelta(days=1))) == []
    assert audit.author(Decision.objects.get(act="quiet")) == cast.marcel
    assert [person.name for person in audit.deciders()] == ["Awa"]


def test_the_pages_follow_one_another_without_a_gap(decided: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "PAGE", 2)
    first, before = audit.page(Asked(), None)
    rest, end = audit.page(Asked(), before)
    assert [each.act for each in (*first, *rest)] == acts(Asked())
    assert end is None


def test_what_is_tried_in_a_rehearsal_is_no_decision_and_goes_with_it(cast: Cast) -> None:
    composing.open_session(cast.judith, cast.fabrique.pk, None, "Une heure", "risks")
    stage = rehearsing.rehearse(cast.judith, cast.fabrique, Session.objects.get().pk, 1).room
    approving.hold_room(cast.awa, stage.pk, None, "all")
    assert acts(Asked()) == []
    assert Decision.objects.filter(room=stage).count() == 1
    rehearsing.leave(cast.judith, stage)
    assert not Decision.objects.exists()


def test_what_the_house_keeps_no_longer_goes_from_everywhere(decided: Cast, settings: Settings) -> None:
    cast, now = decided, timezone.now()
    post = says(cast.marcel, cast.mezza, "Un mot.")
    for who in (cast.nadia, cast.judith):
        reporting.report_post(who, cast.mezza.pk, None, post.pk, False, "Regardez")
    reporting.leave_post(cast.awa, cast.mezza.pk, None, post.pk)
    open_one = says(cast.nadia, cast.mezza)
    reporting.report_post(cast.marcel, cast.mezza.pk, None, open_one.pk)
    kept = timedelta(days=settings.HUB_DECISIONS_DAYS)
    assert forget_old(now + kept - timedelta(hours=1)) == 0
    assert Decision.objects.count() == 7
    assert forget_old(now + kept + timedelta(hours=1)) == 7
    assert not Decision.objects.exists()
    assert [report.by for report in Report.objects.all()] == [cast.marcel]
    told = lines(cast.wings.pk)
    assert {line.event["kind"] for line in told} == {"erased"}
    assert posting.publish(cast.nadia, cast.fabrique.pk, None, "La vie continue.").seq


def test_the_command_of_the_night_tells_how_many_went(
    decided: Cast, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("forget_decisions")
    settings.HUB_DECISIONS_DAYS = -1
    call_command("forget_decisions")
    assert capsys.readouterr().out.splitlines() == ["Décisions effacées : 0.", "Décisions effacées : 3."]
