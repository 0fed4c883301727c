"""Pages travel compressed; films do not."""

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class PagesCompressed(GZipMiddleware):
    """Django's own, which pads pages against BREACH, but for what is streamed.

    A film is as small as it can be already, a part of it must be the bytes that were asked for, and Django
    compresses each piece apart: browsers read the first, and take it for the whole.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """``response``, compressed if the browser can read it so."""
        return response if response.streaming else super().process_response(request, response)
