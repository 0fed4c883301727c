"""A form as a person left it: what stands in its boxes, what is wrong with it, and its ``ref``."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict

from frontend import kept
from people.refusals import Refusal, Refusals

T = TypeVar("T")


class Form:
    """``typed`` maps a box to its text, ``wrong`` to its sentence; ``ref`` names this one sending.

    ``called`` maps a box to its name, where a sentence alone would not say which box is meant; ``files`` are
    those that were sent, which no browser puts back in their box.
    """

    def __init__(self, source: QueryDict, usual: Mapping[str, str] | None = None) -> None:
        self.source = source
        self.files: MultiValueDict[str, UploadedFile[Any]] = MultiValueDict()
        self.typed: dict[str, str] = {**(usual or {}), **plain(source)}
        self.wrong: dict[str, str] = {}
        self.called: dict[str, str] = {}
        self.ref = _ref(source.get("ref", ""))

    @classmethod
    def of(cls, request: HttpRequest, usual: Mapping[str, str] | None = None) -> "Form":
        """What was posted; else what was kept over a sign-in; else what is ``usual``."""
        if request.method != "POST":
            return cls(kept.take(request), usual)
        form = cls(request.POST, usual)
        form.files = request.FILES
        return form

    @property
    def status(self) -> int:
        """The HTTP status of the page that shows this form."""
        return 422 if self.wrong else 200

    def get(self, name: str) -> str:
        """What stands in the box ``name``."""
        return self.typed.get(name, "")

    def attempt(self, act: Callable[[], T]) -> T | None:
        """The result of ``act``, or None when a box is wrong. Other refusals pass: no box can mend them."""
        try:
            return act()
        except Refusal as refusal:
            if not refusal.field:
                raise
            self.wrong.update(_sentences(refusal))
            return None

    def done(self, act: Callable[[], object]) -> bool:
        """Whether ``act`` went through, as ``attempt`` tells it."""
        self.attempt(act)
        return not self.wrong

    def refuse(self, refusal: Refusal) -> None:
        """Show ``refusal`` on this form, whatever it is about."""
        self.wrong.update(_sentences(refusal))


def plain(posted: QueryDict) -> dict[str, str]:
    """One text for each box, the last where there were many."""
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
