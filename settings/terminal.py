"""Messages of a terminal, in French, or in English on an English one; and what is said of a wrong variable.

They are printed before Django is loaded, so they do not go through gettext.
"""

import os
from typing import NamedTuple


def speaks_english() -> bool:
    """Return whether the locale is English; every other one gets French."""
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG", "")
    return spoken.startswith("en")


class Sentence(NamedTuple):
    """A message in both languages; call it with the values of its placeholders."""

    french: str
    english: str

    def __call__(self, **facts: object) -> str:
        return (self.english if speaks_english() else self.french).format(**facts)


WRONG_VARIABLE = Sentence("{name} attend {expected}.", "{name} expects {expected}.")
MISSING_VARIABLE = Sentence("{name} manque.", "{name} is missing.")
NOT_TOGETHER = Sentence("{names} vont ensemble.", "{names} go together.")
EXPECTS_NUMBER = Sentence(
    "un nombre entier entre {lowest} et {highest}, par exemple {example}",
    "a whole number between {lowest} and {highest}, for example {example}",
)
EXPECTS_PACE = Sentence(
    "combien d'un coup, puis combien par seconde, par exemple {example}",
    "how many at once, then how many a second, for example {example}",
)
EXPECTS_CHOICE = Sentence("un de ces mots : {choices}", "one of these words: {choices}")
EXPECTS_URL = Sentence("une adresse comme {example}", "an address such as {example}")
EXPECTS_FOLDER = Sentence("un dossier qui existe, comme {example}", "a folder that exists, such as {example}")
TEXT_UNKNOWN = Sentence(
    "HUB_TEXTS : {file} n'est aucun des textes {names}.", "HUB_TEXTS: {file} is none of the texts {names}."
)
TEXT_LARGE = Sentence("{file} est trop gros : {kb} ko au plus.", "{file} is too large: {kb} kB at most.")
TEXT_ENCODING = Sentence("{file} n'est pas en UTF-8.", "{file} is not UTF-8.")
TEXT_UNTITLED = Sentence(
    "{file} commence par son titre, comme : # Aide", "{file} begins with its title, such as: # Help"
)
