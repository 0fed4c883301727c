"""In a room that the team reads first, a session's reveal passes it: nothing comes out around it."""

from uuid import uuid4

import pytest

from rooms import holding
from rooms.models import Event, Post
from rooms.moderation import approving
from rooms.sessions import writing
from tests.cast import Cast
from tests.refusing import refused
from tests.rooms.sessions.conftest import Seance

pytestmark = pytest.mark.storage

WORDS = "Ce que je n’aurais pas dû écrire."


def test_texts_that_were_written_in_silence_wait_at_their_reveal(silent: Seance) -> None:
    cast: Cast = silent.cast
    approving.hold_room(cast.awa, silent.room.pk, None, "all")
    silent.finishes(cast.nadia, WORDS)
    silent.finishes(cast.judith, "De l’artiste.")
    silent.passes_to("Tout se dévoile")
    silent.passes_to("Se répondre")
    assert silent.feed() == ["De l’artiste."]
    assert WORDS not in "".join(Event.objects.values_list("data", flat=True))
    [waiting] = holding.posts(silent.room, cast.nadia)
    approving.approve_post(cast.awa, silent.room.pk, uuid4(), waiting.pk)
    assert silent.feed() == ["De l’artiste.", WORDS]
    assert Post.objects.get(pk=waiting.pk).card


def test_of_somebody_who_is_read_first_the_text_alone_waits(silent: Seance) -> None:
    cast = silent.cast
    approving.hold_person(cast.awa, silent.room.pk, None, cast.nadia.pk, True)
    silent.finishes(cast.nadia, WORDS)
    silent.finishes(cast.marcel, "De Marcel.")
    silent.passes_to("Tout se dévoile")
    silent.passes_to("Se répondre")
    assert silent.feed() == ["De Marcel."]


def test_a_text_that_waits_is_not_written_anew_in_its_phase(silent: Seance) -> None:
    cast = silent.cast
    approving.hold_room(cast.awa, silent.room.pk, None, "all")
    silent.finishes(cast.nadia, WORDS)
    silent.passes_to("Tout se dévoile")
    silent.passes_to("Se répondre")
    again = refused(writing.keep, cast.nadia, silent.room.pk, uuid4(), silent.silence.pk, "Encore.")
    assert again == "text_revealed"
