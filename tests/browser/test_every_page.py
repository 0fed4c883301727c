"""Every page, in the states that people meet, light and dark, on a phone and at a desk: axe finds nothing,
nothing sticks out sideways, and nothing to press is lower than 44 px on a phone. At 320 pixels, and with
twice the text, nothing sticks out either, and what is fixed takes a quarter at most."""

import json
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from playwright.sync_api import Browser, BrowserContext, Page

from frontend import house_texts
from people.models import Person
from rooms import moderating
from rooms.meetings import living, recordings
from rooms.meetings.models import Meeting, Recording
from rooms.models import Membership, Room
from rooms.sessions import composing, conducting, writing
from rooms.sessions.models import Session
from rooms.sessions.phase_plan import PhasePlan
from tests.browser.soundness import fixed_share, found_by_day_and_night, overflow, too_small, twice_the_text
from tests.cast import gather
from tests.machine.hub import Hub
from tests.realtime import score

pytestmark = pytest.mark.walk

Shot = Callable[[Page, str], None]

SIZES = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1280, "height": 900}}
A_QUARTER = 1 / 4  # what is fixed, of the height of a small screen
FABRIQUE, ENDED, COMING = "/f/prises-de-risque/", "/f/attentions-partagees/", "/f/lapins/"

NOBODY = {
    "porte": "/",
    "seuil": "/r/RISQUE/",
    "seuil-inconnu": "/r/NIMPORTE/",
    "revenir": "/revenir/",
    "equipe": "/equipe/",
    "introuvable": "/rien-du-tout/",
    "mur": "/mur/",
    "besoin": "/besoin-d-aide/",
    "aide": "/aide/",
    **{name: f"/{name}/" for name in house_texts.NAMES},
}
PARTICIPANT = {
    "espaces": "/",
    "fabrique": FABRIQUE,
    "plus-ancien": f"{FABRIQUE}?avant=30",
    "mezza": "/f/mezza/",
    "protocoles": f"{FABRIQUE}protocoles/",
    "rencontres": f"{FABRIQUE}rencontres/",
    "interdit": f"{FABRIQUE}coulisses/",
    "moi": "/moi/",
    "carte": "/carte/",
    "mots": "/moi/mots/",
    "brouillons": "/moi/mots/brouillons/",
}
STAFF = {
    "fabrique-equipe": FABRIQUE,
    "terminee": ENDED,
    "a-venir": COMING,
    "coulisses": f"{FABRIQUE}coulisses/",
    "reglages": f"{FABRIQUE}reglages/",
    "affiche": f"{FABRIQUE}affiche/",
    "consigne": f"{FABRIQUE}consigne/",
    "nouvelle-fabrique": "/nouvelle-fabrique/",
    "rencontres-equipe": f"{FABRIQUE}rencontres/",
    "rencontres-passees": f"{ENDED}rencontres/",
    "rencontres-vides": f"{COMING}rencontres/",
    "annoncer": f"{FABRIQUE}rencontres/annoncer/",
    "seances": f"{FABRIQUE}seances/",
    "regie": "/regie/",
    "liste-de-mots": "/regie/liste-de-mots/",
    "mots-de-l-equipe": "/regie/mots/",
    "dire-a-tout-le-monde": "/regie/annoncer/",
    "ce-qu-ils-voient": f"{FABRIQUE}ce-qu-ils-voient/",
    "decisions": "/decisions/",
    "annee": "/decisions/annee/",
}


@pytest.fixture(scope="module")
def ways_in(demo_house: Hub) -> dict[str, Any]:
    """Return how each person of the demo signs in."""
    found: dict[str, Any] = json.loads((demo_house.ground.folder / "demo.json").read_text())
    return found


@pytest.fixture(scope="module")
def nobody(demo_house: Hub, chromium: Browser) -> Iterator[Page]:
    yield from _browser(demo_house, chromium)


@pytest.fixture(scope="module")
def participant(demo_house: Hub, chromium: Browser, ways_in: dict[str, Any]) -> Iterator[Page]:
    for page in _browser(demo_house, chromium):
        page.goto(ways_in["participant"]["path"])
        page.get_by_label("Votre nom").fill("Marie-Christine de La Rochefoucauld-Tremblay")
        page.get_by_role("button", name="Entrer").click()
        page.wait_for_url(f"**{FABRIQUE}")
        yield page


@pytest.fixture(scope="module")
def staff(demo_house: Hub, chromium: Browser, ways_in: dict[str, Any]) -> Iterator[Page]:
    for page in _browser(demo_house, chromium):
        page.goto("/equipe/")
        page.locator("[name=email]").fill(ways_in["staff"]["email"])
        page.locator("[name=password]").fill(ways_in["staff"]["password"])
        page.locator("main").get_by_role("button").first.click()
        page.wait_for_load_state()
        yield page


def _browser(hub: Hub, chromium: Browser) -> Iterator[Page]:
    context: BrowserContext = chromium.new_context(base_url=hub.url, locale="fr-FR")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", NOBODY.values(), ids=NOBODY)
def test_who_has_not_come_in_meets_no_obstacle(
    nobody: Page, axe: str, path: str, shot: Shot, request: pytest.FixtureRequest
) -> None:
    _is_sound(nobody, axe, path, shot, request.node.callspec.id)


@pytest.mark.parametrize("path", PARTICIPANT.values(), ids=PARTICIPANT)
def test_a_participant_meets_no_obstacle(
    participant: Page, axe: str, path: str, shot: Shot, request: pytest.FixtureRequest
) -> None:
    _is_sound(participant, axe, path, shot, request.node.callspec.id)


@pytest.mark.parametrize("path", STAFF.values(), ids=STAFF)
def test_the_team_meets_no_obstacle(
    staff: Page, axe: str, path: str, shot: Shot, request: pytest.FixtureRequest
) -> None:
    _is_sound(staff, axe, path, shot, request.node.callspec.id)


def test_a_protocole_its_form_and_the_forms_mistakes_are_sound(
    participant: Page, axe: str, shot: Shot
) -> None:
    participant.goto(FABRIQUE)
    protocole = participant.locator("[data-kind=protocole] a[data-slot=link]").first.get_attribute("href")
    writing = participant.get_by_role("link", name="Écrire mon protocole").first.get_attribute("href")
    assert protocole
    assert writing
    _is_sound(participant, axe, protocole, shot, "protocole")
    _is_sound(participant, axe, writing, shot, "ecrire")
    participant.get_by_role("button", name="Remettre mon protocole").click()
    participant.locator("#errors").wait_for()
    assert participant.evaluate("document.activeElement !== document.body")
    _is_sound(participant, axe, None, shot, "ecrire-incomplet")


def test_the_page_that_moves_a_message_and_its_mistake_are_sound(staff: Page, axe: str, shot: Shot) -> None:
    staff.goto(FABRIQUE)
    moving = staff.locator("[data-kind=words] a[data-act=move]").first.get_attribute("href")
    assert moving
    _is_sound(staff, axe, moving, shot, "deplacer")
    staff.get_by_role("button", name="Déplacer").click()
    staff.wait_for_load_state()
    assert staff.get_by_role("link", name="Choisissez l’espace").count() == 1
    _is_sound(staff, axe, None, shot, "deplacer-nulle-part")


def test_the_pages_that_make_two_accounts_one_are_sound(
    staff: Page, axe: str, shot: Shot, demo_house: Hub
) -> None:
    with demo_house.inside():
        room = Room.objects.get(slug="prises-de-risque")
        members = room.memberships.filter(person__is_staff=False).order_by("pk")
        kept, other = members.values_list("person", flat=True)[:2]
    at = f"{FABRIQUE}personnes/{kept}/reunir/"
    _is_sound(staff, axe, f"{at}?nom=", shot, "reunir")
    _is_sound(staff, axe, f"{at}?nom=personne", shot, "reunir-personne")
    _is_sound(staff, axe, f"{at}?avec={other}", shot, "reunir-comparer")
    _is_sound(staff, axe, f"{at}?avec={other}&garder=1", shot, "reunir-demander")


def test_the_page_that_bars_somebody_and_its_mistake_are_sound(
    staff: Page, axe: str, shot: Shot, demo_house: Hub
) -> None:
    with demo_house.inside():
        members = Membership.objects.filter(room__slug="prises-de-risque", person__is_staff=False)
        person = members.order_by("pk").values_list("person", flat=True)[0]
    _is_sound(staff, axe, f"{FABRIQUE}personnes/{person}/exclure/", shot, "exclure")
    staff.get_by_role("button", name="Exclure de la maison").click()
    staff.wait_for_load_state()
    assert staff.evaluate("document.activeElement.id") == "errors"
    _is_sound(staff, axe, None, shot, "exclure-sans-raison")


def test_the_page_that_removes_for_good_is_sound(staff: Page, axe: str, shot: Shot, demo_house: Hub) -> None:
    with demo_house.inside():
        room, awa = Room.objects.get(slug="prises-de-risque"), Person.objects.filter(is_staff=True)[0]
        said = next(post for post in room.posts.visible().order_by("-seq") if post.comments.exists())
        moderating.hide_post(awa, room.pk, None, said.pk)
    _is_sound(staff, axe, f"{FABRIQUE}messages/{said.pk}/supprimer/", shot, "supprimer")
    _is_sound(staff, axe, f"{FABRIQUE}coulisses/", shot, "coulisses-masque")
    with demo_house.inside():
        moderating.show_post(awa, room.pk, None, said.pk)


def test_the_pages_that_report_words_and_somebody_are_sound(
    participant: Page, axe: str, shot: Shot, demo_house: Hub
) -> None:
    participant.goto(FABRIQUE)
    words = participant.locator(".post .report").first.get_attribute("href")
    with demo_house.inside():
        members = Membership.objects.filter(room__slug="prises-de-risque", person__is_staff=False)
        person = members.order_by("pk").values_list("person", flat=True)[0]
    assert words
    _is_sound(participant, axe, words, shot, "signaler")
    _is_sound(participant, axe, f"{FABRIQUE}personnes/{person}/signaler/", shot, "signaler-personne")


def test_a_rencontre_its_forms_and_their_mistakes_are_sound(
    staff: Page, axe: str, shot: Shot, demo_house: Hub
) -> None:
    with demo_house.inside():
        meeting = Meeting.objects.get(room__slug="prises-de-risque")
    for page, name in (("modifier", "changer-rencontre"), ("annuler", "annuler-rencontre")):
        _is_sound(staff, axe, f"{FABRIQUE}rencontres/{meeting.pk}/{page}/", shot, name)
    staff.goto(f"{FABRIQUE}rencontres/annoncer/")
    staff.get_by_role("button", name="Annoncer cette rencontre").click()
    staff.wait_for_load_state()
    assert staff.evaluate("document.activeElement.id") == "errors"
    _is_sound(staff, axe, None, shot, "annoncer-incomplet")


def test_what_a_rencontre_left_is_sound(staff: Page, axe: str, shot: Shot, demo_house: Hub) -> None:
    with demo_house.inside():
        meeting = Meeting.objects.select_related("host").get(room__slug="attentions-partagees")
        times = {"started_at": meeting.opened_at, "ended_at": meeting.ended_at}
        shown, coming = (
            Recording.objects.create(meeting=meeting, by=meeting.host, **times) for _each in "ab"
        )
        recordings.ready(shown.pk, ContentFile(b"sound", name="any.webm"), 61)
    at = f"{ENDED}rencontres/{meeting.pk}/"
    _is_sound(staff, axe, f"{at}trace/", shot, "trace")
    _is_sound(staff, axe, f"{at}trace/effacer/", shot, "effacer-lignes")
    _is_sound(staff, axe, f"{at}enregistrements/{coming.pk}/effacer/", shot, "effacer-enregistrement")


def test_a_score_its_phases_and_their_mistakes_are_sound(
    staff: Page, axe: str, shot: Shot, demo_house: Hub
) -> None:
    with demo_house.inside():
        room, awa = Room.objects.get(slug="prises-de-risque"), Person.objects.filter(is_staff=True)[0]
        composing.open_session(awa, room.pk, None, "Une heure de prises de risque", "risks")
        at = f"{FABRIQUE}seances/{Session.objects.latest('pk').pk}/"
    for page, name in (
        ("", "partition"),
        ("ajouter/", "temps"),
        ("apercu/2/", "apercu-silence"),
        ("apercu/3/", "apercu-reveal"),
        ("mener/", "mener-avant"),
    ):
        _is_sound(staff, axe, f"{at}{page}", shot, name)
    staff.goto(f"{at}ajouter/")
    staff.get_by_label("Durée, en minutes").fill("bientôt")
    staff.get_by_role("button", name="Ajouter ce temps").click()
    staff.wait_for_load_state()
    assert staff.evaluate("document.activeElement.id") == "errors"
    _is_sound(staff, axe, None, shot, "temps-incomplet")


def test_a_room_whose_rencontre_is_live_is_sound(
    participant: Page, axe: str, shot: Shot, demo_house: Hub
) -> None:
    with demo_house.inside():
        meeting = Meeting.objects.select_related("host").get(room__slug="prises-de-risque")
        living.begin(meeting.pk, meeting.host)
    _is_sound(participant, axe, FABRIQUE, shot, "fabrique-rencontre")
    _is_sound(participant, axe, f"{FABRIQUE}rencontres/", shot, "rencontres-maintenant")


def test_the_wall_of_a_session_is_sound(nobody: Page, axe: str, shot: Shot, demo_house: Hub) -> None:
    plans = [PhasePlan("silence", "Écrire", "Un geste.", seconds=900), PhasePlan("reveal", "Tout se dévoile")]
    with demo_house.inside():
        cast = gather()
        session = score.compose(cast, plans)
        address = score.open_wall(cast, session)
    _is_sound(nobody, axe, address, shot, "mur-avant")
    with demo_house.inside():
        score.start(cast, session)
        silence = score.phase_of(session, "silence").pk
        writing.finish(cast.nadia, cast.fabrique.pk, uuid4(), silence, "Ne rien dire. " * 20, True)
    _is_sound(nobody, axe, address, shot, "mur-silence")
    _is_sound(nobody, axe, f"{address}?jour", shot, "mur-silence-jour")
    with demo_house.inside():
        score.pass_on(cast, session)
    nobody.reload()
    nobody.locator("blockquote").wait_for()
    _is_sound(nobody, axe, None, shot, "mur-devoile")
    _is_sound(nobody, axe, "/mur/nulle-part/", shot, "mur-ferme")


def test_a_room_in_session_and_what_was_done_in_it_are_sound(
    participant: Page, axe: str, shot: Shot, demo_house: Hub
) -> None:
    with demo_house.inside():
        room = Room.objects.get(slug="prises-de-risque")
        artist = Membership.objects.filter(room=room, role="artist").select_related("person")[0].person
        composing.open_session(artist, room.pk, uuid4(), "Une heure")
        session = Session.objects.latest("pk").pk
        phases = ("silence", "Écrire en silence"), ("reveal", "Tout se dévoile"), ("react", "Se dire")
        for kind, title in phases:
            plan = PhasePlan(kind, title, "Un **geste**.", seconds=600, order="together")
            composing.add(artist, room.pk, uuid4(), session, plan)
        conducting.start(artist, room.pk, uuid4(), session)
    _is_sound(participant, axe, FABRIQUE, shot, "seance-silence")
    participant.locator("[data-silent] textarea").fill("Prendre l’escalier à l’heure où les gens rentrent.")
    participant.get_by_role("button", name="J’ai fini").click()
    participant.get_by_role("button", name="Je continue").wait_for()
    for step, name in enumerate(("seance-revelation", "seance-paroles", "seance-finie"), 1):
        with demo_house.inside():
            version = Session.objects.get(pk=session).version
            conducting.pass_to(artist, room.pk, uuid4(), session, version, step)
        _is_sound(participant, axe, FABRIQUE, shot, name)
    _is_sound(participant, axe, f"{FABRIQUE}seances/{session}/recit/", shot, "seance-recit")


def test_everything_open_in_the_feed_is_sound(staff: Page, axe: str, shot: Shot) -> None:
    staff.goto(FABRIQUE)
    staff.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    _is_sound(staff, axe, None, shot, "tout-ouvert")


def _is_sound(
    page: Page, axe: str, path: str | None, shot: Shot, name: str, fixed: float = A_QUARTER
) -> None:
    for size in SIZES.values():
        page.set_viewport_size(size)  # type: ignore[arg-type]
        if path is not None:
            page.goto(path)
        assert found_by_day_and_night(page, axe) == []
        assert overflow(page) <= 0
    page.set_viewport_size(SIZES["phone"])  # type: ignore[arg-type]
    assert too_small(page) == []
    shot(page, f"page-{name}")
    _is_sound_in_a_small_hand(page, fixed)


def _is_sound_in_a_small_hand(page: Page, fixed: float) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    assert overflow(page) <= 0
    assert fixed_share(page) <= fixed
    with twice_the_text(page):
        assert overflow(page) <= 1  # half a pixel is rounded up
        assert fixed_share(page) <= fixed
