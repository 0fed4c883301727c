"""What a rencontre shows to all: which texts there are, in which steps, and for whom."""

from django.test import Client
from django.urls import reverse

from protocols import asking, submitting
from protocols.models import Protocole
from protocols.written import Written
from rooms import moderating
from rooms.sessions import composing, conducting
from rooms.sessions.models import Phase
from rooms.sessions.phase_plan import PhasePlan
from tests.cast import Cast
from tests.frontend.pages import pinned_consigne, text


def _made(cast: Cast) -> Protocole:
    asked = pinned_consigne(cast.judith, cast.fabrique)
    written = Written(title="Une porte", needs="Une rue", steps=["Marchez.", "<b>Posez</b> la main."])
    submitting.hand_in(cast.nadia, cast.fabrique.pk, None, asked.pk, written)
    return Protocole.objects.latest("pk")


def _address(cast: Cast, what: str, pk: int) -> str:
    return reverse("read_text", args=[cast.fabrique.slug, what, pk])


def test_a_protocole_is_read_step_by_step_and_no_more_once_it_is_hidden(
    cast: Cast, at_judith: Client
) -> None:
    made = _made(cast)
    response = at_judith.get(_address(cast, "protocole", made.pk))
    assert "&lt;b&gt;Posez&lt;/b&gt; la main." in response.content.decode()
    page = text(response)
    assert page.count("data-step") == 3
    assert "Protocole · " in page
    assert f'data-post="{made.post_id}"' in page
    assert "Une porte" in text(at_judith.get(reverse("read_texts", args=[cast.fabrique.slug])))
    assert made.post_id
    moderating.hide_post(cast.awa, cast.fabrique.pk, None, made.post_id)
    assert at_judith.get(_address(cast, "protocole", made.pk)).status_code == 404
    assert "Une porte" not in text(at_judith.get(reverse("read_texts", args=[cast.fabrique.slug])))


def test_a_consigne_is_read_paragraph_by_paragraph_in_its_own_room_only(
    cast: Cast, at_nadia: Client, stranger: Client
) -> None:
    asking.pin(cast.judith, cast.fabrique.pk, None, "Un risque", "Un geste.\n\nSans **danger**.", [])
    asked = cast.fabrique.consignes.get()
    page = text(at_nadia.get(_address(cast, "consigne", asked.pk)))
    assert page.count("data-step") == 2
    assert "<strong>danger</strong>" in page
    for other in ("protocole", "phase", "autre"):
        assert at_nadia.get(_address(cast, other, asked.pk)).status_code == 404
    assert "Un geste" not in text(stranger.get(_address(cast, "consigne", asked.pk)))


def test_a_phase_is_read_once_it_has_begun(cast: Cast, at_nadia: Client) -> None:
    composing.open_session(cast.judith, cast.fabrique.pk, None, "Une heure")
    session = cast.fabrique.sessions.get()
    for title in ("Lire", "Écrire"):
        composing.add(cast.judith, cast.fabrique.pk, None, session.pk, PhasePlan("read", title, "Lentement."))
    first, second = Phase.objects.filter(session=session)
    assert at_nadia.get(_address(cast, "phase", first.pk)).status_code == 404
    conducting.start(cast.judith, cast.fabrique.pk, None, session.pk)
    assert "Lentement." in text(at_nadia.get(_address(cast, "phase", first.pk)))
    assert at_nadia.get(_address(cast, "phase", second.pk)).status_code == 404
    listed = text(at_nadia.get(reverse("read_texts", args=[cast.fabrique.slug])))
    assert "Lire" in listed
    assert "Écrire" not in listed
