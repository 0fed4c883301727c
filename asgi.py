"""The front door: HTTP to the pages, WebSocket to the gateway. Composition only."""

import os

import django
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings.dev")
django.setup()

from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402 - models need django.setup()
from django.urls import path  # noqa: E402

from realtime.gateway.admission import gateway  # noqa: E402
from realtime.gateway.entrance import Entrance, SameSite  # noqa: E402
from realtime.gateway.turnstile import Turnstile  # noqa: E402

# The types of Django's ``path`` know views only; Channels routes ASGI applications with it.
_wire = path("wire", gateway)  # type: ignore[arg-type]
_sockets = URLRouter([_wire])  # type: ignore[list-item]

application = Entrance(
    ProtocolTypeRouter(
        {
            "http": Turnstile(get_asgi_application()),
            "websocket": SameSite(_sockets),
        }
    )
)
