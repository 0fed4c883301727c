"""Pages of what answers before any application does: a title and a sentence, in both languages."""

_PAGE = """<!doctype html>
<html lang="fr"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title>
<p>{french}</p>
<p lang="en">{english}</p>
</html>
"""


def plain_page(title: str, french: str, english: str) -> bytes:
    """Return the page, as UTF-8."""
    return _PAGE.format(title=title, french=french, english=english).encode()
