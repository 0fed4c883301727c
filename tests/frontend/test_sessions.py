"""The pages of whoever composes and conducts, without JavaScript: nothing typed is lost, nobody else sees."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from people.models import Person
from rooms import joining
from rooms.models import Membership, Post, Room
from rooms.sessions import composing, conducting, writing
from rooms.sessions.models import Grace, Phase, Session
from rooms.sessions.phase_plan import PhasePlan
from tests.cast import Cast
from tests.frontend.pages import box, is_invalid, text


@pytest.fixture
def at(feed: str) -> str:
    """The address of the fabrique's sessions."""
    return f"{feed}seances/"


@pytest.fixture
def session(cast: Cast) -> Session:
    """The hour of risks, composed by Judith."""
    composing.open_session(cast.judith, cast.fabrique.pk, uuid4(), "Une heure", "risks")
    return Session.objects.get()


@pytest.fixture
def running(cast: Cast, session: Session) -> Session:
    """The same, in its silent phase."""
    conducting.start(cast.judith, cast.fabrique.pk, uuid4(), session.pk)
    session.refresh_from_db()
    conducting.pass_to(cast.judith, cast.fabrique.pk, uuid4(), session.pk, session.version, 2)
    session.refresh_from_db()
    return session


def phase_of(**other: str) -> dict[str, str]:
    """Return a filled form of a phase."""
    return {
        "kind": "react",
        "title": "Se répondre",
        "words": "À **quelqu’un**.",
        "minutes": "7:30",
        "writers": "all",
        "order": "paced",
        "pace": "20",
        "ref": str(uuid4()),
    } | other


def titles(session: Session) -> list[str]:
    return [phase.title for phase in session.phases.all()]


def act(page: Any, verb: str) -> dict[str, str]:
    """Return the boxes of the form that does ``verb``."""
    form = re.search(rf'<form[^>]*action="[^"]*/{verb}/".*?</form>', page.content.decode(), re.DOTALL)
    assert form, verb
    return dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[0]))


def test_who_leads_finds_the_sessions_from_the_room(
    at_judith: Client, at_nadia: Client, at: str, feed: str
) -> None:
    assert f'href="{at}"' in text(at_judith.get(feed))
    assert f'href="{at}"' not in text(at_nadia.get(feed))


@pytest.mark.parametrize(
    "page", ["", "{pk}/", "{pk}/mener/", "{pk}/ajouter/", "{pk}/temps/{phase}/", "{pk}/apercu/0/"]
)
def test_who_takes_part_sees_nothing_of_it(at_nadia: Client, session: Session, at: str, page: str) -> None:
    phase = session.phases.get(position=0).pk
    response = at_nadia.get(at + page.format(pk=session.pk, phase=phase))
    assert response.status_code == 403
    assert "Arriver" not in text(response)


def test_a_session_is_opened_from_a_score(at_judith: Client, at: str) -> None:
    response = at_judith.post(at, {"score": "silent", "title": "", "ref": str(uuid4())}, follow=True)
    made = Session.objects.get()
    assert made.title == "Vingt minutes de silence"
    assert titles(made) == ["Se poser", "Écrire en silence", "Tout se dévoile", "Un signe"]
    assert "Mener cette séance" in text(response)


def test_an_empty_session_needs_a_title_and_says_so_beside_it(at_judith: Client, at: str) -> None:
    response = at_judith.post(at, {"score": "", "title": " ", "ref": str(uuid4())})
    assert response.status_code == 422
    assert is_invalid(response, "title")
    assert not Session.objects.exists()


def test_a_phase_is_added_with_its_minutes_as_typed(at_judith: Client, session: Session, at: str) -> None:
    response = at_judith.post(f"{at}{session.pk}/ajouter/", phase_of(), follow=True)
    added = session.phases.last()
    assert (added and added.title, added and added.seconds) == ("Se répondre", 450)
    assert "<strong>quelqu’un</strong>" in text(response)
    assert "7\u00a0min\u00a030" in text(response)


def test_no_minutes_means_until_one_says(at_judith: Client, session: Session, at: str) -> None:
    response = at_judith.post(f"{at}{session.pk}/ajouter/", phase_of(minutes=""), follow=True)
    added = session.phases.last()
    assert added is not None
    assert added.seconds is None
    assert "sans fin" in text(response)


def test_a_phase_where_one_sees_each_other_in_pairs_or_groups_says_so(
    at_judith: Client, session: Session, at: str
) -> None:
    for apart, told in (({"apart": "pairs"}, "par deux"), ({"apart": "groups"}, "par groupes de 4")):
        typed = phase_of(kind="meet", group_size="4", **apart)
        response = at_judith.post(f"{at}{session.pk}/ajouter/", typed, follow=True)
        assert told in text(response)
    whole = phase_of(kind="meet", apart="whole", group_size="4")
    at_judith.post(f"{at}{session.pk}/ajouter/", whole)
    assert [each.group_size for each in session.phases.filter(kind="meet")] == [2, 4, 0]
    four = session.phases.get(group_size=4)
    form = at_judith.get(f"{at}{session.pk}/temps/{four.pk}/")
    assert box(form, "group_size") == "4"
    assert re.search(r'value="groups"[^>]*checked', text(form))


@pytest.mark.parametrize("size", ["1", "21", "", "trois"])
def test_a_group_of_nobody_is_told_beside_its_box(
    at_judith: Client, session: Session, at: str, size: str
) -> None:
    typed = phase_of(kind="meet", apart="groups", group_size=size)
    response = at_judith.post(f"{at}{session.pk}/ajouter/", typed)
    assert response.status_code == 422
    assert is_invalid(response, "group_size")
    assert box(response, "group_size") == size


@pytest.mark.parametrize(
    ("minutes", "sentence"),
    [
        ("bientôt", "Écrivez des minutes"),
        ("0", "D’une seconde"),
        ("1800", "D’une seconde"),
        ("-5", "Écrivez"),
    ],
)
def test_minutes_that_cannot_be_are_told_beside_their_box_and_nothing_is_lost(
    at_judith: Client, session: Session, at: str, minutes: str, sentence: str
) -> None:
    response = at_judith.post(f"{at}{session.pk}/ajouter/", phase_of(minutes=minutes, kind="pause"))
    assert response.status_code == 422
    assert is_invalid(response, "minutes")
    assert sentence in text(response)
    assert box(response, "minutes") == minutes
    assert box(response, "words") == "À **quelqu’un**."
    assert re.search(r'value="pause"[^>]*checked', text(response))
    assert len(titles(session)) == 6


def test_a_phase_is_changed_and_its_form_has_what_it_is(at_judith: Client, session: Session, at: str) -> None:
    phase = session.phases.get(position=3)
    address = f"{at}{session.pk}/temps/{phase.pk}/"
    page = at_judith.get(address)
    assert (box(page, "title"), box(page, "minutes"), box(page, "pace")) == ("Tout se dévoile", "9", "30")
    at_judith.post(address, phase_of(kind="reveal", title="On découvre", order="tapped", until_finished="1"))
    phase.refresh_from_db()
    assert (phase.title, phase.order, phase.until_finished) == ("On découvre", "tapped", True)
    at_judith.post(address, phase_of())
    phase.refresh_from_db()
    assert not phase.until_finished


def test_a_phase_is_ticked_to_be_read_first_and_its_score_says_so(
    at_judith: Client, session: Session, at: str
) -> None:
    said = "lu par l’équipe avant de paraître"
    phase = session.phases.get(position=5)
    address, score = f"{at}{session.pk}/temps/{phase.pk}/", f"{at}{session.pk}/"
    ticked = re.compile(r'name="read_first"[^>]*checked')
    assert not ticked.search(text(at_judith.get(address)))
    assert said not in text(at_judith.get(score))
    at_judith.post(address, phase_of(read_first="1"))
    phase.refresh_from_db()
    assert phase.read_first
    assert said in text(at_judith.get(score))
    assert ticked.search(text(at_judith.get(address)))
    assert ticked.search(text(at_judith.post(address, phase_of(read_first="1", title=""))))
    assert not ticked.search(text(at_judith.post(address, phase_of(title=""))))
    page = at_judith.post(f"{address}retirer/", {"ref": str(uuid4())}, follow=True)
    at_judith.post(f"{score}ajouter/", act(page, "ajouter"))
    back = session.phases.get(position=5)
    assert (back.pk != phase.pk, back.read_first) == (True, True)
    at_judith.post(f"{at}{session.pk}/temps/{back.pk}/", phase_of())
    back.refresh_from_db()
    assert not back.read_first


def test_phases_are_moved_by_buttons_and_the_button_keeps_the_focus(
    at_judith: Client, session: Session, at: str
) -> None:
    phase = session.phases.get(position=5)
    address = f"{at}{session.pk}/temps/{phase.pk}/placer/"
    response = at_judith.post(address, {"way": "haut", "ref": str(uuid4())}, follow=True)
    assert titles(session)[4:] == ["Se quitter", "Interpréter"]
    assert re.search(r'value="haut"\s+autofocus', text(response))
    at_judith.post(address, {"position": "0", "ref": str(uuid4())})
    assert titles(session)[0] == "Se quitter"


def test_a_phase_that_was_taken_out_is_put_back_where_it_was(
    at_judith: Client, session: Session, at: str
) -> None:
    before = [(phase.title, phase.seconds, phase.words) for phase in session.phases.all()]
    phase = session.phases.get(position=2)
    at_score = f"{at}{session.pk}/"
    page = at_judith.post(f"{at_score}temps/{phase.pk}/retirer/", {"ref": str(uuid4())}, follow=True)
    assert "«\u00a0Écrire en silence\u00a0» est retiré." in text(page)
    assert len(titles(session)) == 5
    at_judith.post(f"{at_score}ajouter/", act(page, "ajouter"))
    assert [(phase.title, phase.seconds, phase.words) for phase in session.phases.all()] == before
    assert "est retiré" not in text(at_judith.get(at_score))


def test_a_phase_of_another_session_is_not_reached(
    at_judith: Client, cast: Cast, session: Session, at: str
) -> None:
    composing.open_session(cast.judith, cast.fabrique.pk, uuid4(), "Une autre", "silent")
    other = Phase.objects.exclude(session=session).first()
    assert other is not None
    assert at_judith.get(f"{at}{session.pk}/temps/{other.pk}/").status_code == 404


def test_what_has_begun_is_read_and_no_more_changed(at_judith: Client, running: Session, at: str) -> None:
    page = text(at_judith.get(f"{at}{running.pk}/"))
    for phase in running.phases.all():
        assert (f"temps/{phase.pk}/retirer/" in page) == (phase.position > 2)
    begun = running.phases.get(position=1)
    response = at_judith.post(f"{at}{running.pk}/temps/{begun.pk}/", phase_of())
    assert "Ce temps a commencé" in text(response)


def test_a_score_goes_where_one_leads(at_awa: Client, session: Session, ended: Room, at: str) -> None:
    page = text(at_awa.get(f"{at}{session.pk}/"))
    assert "Attentions partagées" in page
    there = f"{at}{session.pk}/dupliquer/"
    assert "Voici la copie" in text(
        at_awa.post(there, {"to": str(ended.pk), "ref": str(uuid4())}, follow=True)
    )
    assert titles(ended.sessions.get()) == titles(session)


def test_a_score_is_renamed_and_thrown_away(at_judith: Client, session: Session, at: str) -> None:
    address = f"{at}{session.pk}/"
    wrong = at_judith.post(f"{address}titre/", {"title": "a" * 61, "ref": str(uuid4())})
    assert is_invalid(wrong, "title")
    assert box(wrong, "title") == "a" * 61
    at_judith.post(f"{address}titre/", {"title": "Une soirée", "ref": str(uuid4())})
    assert "Une soirée" in text(at_judith.get(at))
    at_judith.post(f"{address}jeter/", {"ref": str(uuid4())})
    assert not Session.objects.exists()


@pytest.mark.parametrize("position", range(6))
def test_each_phase_is_previewed_as_it_will_be_seen(
    at_judith: Client, session: Session, at: str, position: int
) -> None:
    page = text(at_judith.get(f"{at}{session.pk}/apercu/{position}/"))
    assert titles(session)[position] in page
    told = "C’est le dernier temps." if position == 5 else titles(session)[position + 1]
    assert told in page
    assert at_judith.get(f"{at}{session.pk}/apercu/6/").status_code == 404


# What a participant's page has of a session, which the preview of a phase is to have alike.
OF_A_PHASE = (
    r'<div class="session-clock".*?</svg>',
    r'<section class="session-facts".*?</section>',
    r'<form class="silent".*?</form>',
    r'<hub-room[^>]*data-hush="\w+"[^>]*data-kind="\w+"',
)
OF_THE_MOMENT = re.compile(
    r'name="ref" value="[^"]*"|<time class="no-js".*?</time>|<rect class="rule-left"[^>]*>'
    r'|(?<=aria-label="Temps qui reste")[^>]*>[^<]*|<hub-room(?: inert)?[^>]*(?=data-session)'
    r'|data-session="\d+"',
    re.DOTALL,
)


def of_a_phase(page: Any) -> list[str]:
    """Return the parts of a page that show a phase, without what changes from one moment to the next."""
    shown = page.content.decode().partition("</hub-room>")[0]
    found = [re.search(part, shown, re.DOTALL) for part in OF_A_PHASE]
    parts = [OF_THE_MOMENT.sub("", part[0]) if part else "" for part in found]
    return [re.sub(r"\s+", " ", part) for part in parts]


@pytest.mark.parametrize("position", range(6))
def test_a_preview_is_the_page_that_a_participant_has_then(
    at_judith: Client, at_nadia: Client, running: Session, feed: str, at: str, position: int
) -> None:
    preview = of_a_phase(at_judith.get(f"{at}{running.pk}/apercu/{position}/"))
    given = (running.by, running.room_id, uuid4(), running.pk, running.version)
    conducting.pass_to(*given, position)
    assert preview == of_a_phase(at_nadia.get(feed))
    assert titles(running)[position] in preview[0]


def test_nothing_in_a_preview_can_be_pressed_or_is_done(at_judith: Client, session: Session, at: str) -> None:
    response = at_judith.get(f"{at}{session.pk}/apercu/2/")
    assert re.search(r"<hub-room inert ", response.content.decode())
    assert "<noscript><img" not in response.content.decode()
    session.refresh_from_db()
    assert (session.began_at, session.room.hush) == (None, "")


def test_a_session_is_conducted_with_forms_alone(at_judith: Client, session: Session, at: str) -> None:
    address = f"{at}{session.pk}/"
    page = at_judith.get(f"{address}mener/")
    page = at_judith.post(f"{address}commencer/", act(page, "commencer"), follow=True)
    assert '<noscript><meta http-equiv="refresh"' in text(page)
    page = at_judith.post(f"{address}suspendre/", act(page, "suspendre"), follow=True)
    assert "En pause" in text(page)
    page = at_judith.post(f"{address}reprendre/", act(page, "reprendre"), follow=True)
    page = at_judith.post(f"{address}prolonger/", act(page, "prolonger"), follow=True)
    session.refresh_from_db()
    assert (session.added, session.index) == (120, 0)
    for index in range(1, 6):
        boxes = act(page, "passer") | {"to": str(index)}
        page = at_judith.post(f"{address}passer/", boxes, follow=True)
        assert f'<h1 data-now="title">{titles(session)[index]}</h1>' in text(page)
    page = at_judith.post(f"{address}finir/", act(page, "finir"), follow=True)
    assert "La séance est finie" in text(page)


def test_of_two_who_lead_the_second_is_told_and_sees_the_present(
    at_judith: Client, at_awa: Client, running: Session, at: str
) -> None:
    address = f"{at}{running.pk}/"
    seen = at_awa.get(f"{address}mener/")
    boxes = act(at_judith.get(f"{address}mener/"), "passer")
    at_judith.post(f"{address}passer/", boxes | {"to": "3"})
    told = at_awa.post(f"{address}passer/", act(seen, "passer") | {"to": "3"})
    assert told.status_code == 409
    assert "Judith vient d’agir" in text(told)
    assert '<h1 data-now="title">Tout se dévoile</h1>' in text(told)
    assert act(told, "passer")["version"] != boxes["version"]


def test_a_second_session_is_refused_in_place(
    at_judith: Client, cast: Cast, running: Session, at: str
) -> None:
    composing.open_session(cast.judith, cast.fabrique.pk, uuid4(), "Une autre", "silent")
    other = Session.objects.latest("pk")
    page = at_judith.post(f"{at}{other.pk}/commencer/", {"ref": str(uuid4())})
    assert "Une autre séance est en cours ici" in text(page)


def test_an_empty_score_does_not_begin(at_judith: Client, cast: Cast, at: str) -> None:
    composing.open_session(cast.judith, cast.fabrique.pk, uuid4(), "Rien")
    made = Session.objects.get()
    page = at_judith.post(f"{at}{made.pk}/commencer/", {"ref": str(uuid4())})
    assert "La partition est vide" in text(page)


def test_an_artist_who_leads_no_more_conducts_no_more(
    at_judith: Client, judith: Person, fabrique: Room, running: Session, at: str
) -> None:
    boxes = act(at_judith.get(f"{at}{running.pk}/mener/"), "finir")
    joining.give_role(judith, fabrique, Membership.Role.PARTICIPANT)
    assert at_judith.post(f"{at}{running.pk}/finir/", boxes).status_code == 403
    running.refresh_from_db()
    assert running.is_running


def test_grace_is_given_and_taken_back_by_name_and_no_text_is_seen(
    at_judith: Client, nadia: Person, fabrique: Room, running: Session, at: str
) -> None:
    silent = running.phases.get(position=2)
    writing.keep(nadia, fabrique.pk, uuid4(), silent.pk, "Rien que pour moi")
    address = f"{at}{running.pk}/"
    page = at_judith.get(f"{address}mener/")
    assert "Rien que pour moi" not in text(page)
    assert act(page, "grace") | {"ref": ""} == {"ref": "", "person": str(nadia.pk), "seconds": "120"}
    page = at_judith.post(f"{address}grace/", act(page, "grace"), follow=True)
    assert re.search(r"a jusqu’à \d+\sh", text(page))
    assert Grace.objects.get().person == nadia
    at_judith.post(f"{address}grace/", act(page, "grace"))
    assert not Grace.objects.exists()


def test_a_text_is_shown_by_the_button_only_where_texts_wait_for_it(
    at_judith: Client, cast: Cast, at: str
) -> None:
    composing.open_session(cast.judith, cast.fabrique.pk, uuid4(), "Une lecture")
    made = Session.objects.get()
    for plan in (PhasePlan("silence", "Écrire"), PhasePlan("reveal", "Lire", order="tapped")):
        composing.add(cast.judith, cast.fabrique.pk, uuid4(), made.pk, plan)
    conducting.start(cast.judith, cast.fabrique.pk, uuid4(), made.pk)
    writing.finish(cast.nadia, cast.fabrique.pk, uuid4(), made.phases.all()[0].pk, "Un texte.", True)
    address = f"{at}{made.pk}/"
    page = at_judith.get(f"{address}mener/")
    assert re.search(r'data-now="reveal" hidden', text(page))
    page = at_judith.post(f"{address}passer/", act(page, "passer") | {"to": "1"}, follow=True)
    assert not re.search(r'data-now="reveal" hidden', text(page))
    page = at_judith.post(f"{address}devoiler/", act(page, "devoiler"), follow=True)
    assert "1 sur 1 dévoilés" in text(page)
    page = at_judith.post(f"{address}devoiler/", act(page, "devoiler"))
    assert "Tous les textes sont dévoilés." in text(page)


def test_a_message_to_all_is_published_even_in_silence(at_judith: Client, running: Session, at: str) -> None:
    address = f"{at}{running.pk}/dire/"
    page = at_judith.post(address, {"body": "Encore deux minutes.", "ref": str(uuid4())}, follow=True)
    assert "C’est dit" in text(page)
    assert Post.objects.visible().get().body == "Encore deux minutes."
    wrong = at_judith.post(address, {"body": " ", "ref": str(uuid4())})
    assert is_invalid(wrong, "body")
    long = at_judith.post(address, {"body": "a" * 5_001, "ref": str(uuid4())})
    assert box(long, "body") == "a" * 5_001


def test_the_wall_is_opened_with_an_address_and_closed(at_judith: Client, session: Session, at: str) -> None:
    address = f"{at}{session.pk}/"
    page = at_judith.post(f"{address}mur/", {"on": "1", "ref": str(uuid4())}, follow=True)
    session.refresh_from_db()
    assert f"/mur/{session.wall}/" in text(page)
    assert "Code QR du mur" in text(page)
    at_judith.post(f"{address}mur/", {"on": "0", "ref": str(uuid4())})
    assert "/mur/" + session.wall not in text(at_judith.get(f"{address}mener/"))


def test_what_was_played_is_listed_and_its_score_kept(
    at_judith: Client, cast: Cast, running: Session, at: str
) -> None:
    assert "Mener cette séance" in text(at_judith.get(at))
    conducting.end(cast.judith, cast.fabrique.pk, uuid4(), running.pk, running.version)
    page = text(at_judith.get(at))
    assert f"seances/{running.pk}/recit/" in page
    assert "Sa partition" in page
    assert "Ajouter un temps" not in text(at_judith.get(f"{at}{running.pk}/"))


@pytest.mark.parametrize("verb", ["commencer", "passer", "finir", "grace"])
def test_an_act_is_a_form_and_never_an_address_that_one_opens(
    at_judith: Client, session: Session, at: str, verb: str
) -> None:
    assert at_judith.get(f"{at}{session.pk}/{verb}/").status_code == 405


def test_a_session_that_is_not_there_is_told(at_judith: Client, at: str) -> None:
    assert at_judith.get(f"{at}999999/").status_code == 404
    assert at_judith.post(f"{at}999999/commencer/", {"ref": str(uuid4())}).status_code == 404


def test_a_private_word_is_read_where_one_conducts_and_in_the_wings_alone(
    at_judith: Client, at_awa: Client, at_nadia: Client, running: Session, at: str, feed: str
) -> None:
    page = f"{at}{running.pk}/mener/"
    word = {"word": "Nadia pleure, j’y vais.", "ref": str(uuid4())}
    assert at_nadia.post(f"{at}{running.pk}/mot/", word).status_code == 403
    assert "j’y vais" in text(at_judith.post(f"{at}{running.pk}/mot/", word, follow=True))
    assert "j’y vais" in text(at_awa.get(page))
    assert "j’y vais" in text(at_awa.get(f"{feed}coulisses/"))
    assert "j’y vais" not in text(at_nadia.get(feed))


def test_a_private_word_that_was_changed_and_sent_again_is_given_back(
    at_judith: Client, running: Session, at: str
) -> None:
    sent = {"word": "Nadia pleure, j’y vais.", "ref": str(uuid4())}
    at_judith.post(f"{at}{running.pk}/mot/", sent)
    response = at_judith.post(f"{at}{running.pk}/mot/", sent | {"word": "Elle rit."})
    assert response.status_code == 422
    assert box(response, "word") == "Elle rit."
    assert "avec d’autres mots" in text(response)
    assert sent["ref"] not in response.content.decode()


def test_a_private_word_too_long_is_given_back_beside_its_box(
    at_judith: Client, running: Session, at: str
) -> None:
    long = "a" * 501
    response = at_judith.post(f"{at}{running.pk}/mot/", {"word": long, "ref": str(uuid4())})
    assert response.status_code == 422
    assert is_invalid(response, "word")
    assert box(response, "word") == long
