"""Somebody new: made once, however often the form of the door is sent."""

from datetime import timedelta
from uuid import uuid4

from people.models import SENT_TWICE, Person


def test_a_newcomer_has_a_name_and_no_password_that_opens(db: None) -> None:
    zoe = Person.objects.arrive("Zoé")
    assert not zoe.has_usable_password()
    assert zoe.email is None


def test_the_same_ref_and_name_are_the_same_person(db: None) -> None:
    ref = uuid4()
    assert Person.objects.arrive("Zoé", "fr", ref) == Person.objects.arrive("Zoé", "en", ref)


def test_another_name_under_the_same_ref_is_somebody_else(db: None) -> None:
    ref = uuid4()
    assert Person.objects.arrive("Zoé", ref=ref) != Person.objects.arrive("Ali", ref=ref)


def test_a_page_found_again_the_next_day_opens_nobodys_account(db: None) -> None:
    ref = uuid4()
    zoe = Person.objects.arrive("Zoé", ref=ref)
    Person.objects.filter(pk=zoe.pk).update(created_at=zoe.created_at - SENT_TWICE - timedelta(seconds=1))
    assert Person.objects.arrive("Zoé", ref=ref) != zoe


def test_two_people_of_one_name_are_two(db: None) -> None:
    assert Person.objects.arrive("Zoé", ref=uuid4()) != Person.objects.arrive("Zoé", ref=uuid4())
