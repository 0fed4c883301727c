"""A private word goes from one who leads a session to the others who do, and to nobody else."""

from uuid import uuid4

import pytest

from people.data import erase, export
from rooms.models import Event, Room
from rooms.sessions import confiding
from settings.personal_data import PERSONAL_DATA
from tests.refusing import refused
from tests.rooms.sessions.conftest import Seance

pytestmark = pytest.mark.storage

WORD = "Nadia pleure, j’y vais."


def tells(seance: Seance, words: str = WORD) -> None:
    confiding.tell(seance.cast.judith, seance.room.pk, uuid4(), seance.pk, words)


def test_who_leads_tells_the_others_and_the_team_has_it_in_the_wings(silent: Seance) -> None:
    before = silent.room.head
    tells(silent)
    (word,) = confiding.told(silent.row)
    assert (word.by.name, word.body) == ("Judith", WORD)
    assert silent.room.head == before
    heard = Event.objects.filter(data__contains="Nadia pleure")
    assert [line.room.kind for line in heard] == [Room.Kind.WINGS]


def test_it_is_told_once_for_each_ref(silent: Seance) -> None:
    given = (silent.cast.awa, silent.room.pk, uuid4(), silent.pk, WORD)
    confiding.tell(*given)
    confiding.tell(*given)
    assert len(confiding.told(silent.row)) == 1


def test_other_words_under_the_same_ref_are_refused_and_not_dropped(silent: Seance) -> None:
    ref = uuid4()
    given = (silent.cast.awa, silent.room.pk, ref, silent.pk)
    confiding.tell(*given, WORD)
    assert refused(confiding.tell, *given, "Elle rit, tout va bien.") == "ref_used"
    assert [word.body for word in confiding.told(silent.row)] == [WORD]


@pytest.mark.parametrize(
    ("who", "words", "code"),
    [("nadia", WORD, "not_leader"), ("judith", " \n", "text_empty"), ("judith", "a" * 501, "text_long")],
)
def test_nobody_else_tells_and_nothing_empty_or_endless_is_told(
    silent: Seance, who: str, words: str, code: str
) -> None:
    told = (getattr(silent.cast, who), silent.room.pk, uuid4(), silent.pk, words)
    assert refused(confiding.tell, *told) == code
    assert confiding.told(silent.row) == []


def test_it_is_its_authors_to_have_and_goes_with_them(silent: Seance) -> None:
    tells(silent)
    (told,) = export(silent.cast.judith, PERSONAL_DATA)["timed_sessions"]["words_to_leaders"]
    assert told["text"] == WORD
    erase(silent.cast.judith, silent.cast.awa, PERSONAL_DATA)
    assert confiding.told(silent.row) == []
