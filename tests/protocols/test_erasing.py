"""Somebody asks to be erased, and is."""

import pytest
from django.core.management import CommandError, call_command

from people import cards
from people.models import Person
from people.refusals import Refusal
from protocols.erasing import erase
from protocols.reading import scene
from rooms import joining
from rooms.models import Comment, Event, Room
from tests.cast import answers, says

pytestmark = pytest.mark.storage


def test_nothing_that_they_wrote_or_were_called_is_left(
    marcel: Person, nadia: Person, awa: Person, fabrique: Room
) -> None:
    post = says(marcel, fabrique, "Mon adresse secrète")
    answers(marcel, says(nadia, fabrique, "Bonjour"), "Ma réponse secrète")
    answers(nadia, post, "Je te réponds")
    joining.rename(marcel, "Marcel Duchemin")
    secret = cards.make(marcel)
    erase(marcel, awa)
    log = " ".join(Event.objects.values_list("data", flat=True))
    assert "secrète" not in log
    assert "Duchemin" not in log
    assert "secrète" not in " ".join(Comment.objects.values_list("body", flat=True))
    assert [each.body for each in scene(fabrique.pk).snapshot.posts] == ["Bonjour"]
    assert Comment.objects.filter(author=nadia, body="Je te réponds").exists()
    marcel.refresh_from_db()
    assert (marcel.name, marcel.is_active) == ("Quelqu’un", False)
    with pytest.raises(Refusal):
        cards.owner(secret)


def test_the_command_asks_before_it_erases(
    marcel: Person, awa: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("builtins.input", lambda _question: "non")
    with pytest.raises(CommandError):
        call_command("erase_person", str(marcel.pk), by=awa.email)
    call_command("erase_person", str(marcel.pk), by=awa.email, yes=True)
    marcel.refresh_from_db()
    assert not marcel.is_active


@pytest.mark.parametrize(("number", "by"), [(10_000, "awa@maison.example"), (1, "personne@maison.example")])
def test_the_command_says_who_is_unknown(awa: Person, marcel: Person, number: int, by: str) -> None:
    with pytest.raises(CommandError):
        call_command("erase_person", str(number), by=by, yes=True)
    assert Person.objects.get(pk=marcel.pk).is_active
