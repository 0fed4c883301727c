"""What the team decided, over all rooms: searched, taken along, and counted for the report of a year."""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from frontend import sheets
from frontend.access import signed_in
from frontend.date_input import parse_day
from frontend.integers import parse_integer
from people.models import Person
from rooms import rules
from rooms.models import Decision
from rooms.moderation import audit
from rooms.moderation import year as years
from rooms.told_why import told_why
from rooms.transaction import role_of

COLUMNS = ("at", "room", "by", "act", "said", "person", "thing", "number", "why")
Page = Callable[..., HttpResponse]


def for_the_team(view: Callable[..., HttpResponse]) -> Page:
    """Call ``view(request, …)`` for the team alone, and let nobody keep what it shows."""

    @never_cache
    @require_safe
    @signed_in
    @wraps(view)
    def page(request: HttpRequest, person: Person, *given: Any, **named: Any) -> HttpResponse:
        rules.may_moderate(role_of(person, None))
        return view(request, *given, **named)

    return page


@for_the_team
def decisions(request: HttpRequest) -> HttpResponse:
    """Show the decisions that are asked for (``espace``, ``par``, ``acte``, ``du``, ``au``, ``avant``)."""
    rooms = list(audit.rooms())
    asked = _asked(request, {room.slug: room.pk for room in rooms})
    lines, before = audit.page(asked, parse_integer(request.GET.get("avant", "")))
    query = request.GET.copy()
    query.pop("avant", None)
    context = {
        "lines": lines,
        "before": before,
        "is_first": not request.GET.get("avant"),
        "asked": asked,
        "query": query.urlencode(),
        "rooms": rooms,
        "deciders": audit.deciders(),
        "acts": Decision.Act.choices,
        "most": audit.MOST,
    }
    return render(request, "decisions.html", context)


@for_the_team
def sheet(request: HttpRequest, form: str) -> HttpResponse:
    """Send those that are asked for as a file: ``audit.MOST`` at most, the newest."""
    asked = _asked(request, {room.slug: room.pk for room in audit.rooms()})
    rows = (_row(each) for each in audit.newest(asked))
    if form == "csv":
        return sheets.as_csv("decisions.csv", COLUMNS, rows)
    if form == "json":
        return sheets.as_json("decisions.json", rows)
    raise Http404


@for_the_team
def year(request: HttpRequest) -> HttpResponse:
    """Show a year in numbers: ``?annee``, or this one."""
    told, offered = parse_integer(request.GET.get("annee", "")), years.years()
    chosen = told if told in offered else offered[0]
    context = {
        "year": chosen,
        "years": offered,
        "months": years.months(chosen),
        "fewest": years.FEWEST,
    }
    return render(request, "year.html", context)


@for_the_team
def year_sheet(request: HttpRequest, year: int) -> HttpResponse:
    """Send a year in numbers as a file."""
    if year not in years.years():
        raise Http404
    columns = ("month", "rooms", "sessions", "people", *years.OF_PEOPLE, "wait_seconds")
    return sheets.as_csv(f"{year}.csv", columns, _month_rows(year))


def _month_rows(year: int) -> Iterator[dict[str, Any]]:
    for month in years.months(year):
        few = f"1–{years.FEWEST - 1}"
        counts = {name: few if count is None else count for name, count in month.counts.items()}
        people = few if month.people is None else f"{month.people}+" if month.people else 0
        wait = "" if month.wait is None else month.wait
        told = {"month": month.first.strftime("%Y-%m"), "rooms": month.rooms, "sessions": month.sessions}
        yield told | {"people": people, "wait_seconds": wait} | counts


def _asked(request: HttpRequest, rooms: dict[str, int]) -> audit.Asked:
    given = request.GET
    slug, act = given.get("espace", ""), given.get("acte", "")
    return audit.Asked(
        room=rooms.get(slug, 0) if slug else None,
        by=parse_integer(given.get("par", "")),
        act=act if act in Decision.Act.values else "",
        first=parse_day(given.get("du", "")),
        last=parse_day(given.get("au", "")),
    )


def _row(decision: Decision) -> dict[str, Any]:
    about = audit.author(decision)
    thing = "comment" if decision.comment_id else "post" if decision.post_id else ""
    return {
        "at": timezone.localtime(decision.at).isoformat(timespec="seconds"),
        "room": decision.room.title,
        "by": decision.by.name,
        "act": decision.act,
        "said": decision.get_act_display(),
        "person": about.name if about else "",
        "thing": thing,
        "number": decision.comment_id or decision.post_id or "",
        "why": told_why(decision),
    }
