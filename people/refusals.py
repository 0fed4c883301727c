"""The refusals that a person is told when a rule says no.

``Refusal`` and ``Refusals`` are the whole tree: a refusal has a stable code for programs, a sentence for
people, and the field it is about. Everything else that is raised is a bug, and is answered as one.
"""

from django.utils.functional import Promise


class Refusal(Exception):
    """A rule said no. Nothing was changed; what the person typed must stay where it is.

    ``code`` is stable and belongs to the wire; ``sentence`` is lazy, so that it is spoken in the language
    of whoever reads it; ``field`` names the box that is wrong, or is empty. ``retry``: where it was only too
    soon, after how many seconds it may be asked again.
    """

    def __init__(
        self, code: str, sentence: str | Promise, field: str = "", retry: float | None = None
    ) -> None:
        super().__init__(code)
        self.code = code
        self._sentence = sentence
        self.field = field
        self.retry = retry

    @property
    def sentence(self) -> str:
        """Return the sentence in the active language."""
        return str(self._sentence)


class Refusals(Refusal):
    """Several fields are wrong at once: ``wrong`` maps each to its sentence; the first one speaks for all."""

    def __init__(self, wrong: dict[str, str | Promise]) -> None:
        field, sentence = next(iter(wrong.items()))
        super().__init__("form_incomplete", sentence, field)
        self.wrong = wrong
