"""Rows that are written once: nothing changes or deletes them but what is named here.

Whom they name becomes somebody else where two accounts are made one (``people/data.py``).
"""

from datetime import datetime
from typing import Any, NoReturn, TypeVar

from django.db import models

T = TypeVar("T", bound=models.Model)


class WrittenOnce(TypeError):
    """Something tried to change or to delete a row that is written once."""


class AppendOnlyQuerySet(models.QuerySet[T]):
    """Rows with a reason ``why`` and a moment ``at``."""

    def forget_reasons(self) -> None:
        """Empty the reasons: whom they are about was erased."""
        super().update(why="")

    def forget_before(self, moment: datetime) -> int:
        """Delete what was written before ``moment``; return how many rows of it that was."""
        old = self.model._base_manager.filter(pk__in=self.filter(at__lt=moment).values("pk"))
        return old.delete()[1].get(self.model._meta.label, 0)

    def update(self, **_columns: Any) -> NoReturn:
        """Refuse. Raises ``WrittenOnce``."""
        raise WrittenOnce(self.model.__name__)

    def delete(self) -> NoReturn:
        """Refuse. Raises ``WrittenOnce``."""
        raise WrittenOnce(self.model.__name__)


class AppendOnly(models.Model):
    """A model of such rows."""

    class Meta:
        abstract = True

    def save(self, *given: Any, **named: Any) -> None:
        """Write it, the first time. Raises ``WrittenOnce``."""
        if not self._state.adding:
            raise WrittenOnce(type(self).__name__)
        super().save(*given, **named)

    def delete(self, *_given: Any, **_named: Any) -> NoReturn:
        """Refuse. Raises ``WrittenOnce``."""
        raise WrittenOnce(type(self).__name__)
