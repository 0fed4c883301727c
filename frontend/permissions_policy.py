"""The ``Permissions-Policy`` header: only the page of a rencontre may use camera, microphone and screen."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

HEADER = "Permissions-Policy"
NOTHING = "camera=(), microphone=(), display-capture=(), geolocation=()"
CAPTURE = "camera=(self), microphone=(self), display-capture=(self), geolocation=()"


class PermissionsPolicyMiddleware:
    """Set the header, with ``NOTHING``, on every response whose view has not set it."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._answer(request)
        response.headers.setdefault(HEADER, NOTHING)
        return response
