"""For whoever watches the server: whether it lives, and whether it can serve."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

PATIENCE = 5.0  # seconds for the database
# Not the thread of the request: Django waits for that one, however long its database hangs.
_asking = ThreadPoolExecutor(1, "health")


@require_safe
@never_cache
def live(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"live": True})


@require_safe
@never_cache
async def ready(request: HttpRequest) -> JsonResponse:
    """The database answers too; 503 with the reason, ``because``, while it does not or takes too long."""
    asked = asyncio.get_running_loop().run_in_executor(_asking, _ask)
    try:
        await asyncio.wait_for(asked, PATIENCE)
    except (DatabaseError, TimeoutError) as error:
        return JsonResponse({"ready": False, "because": f"database: {type(error).__name__}"}, status=503)
    return JsonResponse({"ready": True})


def _ask() -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    finally:
        connection.close()
