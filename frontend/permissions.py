"""What a page may ask of the device (Permissions Policy): nothing, but for the page of a rencontre."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

HEADER = "Permissions-Policy"
NOTHING = "camera=(), microphone=(), display-capture=(), geolocation=()"
CAPTURE = "camera=(self), microphone=(self), display-capture=(self), geolocation=()"


class AskNothing:
    """Puts the header on every answer whose view has not put its own."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._answer(request)
        response.headers.setdefault(HEADER, NOTHING)
        return response
