"""The wall of a session in a browser that nobody touches for an evening."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from rooms.sessions import composing, writing
from rooms.sessions.models import Session
from rooms.sessions.phase_plan import PhasePlan
from tests.browser.conftest import Stage
from tests.machine.devices import wrong_clock
from tests.realtime import score

PROJECTOR = {"width": 1920, "height": 1080}
WORDS = "Traverser la place les yeux fermés, au bras de quelqu’un que l’on ne connaît pas. "
SILENT = PhasePlan("silence", "Écrire en silence", "Un geste.", seconds=600)
REVEAL = PhasePlan("reveal", "Tout se dévoile", seconds=300, order="paced", pace=600)
SIZE = "parseFloat(getComputedStyle(document.querySelector('[data-fit]')).fontSize)"
INSIDE = """(() => { const { scrollHeight, clientHeight } = document.querySelector('[data-fit]');
            return scrollHeight <= clientHeight + 1 })()"""


@pytest.fixture
def session(stage: Stage) -> Session:
    """A session in its silent phase, before a reveal."""
    return begun(stage, SILENT, REVEAL)


def begun(stage: Stage, *plans: PhasePlan) -> Session:
    with stage.hub.inside():
        made = score.compose(stage, plans)
        score.open_wall(stage, made)
        score.start(stage, made)
    return made


def wall(stage: Stage, session: Session, **options: object) -> Page:
    """Return the page of the wall on a projector."""
    address = f"/mur/{session.wall}/"
    return stage.enter(None, address, **{"viewport": PROJECTOR, **options}).page  # type: ignore[arg-type]


def seconds_on(page: Page) -> int:
    minutes, seconds = page.locator("[data-time]").inner_text().split(":")
    return 60 * int(minutes) + int(seconds)


def finishes(stage: Stage, session: Session, body: str) -> None:
    with stage.hub.inside():
        phase = score.phase_of(session, "silence")
        writing.finish(stage.nadia, stage.fabrique.pk, uuid4(), phase.pk, body, True)


@pytest.mark.parametrize("hours", [-2, 2])
def test_the_time_left_is_the_houses_whatever_the_device_says(
    stage: Stage, session: Session, hours: float
) -> None:
    page = wall(stage, session, script=wrong_clock(hours))
    expect(page.locator("[data-time]")).not_to_be_empty()
    with stage.hub.inside():
        session.refresh_from_db()
    assert session.phase_ends_at
    left = (session.phase_ends_at - timezone.now()).total_seconds()
    assert abs(seconds_on(page) - left) < 60  # the device is hours away from it


def test_it_follows_who_leads_and_fills_itself_with_what_is_revealed(
    stage: Stage, session: Session, shot: Callable[[Page, str], None]
) -> None:
    page = wall(stage, session)
    expect(page.get_by_role("heading", name="Écrire en silence")).to_be_visible()
    finishes(stage, session, WORDS)
    expect(page.get_by_text("1 a fini")).to_be_visible()
    shot(page, "wall-silence")
    with stage.hub.inside():
        score.pass_on(stage, session)
    expect(page.locator("blockquote")).to_have_text(WORDS.strip())
    assert page.evaluate(SIZE) >= 100
    assert page.evaluate(INSIDE)
    shot(page, "wall-reveal")


def test_a_text_of_any_length_fits_and_is_never_small(stage: Stage, session: Session) -> None:
    finishes(stage, session, WORDS * 20)
    with stage.hub.inside():
        score.pass_on(stage, session)
    page = wall(stage, session)
    expect(page.locator("blockquote[data-pages]")).to_have_count(1)
    assert page.evaluate(SIZE) >= 40
    assert page.evaluate(INSIDE)


def test_cut_off_it_goes_on_to_what_comes_next_and_says_nothing_of_it(stage: Stage) -> None:
    short = PhasePlan("read", "Lire", seconds=4)
    session = begun(stage, short, PhasePlan("react", "Se répondre", seconds=900))
    visitor = stage.enter(None, f"/mur/{session.wall}/", viewport=PROJECTOR)
    visitor.page.locator("[data-time]").wait_for()
    visitor.line.cut()
    expect(visitor.page.get_by_role("heading", name="Se répondre")).to_be_visible()
    assert seconds_on(visitor.page) > 880
    visitor.line.mend()
    score.wait_for(stage.hub, session, "react")
    with stage.hub.inside():
        score.pass_on(stage, session)
    expect(visitor.page.get_by_role("heading", name="C’est fini.")).to_be_visible()


def test_it_outlives_a_restart_of_the_house(stage: Stage, session: Session) -> None:
    page = wall(stage, session)
    expect(page.get_by_role("heading", name="Écrire en silence")).to_be_visible()
    stage.hub.kill()
    finishes(stage, session, WORDS)
    stage.hub.start()
    expect(page.get_by_text("1 a fini")).to_be_visible()


def test_closed_it_says_so_by_itself(stage: Stage, session: Session) -> None:
    page = wall(stage, session)
    with stage.hub.inside():
        composing.open_wall(stage.judith, stage.fabrique.pk, uuid4(), session.pk, False)
    expect(page.get_by_role("heading", name="Ce mur est fermé.")).to_be_visible()


def test_without_a_script_it_tells_the_end_as_a_time_of_day(stage: Stage, session: Session) -> None:
    page = wall(stage, session, java_script_enabled=False)
    expect(page.get_by_text("jusqu’à")).to_be_visible()
    expect(page.locator("[data-time]")).to_be_hidden()
