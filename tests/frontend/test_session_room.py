"""A running session in the room's page, without JavaScript: what it is now, one's own text, what was done."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.models import Person
from protocols import drafting
from protocols.written import Written
from rooms import moderating
from rooms.models import Post, Room
from rooms.sessions import conducting
from rooms.sessions.models import Session
from rooms.sessions.phase_plan import PhasePlan
from tests.cast import Cast, says
from tests.frontend.pages import box, is_invalid, pinned_consigne, publish, text
from tests.rooms.sessions.conftest import READ, REVEAL, SILENCE, TALK, Seance, compose

SECRET = "Prendre l’escalier à l’heure où les gens rentrent."
REFRESH = re.compile(r'<meta http-equiv="refresh" content="(\d+); url=/f/[^"#]+">')


@pytest.fixture
def seance(cast: Cast) -> Seance:
    """A session in its silent phase."""
    made = compose(cast, READ, SILENCE, REVEAL, TALK)
    made.start()
    made.passes_to("Écrire en silence")
    return made


def _form(browser: Client, feed: str, phase: int, verb: str, body: str = "") -> object:
    """Press a button of one's own box, as a form without JavaScript does."""
    return browser.post(
        f"{feed}temps/{phase}/{verb}/", {"ref": str(uuid4()), "phase": str(phase), "body": body}
    )


def _steps(form: object) -> list[str]:
    """Return what is in the boxes of the steps of a protocole."""
    return re.findall(r'<textarea[^>]*name="steps"[^>]*>\n?(.*?)</textarea>', text(form), re.DOTALL)


def _shown(page: str, words: str) -> bool:
    """Return whether the element that says ``words`` is shown."""
    tag = re.search(rf"<[^<>]*>(?=\s*{re.escape(words)})", page)
    assert tag, words
    return " hidden" not in tag[0]


def test_the_page_tells_phase_end_what_to_do_and_what_comes_next(
    at_nadia: Client, feed: str, seance: Seance
) -> None:
    page = text(at_nadia.get(feed))
    facts = (
        'data-slot="phase">Écrire en silence',
        "jusqu’à",
        "<strong>geste</strong>",
        'data-slot="next">Tout se',
    )
    places = [page.index(fact) for fact in facts]
    assert places == sorted(places)
    assert 'data-hush="silence"' in page


def test_without_a_session_its_parts_are_hidden_and_nothing_refreshes(
    at_nadia: Client, feed: str, cast: Cast
) -> None:
    page = text(at_nadia.get(feed))
    assert re.search(r"data-session-clock[^>]*hidden", page)
    assert "data-session=" not in page
    assert "data-silent data-state" not in page.split("<template", 1)[0]
    assert not REFRESH.search(page)


def test_a_silent_text_is_kept_finished_and_gone_on_with(at_nadia: Client, feed: str, seance: Seance) -> None:
    phase = seance.silence.pk
    kept = _form(at_nadia, feed, phase, "garder", SECRET)
    assert kept.headers["Location"] == f"{feed}#mon-texte"  # type: ignore[attr-defined]
    assert _own(at_nadia, feed) == SECRET
    _form(at_nadia, feed, phase, "finir", f"{SECRET} Fini.")
    page = text(at_nadia.get(feed))
    assert _shown(page, "Je continue")
    assert not _shown(page, "J’ai fini")
    _form(at_nadia, feed, phase, "continuer", "")
    assert _shown(text(at_nadia.get(feed)), "J’ai fini")
    assert _own(at_nadia, feed) == f"{SECRET} Fini."


def _own(browser: Client, feed: str) -> str:
    """Return what stands in the reader's own box."""
    page = text(browser.get(feed)).split('id="mon-texte-corps"', 1)[1]
    return page.split(">", 1)[1].split("</textarea>", 1)[0].strip()


def test_nobody_elses_page_has_a_silent_text(
    browser_of: Callable[[Person], Client], cast: Cast, feed: str, seance: Seance
) -> None:
    _form(browser_of(cast.nadia), feed, seance.silence.pk, "finir", SECRET)
    addresses = [feed, f"{feed}?avant=99", f"{feed}temps/le-mien/", f"{feed}parties/poster/"]
    others = [browser_of(person) for person in (cast.judith, cast.marcel, cast.awa)]
    pages = [text(other.get(address)) for other in others for address in addresses]
    assert [page for page in pages if SECRET in page] == []
    assert SECRET in text(browser_of(cast.nadia).get(f"{feed}temps/le-mien/"))


def test_a_refused_text_comes_back_in_its_own_box_and_not_in_the_composer(
    at_nadia: Client, feed: str, seance: Seance
) -> None:
    long = "é" * 6_000
    response = _form(at_nadia, feed, seance.silence.pk, "garder", long)
    assert response.status_code == 422  # type: ignore[attr-defined]
    assert "C’est trop long" in text(response)
    assert text(response).count(long) == 1
    assert box(response, "body") == long  # one's own box, which comes first
    assert is_invalid(response, "body")


def test_a_text_sent_while_signed_out_waits_in_its_own_box(
    stranger: Client, nadia: Person, feed: str, seance: Seance
) -> None:
    response = _form(stranger, feed, seance.silence.pk, "garder", SECRET)
    assert SECRET in text(response)
    stranger.force_login(nadia)
    page = text(stranger.get(feed))
    assert "data-unkept" in page
    assert page.count(SECRET) == 1
    assert SECRET in page.split('id="mon-texte-corps"', 1)[1].split("</textarea>", 1)[0]


def test_a_text_sent_after_the_session_is_kept_in_the_page(
    at_nadia: Client, feed: str, seance: Seance
) -> None:
    phase = seance.silence.pk
    seance.does(conducting.end)
    response = _form(at_nadia, feed, phase, "finir", SECRET)
    assert response.status_code == 422  # type: ignore[attr-defined]
    assert SECRET in text(response)
    _form(at_nadia, feed, phase, "garder", SECRET)
    assert "Votre brouillon est gardé" in text(at_nadia.get(feed))
    _form(at_nadia, feed, phase, "publier")
    assert Post.objects.get(author__name="Nadia", kind="silence").seq is not None


def test_a_draft_that_was_not_finished_is_offered_once_its_phase_has_passed(
    at_nadia: Client, feed: str, seance: Seance
) -> None:
    _form(at_nadia, feed, seance.silence.pk, "garder", SECRET)
    seance.passes_to("Tout se dévoile")
    page = text(at_nadia.get(feed))
    assert _shown(page, "Votre brouillon est gardé")
    assert _shown(page, "J’ai fini, je le remets")
    assert not Post.objects.visible().filter(body=SECRET).exists()
    _form(at_nadia, feed, seance.silence.pk, "finir", SECRET)
    seance.goes_by(0.1)
    assert SECRET in text(at_nadia.get(feed))


def test_a_draft_that_was_left_becomes_a_protocole_in_one_tap(
    at_nadia: Client, cast: Cast, feed: str, seance: Seance
) -> None:
    asked = pinned_consigne(cast.judith, cast.fabrique)
    seance.passes_to("Tout se dévoile")
    response = _form(at_nadia, feed, seance.silence.pk, "protocole", "Sortir.\n\nMarcher tout droit.")
    form = at_nadia.get(response.headers["Location"])  # type: ignore[attr-defined]
    assert form.request["PATH_INFO"] == reverse("write", args=[cast.fabrique.slug, asked.pk])
    assert _steps(form) == ["Sortir.", "Marcher tout droit.", ""]
    drafting.keep(cast.nadia, asked, Written(title="Un", steps=["Respirer."]))
    form = at_nadia.get(response.headers["Location"])  # type: ignore[attr-defined]
    assert _steps(form) == ["Respirer.", "Sortir.", "Marcher tout droit."]
    assert "Marcher tout droit." in text(at_nadia.get(feed))  # and is still a draft there


def test_without_a_consigne_no_draft_becomes_a_protocole(at_nadia: Client, feed: str, seance: Seance) -> None:
    seance.passes_to("Tout se dévoile")
    response = _form(at_nadia, feed, seance.silence.pk, "protocole", SECRET)
    assert response.status_code == 404  # type: ignore[attr-defined]
    assert SECRET in text(at_nadia.get(feed))


def test_a_text_that_waits_can_be_taken_back(at_nadia: Client, feed: str, seance: Seance) -> None:
    _form(at_nadia, feed, seance.silence.pk, "finir", SECRET)
    seance.passes_to("Lire la consigne")
    assert _shown(text(at_nadia.get(feed)), "Je le reprends")
    _form(at_nadia, feed, seance.silence.pk, "continuer")
    seance.passes_to("Tout se dévoile")
    assert seance.feed() == []


def test_a_revealed_text_says_which_it_is_and_whose(
    at_nadia: Client, browser_of: Callable[[Person], Client], cast: Cast, feed: str, seance: Seance
) -> None:
    seance.finishes(cast.nadia, SECRET)
    seance.passes_to("Tout se dévoile")
    seance.goes_by(0.1)
    own, other = (
        text(browser.get(feed)).split("<template", 1)[0] for browser in (at_nadia, browser_of(cast.marcel))
    )
    for page in (own, other):
        assert "1 sur 1" in page
    assert "Le vôtre" in own
    assert "Le vôtre" not in other


def test_a_page_refreshes_itself_at_the_change_but_never_where_one_writes(
    at_nadia: Client, feed: str, seance: Seance
) -> None:
    assert not REFRESH.search(text(at_nadia.get(feed)))
    _form(at_nadia, feed, seance.silence.pk, "finir", SECRET)
    told = REFRESH.search(text(at_nadia.get(feed)))
    assert told
    assert 2 <= int(told[1]) <= 30
    Session.objects.filter(pk=seance.pk).update(phase_ends_at=timezone.now() + timedelta(seconds=10))
    seance.does(conducting.extend, 1)
    soon = REFRESH.search(text(at_nadia.get(feed)))
    assert soon
    assert 2 <= int(soon[1]) <= 13


def test_an_older_page_of_the_feed_does_not_refresh_itself(
    at_nadia: Client, feed: str, seance: Seance
) -> None:
    seance.passes_to("Lire la consigne")
    assert REFRESH.search(text(at_nadia.get(feed)))
    assert not REFRESH.search(text(at_nadia.get(f"{feed}?avant=99")))


def test_where_all_are_waited_for_one_says_that_one_has_finished_and_how_many_have_is_told(
    at_nadia: Client, cast: Cast, feed: str
) -> None:
    seance = compose(cast, PhasePlan("read", "Lire", until_finished=True), TALK)
    seance.start()
    assert _shown(text(at_nadia.get(feed)), "J’ai fini")
    _form(at_nadia, feed, seance.phases[0].pk, "finir")
    page = text(at_nadia.get(feed))
    assert _shown(page, "Je continue")
    assert "1 a fini, 0 écrit" in page


def test_a_person_put_in_silence_by_the_team_has_no_box(
    at_nadia: Client, cast: Cast, feed: str, seance: Seance
) -> None:
    moderating.quiet(cast.awa, cast.fabrique.pk, uuid4(), cast.nadia.pk, on=True, why="")
    assert "data-silent" not in text(at_nadia.get(feed)).split("<template", 1)[0]


@pytest.mark.parametrize("verb", ["garder", "finir"])
def test_an_old_tab_without_scripts_does_not_replace_or_empty_a_newer_text(
    at_nadia: Client, cast: Cast, feed: str, seance: Seance, verb: str
) -> None:
    since = box(at_nadia.get(feed), "since")
    seance.keeps(cast.nadia, SECRET)
    address = f"{feed}temps/{seance.silence.pk}/{verb}/"
    for words in ("", "Autre chose."):
        sent = {"body": words, "since": since, "phase": str(seance.silence.pk), "ref": str(uuid4())}
        refused = at_nadia.post(address, sent)
        assert refused.status_code == 422
        assert box(refused, "body") == words
        assert "a changé ailleurs" in text(refused)
        assert SECRET in text(refused)
        assert text_of(cast.nadia) == SECRET
    told = {"body": "Autre chose.", "since": box(refused, "since"), "ref": str(uuid4())}
    assert at_nadia.post(address, told).status_code == 302
    assert text_of(cast.nadia) == "Autre chose."


def text_of(person: Person) -> str:
    return Post.objects.get(author=person, seq=None).body


def test_unknown_verbs_and_phases_are_told(at_nadia: Client, feed: str, seance: Seance) -> None:
    assert at_nadia.post(f"{feed}temps/{seance.silence.pk}/voler/").status_code == 404
    assert at_nadia.post(f"{feed}temps/999/finir/", {"body": SECRET}).status_code == 404
    assert at_nadia.get(f"{feed}temps/{seance.silence.pk}/finir/").status_code == 405


def test_what_was_done_is_read_by_phase_and_linked_from_the_room(
    at_nadia: Client, cast: Cast, feed: str, seance: Seance
) -> None:
    record = f"{feed}seances/{seance.pk}/recit/"
    assert at_nadia.get(record).status_code == 404
    assert record not in text(at_nadia.get(feed))
    seance.finishes(cast.nadia, SECRET)
    seance.passes_to("Se répondre")
    says(cast.marcel, cast.fabrique, "Merci à tous.")
    seance.does(conducting.end)
    assert record in text(at_nadia.get(feed))
    page = text(at_nadia.get(record))
    told = ["Lire la consigne", "Écrire en silence", "Se répondre", "Merci à tous."]
    assert [page.index(each) for each in told] == sorted(page.index(each) for each in told)


def test_what_was_done_says_to_its_author_alone_which_text_is_theirs(
    at_nadia: Client, browser_of: Callable[[Person], Client], cast: Cast, feed: str, seance: Seance
) -> None:
    seance.finishes(cast.nadia, SECRET)
    seance.passes_to("Tout se dévoile")
    seance.passes_to("Se répondre")
    seance.does(conducting.end)
    record = f"{feed}seances/{seance.pk}/recit/"
    of_rank = re.compile(r'<p class="rank">(.*?)</p>', re.DOTALL)
    ranks = [of_rank.findall(text(each.get(record))) for each in (at_nadia, browser_of(cast.marcel))]
    told = [[" ".join(re.sub("<[^>]*>", " ", rank).split()) for rank in found] for found in ranks]
    assert told == [["Le vôtre 1 sur 1 Arrivé après les autres"], ["1 sur 1 Arrivé après les autres"]]


def test_a_long_record_is_read_on_another_page(
    at_nadia: Client, cast: Cast, feed: str, seance: Seance
) -> None:
    seance.passes_to("Se répondre")
    for number in range(60):
        says(cast.marcel, cast.fabrique, f"Le mot n° {number}, dit {'a' * 4_000}.")
    seance.does(conducting.end)
    record = f"{feed}seances/{seance.pk}/recit/"
    page = at_nadia.get(record).content.decode()
    assert len(page) < 256 * 1024
    (more,) = re.findall(r'href="(\?apres=\d+)"', page)
    assert "Le mot n° 0," in page
    assert "Le mot n° 59," not in page
    last = at_nadia.get(record + more).content.decode()
    assert "Le mot n° 59," in last
    assert "?apres=" not in last
    assert "Revenir au début" in last
    assert {at_nadia.get(f"{record}?apres={odd}").status_code for odd in ("-1", "x", "9" * 30)} == {200}


def test_who_is_not_of_the_fabrique_does_not_read_what_was_done(
    browser_of: Callable[[Person], Client], cast: Cast, feed: str, seance: Seance
) -> None:
    seance.does(conducting.end)
    assert browser_of(cast.ousmane).get(f"{feed}seances/{seance.pk}/recit/").status_code == 403


def test_a_room_whose_hour_has_passed_stays_open_while_the_session_runs(
    at_nadia: Client, feed: str, fabrique: Room, seance: Seance
) -> None:
    seance.passes_to("Se répondre")
    Room.objects.filter(pk=fabrique.pk).update(closes_at=timezone.now() - timedelta(minutes=1))
    assert publish(at_nadia, fabrique, "Encore un mot.").status_code == 302
