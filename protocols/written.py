"""What a person wrote in a protocole's form: cleaned as a draft, checked as a thing to hand in."""

import re

import msgspec
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

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


def clean(written: Written, fields: list[Field]) -> Written:
    """As written, without tricks, empty steps or answers to questions that nobody asked.

    Raises ``Refusals`` for what is too long.
    """
    known = {field.key for field in fields}
    cleaned = Written(
        title=" ".join(_tidy(written.title).split()),
        needs=_tidy(written.needs),
        duration=" ".join(_tidy(written.duration).split()),
        steps=[step for step in map(_tidy, written.steps) if step],
        origin=_tidy(written.origin),
        answers={key: _tidy(value) for key, value in written.answers.items() if key in known},
    )
    _refuse(_too_long(cleaned))
    return cleaned


def check(written: Written, fields: list[Field]) -> None:
    """Whether it can be handed in. Raises ``Refusals`` naming every box that still misses something."""
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


def _too_long(written: Written) -> dict[str, str | Promise]:
    sizes = [
        ("title", written.title, TITLE),
        ("duration", written.duration, DURATION),
        ("needs", written.needs, LONG),
        ("origin", written.origin, LONG),
        *(("steps", step, STEP) for step in written.steps),
        *((f"answer-{key}", value, LONG) for key, value in written.answers.items()),
    ]
    wrong: dict[str, str | Promise] = {}
    for field, text, most in sizes:
        if len(text) > most:
            sentence = _("C’est trop long : %(count)s signes, pour %(most)s au plus.")
            wrong[field] = sentence % {"count": len(text), "most": most}
    if len(written.steps) > MOST_STEPS:
        wrong["steps"] = _("C’est beaucoup d’étapes : 40 au plus.")
    return wrong


def _refuse(wrong: dict[str, str | Promise]) -> None:
    if wrong:
        raise Refusals(wrong)


def _tidy(text: str) -> str:
    return without_tricks(text.replace("\r\n", "\n")).strip()
