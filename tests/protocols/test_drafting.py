"""Drafts are kept for their author alone, as they are, until they are handed in."""

import pytest
from msgspec.structs import replace

from protocols import drafting, reading, submitting
from protocols.models import Consigne, Protocole
from protocols.written import Written
from rooms.models import Event
from tests.cast import Cast
from tests.protocols.conftest import WRITTEN
from tests.refusing import refused

pytestmark = pytest.mark.storage


def test_a_draft_may_be_anything_even_nothing(cast: Cast, consigne: Consigne) -> None:
    drafting.keep(cast.nadia, consigne, Written())
    drafting.keep(cast.nadia, consigne, Written(answers={"combien": "pas un nombre"}))
    kept = drafting.find(cast.nadia, consigne)
    assert kept is not None
    assert kept.answers == {"combien": "pas un nombre"}
    assert Protocole.objects.count() == 1


def test_a_draft_is_for_its_author_alone(cast: Cast, consigne: Consigne) -> None:
    kept = drafting.keep(cast.nadia, consigne, Written(title="Mon secret"))
    assert drafting.find(cast.marcel, consigne) is None
    assert list(reading.drafts(cast.marcel)) == []
    assert list(reading.drafts(cast.nadia)) == [kept]
    assert reading.handed_in(cast.fabrique) == []
    assert reading.protocole(kept.pk) is None
    assert not Event.objects.filter(data__contains="Mon secret").exists()


def test_a_draft_becomes_what_is_handed_in(cast: Cast, consigne: Consigne) -> None:
    kept = drafting.keep(cast.nadia, consigne, Written(title="Commencé"))
    submitting.hand_in(cast.nadia, cast.fabrique.pk, None, consigne.pk, WRITTEN)
    (made,) = reading.handed_in(cast.fabrique)
    assert (made.pk, made.title) == (kept.pk, "Tout droit")
    assert drafting.find(cast.nadia, consigne) is None
    assert Protocole.objects.count() == 1


def test_after_handing_in_one_may_begin_another(cast: Cast, consigne: Consigne) -> None:
    submitting.hand_in(cast.nadia, cast.fabrique.pk, None, consigne.pk, WRITTEN)
    drafting.keep(cast.nadia, consigne, Written(title="Un autre"))
    submitting.hand_in(cast.nadia, cast.fabrique.pk, None, consigne.pk, replace(WRITTEN, title="Encore"))
    assert [made.title for made in reading.handed_in(cast.fabrique)] == ["Encore", "Tout droit"]


def test_a_draft_too_long_is_refused_and_the_one_before_stays(cast: Cast, consigne: Consigne) -> None:
    drafting.keep(cast.nadia, consigne, Written(title="Court"))
    assert refused(drafting.keep, cast.nadia, consigne, Written(title="é" * 141)) == "form_incomplete"
    kept = drafting.find(cast.nadia, consigne)
    assert kept is not None
    assert kept.title == "Court"
