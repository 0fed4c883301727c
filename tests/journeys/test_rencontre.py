"""A rencontre, as people walk through it: announced, entered by four, joined by twenty more, led, ended; the
service restarts in the middle. In each media mode. ``--screenshots DIR`` keeps what they saw."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Stage
from tests.browser.meeting.attendant import Attendant
from tests.browser.meeting.conftest import Gathering
from tests.machine.guests import Guests, party
from tests.machine.hub import Hub
from tests.machine.process import wait_until

pytestmark = pytest.mark.media

Shot = Callable[[Page, str], None]
Four = tuple[Attendant, Attendant, Attendant, Attendant]

CROWD, CAMERAS = 20, 4
DESK = {"width": 1280, "height": 900}


class _Evening(Gathering):
    """A meeting whose server the test may restart."""

    def four(self) -> Four:
        """Let the artist enter at a desk, and three people on phones."""
        stage, jeanne = self.stage, self.somebody("Jeanne")
        judith = self.at_the_door(stage.judith, viewport=DESK).enter()
        nadia, marcel, jeanne_ = self.enter(stage.nadia, stage.marcel, jeanne)
        return judith, nadia, marcel, jeanne_

    def crowd(self) -> list[str]:
        """Return the session cookies of twenty more members."""
        return self.cookies(self.somebody(f"Figurant·e {number + 1}") for number in range(CROWD))

    def joined_by_twenty(self, stack: ExitStack) -> Guests:
        """Let twenty simulated members enter and connect."""
        guests = stack.enter_context(party(self.stage.hub.url, self.meeting.pk, self.crowd(), CAMERAS))
        assert guests.are_in() == 0
        return guests


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as opened:
        yield opened


@pytest.fixture
def stage(shared_hub: Hub, chromium: Browser, stack: ExitStack) -> Stage:
    """A fabrique where nothing is announced yet."""
    return Stage(shared_hub, chromium, stack)


@pytest.fixture
def evening(stage: Stage) -> _Evening:
    """A meeting in a mesh, and then on the SFU."""
    return _Evening(stage)


@pytest.fixture
def evening_with_janus(hub_at_janus: Hub, chromium: Browser, stack: ExitStack) -> _Evening:
    """A meeting on the Hub's own Janus."""
    return _Evening(Stage(hub_at_janus, chromium, stack))


def meet(people: Four, pictures: int) -> None:
    """Check that everybody sees that many pictures move, and hears somebody."""
    for person in people:
        person.receives(pictures=pictures, voices=1)


def all_received(guests: Guests, people: Four) -> None:
    """Check that simulated and real people receive pictures from one another."""
    guests.play()
    meet(people, pictures=3)
    people[0].sees_moving("Figurant·e 3", "Figurant·e 4")
    assert len(guests.seen()) == CROWD
    assert wait_until(lambda: not lacking(guests)), lacking(guests)


def lacking(guests: Guests) -> list[str]:
    """Return who of the simulated people has received no picture yet, or no voice."""
    return [
        each.name
        for each in guests.seen()
        if not any(slot.frames for slot in each.pictures) or not any(slot.packets for slot in each.voices)
    ]


def test_what_the_artist_announces_is_found_by_who_reads_the_room(stage: Stage, shot: Shot) -> None:
    reader = stage.enter(stage.nadia).page
    artist = stage.enter(stage.judith, f"{stage.path}rencontres/annoncer/").page
    soon = timezone.localtime(timezone.now() + timedelta(minutes=10))
    artist.get_by_label("Titre").fill("Se lire à voix haute")
    artist.locator("input[type=date]").fill(soon.strftime("%Y-%m-%d"))
    artist.locator("input[type=time]").fill(soon.strftime("%H:%M"))
    shot(artist, "rencontre-1-annoncer")
    artist.locator("main form").get_by_role("button", name="Annoncer").click()
    expect(reader.get_by_text("Se lire à voix haute").first).to_be_attached()
    shot(reader, "rencontre-2-annoncee")


def test_four_people_meet_and_twenty_more_come_without_a_cut(
    evening: _Evening, shot: Shot, stack: ExitStack
) -> None:
    people = evening.four()
    meet(people, pictures=3)
    shot(people[0].page, "rencontre-3-a-quatre")
    guests = evening.joined_by_twenty(stack)
    all_received(guests, people)
    expect(people[0].page.locator(".scene-head")).to_contain_text("24 personnes")
    shot(people[0].page, "rencontre-4-a-vingt-quatre")
    shot(people[1].page, "rencontre-5-telephone")
    guests.leave()
    expect(people[0].page.locator(".scene-head")).to_contain_text("4 personnes")


def test_the_service_restarts_in_the_middle_everybody_is_back_and_the_artist_ends_it(
    evening: _Evening, shot: Shot
) -> None:
    people = judith, nadia, marcel, jeanne = evening.four()
    meet(people, pictures=3)
    evening.stage.hub.kill()
    evening.stage.hub.start()
    meet(people, pictures=3)
    evening.stage.hub.meetings.kill()
    evening.stage.hub.lead()
    names = ("Judith", "Nadia", "Marcel", "Jeanne")
    for own, person in zip(names, people, strict=True):
        person.sees(*(name for name in names if name != own))
    meet(people, pictures=3)
    shot(nadia.page, "rencontre-6-apres-le-retour")
    nadia.press("hand")
    expect(judith.tile("Nadia")).to_contain_text("main levée")
    shot(judith.page, "rencontre-7-main-levee")
    judith.lead("Terminer pour tout le monde")
    judith.answer("Terminer pour tout le monde")
    for person in (nadia, marcel, jeanne):
        person.is_out("La rencontre est terminée")
        expect(person.page.get_by_text("La conversation continue par écrit.")).to_be_visible()
    shot(nadia.page, "rencontre-8-terminee")
    assert wait_until(lambda: evening.now().ended_at is not None)


@pytest.mark.janus
def test_janus_carries_four_people_and_twenty_more(
    evening_with_janus: _Evening, shot: Shot, stack: ExitStack
) -> None:
    people = evening_with_janus.four()
    meet(people, pictures=3)
    guests = evening_with_janus.joined_by_twenty(stack)
    all_received(guests, people)
    shot(people[0].page, "rencontre-9-janus")
    shot(people[1].page, "rencontre-10-janus-telephone")
