"""French « de » before a name: « d’Inès », « de Marcel »."""

import unicodedata

from django.utils.translation import get_language

VOWELS = "aeiouæœ"  # before H and Y it depends on the name, and « de » is never wrong


def of(name: str) -> str:
    """Return ``name`` after « de » for a French sentence; alone where the sentence itself says it."""
    if not (get_language() or "fr").startswith("fr"):
        return name
    first = unicodedata.normalize("NFD", name.strip()[:1].lower())[:1]
    return f"d’{name}" if first and first in VOWELS else f"de {name}"


def before(words: str, name: str) -> str:
    """Return ``words`` as they stand before ``name``: a « de » at their end elided, or else a space."""
    return f"{words[:-1]}’" if words.endswith(" de") and of(name).startswith("d’") else f"{words} "
