"""Updates the English catalogue: ``python -m django gather_words``. Then translate the empty entries."""

from typing import Any

from babel.messages import Catalog
from babel.messages.pofile import read_po, write_po
from django.core.management.base import BaseCommand

from frontend.message_catalog import CATALOG, extract_catalog, is_translated

# No dates and no tool versions: the catalogue changes only when a sentence does.
HEADER = b"""# The English of the Hub, sentence by sentence.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Language: en\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


class Command(BaseCommand):
    help = "Rassemble les phrases françaises ; celles qui n’ont pas encore d’anglais restent à traduire."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Add new sentences with an empty translation; remove those that no source contains any more."""
        with CATALOG.open("rb") as file:
            known = read_po(file, locale="en")
        known.update(extract_catalog(), no_fuzzy_matching=True)
        known.obsolete.clear()
        _write(known)
        missing = [message for message in known if message.id and not is_translated(message)]
        self.stdout.write(f"{len(known)} phrases, {len(missing)} à traduire.")


def _write(catalog: Catalog) -> None:
    with CATALOG.open("wb") as file:
        file.write(HEADER)
        write_po(file, catalog, width=100, no_location=True, sort_output=True, omit_header=True)
