"""French typography: no line breaks at the space before « ! ? ; : » or inside quotation marks.

What people type stays as they typed it: a space becomes one that does not break, and none is added or taken.
The browser's ``text.js`` does the same, by the same examples.
"""

import re

# The sign is meant as punctuation only where its sentence ends or goes on: not in « :) », « ;-) » or « != ».
_NARROW = re.compile(r'(\S|^) (?=[!?]+(?:[\s…»”")\]]|\Z)|;(?:\s|\Z))')
_BEFORE = re.compile(r"(\S|^) (?=:(?:\s|\Z)|»)")
_AFTER = re.compile("« (?=\\S)")


def without_breaks(words: str) -> str:
    """Return ``words`` with insecable spaces where French has them, narrow ones before « ! ? ; »."""
    narrow = _NARROW.sub("\\1\u202f", words)
    return _AFTER.sub("«\u00a0", _BEFORE.sub("\\1\u00a0", narrow))
