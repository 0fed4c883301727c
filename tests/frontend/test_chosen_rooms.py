"""The rooms that are chosen in the régie stay so after each act, without JavaScript too."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from people.models import Person
from rooms import opening
from rooms.helping.models import HelpRequest
from rooms.models import Membership, Post, Room
from rooms.moderation import approving, regie, reporting
from tests.cast import Cast, says
from tests.frontend.pages import box, publish, text

REGIE = "/regie/"


@pytest.fixture
def chosen(cast: Cast) -> str:
    """The address of the régie with the fabrique alone."""
    return f"{REGIE}?espace={cast.fabrique.slug}"


@pytest.fixture
def from_there(chosen: str) -> dict[str, str]:
    """What a browser says that comes from there."""
    return {"Referer": f"http://testserver{chosen}"}


ACTS: dict[str, dict[str, str]] = {
    "messages/{post}/retenir/": {},
    "messages/{post}/laisser/": {},
    "messages/{post}/epingler/": {"on": "1", "from": "regie"},
    "personnes/{nadia}/silence-dix/": {"from": "regie"},
    "personnes/{nadia}/masquer-tout/": {"from": "regie"},
    "personnes/{nadia}/laisser/": {"from": "regie"},
    "relecture/changer/": {"holds": "all", "from": "regie"},
    "aide/{help}/regler/": {},
}


@pytest.mark.parametrize("act", ACTS)
def test_after_an_act_one_is_where_one_was(
    at_awa: Client, at_nadia: Client, cast: Cast, feed: str, chosen: str, from_there: dict[str, str], act: str
) -> None:
    post = says(cast.nadia, cast.fabrique)
    reporting.report_post(cast.marcel, cast.fabrique.pk, None, post.pk)
    reporting.report_person(cast.marcel, cast.fabrique.pk, None, cast.nadia.pk)
    at_nadia.post("/besoin-d-aide/", {"de": feed})
    address = act.format(post=post.pk, nadia=cast.nadia.pk, help=HelpRequest.objects.get().pk)
    there = at_awa.post(f"{feed}{address}", ACTS[act], headers=from_there).headers["Location"]
    assert there.removesuffix("#aide") == chosen


def test_a_page_that_asks_leads_back_there_too(
    at_awa: Client, at_nadia: Client, cast: Cast, feed: str, chosen: str, from_there: dict[str, str]
) -> None:
    post = says(cast.nadia, cast.fabrique)
    at_nadia.post("/besoin-d-aide/", {"de": feed})
    asking = f"{feed}aide/{HelpRequest.objects.get().pk}/rentrer/"
    asked = at_awa.get(f"{asking}?from=regie", headers=from_there)
    assert f'href="{chosen}"' in text(at_awa.post(asking, {"from": box(asked, "from")}))
    pages = {
        f"{feed}messages/{post.pk}/deplacer/": {"to": str(cast.mezza.pk)},
        f"{feed}personnes/{cast.nadia.pk}/exclure/": {"why": "Trois insultes."},
        "/regie/annoncer/": {"body": "On commence.", "espace": cast.mezza.slug},
    }
    for page, boxes in pages.items():
        asked = at_awa.get(f"{page}?from=regie", headers=from_there)
        assert f'href="{chosen}"' in asked.content.decode()
        done = at_awa.post(page, boxes | {"from": box(asked, "from")})
        assert done.headers["Location"] == chosen


def test_what_waits_and_was_moved_leads_back_there(
    at_awa: Client, at_nadia: Client, cast: Cast, feed: str, chosen: str, from_there: dict[str, str]
) -> None:
    approving.hold_room(cast.awa, cast.fabrique.pk, None, "all")
    publish(at_nadia, cast.fabrique, "Un mot.")
    move = f"{feed}messages/{Post.objects.latest('pk').pk}/deplacer/"
    assert f'href="{move}?from=regie"' in text(at_awa.get(chosen))
    asked = at_awa.get(f"{move}?from=regie", headers=from_there)
    Membership.objects.get_or_create(room=cast.mezza, person=cast.nadia)
    moved = at_awa.post(move, {"to": cast.mezza.pk, "from": box(asked, "from")})
    assert moved.headers["Location"] == chosen


@pytest.mark.parametrize(
    "referer",
    [
        *("http://elsewhere.test/regie/?espace=mezza", "http://testserver/f/mezza/?espace=mezza"),
        *("http://[/regie/?espace=mezza", "regie/?espace=mezza", "http://testserver/regie/", "é"),
    ],
)
def test_what_comes_from_elsewhere_chooses_nothing(
    at_awa: Client, cast: Cast, feed: str, referer: str
) -> None:
    post = says(cast.nadia, cast.fabrique)
    sent = at_awa.post(f"{feed}messages/{post.pk}/retenir/", {"from": "regie"}, headers={"Referer": referer})
    assert sent.headers["Location"] == REGIE


def test_no_place_leads_out_of_the_house(at_awa: Client, cast: Cast, feed: str) -> None:
    post = says(cast.nadia, cast.fabrique)
    place = "regie?espace=//elsewhere.test&next=http://elsewhere.test/"
    sent = at_awa.post(f"{feed}messages/{post.pk}/epingler/", {"on": "1", "from": place})
    assert sent.headers["Location"] == f"{REGIE}?espace=%2F%2Felsewhere.test"


def test_a_refusal_gives_back_no_place_as_if_it_were_words(at_awa: Client, cast: Cast, feed: str) -> None:
    hers = f"{feed}personnes/{cast.ousmane.pk}/laisser/"
    refused = at_awa.post(hers, {"from": "regie?espace=mezza", "why": "Deux fois."})
    assert refused.status_code == 403
    assert "Deux fois." in text(refused)
    assert "espace=mezza" not in text(refused)


def test_more_rooms_than_the_page_holds_are_counted_and_chosen(
    at_awa: Client, browser_of: Callable[[Person], Client], cast: Cast
) -> None:
    now = timezone.now()
    opens, closes = now - timedelta(days=1), now + timedelta(days=6)
    more = [opening.open_fabrique(f"Atelier {n}", opens, closes) for n in range(regie.MOST_ROOMS)]
    page = text(at_awa.get(REGIE))
    assert len(list(racks(page))) == regie.MOST_ROOMS
    assert "2 espaces ne sont pas montrés\u00a0: 10 tiennent sur cette page." in page
    query = "&".join(f"espace={room.slug}" for room in [*more, cast.fabrique])
    assert "1 espace n’est pas montré\u00a0: 10 tiennent sur cette page." in text(
        at_awa.get(f"{REGIE}?{query}")
    )
    assert "tiennent sur cette page" not in text(at_awa.get(f"{REGIE}?espace={more[0].slug}"))
    lone = more[0]
    Membership.objects.create(room=lone, person=cast.judith, role=Membership.Role.ARTIST)
    assert "tiennent sur cette page" not in text(browser_of(cast.judith).get(REGIE))


def racks(page: str) -> list[Room]:
    return [room for room in Room.objects.all() if f'id="rack-{room.pk}"' in page]
