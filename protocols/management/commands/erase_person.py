"""Erase a person and their words: ``python -m django erase_person 7 --by awa@example.org``."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from people.data import erase
from people.models import Person
from settings.personal_data import PERSONAL_DATA


class Command(BaseCommand):
    help = "Efface une personne et ce qu’elle a écrit, pour toujours."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare who is erased, and by whom."""
        parser.add_argument("number", type=int, help="son numéro dans le bureau")
        parser.add_argument("--by", required=True, help="l’adresse d’une personne de l’équipe")
        parser.add_argument("--yes", action="store_true", help="ne demande pas confirmation")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Erase them. Raises ``CommandError`` for an unknown person, for oneself, and without a yes."""
        person = Person.objects.filter(pk=options["number"]).first()
        by = Person.objects.filter(email__iexact=options["by"], is_staff=True, is_active=True).first()
        if person is None:
            raise CommandError(_("Personne n’a le numéro %(number)s.") % {"number": options["number"]})
        if by is None:
            raise CommandError(_("Personne de l’équipe n’entre avec %(email)s.") % {"email": options["by"]})
        if by == person:
            raise CommandError(_("Quelqu’un d’autre de l’équipe doit le faire."))
        if not options["yes"] and input(_("Effacer %(name)s ? (oui/non) ") % {"name": person}) not in (
            "oui",
            "yes",
        ):
            raise CommandError(_("Rien n’a été effacé."))
        erase(person, by, PERSONAL_DATA)
        self.stdout.write(_("C’est effacé. Les sauvegardes le gardent jusqu’à leur propre fin."))
