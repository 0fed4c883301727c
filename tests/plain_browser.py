"""A browser without JavaScript, which tells where its forms come from, as all of them do."""

from typing import Any

from django.test import Client

ORIGIN = {"Origin": "http://testserver"}


class PlainBrowser(Client):
    """Django's client, on a page of this house, whose first page gave it a cookie."""

    def __init__(self, *, headers: dict[str, str] | None = None, **how: Any) -> None:
        super().__init__(headers=ORIGIN | (headers or {}), **how)
        self.cookies["cookies"] = "1"
