"""The ASGI application: HTTP to the pages, WebSocket to the gateway. Composition only."""

import os
from importlib import import_module

import django
from django.conf import settings
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings.dev")
django.setup()

from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402 - models need django.setup()
from channels.security.websocket import WebsocketDenier  # noqa: E402
from django.urls import path, re_path  # noqa: E402

from realtime import rehearsal  # noqa: E402
from realtime.fanout.connection_registry import registry  # noqa: E402
from realtime.fanout.leader_signals import LeaderSignals  # noqa: E402
from realtime.fanout.session_clock import SessionClock  # noqa: E402
from realtime.gateway.asgi_middleware import OriginCheck, SenderInScope  # noqa: E402
from realtime.gateway.handshake import gateway  # noqa: E402
from realtime.gateway.page_handler import PageHandler  # noqa: E402
from realtime.gateway.page_limiter import PageLimiter  # noqa: E402
from realtime.gateway.static_files import StaticFiles  # noqa: E402

import_module(settings.ROOT_URLCONF)  # all pages: else the first visitor waits for them

# Django types ``path`` for views only; Channels routes ASGI applications with it.
_wire = path("wire", gateway)  # type: ignore[arg-type]
_nowhere = re_path("", WebsocketDenier())  # type: ignore[arg-type]
_sockets = URLRouter([_wire, _nowhere])  # type: ignore[list-item]

application = SenderInScope(
    ProtocolTypeRouter(
        {
            "http": StaticFiles(PageLimiter(PageHandler(get_asgi_application()))),
            "websocket": OriginCheck(_sockets),
        }
    )
)

# What runs beside the application, in each server, from its start to its end.
background = (SessionClock(registry.signals, LeaderSignals(registry.connections)).run, rehearsal.run)
