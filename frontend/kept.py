"""Words that must survive a sign-in: kept in the session, and put back in the box they came from."""

from django.http import HttpRequest, QueryDict

LONGEST = 60_000
# What is in a form without being anybody's words.
NOT_WORDS = {
    "csrfmiddlewaretoken",
    "ref",
    "do",
    "password",
    "secret",
    "sign",
    "on",
    "no_picture",
    "to",
    "undo",
    "host",
    "lobby",
    "lines",
}


def keep(request: HttpRequest, where: str) -> None:
    """Remember what was posted, for the form at ``where``. More than 60,000 signs are not for a session."""
    posted = request.POST.copy()
    for name in ("csrfmiddlewaretoken", "do"):
        posted.pop(name, None)  # the words come back; the button waits to be pressed again
    encoded = posted.urlencode()
    request.session["kept"] = {"where": where, "posted": encoded if len(encoded) <= LONGEST else ""}


def come_back(request: HttpRequest, where: str) -> None:
    """Remember the page that somebody wanted before they came in."""
    request.session["kept"] = {"where": where, "posted": ""}


def where(request: HttpRequest) -> str:
    """The page to go to after coming in, or nothing. It stays until that page is shown."""
    return str(request.session.get("kept", {}).get("where", ""))


def take(request: HttpRequest) -> QueryDict:
    """What was kept for this very page, once."""
    if where(request) != request.get_full_path():
        return QueryDict()
    return QueryDict(request.session.pop("kept")["posted"])


def words(posted: QueryDict) -> list[str]:
    """Everything a person wrote in a form, box by box, to be shown back to them."""
    lists = [posted.getlist(name) for name in posted if name not in NOT_WORDS]
    return [text for texts in lists for text in texts if text.strip()]
