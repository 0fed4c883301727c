"""Addresses that the server, which knows no page, must know too: those of the forms with a picture."""

OPEN = "nouvelle-fabrique/"
FACE = "f/<slug:slug>/reglages/"
PICTURE_FORMS = (OPEN, FACE)
