"""Tables to be opened elsewhere: CSV as spreadsheets of this country read it, JSON."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from typing import Any

import msgspec
from django.http import HttpResponse

Row = Mapping[str, Any]
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_MARK = "\ufeff"  # by which spreadsheets know UTF-8


def as_csv(name: str, heads: Sequence[str], rows: Iterable[Row]) -> HttpResponse:
    """Send ``rows`` with the columns ``heads`` as the file ``name``."""
    told = StringIO()
    told.write(_MARK)
    lines = csv.writer(told, delimiter=";", lineterminator="\r\n")
    lines.writerow(heads)
    lines.writerows([harmless(row[head]) for head in heads] for row in rows)
    return _file(name, told.getvalue().encode(), "text/csv; charset=utf-8")


def as_json(name: str, rows: Iterable[Row]) -> HttpResponse:
    """Send ``rows`` as a list of objects, in the file ``name``."""
    return _file(name, msgspec.json.encode(list(rows)), "application/json")


def harmless(value: object) -> str:
    """Return ``value`` as the text of a cell that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _file(name: str, content: bytes, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
