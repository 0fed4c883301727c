"""Clean people's names: any name will do, as long as others can read it."""

import re
import unicodedata

from django.utils.translation import gettext_lazy as _

from people import raw_text
from people.refusals import Refusal

LONGEST = 60
# Control characters but white space, marks that turn the reading direction of everything after them, and
# characters that show nothing.
_TRICKS = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
# Blanks that are no white space. The empty cell of Braille is a sign among others, and alone a blank.
_BLANKS = re.compile("[\u3164\uffa0]+|(?<![\u2800-\u28ff])\u2800+(?![\u2800-\u28ff])")
# All that Unicode ends a line with: a page would show some of them as nothing, others as a box.
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_SPACES = re.compile(r"\s+")
# Characters that Unicode classes as letters and symbols but that render as nothing (Hangul fillers, the empty
# braille cell).
_BLANK = set("\u115f\u1160\u2800\u3164\uffa0")
_DRAW_NOTHING = {"Cc", "Cf", "Mn", "Mc", "Me", "Zs", "Zl", "Zp"}


def clean_name(raw: str) -> str:
    """Return ``raw`` with one space between words, nothing invisible, in Unicode's composed form.

    Raises ``Refusal`` (``name_empty``, ``name_long``) about the field ``name``.
    """
    if raw_text.is_too_long(raw, LONGEST):
        raise _too_long()
    name = _SPACES.sub(" ", raw_text.compose(without_tricks(raw))).strip()
    if not any(unicodedata.category(sign)[0] in "LNS" and sign not in _BLANK for sign in name):
        raise Refusal("name_empty", _("Écrivez un nom ou un prénom, celui que vous voulez."), "name")
    if len(name) > LONGEST:
        raise _too_long()
    return name


def shows_nothing(text: str) -> bool:
    """Return whether the text renders as nothing."""
    return all(unicodedata.category(sign) in _DRAW_NOTHING or sign in _BLANK for sign in text)


def without_tricks(text: str) -> str:
    """Return ``text`` without control characters and direction overrides, its lines ended by ``\\n``.

    The browser's ``text.js`` does the same.
    """
    return _LINE_ENDS.sub("\n", _BLANKS.sub(" ", _TRICKS.sub("", text)))


def _too_long() -> Refusal:
    return Refusal("name_long", _("Ce nom est trop long : 60 signes au plus."), "name")
