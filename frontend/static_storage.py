"""Storage of static files, joined into one file a page, with a hash in their names, so that browsers may
cache them for ever."""

from collections.abc import Iterator
from typing import Any
from wsgiref.headers import Headers

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from servestatic.storage import CompressedManifestStaticFilesStorage

from frontend import joined_modules, joined_styles
from frontend.module_graph import CannotJoin

# The module of each kind of page: it imports all that its page needs, main.js too.
ENTRIES = (
    *("js/main.js", "js/room.js", "js/rooms.js", "js/write.js", "js/card-picture.js"),
    *("js/wall.js", "js/score.js", "js/conduct.js", "js/regie.js", "js/wings.js"),
    "js/meeting/page.js",
)
STYLES = "css/"

Paths = dict[str, tuple[Any, str]]


class JoinedStaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Join modules and style sheets, hash the names of files, and rewrite them where others name them.

    What was joined has no hashed file of its own, so that a template that names it fails.
    """

    support_js_module_import_aggregation = True

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._urls: dict[str, str] = {}

    def url(self, name: str, force: bool = False) -> str:
        """Return the address of a file: a page names several, and hashed names last as long as a process."""
        if name not in self._urls:
            self._urls[name] = super().url(name, force)
        return self._urls[name]

    def post_process(self, paths: Paths, dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Process ``paths``, each a storage and a name in it, by the name to serve. Raises ``CannotJoin``."""
        yield from super().post_process(joined(paths), dry_run=dry_run, **options)


def joined(paths: Paths) -> Paths:
    """Return ``paths`` with the joined files instead of their parts. Raises ``CannotJoin``."""

    def read(name: str) -> str:
        if name not in paths:
            raise CannotJoin(f"{name} is imported, and is nowhere")
        storage, path = paths[name]
        with storage.open(path) as opened:
            return str(opened.read().decode())

    modules, in_modules = joined_modules.join(ENTRIES, read)
    styles, in_styles = joined_styles.join([name for name in paths if name.startswith(STYLES)], read)
    made = InMemoryStorage()
    files = {made.save(name, ContentFile(text.encode())) for name, text in {**modules, **styles}.items()}
    kept = {name: place for name, place in paths.items() if name not in in_modules | in_styles}
    return kept | {name: (made, name) for name in files}


def add_headers(headers: Headers, _path: str, _url: str) -> None:
    """Add what Django adds to pages: a browser believes the type that it is told."""
    headers["X-Content-Type-Options"] = "nosniff"
