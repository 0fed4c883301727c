"""How people are called: whatever they like, as long as others can read it."""

import re
import unicodedata

from django.utils.translation import gettext_lazy as _

from people.refusals import Refusal

LONGEST = 60
# Control characters but white space, marks that turn the reading direction of everything after them, and
# characters that show nothing.
_TRICKS = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_SPACES = re.compile(r"\s+")
# What Unicode calls letters and symbols, and draws as nothing (Hangul fillers, the empty cell of braille).
_BLANK = set("\u115f\u1160\u2800\u3164\uffa0")
_DRAW_NOTHING = {"Cc", "Cf", "Mn", "Mc", "Me", "Zs", "Zl", "Zp"}


def clean_name(raw: str) -> str:
    """``raw`` with one space between words, nothing invisible, in Unicode's composed form.

    Raises ``Refusal`` (``name_empty``, ``name_long``) about the field ``name``.
    """
    name = _SPACES.sub(" ", unicodedata.normalize("NFC", without_tricks(raw))).strip()
    if not any(unicodedata.category(sign)[0] in "LNS" and sign not in _BLANK for sign in name):
        raise Refusal("name_empty", _("Écrivez un nom ou un prénom, celui que vous voulez."), "name")
    if len(name) > LONGEST:
        raise Refusal("name_long", _("Ce nom est trop long : 60 signes au plus."), "name")
    return name


def shows_nothing(text: str) -> bool:
    """Whether nobody would see that something was written."""
    return all(unicodedata.category(sign) in _DRAW_NOTHING or sign in _BLANK for sign in text)


def without_tricks(text: str) -> str:
    """``text`` without control characters and without direction overrides; white space stays."""
    return _TRICKS.sub("", text)
