"""Give somebody of the team an account: ``python -m django add_staff``."""

import secrets
from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from people.models import Person
from people.naming import clean_name
from people.refusals import Refusal


class Command(BaseCommand):
    help = "Crée un compte de l’équipe ; demande ce qui n’est pas donné."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options; whatever is not given is asked."""
        parser.add_argument("--name", help="le nom que les autres verront")
        parser.add_argument("--email", help="l’adresse avec laquelle entrer")
        parser.add_argument("--generate", action="store_true", help="invente un mot de passe et l’affiche")
        parser.add_argument(
            "--office", action="store_true", help="ouvre aussi tout le bureau (coulisses/admin)"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Create the account. Raises ``CommandError``, one sentence, for a bad name, address or password."""
        name = _name(options["name"] or input(_("Nom : ")))
        email = _email(options["email"] or input(_("Adresse électronique : ")))
        password = secrets.token_urlsafe(15) if options["generate"] else _password()
        Person.objects.create_user(email, password, name=name, is_staff=True, is_superuser=options["office"])
        self.stdout.write(
            _("%(name)s peut entrer par /equipe/ avec %(email)s.") % {"name": name, "email": email}
        )
        if options["generate"]:
            self.stdout.write(_("Mot de passe : %(password)s") % {"password": password})


def _name(raw: str) -> str:
    try:
        return clean_name(raw)
    except Refusal as refusal:
        raise CommandError(refusal.sentence) from refusal


def _email(raw: str) -> str:
    email = raw.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise CommandError(
            _("« %(email)s » n’est pas une adresse électronique.") % {"email": email}
        ) from error
    if Person.objects.filter(email__iexact=email).exists():
        raise CommandError(_("Quelqu’un entre déjà avec %(email)s.") % {"email": email})
    return email


def _password() -> str:
    password = getpass(_("Mot de passe : "))
    if password != getpass(_("Encore une fois : ")):
        raise CommandError(_("Les deux mots de passe ne sont pas les mêmes."))
    try:
        validate_password(password)
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from error
    return password
