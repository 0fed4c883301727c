"""A submitted form: the texts of its boxes, their errors, and its ``ref``."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict

from frontend import saved_input
from frontend.integers import parse_integer
from people.refusals import Refusal, Refusals

T = TypeVar("T")


class Form:
    """A form: ``typed`` maps a box to its text, ``wrong`` to its error; ``ref`` identifies the submission.

    ``called`` maps a box to its label, for errors that do not tell which box they are about. ``files`` holds
    the files that were sent; a browser never puts them back in their boxes.
    """

    def __init__(self, source: QueryDict, usual: Mapping[str, str] | None = None) -> None:
        self.source = source
        self.files: MultiValueDict[str, UploadedFile[Any]] = MultiValueDict()
        self.typed: dict[str, str] = {**(usual or {}), **plain(source)}
        self.wrong: dict[str, str] = {}
        self.called: dict[str, str] = {}
        self.is_too_soon = False
        self.ref = _ref(source.get("ref", ""))

    @classmethod
    def of(cls, request: HttpRequest, usual: Mapping[str, str] | None = None) -> "Form":
        """Return the posted form, else the one saved over a sign-in; a missing box has its ``usual`` text."""
        if request.method != "POST":
            return cls(saved_input.take(request), usual)
        form = cls(request.POST, usual)
        form.files = request.FILES
        return form

    @property
    def status(self) -> int:
        """The HTTP status of the page that shows this form."""
        if self.is_too_soon:
            return 429
        return 422 if self.wrong else 200

    def get(self, name: str) -> str:
        """Return the text of the box ``name``."""
        return self.typed.get(name, "")

    def number(self, name: str) -> int:
        """Return the whole number in the box ``name``; 0 where there is none."""
        return parse_integer(self.get(name)) or 0

    def attempt(self, act: Callable[[], T]) -> T | None:
        """Return the result of ``act``, or None if it refuses a box, or because the form was sent before with
        other words: it then gets a fresh ``ref``. Any other refusal about no box is raised."""
        try:
            return act()
        except Refusal as refusal:
            if refusal.code == "ref_used":
                self.ref = uuid4()
            elif not refusal.field:
                raise
            self.wrong.update(_sentences(refusal))
            self.is_too_soon = refusal.retry is not None
            return None

    def done(self, act: Callable[[], object]) -> bool:
        """Run ``act`` as ``attempt`` does; return whether it succeeded."""
        self.attempt(act)
        return not self.wrong

    def refuse(self, refusal: Refusal) -> None:
        """Show ``refusal`` on this form, whichever box it is about."""
        self.wrong.update(_sentences(refusal))


def plain(posted: QueryDict) -> dict[str, str]:
    """Return one text for each box: the last, if it was sent several times."""
    return {name: str(posted[name]) for name in posted}


def _sentences(refusal: Refusal) -> dict[str, str]:
    if isinstance(refusal, Refusals):
        return {field: str(sentence) for field, sentence in refusal.wrong.items()}
    return {refusal.field: refusal.sentence}


def _ref(raw: str) -> UUID:
    try:
        return UUID(raw)
    except ValueError:
        return uuid4()
