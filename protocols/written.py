"""A protocole's form as a person filled it in: cleaned as a draft, checked when it is handed in."""

import re

import msgspec
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people import raw_text
from people.naming import without_tricks
from people.refusals import Refusals
from protocols.events import Field

TITLE = 140
DURATION = 80
LONG = 2_000
STEP = 500
MOST_STEPS = 40
_NUMBER = re.compile(r"-?\d{1,12}([.,]\d{1,6})?")


class Written(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The form as it was filled in. ``answers`` maps the key of a question to its answer."""

    title: str = ""
    needs: str = ""
    duration: str = ""
    steps: list[str] = []
    origin: str = ""
    answers: dict[str, str] = {}


def clean(written: Written, fields: list[Field], slack: int = 1) -> Written:
    """Return the form without invisible tricks, empty steps, or answers to questions that nobody asked.

    Raises ``Refusals`` for what is too long. A draft has ``slack``: so many times the signs and steps, except
    in title and duration, whose columns hold no more.
    """
    known = {field.key for field in fields}
    asked = {key: value for key, value in written.answers.items() if key in known}
    written = msgspec.structs.replace(written, answers=asked)
    _refuse(_too_long(written, slack * raw_text.CODE_POINTS_EACH, short=raw_text.CODE_POINTS_EACH))
    cleaned = Written(
        title=" ".join(_tidy(written.title).split()),
        needs=_tidy(written.needs),
        duration=" ".join(_tidy(written.duration).split()),
        steps=[step for step in map(_tidy, written.steps) if step],
        origin=_tidy(written.origin),
        answers={key: _tidy(value) for key, value in asked.items()},
    )
    _refuse(_too_long(cleaned, slack))
    return cleaned


def check(written: Written, fields: list[Field]) -> None:
    """Check that it can be handed in. Raises ``Refusals`` naming every field that lacks something."""
    wrong: dict[str, str | Promise] = {}
    if not written.title:
        wrong["title"] = _("Donnez un titre à votre protocole.")
    if not written.steps:
        wrong["steps"] = _("Écrivez au moins une étape : que faut-il faire ?")
    for field in fields:
        sentence = _wrong_answer(field, written.answers.get(field.key, ""))
        if sentence:
            wrong[f"answer-{field.key}"] = sentence
    _refuse(wrong)


def _wrong_answer(field: Field, value: str) -> str | Promise | None:
    if not value:
        return _("Il manque une réponse ici.") if field.required else None
    if field.kind == "number" and not _NUMBER.fullmatch(value):
        return _("Écrivez un nombre, par exemple 3 ou 2,5.")
    if field.kind == "choice" and value not in field.choices:
        return _("Choisissez une des réponses proposées.")
    return None


def _too_long(written: Written, slack: int, short: int = 1) -> dict[str, str | Promise]:
    """Name the fields longer than ``slack`` times their limit; title and duration: ``short`` times."""
    sizes = [
        ("title", written.title, TITLE * short),
        ("duration", written.duration, DURATION * short),
        ("needs", written.needs, LONG * slack),
        ("origin", written.origin, LONG * slack),
        *(("steps", step, STEP * slack) for step in written.steps),
        *((f"answer-{key}", value, LONG * slack) for key, value in written.answers.items()),
    ]
    wrong: dict[str, str | Promise] = {}
    for field, text, most in sizes:
        if len(text) > most:
            sentence = _("C’est trop long : %(count)s signes, pour %(most)s au plus.")
            wrong[field] = sentence % {"count": len(text), "most": most}
    if len(written.steps) > MOST_STEPS * slack:
        wrong["steps"] = _("C’est beaucoup d’étapes : 40 au plus.")
    return wrong


def _refuse(wrong: dict[str, str | Promise]) -> None:
    if wrong:
        raise Refusals(wrong)


def _tidy(text: str) -> str:
    return without_tricks(text.replace("\r\n", "\n")).strip()
