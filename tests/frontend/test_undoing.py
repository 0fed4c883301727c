"""One button in the régie takes back what one has decided about a person; the second is told whose it is."""

from collections.abc import Callable

import pytest
from django.test import Client

from people.models import Person
from rooms.models import Decision
from tests.cast import Cast, fresh_address
from tests.frontend.pages import text

REGIE = "/regie/"


@pytest.mark.parametrize(
    ("verb", "told", "back"),
    [
        ("silence", "Nadia, en silence dans", "parole"),
        ("silence-dix", "Nadia, en silence pour un moment dans", "parole"),
        ("retirer", "Nadia, sorti·e de", "readmettre"),
        ("relire", "Nadia, relu·e dans", "liberer"),
        ("exclure", "Nadia, exclu·e de la maison.", "rouvrir"),
    ],
)
def test_each_act_about_a_person_has_its_way_back_in_the_regie(
    at_awa: Client, cast: Cast, feed: str, verb: str, told: str, back: str
) -> None:
    hers = f"{feed}personnes/{cast.nadia.pk}"
    at_awa.post(f"{hers}/{verb}/", {"why": "Trois insultes."})
    page = text(at_awa.get(REGIE))
    assert told in page
    form = page[page.index(f'action="{hers}/{back}/"') :]
    assert form.startswith(f'action="{hers}/{back}/" data-key="z"')
    pk = Decision.objects.latest("pk").pk
    assert f'name="undoes" value="{pk}"' in form[:600]
    done = at_awa.post(f"{hers}/{back}/", {"from": "regie", "undoes": pk})
    assert done.headers["Location"] == REGIE
    assert told not in text(at_awa.get(REGIE))


def test_who_would_undo_what_somebody_else_has_decided_since_is_told_so(
    at_awa: Client, cast: Cast, browser_of: Callable[[Person], Client], feed: str
) -> None:
    at_zoe = browser_of(
        Person.objects.create_user(fresh_address(), "douze signes au moins", name="Zoé", is_staff=True)
    )
    hers = f"{feed}personnes/{cast.nadia.pk}"
    at_awa.post(f"{hers}/silence/")
    pk = Decision.objects.latest("pk").pk
    at_zoe.post(f"{hers}/parole/")
    told = at_awa.post(f"{hers}/parole/", {"from": "regie", "undoes": pk})
    assert told.status_code == 403
    assert "Zoé en a décidé depuis" in text(told)
