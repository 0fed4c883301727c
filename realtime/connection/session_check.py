"""Whether somebody is signed in: asked for what is read before any application is called."""

from database import workers


async def is_signed_in(session: str) -> bool:
    """Return whether the session key is somebody's, of whom most were here a moment ago."""
    # Models need django.setup(), which the application does after this module is imported.
    from people.sessions import of_session, seen

    return seen.whose(session) is not None or await workers.read(lambda: of_session(session)) is not None
