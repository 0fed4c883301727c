"""« J’ai besoin d’aide »: anybody asks, once; the team alone hears of it, and answers."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from people.data import erase, export
from rooms import joining, moderating
from rooms.helping import answering, asking
from rooms.helping.asking import Stuck
from rooms.helping.models import KEPT_FOR, HelpRequest
from rooms.models import Decision, Membership, Room
from settings.personal_data import PERSONAL_DATA
from tests.cast import Cast
from tests.refusing import refused
from tests.rooms.history import lines

pytestmark = pytest.mark.storage
WORD = "Je ne vois plus la consigne."


def asks(cast: Cast, word: str = WORD, **details: str) -> HelpRequest:
    """Let Nadia ask for help in the fabrique; return the request."""
    asking.ask(cast.nadia, cast.fabrique.pk, uuid4(), word, **details)
    return HelpRequest.objects.latest("pk")


def told(cast: Cast) -> int:
    """Return how often Nadia's screens were told that something became of what she asked."""
    return Membership.objects.get(person=cast.nadia, room=cast.fabrique).waiting


def test_the_team_alone_hears_of_it_by_its_number(cast: Cast) -> None:
    before = lines(cast.fabrique.pk)
    asked = asks(cast, page="/f/ici/", browser="Firefox 128", connected="off", refusal="Trop long.")
    [waiting] = HelpRequest.objects.waiting()
    assert (waiting.by, waiting.room, waiting.word) == (cast.nadia, cast.fabrique, WORD)
    assert (waiting.page, waiting.browser, waiting.connected) == ("/f/ici/", "Firefox 128", "off")
    assert lines(cast.fabrique.pk) == before
    assert lines(cast.wings.pk)[-1].event == {"kind": "help.changed", "request": asked.pk}
    assert WORD not in str(lines(cast.wings.pk))


def test_asked_twice_it_is_one_request_with_both_words(cast: Cast) -> None:
    ref = uuid4()
    first = asking.ask(cast.nadia, cast.fabrique.pk, ref, WORD)
    assert asking.ask(cast.nadia, cast.fabrique.pk, ref, WORD) == first
    head = cast.wings.head
    for word in (WORD, ""):
        asks(cast, word)
    assert cast.wings.head == head
    assert asks(cast, "Au fond de la salle.").word == f"{WORD}\nAu fond de la salle."
    assert HelpRequest.objects.count() == 1
    assert refused(asks, cast, "é" * 590) == "text_long"


def test_who_is_quieted_removed_or_in_no_room_may_ask_too(cast: Cast) -> None:
    moderating.quiet(cast.awa, cast.fabrique.pk, None, cast.nadia.pk, True)
    assert asks(cast).room == cast.fabrique
    moderating.remove(cast.awa, cast.fabrique.pk, None, cast.marcel.pk, True)
    assert refused(asking.ask, cast.marcel, cast.fabrique.pk, uuid4()) == "not_member"
    for person in (cast.marcel, cast.ousmane):
        asking.ask(person, asking.house(), uuid4())
    assert refused(asking.ask, cast.ousmane, cast.wings.pk, uuid4()) == "not_member"
    assert HelpRequest.objects.waiting().count() == 3


def test_an_answer_reaches_who_asked_and_asking_again_waits_anew(cast: Cast) -> None:
    asked, before = asks(cast), told(cast)
    answering.answer(cast.awa, cast.fabrique.pk, uuid4(), asked.pk, "J’arrive.")
    [mine] = asking.told(cast.nadia)
    assert (mine.answer, mine.answered_by, mine.is_answered) == ("J’arrive.", cast.awa, True)
    assert told(cast) == before + 1
    assert "J’arrive." not in str(lines(cast.wings.pk))
    assert not asks(cast, "Où êtes-vous ?").is_answered
    asking.end(cast.nadia, cast.fabrique.pk, uuid4(), asked.pk)
    assert not asking.told(cast.nadia).exists()
    assert not HelpRequest.objects.waiting().exists()


def test_who_answers_or_settles_second_is_told_who_did(cast: Cast) -> None:
    asked, at = asks(cast), cast.fabrique.pk
    lea = type(cast.awa).objects.create_user("lea@maison.example", "douze signes", name="Léa", is_staff=True)
    answering.answer(cast.awa, at, uuid4(), asked.pk, "J’arrive.")
    assert refused(answering.answer, lea, at, uuid4(), asked.pk, "Moi aussi.") == "decided"
    answering.answer(cast.awa, at, uuid4(), asked.pk, "Dans deux minutes.")
    answering.settle(lea, at, uuid4(), asked.pk, True)
    for second in (answering.settle, answering.answer):
        assert (
            refused(second, cast.awa, at, uuid4(), asked.pk, True if second is answering.settle else "Bon.")
            == "decided"
        )
    answering.settle(lea, at, uuid4(), asked.pk, False)
    assert HelpRequest.objects.waiting().get().answer == "Dans deux minutes."
    acts = Decision.objects.filter(room=cast.fabrique, person=cast.nadia).order_by("pk")
    assert [each.act for each in acts] == ["help", "help", "settle", "unsettle"]


def test_what_its_author_is_done_with_is_not_taken_up(cast: Cast) -> None:
    asked, at = asks(cast), cast.fabrique.pk
    answering.settle(cast.awa, at, uuid4(), asked.pk, True)
    asks(cast, "Encore.")
    assert refused(answering.settle, cast.awa, at, uuid4(), asked.pk, False) == "decided"
    asking.end(cast.nadia, at, uuid4(), asked.pk)
    assert refused(answering.settle, cast.awa, at, uuid4(), asked.pk, False) == "decided"


def test_nobody_else_answers_ends_or_lets_anybody_in(cast: Cast) -> None:
    asked, at = asks(cast), cast.fabrique.pk
    for person in (cast.judith, cast.marcel, cast.ousmane):
        assert refused(answering.answer, person, at, uuid4(), asked.pk, "Oui ?") == "not_staff"
        assert refused(answering.settle, person, at, uuid4(), asked.pk, True) == "not_staff"
        assert refused(answering.let_in, person, at, cast.nadia) == "not_staff"
        assert refused(asking.end, person, at, uuid4(), asked.pk) == "gone"
    assert refused(answering.answer, cast.awa, cast.mezza.pk, uuid4(), asked.pk, "Oui ?") == "gone"
    assert refused(answering.answer, cast.awa, at, uuid4(), asked.pk, " ") == "text_empty"
    assert refused(answering.let_in, cast.awa, at, cast.awa) == "not_a_member"
    assert not Decision.objects.exists()


def test_a_card_of_a_moment_is_recorded_with_who_made_it(cast: Cast) -> None:
    assert answering.let_in(cast.awa, cast.fabrique.pk, cast.nadia)
    taken = Decision.objects.get(room=cast.fabrique)
    assert (taken.act, taken.by, taken.person) == ("letin", cast.awa, cast.nadia)


def test_a_flood_of_one_person_is_bounded(cast: Cast) -> None:
    for _time in range(asking.MOST_AN_HOUR):
        asking.end(cast.nadia, cast.fabrique.pk, uuid4(), asks(cast).pk)
    assert refused(asks, cast) == "help_many"
    HelpRequest.objects.update(at=timezone.now() - asking.HOUR)
    assert asks(cast).settled_at is None


def at_door(address: str = "192.0.2.1", asked: int | None = None, word: str = "") -> HelpRequest:
    return asking.ask_at_door(address, asked, Stuck(word))


def test_who_is_not_in_asks_at_the_door_and_floods_nobody(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = at_door(word="Mon code ne marche pas.")
    assert at_door(asked=first.pk) == first
    assert at_door(asked=first.pk, word="Je suis dehors.").word.endswith("dehors.")
    monkeypatch.setattr(asking, "MOST_OF_NETWORK", 3)
    monkeypatch.setattr(asking, "MOST_AT_DOOR", 4)
    for _time in range(2):
        at_door()
    assert refused(at_door) == "help_many"
    at_door("192.0.2.2")
    assert refused(at_door, "192.0.2.3") == "help_many"
    assert "192.0.2" not in str(list(HelpRequest.objects.values()))
    wings = Room.objects.get(stage=cast.mezza)
    assert lines(wings.pk)[-1].event["kind"] == "help.changed"
    answering.answer(cast.awa, cast.mezza.pk, uuid4(), first.pk, "J’ouvre.")
    assert asking.told_at_door(first.pk).get().answer == "J’ouvre."
    asking.end_at_door(first.pk)
    at_door("192.0.2.3")


def test_a_number_of_the_door_gives_nobody_the_request_of_somebody(cast: Cast) -> None:
    asked = asks(cast)
    assert not asking.told_at_door(asked.pk).exists()
    assert at_door(asked=asked.pk) != asked
    asking.end_at_door(asked.pk)
    assert asking.told(cast.nadia).exists()


def test_it_is_forgotten_with_the_person_and_after_a_month(cast: Cast) -> None:
    asks(cast, browser="Firefox 128")
    assert export(cast.nadia, PERSONAL_DATA)["helping"]["requests"][0]["word"] == WORD
    erase(cast.nadia, cast.awa, PERSONAL_DATA)
    assert not HelpRequest.objects.exists()
    old = at_door()
    HelpRequest.objects.update(asked_at=timezone.now() - KEPT_FOR - timedelta(minutes=1))
    at_door("192.0.2.2")
    assert not HelpRequest.objects.filter(pk=old.pk).exists()


def test_who_leads_no_room_of_the_house_is_still_answered_in_mezza(cast: Cast) -> None:
    joining.join(cast.ousmane, cast.mezza)
    asking.ask(cast.ousmane, cast.mezza.pk, uuid4(), WORD)
    asked = HelpRequest.objects.get()
    answering.answer(cast.awa, cast.mezza.pk, uuid4(), asked.pk, "Bonjour.")
    assert Membership.objects.get(person=cast.ousmane, room=cast.mezza).waiting == 2
