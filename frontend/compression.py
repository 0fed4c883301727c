"""Compression of pages, but not of recordings."""

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class PageCompressionMiddleware(GZipMiddleware):
    """Compress every response that is not streamed. Django pads them against BREACH.

    Streamed responses are recordings. They are compressed already, and a range must hold the very bytes that
    were asked for. Django would also compress each chunk separately; browsers decode only the first.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Return ``response``, compressed if the browser accepts it."""
        return response if response.streaming else super().process_response(request, response)
