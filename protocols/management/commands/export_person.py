"""Export what is kept of a person: ``python -m django export_person 7 > 7.json``."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from people.data import export
from people.models import Person
from settings.personal_data import PERSONAL_DATA


class Command(BaseCommand):
    help = "Écrit, en JSON, tout ce que le Hub garde d’une personne."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare who is exported."""
        parser.add_argument("number", type=int, help="son numéro dans le bureau")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print the export. Raises ``CommandError`` for a number that nobody has."""
        person = Person.objects.filter(pk=options["number"]).first()
        if person is None:
            raise CommandError(_("Personne n’a le numéro %(number)s.") % {"number": options["number"]})
        facts = export(person, PERSONAL_DATA)
        self.stdout.write(json.dumps(facts, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))
