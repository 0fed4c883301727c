"""Health checks for monitoring: whether the process runs, and what of the house does not work."""

import asyncio
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from realtime import health

PATIENCE = 5.0  # seconds for each check
# A thread for each check: whatever hangs keeps no other from being asked.
_threads = {name: ThreadPoolExecutor(1, f"health-{name}") for name in health.CHECKS}


@require_safe
@never_cache
def live(request: HttpRequest) -> JsonResponse:
    """Answer 200: the process runs. ``now``: its clock, in milliseconds since 1970."""
    return JsonResponse({"live": True, "now": time.time_ns() // 1_000_000})


@require_safe
@never_cache
async def ready(request: HttpRequest) -> JsonResponse:
    """Answer 200 if everything works, else 503 with what does not, ``because``."""
    wrong = await _wrong(health.CHECKS)
    if wrong:
        return JsonResponse({"ready": False, "because": "; ".join(wrong)}, status=503)
    return JsonResponse({"ready": True})


async def _wrong(checks: Mapping[str, health.Check]) -> list[str]:
    told = await asyncio.gather(*(_ask(name, check) for name, check in checks.items()))
    return [line for line in told if line]


async def _ask(name: str, check: health.Check) -> str:
    """Return what is wrong, in one line; empty when nothing is."""
    asked = asyncio.get_running_loop().run_in_executor(_threads[name], check)
    try:
        await asyncio.wait_for(asked, PATIENCE)
    except Exception as error:  # whatever a part of the house can raise is the answer
        reason = error.strerror if isinstance(error, OSError) else None
        return f"{name}: {reason or type(error).__name__}"
    return ""
