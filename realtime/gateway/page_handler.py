"""Runs each page whole in one of few threads that last, with their connections to the database.

Django's own handler begins a thread for each request, and a connection in it; it goes back to the event loop
for each middleware that knows no loop, and once more to close the response.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any, cast

from asgiref.sync import ThreadSensitiveContext
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.handlers.base import BaseHandler
from django.core.signals import request_started
from django.http import FileResponse, HttpResponseBase
from django.urls import set_script_prefix

from realtime import giving_way
from realtime.gateway.page_limiter import MAX_PAGES, NOT_LIMITED
from realtime.gateway.page_request import PageRequest


class PageHandler(ASGIHandler):
    """The ASGI application of all pages; what renders none (``NOT_LIMITED``) is for ``others``."""

    request_class = PageRequest

    def __init__(self, others: Any) -> None:
        BaseHandler.__init__(self)
        self.load_middleware(is_async=False)
        self._others = others
        self._threads = ThreadPoolExecutor(MAX_PAGES, thread_name_prefix="pages")

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if NOT_LIMITED.fullmatch(scope["path"]):
            await self._others(scope, receive, send)
            return
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        response = await self._in_thread(self._response, scope, body)
        async with ThreadSensitiveContext():  # whatever streams is read in a thread of its own
            await self.send_response(response, send)
        if response.streaming:
            await self._in_thread(response.close)

    async def _in_thread(self, work: Any, *given: Any) -> Any:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, copy_context().run, work, *given)

    def _response(self, scope: dict[str, Any], body: Any) -> HttpResponseBase:
        """Return the response, complete and closed unless it streams."""
        with body, giving_way.drawing():
            set_script_prefix(get_script_prefix(scope))
            request_started.send(sender=self.__class__, scope=scope)
            request, refused = self.create_request(scope, body)
            response: Any = self.get_response(request) if request else refused
            response._handler_class = self.__class__
            if isinstance(response, FileResponse):
                response.block_size = self.chunk_size
            if not response.streaming:
                response.close()
            return cast(HttpResponseBase, response)
