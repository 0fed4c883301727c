"""The back office shows what the team may know, and gives nobody more than they have."""

from collections.abc import Callable

import pytest
from django.test import Client

from people.models import Person
from protocols import drafting, submitting
from protocols.models import Protocole
from protocols.written import Written
from rooms import commenting, posting
from rooms.models import Comment, Post
from tests.cast import Cast, answers, says
from tests.frontend.pages import pinned_consigne, text
from tests.rooms.waiting import waits

OFFICE = "/coulisses/admin/"


@pytest.fixture
def office(awa: Person, browser_of: Callable[[Person], Client]) -> Client:
    """The browser of somebody who may use all of it."""
    awa.is_superuser = True
    awa.save()
    return browser_of(awa)


def test_what_only_its_author_sees_is_not_there(office: Client, cast: Cast) -> None:
    consigne, room = pinned_consigne(cast.judith, cast.fabrique), cast.fabrique.pk
    drafting.keep(cast.nadia, consigne, Written(title="Secret gardé"))
    drafting.keep(cast.marcel, consigne, Written(title="Remis à tous", steps=["Un"]))
    handed = Written(title="Remis à tous", steps=["Un"])
    submitting.hand_in(cast.marcel, room, None, consigne.pk, handed)
    withdrawn, kept = says(cast.nadia, cast.fabrique, "Secret repris"), says(cast.nadia, cast.fabrique, "Dit")
    answer = answers(cast.nadia, kept, "Secret repris")
    posting.withdraw(cast.nadia, room, None, withdrawn.pk)
    commenting.withdraw(cast.nadia, room, None, answer.pk)
    waiting = waits(cast.nadia, cast.fabrique, "Secret à paraître")
    assert "Remis à tous" in text(office.get(f"{OFFICE}protocols/protocole/"))
    assert office.get(f"{OFFICE}rooms/post/{kept.pk}/change/").status_code == 200
    draft = Protocole.objects.get(title="Secret gardé")
    for row, name in ((draft, "protocols"), (withdrawn, "rooms"), (waiting, "rooms"), (answer, "rooms")):
        table = f"{OFFICE}{name}/{type(row).__name__.lower()}/"
        assert "Secret" not in text(office.get(table))
        assert office.get(f"{table}{row.pk}/change/").status_code == 302
    assert [model.objects.filter(body="Secret repris").count() for model in (Post, Comment)] == [1, 1]


def test_nobody_gives_the_office_to_themselves_or_to_others(office: Client, nadia: Person) -> None:
    page = f"{OFFICE}people/person/{nadia.pk}/change/"
    shown = text(office.get(page))
    for box in ("is_superuser", "groups", "user_permissions", "password"):
        assert f'name="{box}"' not in shown
    sent = {"name": "Nadia", "language": "fr", "is_active": "on", "is_superuser": "on", "password": "x"}
    assert office.post(page, sent).status_code == 302
    nadia.refresh_from_db()
    assert not nadia.is_superuser
    assert not nadia.has_usable_password()
    assert office.get(f"{OFFICE}auth/group/").status_code == 404


def test_who_joins_or_leaves_the_team_is_shown_so_at_once_beside_what_they_wrote(
    office: Client, cast: Cast, at_nadia: Client
) -> None:
    says(cast.marcel, cast.fabrique, "Bonsoir")
    feed, page = f"/f/{cast.fabrique.slug}/", f"{OFFICE}people/person/{cast.marcel.pk}/change/"
    facts = {"name": "Marcel", "language": "fr", "is_active": "on"}
    assert ">équipe<" not in text(at_nadia.get(feed))
    assert office.post(page, facts | {"is_staff": "on", "email": "marcel@exemple.fr"}).status_code == 302
    assert ">équipe<" in text(at_nadia.get(feed))
    assert office.post(page, facts | {"name": "Marcello"}).status_code == 302
    now = text(at_nadia.get(feed))
    assert "Marcello" in now
    assert ">équipe<" not in now
