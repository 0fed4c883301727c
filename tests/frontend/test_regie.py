"""The régie: what waits in the rooms that somebody leads; and what its author sees of it, alone."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from people.models import Person
from protocols import submitting
from protocols.models import Protocole
from protocols.written import Written
from rooms import joining, moderating, posting
from rooms.models import Comment, Decision, Membership, Post, Room
from rooms.moderation import approving, floods, reporting
from rooms.sessions import conducting
from tests.cast import Cast, answers, says
from tests.frontend.pages import box, pinned_consigne, publish, text
from tests.rooms.sessions.conftest import TALK, compose

WORDS = "Une phrase que l’équipe lit d’abord."
REGIE = "/regie/"


@pytest.fixture
def read_first(cast: Cast) -> Room:
    """The fabrique, where the team reads everything first."""
    approving.hold_room(cast.awa, cast.fabrique.pk, None, "all")
    return cast.fabrique


def test_what_one_wrote_is_shown_to_oneself_alone_and_to_the_regie(
    at_nadia: Client, at_marcel: Client, at_awa: Client, read_first: Room, feed: str
) -> None:
    answer = publish(at_nadia, read_first, WORDS)
    assert answer.headers["Location"] == f"{feed}#en-attente"
    mine = text(at_nadia.get(feed))
    for seen in (WORDS, "En attente de l’équipe", "vous seul·e voyez ceci"):
        assert seen in mine
    assert WORDS in text(at_nadia.get(f"{feed}en-attente/"))
    for nothing in (at_marcel.get(feed), at_marcel.get(f"{feed}en-attente/"), at_awa.get(feed)):
        assert WORDS not in text(nothing)
    regie = text(at_awa.get(REGIE))
    for seen in (WORDS, "Nadia", "tout est relu ici", "1 texte à lire", "(1) Régie"):
        assert seen in regie


def test_published_from_the_regie_it_is_in_the_feed_and_can_be_held_again(
    at_nadia: Client, at_marcel: Client, at_awa: Client, read_first: Room, feed: str
) -> None:
    publish(at_nadia, read_first, WORDS)
    pk = Post.objects.latest("pk").pk
    done = at_awa.post(f"{feed}messages/{pk}/publier/")
    assert done.headers["Location"] == REGIE
    assert WORDS in text(at_marcel.get(feed))
    assert "En attente de l’équipe" not in text(at_nadia.get(feed))
    regie = text(at_awa.get(REGIE))
    assert f"{feed}messages/{pk}/retenir/" in regie
    assert f"Publié : « {WORDS} », de Nadia" in regie
    at_awa.post(f"{feed}messages/{pk}/retenir/")
    assert WORDS not in text(at_marcel.get(feed))
    assert "mis en attente par l’équipe" in text(at_awa.get(REGIE))


def test_a_word_of_the_team_reaches_the_author_who_corrects_and_sends_again(
    at_nadia: Client, at_awa: Client, read_first: Room, feed: str
) -> None:
    publish(at_nadia, read_first, WORDS)
    pk = Post.objects.latest("pk").pk
    at_awa.post(f"{feed}messages/{pk}/ecarter/", {"told": "Sans nom de famille, s’il vous plaît."})
    mine = text(at_nadia.get(feed))
    for seen in ("L’équipe ne l’a pas publié", "Sans nom de famille", "Corriger et renvoyer", WORDS):
        assert seen in mine
    assert box(at_nadia.get(f"{feed}messages/{pk}/modifier/"), "body") == WORDS
    at_nadia.post(f"{feed}messages/{pk}/modifier/", {"body": "Sans nom."})
    assert "Sans nom." in text(at_awa.get(REGIE))
    assert "Sans nom de famille" not in text(at_nadia.get(feed))


def test_an_answer_waits_and_is_corrected_as_a_message_does(
    at_nadia: Client, at_marcel: Client, at_awa: Client, cast: Cast, read_first: Room, feed: str
) -> None:
    above = says(cast.judith, read_first)
    at_nadia.post(f"{feed}messages/{above.pk}/repondre/", {"body": WORDS})
    pk = Comment.objects.get().pk
    assert "Votre réponse à Judith" in text(at_nadia.get(feed))
    at_nadia.post(f"{feed}reponses/{pk}/modifier/", {"body": "Autrement."})
    assert "répond à Judith" in text(at_awa.get(REGIE))
    assert "Autrement." not in text(at_marcel.get(feed))
    at_awa.post(f"{feed}reponses/{pk}/publier/")
    assert "Autrement." in text(at_marcel.get(feed))


def test_what_one_takes_back_waits_no_longer(
    at_nadia: Client, at_awa: Client, read_first: Room, feed: str
) -> None:
    publish(at_nadia, read_first, WORDS)
    pk = Post.objects.latest("pk").pk
    at_nadia.post(f"{feed}messages/{pk}/retirer/")
    assert WORDS not in text(at_awa.get(REGIE))
    assert at_awa.post(f"{feed}messages/{pk}/publier/").status_code == 404


def test_a_protocole_waits_too(
    at_nadia: Client, at_marcel: Client, at_awa: Client, cast: Cast, read_first: Room, feed: str
) -> None:
    asked = pinned_consigne(cast.judith, read_first)
    written = Written(title="Marcher de côté", steps=["Tourner le dos au mur."])
    receipt = submitting.hand_in(cast.nadia, read_first.pk, None, asked.pk, written)
    assert "Tourner le dos au mur." in text(at_awa.get(REGIE))
    assert "Marcher de côté" in text(at_nadia.get(feed))
    for page in (feed, f"{feed}protocoles/"):
        assert "Marcher de côté" not in text(at_marcel.get(page))
    at_awa.post(f"{feed}messages/{receipt.post}/publier/")
    assert "Marcher de côté" in text(at_marcel.get(f"{feed}protocoles/"))


def test_an_artist_sees_their_fabrique_and_a_participant_nothing(
    at_judith: Client, at_nadia: Client, cast: Cast, read_first: Room
) -> None:
    approving.hold_room(cast.awa, cast.mezza.pk, None, "all")
    posting.publish(cast.nadia, cast.mezza.pk, None, "Ailleurs.")
    posting.publish(cast.nadia, read_first.pk, None, WORDS)
    page = text(at_judith.get(REGIE))
    assert WORDS in page
    assert "Ailleurs." not in page
    assert "Coulisses" not in page
    refused = at_nadia.get(REGIE)
    assert refused.status_code == 403
    assert "La régie est à l’équipe" in text(refused)


def test_whoever_leads_no_longer_decides_no_longer(
    at_judith: Client, cast: Cast, read_first: Room, feed: str
) -> None:
    receipt = posting.publish(cast.nadia, read_first.pk, None, WORDS)
    joining.give_role(cast.judith, read_first, Membership.Role.PARTICIPANT)
    assert at_judith.post(f"{feed}messages/{receipt.post}/publier/").status_code == 403
    assert at_judith.get(REGIE).status_code == 403


def test_the_regie_shows_the_rooms_that_are_named(at_awa: Client, cast: Cast, read_first: Room) -> None:
    says(cast.nadia, cast.mezza, "Dans Mezza.")
    both = text(at_awa.get(REGIE))
    assert "Dans Mezza." in both
    one = text(at_awa.get(f"{REGIE}?espace={read_first.slug}"))
    assert "Dans Mezza." not in one
    assert text(at_awa.get(f"{REGIE}?espace=nulle-part&espace=%00"))


def test_the_second_to_decide_is_told_whose_decision_stands(
    at_awa: Client, cast: Cast, read_first: Room, feed: str
) -> None:
    receipt = posting.publish(cast.nadia, read_first.pk, None, WORDS)
    approving.refuse_post(cast.judith, read_first.pk, None, receipt.post or 0)
    told = at_awa.post(f"{feed}messages/{receipt.post}/publier/")
    assert told.status_code == 403
    assert "Judith a déjà décidé de ne pas le publier." in text(told)


def test_the_team_sets_whose_words_it_reads_in_the_wings(
    at_awa: Client, at_nadia: Client, nadia: Person, fabrique: Room, feed: str
) -> None:
    at_awa.post(f"{feed}relecture/changer/", {"holds": "new"})
    assert publish(at_nadia, fabrique, WORDS).headers["Location"].endswith("#en-attente")
    at_awa.post(f"{feed}relecture/changer/", {"holds": ""})
    at_awa.post(f"{feed}personnes/{nadia.pk}/relire/", {"why": "Ce soir seulement."})
    assert "relu·e" in text(at_awa.get(f"{feed}coulisses/"))
    assert publish(at_nadia, fabrique, "Encore.").headers["Location"].endswith("#en-attente")
    at_awa.post(f"{feed}personnes/{nadia.pk}/liberer/")
    assert "#message-" in publish(at_nadia, fabrique, "Enfin.").headers["Location"]
    assert at_awa.post(f"{feed}relecture/changer/", {"holds": "tout"}).status_code == 403
    assert at_nadia.post(f"{feed}relecture/changer/", {"holds": "all"}).status_code == 403


def test_and_in_the_regie_without_leaving_it(at_awa: Client, cast: Cast, feed: str) -> None:
    assert "Lire avant de publier" in text(at_awa.get(REGIE))
    done = at_awa.post(f"{feed}relecture/changer/", {"holds": "all", "from": "regie"})
    assert done.headers["Location"] == REGIE
    assert "lu avant de paraître" in text(at_awa.get(REGIE))


def test_a_wave_is_told_at_the_top_beside_nothing_that_waits(at_awa: Client, cast: Cast) -> None:
    said = "Une vague dans « Prises de risque »"
    for number in range(floods.FLOOD):
        seen = text(at_awa.get(REGIE))
        assert said not in seen
        assert "Rien n’attend." in seen
        says(cast.nadia, cast.fabrique, f"Couteaux, {number}.")
    seen = text(at_awa.get(REGIE))
    assert seen.count(said) == 1
    assert "Rien n’attend." not in seen


def test_what_is_in_sight_is_moved_from_the_regie_and_leads_back_there(
    at_awa: Client, cast: Cast, feed: str
) -> None:
    post = says(cast.nadia, cast.fabrique)
    move = f"{feed}messages/{post.pk}/deplacer/"
    assert f'href="{move}?from=regie"' in at_awa.get(REGIE).content.decode()
    page = at_awa.get(f"{move}?from=regie")
    assert f'value="{cast.mezza.pk}" checked' in page.content.decode(), "the only room is chosen"
    assert box(page, "from") == "regie"
    moved = at_awa.post(move, {"to": cast.mezza.pk, "from": "regie"})
    assert moved.headers["Location"] == REGIE
    assert "Déplacé dans « Mezza »" in text(at_awa.get(REGIE))


def test_of_what_waits_the_page_says_which_rooms_are_offered_and_that_it_waits_there(
    at_awa: Client, at_nadia: Client, cast: Cast, feed: str, read_first: Room
) -> None:
    publish(at_nadia, read_first, WORDS)
    held = Post.objects.latest("pk")
    page = text(at_awa.get(f"{feed}messages/{held.pk}/deplacer/"))
    assert "Ne sont proposés que les espaces où Nadia est aussi." in page
    Membership.objects.filter(person=cast.nadia, room=cast.mezza).delete()
    page = text(at_awa.get(f"{feed}messages/{held.pk}/deplacer/"))
    assert "Nadia n’est dans aucun autre espace ouvert." in page


def test_answers_under_what_is_held_wait_with_it(
    at_marcel: Client, at_awa: Client, cast: Cast, feed: str
) -> None:
    post = says(cast.nadia, cast.fabrique, WORDS)
    answers(cast.marcel, post, "Ma réponse à cela.")
    at_awa.post(f"{feed}messages/{post.pk}/retenir/")
    assert "Ma réponse à cela." not in text(at_marcel.get(feed))
    at_awa.post(f"{feed}messages/{post.pk}/publier/")
    assert "Ma réponse à cela." in text(at_marcel.get(feed))


def test_a_phase_that_is_read_first_is_told_there_and_who_leads_publishes(
    at_judith: Client, at_nadia: Client, at_awa: Client, cast: Cast, feed: str
) -> None:
    said = "lu avant de paraître, pendant ce temps"
    seance = compose(cast, replace(TALK, read_first=True), TALK)
    assert said not in text(at_awa.get(REGIE))
    seance.start()
    publish(at_nadia, cast.fabrique, WORDS)
    for regie in (text(at_awa.get(REGIE)), text(at_judith.get(REGIE))):
        for told in (WORDS, said, "tout est relu pendant ce temps de la séance"):
            assert told in regie
    mine = text(at_nadia.get(feed))
    for told in (WORDS, "En attente de l’équipe", "data-phase-read-first"):
        assert told in mine
    at_judith.post(f"{feed}messages/{Post.objects.latest('pk').pk}/publier/")
    assert "En attente de l’équipe" not in text(at_nadia.get(feed))
    seance.does(conducting.pass_to, 1)
    assert said not in text(at_awa.get(REGIE))
    assert "data-phase-read-first" not in text(at_nadia.get(feed))


def test_it_speaks_english(at_awa: Client, awa: Person, cast: Cast, read_first: Room) -> None:
    posting.publish(cast.nadia, read_first.pk, None, WORDS)
    awa.language = "en"
    awa.save()
    with override("en"):
        page = text(at_awa.get(REGIE, headers={"Accept-Language": "en"}))
    for seen in ("Control room", "1 text to read", "everything is read first here", "Do not publish"):
        assert seen in page


def test_a_report_is_made_in_two_touches_and_its_outcome_is_told(
    at_nadia: Client, at_marcel: Client, at_awa: Client, at_judith: Client, cast: Cast, feed: str
) -> None:
    post = says(cast.nadia, cast.fabrique, WORDS)
    form = f"{feed}messages/{post.pk}/signaler/"
    assert form in text(at_marcel.get(feed))
    assert form not in text(at_nadia.get(feed))
    assert WORDS in text(at_marcel.get(form))
    at_marcel.post(form, {"author": "0", "word": "On me reconnaît."})
    assert "L’équipe va le lire." in text(at_marcel.get(feed))
    assert "Marcel signale ces mots : « On me reconnaît. »" in text(at_awa.get(REGIE))
    seen_by_artist = text(at_judith.get(REGIE))
    assert "Une personne signale ces mots" in seen_by_artist
    assert "Marcel signale" not in seen_by_artist
    at_awa.post(f"{feed}messages/{post.pk}/laisser/")
    assert "et l’a laissé" in text(at_marcel.get(feed))
    assert "signalé" not in text(at_nadia.get(feed))
    pk = cast.fabrique.reports.get().pk
    at_marcel.post(f"{feed}signalements/{pk}/vu/")
    assert "Vous avez signalé" not in text(at_marcel.get(feed))


def test_an_answer_is_reported_as_a_message_is(
    at_marcel: Client, at_awa: Client, cast: Cast, feed: str
) -> None:
    answer = answers(cast.nadia, says(cast.judith, cast.fabrique), WORDS)
    form = f"{feed}reponses/{answer.pk}/signaler/"
    assert form in text(at_marcel.get(feed))
    assert WORDS in text(at_marcel.get(form))
    refused = at_marcel.post(form, {"author": "1", "word": "é" * 400})
    assert refused.status_code == 422
    assert "é" * 400 in text(refused)
    at_marcel.post(form, {"author": "1", "word": ""})
    assert "Marcel signale la personne" in text(at_awa.get(REGIE))
    at_awa.post(f"{feed}reponses/{answer.pk}/retenir/")
    assert "elle a fait quelque chose" in text(at_marcel.get(feed))


def test_the_team_moves_what_waits_and_its_author_reads_where(
    at_nadia: Client, at_awa: Client, at_judith: Client, cast: Cast, read_first: Room, feed: str
) -> None:
    joining.join(cast.nadia, cast.mezza)
    publish(at_nadia, read_first, WORDS)
    page = f"{feed}messages/{Post.objects.latest('pk').pk}/deplacer/"
    assert page in text(at_awa.get(REGIE))
    assert page not in text(at_judith.get(REGIE))
    assert WORDS in text(at_awa.get(page))
    assert at_awa.post(page, {"to": cast.mezza.pk}).headers["Location"] == REGIE
    assert "L’équipe a déplacé votre message dans «\u00a0Mezza\u00a0»" in text(at_nadia.get(feed))
    assert "En attente de l’équipe" in text(at_nadia.get("/f/mezza/"))


def test_the_way_back_from_holding_says_where_the_words_come_back(
    at_awa: Client, cast: Cast, feed: str
) -> None:
    above = says(cast.judith, cast.fabrique)
    answer = answers(cast.nadia, above, WORDS)
    at_awa.post(f"{feed}reponses/{answer.pk}/retenir/")
    assert "Annuler : la publier, à sa place" in text(at_awa.get(REGIE))
    at_awa.post(f"{feed}messages/{above.pk}/retenir/")
    assert "Annuler : le publier, à la fin du fil" in text(at_awa.get(REGIE))


@pytest.mark.parametrize("where", ["arrived", "reported", "waiting"])
def test_from_a_text_in_the_regie_the_team_reaches_whoever_wrote_it(
    at_awa: Client, at_judith: Client, cast: Cast, feed: str, where: str
) -> None:
    if where == "waiting":
        approving.hold_room(cast.awa, cast.fabrique.pk, None, "all")
        posting.publish(cast.nadia, cast.fabrique.pk, None, WORDS)
    else:
        post = says(cast.nadia, cast.fabrique, WORDS)
    if where == "reported":
        reporting.report_post(cast.marcel, cast.fabrique.pk, None, post.pk)
    hers = f"{feed}personnes/{cast.nadia.pk}/"
    regie = text(at_awa.get(REGIE))
    for verb in ("dire", "silence-dix", "silence-heure", "relire", "masquer-tout", "retirer"):
        assert f'"{hers}{verb}/"' in regie
    assert f'href="{hers}exclure/?from=regie"' in regie
    assert hers not in text(at_judith.get(REGIE))


def test_nothing_weighs_on_one_of_the_team_from_the_regie(at_awa: Client, cast: Cast, feed: str) -> None:
    says(cast.awa, cast.fabrique, WORDS)
    regie = text(at_awa.get(REGIE))
    assert WORDS in regie
    assert f"{feed}personnes/" not in regie


def test_a_word_alone_is_sent_from_the_regie_and_read_by_whom_it_is_for(
    at_awa: Client, at_nadia: Client, at_marcel: Client, cast: Cast, feed: str
) -> None:
    says(cast.nadia, cast.fabrique, WORDS)
    hers = f"{feed}personnes/{cast.nadia.pk}/"
    sent = at_awa.post(f"{hers}dire/", {"told": "Merci de parler moins fort.", "from": "regie"})
    assert sent.headers["Location"] == REGIE
    mine = text(at_nadia.get(feed))
    assert "L’équipe vous écrit un mot" in mine
    assert "L’équipe vous dit\u00a0: «\u00a0Merci de parler moins fort.\u00a0»" in mine
    assert "Demander un autre regard" not in mine
    assert "moins fort" not in text(at_marcel.get(feed))
    assert WORDS in text(at_marcel.get(feed))
    for page in (feed, f"{feed}coulisses/"):
        assert f'"{hers}dire/"' in text(at_awa.get(page))
    assert "Awa</b> a écrit un mot à <b" in text(at_awa.get(f"{feed}coulisses/"))


def test_who_is_barred_from_a_text_in_the_regie_leads_back_there_with_one_way_back(
    at_awa: Client, cast: Cast, feed: str
) -> None:
    says(cast.nadia, cast.fabrique, WORDS)
    page = f"{feed}personnes/{cast.nadia.pk}/exclure/"
    assert box(at_awa.get(f"{page}?from=regie"), "from") == "regie"
    barred = at_awa.post(page, {"from": "regie", "why": "Trois insultes."})
    assert barred.headers["Location"] == REGIE
    assert text(at_awa.get(REGIE)).count("· Nadia, exclu·e de la maison.</p>") == 1


@pytest.mark.parametrize("why", ["over", "in silence"])
def test_whoever_may_not_write_may_report_all_the_same(
    at_marcel: Client, at_nadia: Client, cast: Cast, feed: str, why: str
) -> None:
    post = says(cast.nadia, cast.fabrique, WORDS)
    answer = answers(cast.nadia, says(cast.judith, cast.fabrique))
    forms = [f"{feed}messages/{post.pk}/signaler/", f"{feed}reponses/{answer.pk}/signaler/"]
    if why == "over":
        is_over(cast.fabrique)
    else:
        moderating.quiet(cast.awa, cast.fabrique.pk, None, cast.marcel.pk, True)
    page, hers = text(at_marcel.get(feed)), text(at_nadia.get(feed))
    for form in forms:
        assert f'"{form}"' in page
        assert f'"{form}"' not in hers
        assert at_marcel.post(form, {"author": "0"}).status_code == 302
    assert f"{feed}messages/{post.pk}/repondre/" not in page


def test_in_a_room_that_is_over_the_team_hides_what_should_not_stay(
    at_awa: Client, at_marcel: Client, cast: Cast, feed: str
) -> None:
    post = says(cast.nadia, cast.fabrique, WORDS)
    answer = answers(cast.nadia, says(cast.judith, cast.fabrique), "Une réponse de trop.")
    is_over(cast.fabrique)
    forms = [f"{feed}messages/{post.pk}/masquer/", f"{feed}reponses/{answer.pk}/masquer/"]
    page = text(at_awa.get(feed))
    assert f"{feed}messages/{post.pk}/deplacer/" not in page
    for form in forms:
        assert f'"{form}"' in page
        at_awa.post(form)
    seen = text(at_marcel.get(feed))
    for words in (WORDS, "Une réponse de trop."):
        assert words not in seen


def test_a_protocole_is_reported_from_its_own_page_and_quoted_whole(
    at_nadia: Client, at_marcel: Client, at_awa: Client, cast: Cast, feed: str
) -> None:
    asked = pinned_consigne(cast.judith, cast.fabrique)
    written = Written(title="Marcher de côté", steps=["Tourner le dos au mur."])
    receipt = submitting.hand_in(cast.nadia, cast.fabrique.pk, None, asked.pk, written)
    page = f"{feed}protocoles/{Protocole.objects.get().pk}/"
    form, hide = (f"{feed}messages/{receipt.post}/{verb}/" for verb in ("signaler", "masquer"))
    seen = {who: text(at.get(page)) for who, at in [("m", at_marcel), ("n", at_nadia), ("a", at_awa)]}
    assert [f'"{form}"' in seen[who] for who in "mna"] == [True, False, True]
    assert [f'"{hide}"' in seen[who] for who in "mna"] == [False, False, True]
    assert "Tourner le dos au mur." in text(at_marcel.get(form))
    at_marcel.post(form, {"author": "0", "word": "C’est dangereux."})
    regie = one_line(at_awa.get(REGIE))
    for told in ("Marcel signale ces mots : « C’est dangereux. »", "Tourner le dos au mur."):
        assert told in regie
    at_awa.post(hide)
    assert "elle a fait quelque chose" in text(at_marcel.get(feed))
    assert "Tourner le dos au mur." in text(at_awa.get(f"{feed}coulisses/"))
    assert at_marcel.get(page).status_code == 404


def is_over(room: Room) -> None:
    now = timezone.now()
    Room.objects.filter(pk=room.pk).update(
        opens_at=now - timedelta(days=8), closes_at=now - timedelta(days=1)
    )


def test_somebody_who_wrote_nothing_is_reported_in_two_touches_and_the_outcome_is_told(
    at_nadia: Client, at_marcel: Client, at_awa: Client, at_judith: Client, cast: Cast, feed: str
) -> None:
    hers = f"{feed}personnes/{cast.nadia.pk}/"
    assert f'"{feed}personnes/0/signaler/"' in text(at_marcel.get(feed))
    assert "Signaler Nadia à l’équipe" in text(at_marcel.get(f"{hers}signaler/"))
    sent = at_marcel.post(f"{hers}signaler/", {"word": "Elle me suit partout."})
    assert sent.headers["Location"] == feed
    assert "Vous avez signalé Nadia à l’équipe. L’équipe va le lire." in one_line(at_marcel.get(feed))
    regie = one_line(at_awa.get(REGIE))
    told = ("Marcel signale la personne : « Elle me suit partout. »", "(1) Régie", f'"{hers}laisser/"')
    for seen in (*told, f'"{hers}silence-dix/"', f'"{hers}relire/"', f'"{hers}exclure/?from=regie"'):
        assert seen in regie
    assert "signale la personne" not in text(at_judith.get(REGIE))
    done = at_awa.post(f"{hers}laisser/", {"from": "regie"})
    assert done.headers["Location"] == REGIE
    assert "et l’a laissé" in text(at_marcel.get(feed))
    assert "signalé" not in text(at_nadia.get(feed))
    regie = text(at_awa.get(REGIE))
    assert "Rien décidé au sujet de Nadia.</p>" in regie
    undoes = Decision.objects.latest("pk").pk
    at_awa.post(f"{hers}regarder/", {"from": "regie", "undoes": undoes})
    assert "Marcel signale la personne" in text(at_awa.get(REGIE))
    at_awa.post(f"{hers}silence-dix/", {"from": "regie"})
    assert "elle a fait quelque chose" in text(at_marcel.get(feed))


def test_a_report_of_somebody_gives_back_what_is_too_long_and_is_of_who_is_here(
    at_marcel: Client, cast: Cast, feed: str
) -> None:
    form = f"{feed}personnes/{cast.nadia.pk}/signaler/"
    refused = at_marcel.post(form, {"word": "é" * 400})
    assert refused.status_code == 422
    assert "é" * 400 in text(refused)
    elsewhere = f"{feed}personnes/{cast.ousmane.pk}/signaler/"
    assert at_marcel.get(elsewhere).status_code == 404
    for verb in ("laisser", "regarder"):
        assert at_marcel.get(f"{feed}personnes/{cast.nadia.pk}/{verb}/").status_code == 405
        sent = at_marcel.post(f"{feed}personnes/{cast.nadia.pk}/{verb}/", {"undoes": "1"})
        assert sent.status_code == 403


def one_line(response: object) -> str:
    return " ".join(text(response).split())
