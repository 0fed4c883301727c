"""Cards: a way back in, on paper, of which no copy is stored."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from people import cards, written_secret
from people.models import Card, Person
from tests.refusing import refusal, refused

pytestmark = pytest.mark.storage


def test_a_card_opens_as_often_as_wished(nadia: Person) -> None:
    secret = cards.make(nadia)
    for _time in range(3):
        assert cards.enter_with(secret) == nadia


def test_a_new_card_ends_the_one_before(nadia: Person) -> None:
    old, new = cards.make(nadia), cards.make(nadia)
    assert refused(cards.owner, old) == "card_unknown"
    assert cards.owner(new) == nadia


def test_looking_at_a_card_consumes_nothing(nadia: Person) -> None:
    secret = cards.help_in(nadia)
    for _time in range(3):
        assert cards.owner(secret) == nadia


def test_a_helping_card_opens_once(nadia: Person) -> None:
    secret = cards.help_in(nadia)
    assert cards.enter_with(secret) == nadia
    assert refused(cards.enter_with, secret) == "card_spent"
    assert refused(cards.owner, secret) == "card_spent"


def test_of_two_who_enter_at_once_with_a_helping_card_one_is_in(
    nadia: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret, find = cards.help_in(nadia), cards._find

    def find_slowly(typed: str) -> Card:
        found = find(typed)
        monkeypatch.undo()
        assert cards.enter_with(secret) == nadia
        return found

    monkeypatch.setattr(cards, "_find", find_slowly)
    assert refused(cards.enter_with, secret) == "card_spent"


def test_a_helping_card_is_over_after_ten_minutes(nadia: Person) -> None:
    secret = cards.help_in(nadia)
    card = Card.objects.get()
    assert card.expires_at is not None
    assert card.expires_at <= timezone.now() + cards.HELP_LASTS
    Card.objects.update(expires_at=card.expires_at - cards.HELP_LASTS)
    assert refused(cards.owner, secret) == "card_late"
    assert refused(cards.enter_with, secret) == "card_late"


def test_a_helping_card_leaves_the_printed_one_alone(nadia: Person) -> None:
    printed = cards.make(nadia)
    cards.enter_with(cards.help_in(nadia))
    assert cards.owner(printed) == nadia


@pytest.mark.parametrize(
    "copied",
    [
        str.lower,
        written_secret.in_groups,
        lambda secret: f"  {written_secret.in_groups(secret)} ".replace("-", " "),
        lambda secret: secret.replace("0", "O").replace("1", "I"),
        lambda secret: secret.replace("0", "o").replace("1", "l"),
    ],
)
def test_a_card_copied_by_hand_is_read(nadia: Person, copied: Callable[[str], str]) -> None:
    for _card in range(10):
        assert cards.owner(copied(cards.make(nadia))) == nadia


def test_a_secret_has_no_sign_that_is_taken_for_another(nadia: Person) -> None:
    secret = cards.make(nadia)
    assert len(secret) == cards.LENGTH
    assert not set(secret) & set("ILOU")


def test_the_house_keeps_no_secret(nadia: Person) -> None:
    secret = cards.make(nadia)
    assert secret not in str(list(Card.objects.values()))


@pytest.mark.parametrize("typed", ["", "----", "é" * 10_000, "0" * 16, "\x00", "' OR 1=1"])
def test_an_unknown_card_is_said_next_to_its_box(nadia: Person, typed: str) -> None:
    cards.make(nadia)
    no = refusal(cards.owner, typed)
    assert (no.code, no.field) == ("card_unknown", "secret")


def test_the_card_of_somebody_shut_out_opens_nothing(nadia: Person) -> None:
    secret = cards.make(nadia)
    Person.objects.filter(pk=nadia.pk).update(is_active=False)
    assert refused(cards.enter_with, secret) == "card_unknown"
