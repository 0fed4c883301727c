"""The command that gives somebody of the team an account."""

from io import StringIO
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command

from people.models import Person

ASKING = "people.management.commands.add_staff"
PASSWORD = "une phrase assez longue"


def add(*words: str) -> str:
    out = StringIO()
    call_command("add_staff", *words, stdout=out)
    return out.getvalue()


def test_a_generated_password_is_printed_once_and_opens(db: None) -> None:
    said = add("--name", "Awa", "--email", "Awa@Maison.example", "--generate")
    awa = Person.objects.get(email="awa@maison.example")
    assert awa.is_staff
    assert not awa.is_superuser
    assert awa.check_password(said.strip().split()[-1])


def test_what_is_not_given_is_asked(db: None) -> None:
    with (
        patch("builtins.input", side_effect=["Awa", "awa@maison.example"]),
        patch(f"{ASKING}.getpass", return_value=PASSWORD),
    ):
        add()
    assert Person.objects.get().check_password(PASSWORD)


def test_the_back_office_is_opened_to_who_is_given_it(db: None) -> None:
    add("--name", "Awa", "--email", "awa@maison.example", "--generate", "--office")
    assert Person.objects.get().is_superuser


@pytest.mark.parametrize(
    ("name", "email", "sentence"),
    [
        (" \u200b", "awa@maison.example", "Écrivez un nom"),
        ("Awa", "awa", "n’est pas une adresse"),
        ("Awa", "DEJA@maison.example", "Quelqu’un entre déjà"),
    ],
)
def test_what_will_not_do_is_said_in_one_sentence(db: None, name: str, email: str, sentence: str) -> None:
    Person.objects.create_user("deja@maison.example", name="Déjà")
    with pytest.raises(CommandError, match=sentence):
        add("--name", name, "--email", email, "--generate")
    assert Person.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [((PASSWORD, "autre"), "ne sont pas les mêmes"), (("court", "court"), "12"), (("", ""), "12")],
)
def test_a_password_that_will_not_do_makes_nobody(db: None, typed: tuple[str, str], sentence: str) -> None:
    with patch(f"{ASKING}.getpass", side_effect=typed), pytest.raises(CommandError, match=sentence):
        add("--name", "Awa", "--email", "awa@maison.example")
    assert not Person.objects.exists()
