"""What a year was, month by month, for the house's report: numbers, and nobody in them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from statistics import median

from django.db.models import Q, QuerySet
from django.utils import timezone

from rooms.models import Comment, Decision, Post, Room
from rooms.moderation.models import Report
from rooms.sessions.models import Session

FEWEST = 5  # what fewer people did, or was said, would tell of them
BANDS = (1_000, 500, 200, 100, 50, 20, 10, FEWEST)
MONTHS = range(1, 13)
Act = Decision.Act
_COUNTED: dict[str, set[str]] = {
    "held": {Act.WAIT, Act.HOLD},
    "published": {Act.APPROVE},
    "refused": {Act.REFUSE},
    "hidden": {Act.HIDE},
    "reports": {Act.REPORT},
    "put_out": {Act.QUIET, Act.REMOVE},
}
OF_PEOPLE = ("messages", *_COUNTED)


@dataclass(frozen=True, slots=True)
class Month:
    """One month, from its ``first`` day. ``people``: the lower end of a band, as in ``BANDS``; ``counts``: by
    the names of ``OF_PEOPLE``. Where a number is None, it is between one and four. ``wait``: in how many
    seconds the team decided, in the middle; None where it decided too seldom."""

    first: date
    rooms: int
    sessions: int
    people: int | None
    counts: dict[str, int | None]
    wait: int | None


def months(year: int) -> list[Month]:
    """Return the months of ``year`` that have begun."""
    rooms, sessions = _by_month(_opened(year)), _by_month(_begun(year))
    said, people = _said(year)
    counted = {name: _by_month(_decided(year, acts)) for name, acts in _COUNTED.items()}
    waits = _waits(year)
    return [
        Month(
            date(year, number, 1),
            rooms[number],
            sessions[number],
            _band(len(people[number])),
            {"messages": shown(said[number])}
            | {name: shown(found[number]) for name, found in counted.items()},
            round(median(waits[number])) if len(waits[number]) >= FEWEST else None,
        )
        for number in MONTHS
        if date(year, number, 1) <= timezone.localdate()
    ]


def shown(count: int) -> int | None:
    """Return a number that may be told; None where it is so small that it would tell of somebody."""
    return None if 0 < count < FEWEST else count


def years() -> list[int]:
    """List the years of which there is something to tell, the last first."""
    opened = Room.objects.filter(rehearses=None, opens_at__isnull=False).order_by("opens_at")
    first, now = opened.values_list("opens_at", flat=True).first(), timezone.localtime().year
    return list(range(now, min(timezone.localtime(first).year if first else now, now) - 1, -1))


def _band(count: int) -> int | None:
    return next((lowest for lowest in BANDS if count >= lowest), shown(count))


def _opened(year: int) -> Iterable[datetime | None]:
    fabriques = Room.objects.filter(_in(year, "opens_at"), kind=Room.Kind.FABRIQUE, rehearses=None)
    return fabriques.values_list("opens_at", flat=True)


def _begun(year: int) -> Iterable[datetime | None]:
    held = Session.objects.filter(_in(year, "began_at"), room__rehearses=None)
    return held.values_list("began_at", flat=True)


def _said(year: int) -> tuple[Counter[int], defaultdict[int, set[int]]]:
    """Count what is in sight, and gather who said it, by month."""
    counts: Counter[int] = Counter()
    people: defaultdict[int, set[int]] = defaultdict(set)
    stages = Q(room__rehearses=None) & ~Q(room__kind=Room.Kind.WINGS)
    posts = Post.objects.visible().filter(stages, _in(year, "created_at"))
    under = Q(post__room__rehearses=None) & ~Q(post__room__kind=Room.Kind.WINGS)
    answers = Comment.objects.visible().filter(under, _in(year, "created_at"))
    for at, author in chain(_moments(posts), _moments(answers)):
        month = timezone.localtime(at).month
        counts[month] += 1
        people[month].add(author)
    return counts, people


def _moments(said: QuerySet[Post] | QuerySet[Comment]) -> Iterator[tuple[datetime, int]]:
    return said.order_by().values_list("created_at", "author").iterator(chunk_size=2_000)


def _decided(year: int, acts: set[str]) -> Iterable[datetime]:
    taken = Decision.objects.filter(_in(year, "at"), act__in=acts, room__rehearses=None)
    return taken.values_list("at", flat=True)


def _waits(year: int) -> defaultdict[int, list[float]]:
    """Return, by the month of the decision, how many seconds each report and each waiting text waited."""
    found: defaultdict[int, list[float]] = defaultdict(list)
    answered = Report.objects.filter(_in(year, "settled_at"), room__rehearses=None)
    for at, settled in chain(answered.values_list("at", "settled_at"), _waited(year)):
        if settled is not None:
            found[timezone.localtime(settled).month].append((settled - at).total_seconds())
    return found


def _waited(year: int) -> Iterator[tuple[datetime, datetime]]:
    since: dict[tuple[int | None, int | None], datetime] = {}
    acts = (Act.WAIT, Act.APPROVE, Act.REFUSE)
    taken = Decision.objects.filter(_in(year, "at"), act__in=acts, room__rehearses=None).order_by("pk")
    for act, at, *thing in taken.values_list("act", "at", "post", "comment"):
        key = (thing[0], thing[1])
        if act == Act.WAIT:
            since.setdefault(key, at)
        elif key in since:
            yield since.pop(key), at


def _by_month(moments: Iterable[datetime | None]) -> Counter[int]:
    return Counter(timezone.localtime(each).month for each in moments if each)


def _in(year: int, column: str) -> Q:
    first, next_ = (timezone.make_aware(datetime(each, 1, 1)) for each in (year, year + 1))
    return Q(**{f"{column}__gte": first, f"{column}__lt": next_})
