"""One phase of a score, as it is composed."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rooms.sessions.models import Phase

PACES = range(1, 601)
WRONG_PACE = _("D’une seconde à dix minutes pour chaque texte.")


@dataclass(frozen=True, slots=True)
class PhasePlan:
    """What is asked of a phase (``Phase``). ``seconds``, ``pace`` and ``group_size`` are -1 where what was
    typed cannot be read."""

    kind: str
    title: str | Promise
    words: str | Promise = ""
    seconds: int | None = None
    writers: str = Phase.Writers.ALL
    until_finished: bool = False
    order: str = Phase.Order.PACED
    pace: int = 20
    group_size: int = 0
    read_first: bool = False
