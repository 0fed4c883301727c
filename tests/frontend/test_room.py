"""The room and its composer, without JavaScript."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from people.models import Person
from rooms import commenting, joining, moderating, posting
from rooms.models import Membership, Post, Reaction, Room
from rooms.reading import WINDOW
from tests.cast import answers, place, says
from tests.frontend.pages import box, is_invalid, publish, text


def test_what_one_publishes_is_in_the_room_at_its_own_place(
    at_nadia: Client, fabrique: Room, feed: str
) -> None:
    response = publish(at_nadia, fabrique, "Bonjour à **toutes**.")
    post = Post.objects.get(room=fabrique)
    assert response.headers["Location"] == f"{feed}#message-{post.pk}"
    assert "Bonjour à <strong>toutes</strong>." in text(at_nadia.get(feed))


def test_every_link_of_a_room_has_an_address_those_too_that_are_not_shown_yet(
    at_nadia: Client, feed: str
) -> None:
    links = re.findall(r"<a\b[^>]*>", at_nadia.get(feed).content.decode())
    assert [link for link in links if "hidden" in link] != []
    assert [link for link in links if " href=" not in link] == []


def test_a_form_sent_twice_is_one_post(at_nadia: Client, fabrique: Room, feed: str) -> None:
    ref = box(at_nadia.get(feed), "ref")
    places = {publish(at_nadia, fabrique, "Une fois.", ref=ref).headers["Location"] for _time in range(3)}
    assert len(places) == 1
    assert Post.objects.filter(room=fabrique).count() == 1


def test_a_ref_that_is_none_is_replaced(at_nadia: Client, fabrique: Room) -> None:
    assert publish(at_nadia, fabrique, "Un mot.", ref="n’importe quoi").status_code == 302


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("", "Écrivez quelques mots"),
        (" \n\u200b", "Écrivez quelques mots"),
        ("é" * 10_000, "C’est trop long"),
    ],
)
def test_a_post_that_cannot_be_comes_back_in_its_box(
    at_nadia: Client, fabrique: Room, body: str, sentence: str
) -> None:
    response = publish(at_nadia, fabrique, body)
    assert response.status_code == 422
    assert sentence in text(response)
    assert is_invalid(response, "body")
    assert box(response, "body") == body
    assert not Post.objects.exists()


@pytest.mark.parametrize(
    "body", ["🙂" * 200, "مرحبا بكم", "<script>alert(1)</script>", '<img src=x onerror="alert(1)">', "a\x00b"]
)
def test_any_words_can_be_published_and_none_run(
    at_nadia: Client, fabrique: Room, feed: str, body: str
) -> None:
    assert publish(at_nadia, fabrique, body).status_code == 302
    page = at_nadia.get(feed).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "\x00" not in page


def test_no_script_but_two_and_no_style_may_stand_in_a_page(at_nadia: Client, feed: str) -> None:
    response = at_nadia.get(feed)
    policy = response.headers["Content-Security-Policy"].split("; ")
    assert [rule for rule in policy if re.fullmatch(r"script-src 'self'( 'sha256-[^;' ]+'){2}", rule)]
    assert " style=" not in text(response)


def test_a_room_that_is_over_says_so_and_gives_the_words_back(at_nadia: Client, ended: Room) -> None:
    page = at_nadia.get(f"/f/{ended.slug}/")
    assert "Cette fabrique est terminée" in text(page)
    assert f'action="/f/{ended.slug}/publier/"' not in text(page)
    response = publish(at_nadia, ended, "Trop tard ?")
    assert response.status_code == 403
    assert "Cette fabrique est terminée" in text(response)
    assert "Trop tard ?" in text(response)


def test_a_room_that_is_over_offers_nothing_that_cannot_be_done(
    at_nadia: Client, nadia: Person, ended: Room
) -> None:
    Room.objects.filter(pk=ended.pk).update(closes_at=None)
    said = says(nadia, ended, "Je l’ai fait.")
    Room.objects.filter(pk=ended.pk).update(closes_at=ended.closes_at)
    Reaction.objects.create(post=said, person=nadia, sign="merci")
    page = text(at_nadia.get(f"/f/{ended.slug}/"))
    item = page[page.index(f'id="message-{said.pk}"') : page.index('id="latest"')]
    assert "Merci <b>1</b>" in item
    assert not re.search(r"<(?:button|textarea|form)\b", item)


def test_who_is_silenced_answers_the_team_which_alone_reads_it(
    browser_of: Callable[[Person], Client],
    marcel: Person,
    awa: Person,
    nadia: Person,
    fabrique: Room,
    feed: str,
) -> None:
    at_nadia, at_marcel, at_awa = map(browser_of, (nadia, marcel, awa))
    form = {"why": "Je voulais dire autre chose.", "ref": str(uuid4())}
    assert at_nadia.post(f"{feed}repondre-a-l-equipe/", form).status_code == 403
    moderating.quiet(awa, fabrique.pk, None, nadia.pk, on=True)
    assert f'action="{feed}repondre-a-l-equipe/"' in text(at_nadia.get(feed))
    page = at_nadia.post(f"{feed}repondre-a-l-equipe/", form | {"ref": str(uuid4())}, follow=True)
    assert "l’équipe lira votre réponse" in text(page)
    wings = text(at_awa.get(f"{feed}coulisses/"))
    assert "a répondu à l’équipe" in wings
    assert "Je voulais dire autre chose." in wings
    assert "autre chose" not in text(at_marcel.get(feed))


def test_the_first_message_is_followed_once_by_how_to_come_back(at_nadia: Client, feed: str) -> None:
    form = {"body": "Bonjour.", "ref": str(uuid4())}
    assert "C’est publié." in text(at_nadia.post(f"{feed}publier/", form, follow=True))
    again = {"body": "Et encore.", "ref": str(uuid4())}
    assert "C’est publié." not in text(at_nadia.post(f"{feed}publier/", again, follow=True))


def test_who_was_put_in_silence_reads_and_is_told(
    at_nadia: Client, awa: Person, nadia: Person, fabrique: Room, feed: str
) -> None:
    moderating.quiet(awa, fabrique.pk, None, nadia.pk, on=True)
    assert "L’équipe vous a mis en silence ici." in text(at_nadia.get(feed))
    response = publish(at_nadia, fabrique, "Mais…")
    assert response.status_code == 403
    assert "Mais…" in text(response)


def test_before_the_opening_the_artist_prepares_and_the_others_wait(
    at_nadia: Client, at_judith: Client, coming: Room
) -> None:
    assert "Elle ouvre" in text(at_nadia.get(f"/f/{coming.slug}/"))
    assert 'name="body"' in text(at_judith.get(f"/f/{coming.slug}/"))
    assert publish(at_nadia, coming, "Déjà !").status_code == 403
    assert publish(at_judith, coming, "Bienvenue.").status_code == 302


def test_a_room_is_closed_to_who_never_entered(
    browser_of: Callable[[Person], Client], ousmane: Person, feed: str
) -> None:
    response = browser_of(ousmane).get(feed)
    assert response.status_code == 403
    assert "Entrez avec son code." in text(response)
    assert 'name="code"' in text(response)


def test_the_wings_are_no_page(at_awa: Client, fabrique: Room) -> None:
    wings = Room.objects.get(stage=fabrique)
    assert at_awa.get(f"/f/{wings.slug}/").status_code == 404


def test_older_posts_are_on_their_own_page(
    at_nadia: Client, marcel: Person, fabrique: Room, feed: str
) -> None:
    posts = [says(marcel, fabrique, f"Mot {number}.") for number in range(WINDOW + 3)]
    newest = text(at_nadia.get(feed))
    assert "Mot 2." not in newest
    assert f"?avant={posts[3].seq}" in newest
    older = text(at_nadia.get(feed, {"avant": place(posts[3])}))
    assert "Mot 2." in older
    assert "Mot 3." not in older
    assert at_nadia.get(feed, {"avant": "9" * 30}).status_code == 200


def test_an_answer_to_an_older_post_leads_back_to_its_page(
    at_nadia: Client, marcel: Person, fabrique: Room, feed: str
) -> None:
    old = says(marcel, fabrique, "Il y a longtemps.")
    for _post in range(WINDOW):
        says(marcel, fabrique)
    response = at_nadia.post(f"{feed}messages/{old.pk}/repondre/", {"body": "Encore là."}, follow=True)
    assert response.redirect_chain[0][0] == f"{feed}?avant={place(old) + 1}#message-{old.pk}"
    assert "Encore là." in text(response)


def test_reading_without_javascript_moves_the_mark_forward_and_never_back(
    at_nadia: Client, nadia: Person, marcel: Person, fabrique: Room, feed: str
) -> None:
    says(marcel, fabrique)
    last = says(marcel, fabrique)
    picture = f"{feed}lu/{last.seq}/"
    assert picture in text(at_nadia.get(feed))
    assert at_nadia.get(picture).status_code == 204
    at_nadia.get(f"{feed}lu/1/")
    at_nadia.get(f"{feed}lu/999999999/")
    assert Membership.objects.get(room=fabrique, person=nadia).read_seq == last.seq


def test_staff_get_a_mark_where_they_read(at_awa: Client, awa: Person, feed: str, fabrique: Room) -> None:
    at_awa.get(feed)
    assert Membership.objects.filter(room=fabrique, person=awa).exists()


def test_the_colours_are_kept_only_under_their_own_address(
    at_nadia: Client, fabrique: Room, feed: str
) -> None:
    sheet = at_nadia.get(f"{feed}theme.css?{fabrique.hot[1:]}-{fabrique.pairing}")
    assert sheet.headers["Content-Type"].startswith("text/css")
    assert f"--hot: {fabrique.hot}" in text(sheet)
    assert "immutable" in sheet.headers["Cache-Control"]
    assert "immutable" not in at_nadia.get(f"{feed}theme.css?another").headers.get("Cache-Control", "")


def test_answering_correcting_and_reacting_lead_back_to_the_post(
    at_nadia: Client, nadia: Person, marcel: Person, fabrique: Room, feed: str
) -> None:
    post = says(marcel, fabrique)
    there = f"{feed}#message-{post.pk}"
    assert "Un mot." in text(at_nadia.get(f"{feed}messages/{post.pk}/repondre/"))
    answer = at_nadia.post(f"{feed}messages/{post.pk}/repondre/", {"body": "Oui."})
    assert answer.headers["Location"] == there
    sign = at_nadia.post(f"{feed}messages/{post.pk}/reagir/", {"sign": "merci", "on": "1"})
    assert sign.headers["Location"] == there
    comment = post.comments.get()
    assert box(at_nadia.get(f"{feed}reponses/{comment.pk}/modifier/"), "body") == "Oui."
    at_nadia.post(f"{feed}reponses/{comment.pk}/modifier/", {"body": "Oui, demain."})
    comment.refresh_from_db()
    assert comment.body == "Oui, demain."
    assert post.reactions.get().person == nadia


def test_an_empty_answer_comes_back_with_the_post_above(
    at_nadia: Client, marcel: Person, fabrique: Room, feed: str
) -> None:
    post = says(marcel, fabrique, "Au-dessus.")
    response = at_nadia.post(f"{feed}messages/{post.pk}/repondre/", {"body": " "})
    assert response.status_code == 422
    assert is_invalid(response, "body")
    assert "Au-dessus." in text(response)


def test_a_correction_that_is_too_long_stays_in_its_box(
    at_nadia: Client, nadia: Person, fabrique: Room, feed: str
) -> None:
    post = says(nadia, fabrique, "Avant.")
    assert box(at_nadia.get(f"{feed}messages/{post.pk}/modifier/"), "body") == "Avant."
    response = at_nadia.post(f"{feed}messages/{post.pk}/modifier/", {"body": "x" * 10_000})
    assert response.status_code == 422
    assert box(response, "body") == "x" * 10_000


def test_nobody_corrects_the_words_of_another(
    at_nadia: Client, marcel: Person, fabrique: Room, feed: str
) -> None:
    post = says(marcel, fabrique)
    comment = answers(marcel, post)
    for address in (f"messages/{post.pk}", f"reponses/{comment.pk}"):
        assert at_nadia.get(f"{feed}{address}/modifier/").status_code == 403
        assert at_nadia.post(f"{feed}{address}/modifier/", {"body": "Autre."}).status_code == 403
        assert at_nadia.post(f"{feed}{address}/retirer/").status_code == 403


def test_what_is_withdrawn_can_be_put_back_from_the_next_page(
    at_nadia: Client, nadia: Person, fabrique: Room, feed: str
) -> None:
    post = says(nadia, fabrique, "Je ne sais pas.")
    page = at_nadia.post(f"{feed}messages/{post.pk}/retirer/", follow=True)
    assert "Je ne sais pas." not in text(page)
    assert f'action="{feed}messages/{post.pk}/remettre/"' in text(page)
    assert "Je ne sais pas." in text(at_nadia.post(f"{feed}messages/{post.pk}/remettre/", follow=True))


def test_an_answer_withdrawn_can_be_put_back_by_its_author_alone(
    at_nadia: Client, nadia: Person, marcel: Person, fabrique: Room, feed: str
) -> None:
    mine, other = (answers(person, says(marcel, fabrique)) for person in (nadia, marcel))
    page = at_nadia.post(f"{feed}reponses/{mine.pk}/retirer/", follow=True)
    assert f'action="{feed}reponses/{mine.pk}/remettre/"' in text(page)
    commenting.withdraw(marcel, fabrique.pk, None, other.pk)
    assert "remettre" not in text(at_nadia.get(feed, {"reponse-retiree": other.pk}))


def test_what_is_gone_or_of_another_room_is_not_found(
    at_nadia: Client, nadia: Person, mezza: Room, fabrique: Room, feed: str
) -> None:
    elsewhere, gone = says(nadia, mezza), says(nadia, fabrique)
    posting.withdraw(nadia, fabrique.pk, None, gone.pk)
    for post in (elsewhere.pk, gone.pk, 999_999):
        assert at_nadia.get(f"{feed}messages/{post}/repondre/").status_code == 404
    assert (
        at_nadia.post(f"{feed}messages/{elsewhere.pk}/reagir/", {"sign": "merci", "on": "1"}).status_code
        == 404
    )
    assert at_nadia.post(f"{feed}reponses/999999/retirer/").status_code == 404


def test_looking_at_an_address_changes_nothing(
    at_nadia: Client, nadia: Person, fabrique: Room, feed: str
) -> None:
    post = says(nadia, fabrique)
    for verb in ("retirer", "remettre", "reagir", "masquer", "retablir"):
        assert at_nadia.get(f"{feed}messages/{post.pk}/{verb}/").status_code == 405
    assert at_nadia.get(f"{feed}publier/").status_code == 405
    assert at_nadia.post(f"{feed}messages/{post.pk}/danser/").status_code == 404
    post.refresh_from_db()
    assert post.visible


def test_another_name_is_seen_on_what_one_wrote(
    at_nadia: Client, nadia: Person, fabrique: Room, feed: str
) -> None:
    says(nadia, fabrique)
    response = at_nadia.post("/moi/", {"name": "Nadia B.", "ref": str(uuid4())}, follow=True)
    assert "C’est enregistré." in text(response)
    assert "Nadia B." in text(at_nadia.get(feed))
    wrong = at_nadia.post("/moi/", {"name": ""})
    assert wrong.status_code == 422
    assert is_invalid(wrong, "name")


def test_joining_another_room_is_seen_at_the_door(at_nadia: Client, nadia: Person, ended: Room) -> None:
    joining.join(nadia, ended)
    assert "Terminée depuis le" in text(at_nadia.get("/"))


def test_forms_are_paced_as_the_wire_is_and_the_words_come_back(
    at_nadia: Client, fabrique: Room, settings: Settings
) -> None:
    settings.HUB_PACE = settings.HUB_PACE | {"lasting": (2, 0.001), "signals": (2, 0.001)}
    assert [publish(at_nadia, fabrique, "Un mot.").status_code for _time in range(2)] == [302, 302]
    refused = publish(at_nadia, fabrique, "Un mot de trop.")
    assert refused.status_code == 429
    assert "Un mot de trop." in text(refused)
    assert at_nadia.post("/moi/", {"name": "Nadia B."}).status_code == 429


def test_the_first_steps_stay_until_hello_is_said(
    at_nadia: Client, at_judith: Client, at_awa: Client, fabrique: Room, feed: str
) -> None:
    assert "data-first" in text(at_nadia.get(feed))
    at_nadia.get(f"{feed}lu/{fabrique.head}/")
    assert "data-first" in text(at_nadia.get(feed))
    publish(at_nadia, fabrique, "Bonjour.")
    for browser in (at_nadia, at_judith, at_awa):
        assert "data-first" not in text(browser.get(feed))


def test_the_first_steps_do_not_follow_whoever_only_reads_for_ever(
    at_nadia: Client, nadia: Person, fabrique: Room, feed: str
) -> None:
    fabrique.memberships.filter(person=nadia).update(joined_at=timezone.now() - timedelta(days=2))
    assert "data-first" not in text(at_nadia.get(feed))
