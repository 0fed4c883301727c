"""Pinning a consigne; writing, keeping, handing in and revising a protocole: by forms alone."""

from collections.abc import Callable

import pytest
from django.test import Client

from frontend.pieces import mark
from people.models import Person
from protocols.events import Field
from protocols.models import Consigne, Protocole
from rooms import posting
from rooms.models import Post, Room
from tests.cast import answers
from tests.frontend.pages import box, is_invalid, pinned_consigne, text

QUESTIONS = [
    Field(key="lieu", label="Dans quel lieu", kind="choice", required=True, choices=["Dehors", "Dedans"]),
    Field(key="combien", label="Combien de personnes", kind="number"),
    Field(key="suite", label="Et ensuite", kind="long"),
]
WHOLE = {
    "title": "Descendre trop tôt",
    "needs": "Un trajet",
    "duration": "une demi-heure",
    "steps": ["Descendez.", "", "Demandez votre chemin."],
    "origin": "Ma mère",
    "answer-lieu": "Dehors",
    "do": "hand-in",
}


@pytest.fixture
def consigne(judith: Person, fabrique: Room) -> Consigne:
    return pinned_consigne(judith, fabrique, QUESTIONS)


@pytest.fixture
def writing(feed: str, consigne: Consigne) -> str:
    return f"{feed}protocoles/ecrire/{consigne.pk}/"


def test_a_protocole_handed_in_is_a_card_in_the_room_and_a_page_of_its_own(
    at_nadia: Client, feed: str, writing: str
) -> None:
    response = at_nadia.post(writing, WHOLE)
    made = Protocole.objects.get()
    assert response.headers["Location"] == f"{feed}#message-{made.post_id}"
    assert made.steps == ["Descendez.", "Demandez votre chemin."]
    for page in (feed, f"{feed}protocoles/", f"{feed}protocoles/{made.pk}/"):
        assert "Descendre trop tôt" in text(at_nadia.get(page))
    assert "Dehors" in text(at_nadia.get(f"{feed}protocoles/{made.pk}/"))


def test_answers_on_the_page_of_a_protocole_are_corrected_by_their_authors_alone(
    at_nadia: Client, marcel: Person, nadia: Person, feed: str, writing: str
) -> None:
    at_nadia.post(writing, WHOLE)
    made, post = Protocole.objects.get(), Post.objects.get()
    hers, his = answers(nadia, post, "Essayé hier."), answers(marcel, post, "Moi aussi.")
    page = text(at_nadia.get(f"{feed}protocoles/{made.pk}/"))
    assert f"reponses/{hers.pk}/modifier/" in page
    assert f"reponses/{hers.pk}/signaler/" not in page
    assert f"reponses/{his.pk}/modifier/" not in page
    assert f"reponses/{his.pk}/signaler/" in page
    assert mark("end") not in page


def test_who_has_handed_in_is_told_in_the_room_and_by_the_consigne(
    browser_of: Callable[[Person], Client],
    nadia: Person,
    marcel: Person,
    fabrique: Room,
    feed: str,
    writing: str,
) -> None:
    at_nadia, at_marcel = browser_of(nadia), browser_of(marcel)
    assert "Vous avez remis" not in text(at_nadia.get(feed))
    page = text(at_nadia.post(writing, WHOLE, follow=True))
    assert "Vous avez remis votre protocole." in page
    page = text(at_nadia.get(feed))
    assert "Vous avez remis." in page
    assert "En écrire un autre" in page
    assert "Vous avez remis" not in text(at_marcel.get(feed))
    made = Protocole.objects.get()
    assert made.post_id
    posting.withdraw(nadia, fabrique.pk, None, made.post_id)
    assert "Vous avez remis" not in text(at_nadia.get(feed))


def test_a_protocole_sent_twice_is_one(at_nadia: Client, writing: str) -> None:
    ref = box(at_nadia.get(writing), "ref")
    places = {at_nadia.post(writing, WHOLE | {"ref": ref}).headers["Location"] for _time in range(2)}
    assert len(places) == 1
    assert Post.objects.count() == 1


def test_every_box_that_misses_something_says_so_and_keeps_the_rest(at_nadia: Client, writing: str) -> None:
    response = at_nadia.post(writing, {"do": "hand-in", "needs": "Du pain", "answer-combien": "beaucoup"})
    assert response.status_code == 422
    page = text(response)
    for sentence in ("Donnez un titre", "au moins une étape", "Il manque une réponse", "Écrivez un nombre"):
        assert page.count(sentence) == 2  # in the summary, and beside the box
    assert "«\u00a0Dans quel lieu\u00a0»\u00a0:" in page  # the summary says which answer is missing
    assert is_invalid(response, "title")
    assert box(response, "needs") == "Du pain"
    assert box(response, "answer-combien") == "beaucoup"
    assert not Post.objects.exists()


def test_what_is_too_long_stays_in_its_box(at_nadia: Client, writing: str) -> None:
    response = at_nadia.post(writing, WHOLE | {"title": "é" * 10_000, "answer-suite": "x" * 10_000})
    assert response.status_code == 422
    assert box(response, "title") == "é" * 10_000
    assert box(response, "answer-suite") == "x" * 10_000


def test_nothing_that_is_typed_in_a_protocole_runs(at_nadia: Client, feed: str, writing: str) -> None:
    evil = "<script>alert(1)</script>"
    at_nadia.post(writing, WHOLE | {"title": evil, "steps": [evil], "needs": evil, "origin": evil})
    for page in (feed, f"{feed}protocoles/", f"{feed}protocoles/{Protocole.objects.get().pk}/"):
        assert evil not in at_nadia.get(page).content.decode()


def test_a_step_more_is_a_box_more_with_the_focus(at_nadia: Client, writing: str) -> None:
    steps = ["Un", "Deux", "Trois"]
    page = text(at_nadia.post(writing, {"title": "Marcher", "steps": steps, "do": "add-step"}))
    assert page.count('name="steps"') == 4
    assert page.count("autofocus") == 1
    assert "Trois" in page
    assert not Protocole.objects.exists()


def test_a_draft_is_kept_for_its_author_alone(
    at_nadia: Client, browser_of: Callable[[Person], Client], marcel: Person, feed: str, writing: str
) -> None:
    kept = at_nadia.post(writing, {"title": "À finir", "steps": ["Un"], "do": "keep"}, follow=True)
    assert "Votre brouillon est gardé." in text(kept)
    assert box(at_nadia.get(writing), "title") == "À finir"
    assert "À finir" in text(at_nadia.get("/moi/mots/brouillons/"))
    assert "Reprendre mon brouillon" in text(at_nadia.get(feed))
    at_marcel = browser_of(marcel)
    assert box(at_marcel.get(writing), "title") == ""
    assert "À finir" not in text(at_marcel.get(f"{feed}protocoles/"))


def test_a_draft_handed_in_is_no_draft_any_more(at_nadia: Client, writing: str) -> None:
    at_nadia.post(writing, {"title": "À finir", "do": "keep"})
    at_nadia.post(writing, WHOLE)
    assert Protocole.objects.count() == 1
    assert box(at_nadia.get(writing), "title") == ""


def test_a_module_keeps_the_draft_by_asking_for_json(at_nadia: Client, writing: str) -> None:
    ask = {"Accept": "application/json"}
    assert at_nadia.post(writing, {"title": "À finir"}, headers=ask).json()["since"]
    wrong = at_nadia.post(writing, {"title": "x" * 10_000}, headers=ask)
    assert wrong.status_code == 422
    assert list(wrong.json()["wrong"]) == ["title"]
    assert Protocole.objects.get().title == "À finir"


def test_its_author_corrects_it_and_nobody_else(
    at_nadia: Client, browser_of: Callable[[Person], Client], marcel: Person, feed: str, writing: str
) -> None:
    at_nadia.post(writing, WHOLE)
    page = f"{feed}protocoles/{Protocole.objects.get().pk}/"
    assert box(at_nadia.get(f"{page}corriger/"), "title") == "Descendre trop tôt"
    at_nadia.post(f"{page}corriger/", WHOLE | {"title": "Descendre bien trop tôt"})
    assert "Descendre bien trop tôt" in text(at_nadia.get(feed))
    at_marcel = browser_of(marcel)
    assert at_marcel.get(f"{page}corriger/").headers["Location"] == page
    at_marcel.post(f"{page}corriger/", WHOLE | {"title": "Volé"})
    assert Protocole.objects.get().title == "Descendre bien trop tôt"


def test_correcting_its_message_leads_to_its_own_form(at_nadia: Client, feed: str, writing: str) -> None:
    at_nadia.post(writing, WHOLE)
    made = Protocole.objects.get()
    response = at_nadia.get(f"{feed}messages/{made.post_id}/modifier/")
    assert response.headers["Location"] == f"{feed}protocoles/{made.pk}/corriger/"


def test_a_hidden_protocole_has_no_page(at_nadia: Client, at_awa: Client, feed: str, writing: str) -> None:
    at_nadia.post(writing, WHOLE)
    made = Protocole.objects.get()
    at_awa.post(f"{feed}messages/{made.post_id}/masquer/")
    assert at_nadia.get(f"{feed}protocoles/{made.pk}/").status_code == 404
    assert "Descendre trop tôt" not in text(at_nadia.get(f"{feed}protocoles/"))


def test_a_protocole_is_not_found_through_another_room(
    at_nadia: Client, mezza: Room, feed: str, writing: str, consigne: Consigne
) -> None:
    at_nadia.post(writing, WHOLE)
    assert at_nadia.get(f"/f/mezza/protocoles/{Protocole.objects.get().pk}/").status_code == 404
    assert at_nadia.get(f"/f/mezza/protocoles/ecrire/{consigne.pk}/").status_code == 404


def test_words_for_a_fabrique_that_ended_are_given_back(
    at_nadia: Client, judith: Person, ended: Room
) -> None:
    consigne = Consigne.objects.create(room=ended, title="Trop tard", author=judith)
    response = at_nadia.post(f"/f/{ended.slug}/protocoles/ecrire/{consigne.pk}/", WHOLE)
    assert response.status_code == 403
    assert "Demandez votre chemin." in text(response)


def test_an_artist_pins_a_consigne_with_questions(at_judith: Client, feed: str, fabrique: Room) -> None:
    form = {"title": "Écrivez un risque", "words": "Un **petit**.", "do": "add"}
    page = at_judith.post(f"{feed}consigne/", form)
    assert box(page, "title") == "Écrivez un risque"
    row = {"row": "0", "label-0": "Dans quel lieu", "kind-0": "choice", "choices-0": "Dehors\nDedans\n"}
    at_judith.post(f"{feed}consigne/", form | row | {"required-0": "on", "do": "pin"})
    consigne = Consigne.objects.get()
    assert consigne.fields == [
        {
            "key": "dans-quel-lieu",
            "label": "Dans quel lieu",
            "kind": "choice",
            "required": True,
            "choices": ["Dehors", "Dedans"],
            "help": "",
        }
    ]
    assert "<strong>petit</strong>" in text(at_judith.get(feed))


def test_a_question_can_be_removed_and_the_others_stay(at_judith: Client, feed: str) -> None:
    rows = {"row": ["0", "1"], "label-0": "Premier", "kind-0": "text", "label-1": "Second", "kind-1": "text"}
    page = text(at_judith.post(f"{feed}consigne/", rows | {"title": "T", "do": "remove-0"}))
    assert "Premier" not in page
    assert "Second" in page


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"title": " "}, "Écrivez la consigne, en une phrase."),
        ({"title": "é" * 10_000}, "Ce titre est trop long"),
        ({"title": "T", "words": "é" * 10_000}, "C’est trop long"),
        ({"title": "T", "row": "0", "label-0": "Q", "kind-0": "choice", "choices-0": "Un"}, "au moins deux"),
        ({"title": "T", "row": "0", "label-0": "Q", "kind-0": "danse"}, "un intitulé et d’un type"),
        ({"title": "T", "row": "0", "label-0": "é" * 10_000, "kind-0": "text"}, "300 signes au plus"),
        (
            {"title": "T", "row": [str(n) for n in range(13)]}
            | {f"{name}-{n}": value for n in range(13) for name, value in (("label", "Q"), ("kind", "text"))},
            "Douze questions au plus.",
        ),
    ],
)
def test_a_consigne_that_cannot_be_keeps_its_words(
    at_judith: Client, feed: str, form: dict[str, str], sentence: str
) -> None:
    response = at_judith.post(f"{feed}consigne/", form | {"do": "pin"})
    assert response.status_code == 422
    assert text(response).count(sentence) == 2
    assert box(response, "title") == form["title"]
    assert not Consigne.objects.exists()


def test_changing_a_consigne_keeps_the_answers_already_given(
    at_judith: Client, at_nadia: Client, feed: str, writing: str, consigne: Consigne
) -> None:
    at_nadia.post(writing, WHOLE)
    page = at_judith.get(f"{feed}consigne/", {"consigne": consigne.pk})
    row = {"row": "0", "key-0": box(page, "key-0"), "label-0": "Où", "kind-0": "text"}
    form = {"title": consigne.title, "words": "", "do": "pin"} | row
    at_judith.post(f"{feed}consigne/?consigne={consigne.pk}", form)
    shown = text(at_nadia.get(f"{feed}protocoles/{Protocole.objects.get().pk}/"))
    assert "Où" in shown
    assert "Dehors" in shown


def test_participants_ask_nothing(at_nadia: Client, feed: str) -> None:
    assert at_nadia.get(f"{feed}consigne/").status_code == 403
    assert at_nadia.post(f"{feed}consigne/", {"title": "Moi", "do": "pin"}).status_code == 403
    assert not Consigne.objects.exists()


def test_an_artist_is_invited_to_ask_the_first_consigne_and_nobody_else_is(
    at_judith: Client, at_nadia: Client, feed: str
) -> None:
    assert "Poser la première consigne" in text(at_judith.get(feed))
    assert "Poser la première consigne" not in text(at_nadia.get(feed))


def test_a_choice_without_choices_is_named(at_judith: Client, feed: str) -> None:
    question = {"row": "0", "label-0": "À quelle heure", "kind-0": "choice", "choices-0": "le matin"}
    response = at_judith.post(f"{feed}consigne/", {"title": "Sortez", "do": "pin", **question})
    assert response.status_code == 422
    assert "«\u00a0À quelle heure\u00a0»\u00a0: proposez au moins deux choix" in text(response)


def test_an_older_page_does_not_replace_a_newer_draft_and_is_shown_it(at_nadia: Client, writing: str) -> None:
    since = box(at_nadia.get(writing), "since")
    at_nadia.post(writing, {"do": "keep", "title": "Le nouveau", "steps": ["Marchez."], "since": since})
    older = {"do": "keep", "title": "L’ancien", "since": box(at_nadia.get(writing), "since") + "0"}
    response = at_nadia.post(writing, older)
    assert response.status_code == 422
    assert "Ce brouillon a changé ailleurs" in text(response)
    assert "Le nouveau" in text(response)
    assert box(response, "title") == "L’ancien"
    assert Protocole.objects.get().title == "Le nouveau"
    at_nadia.post(writing, older | {"since": box(response, "since")})
    assert Protocole.objects.get().title == "L’ancien"


@pytest.mark.parametrize("do", ["keep", "hand-in"])
def test_an_empty_page_that_stayed_open_empties_nothing(at_nadia: Client, writing: str, do: str) -> None:
    empty = {"since": box(at_nadia.get(writing), "since")}
    at_nadia.post(writing, WHOLE | {"do": "keep"} | empty)
    response = at_nadia.post(writing, WHOLE | {"do": do, "title": "x", "steps": ["y"]} | empty)
    assert response.status_code == 422
    assert Protocole.objects.get().title == "Descendre trop tôt"
    asked = at_nadia.post(writing, {"do": do, "title": "x"} | empty, headers={"Accept": "application/json"})
    assert asked.status_code == 409


def test_a_page_keeps_its_own_draft_again_and_again_and_hands_it_in(at_nadia: Client, writing: str) -> None:
    ask = {"Accept": "application/json"}
    since = box(at_nadia.get(writing), "since")
    for title in ("Un", "Deux", "Trois"):
        kept = at_nadia.post(writing, {"do": "keep", "title": title, "since": since}, headers=ask)
        since = kept.json()["since"]
    whole = WHOLE | {"since": since, "ref": box(at_nadia.get(writing), "ref")}
    first, again = (at_nadia.post(writing, whole, headers=ask).json()["to"] for _time in range(2))
    assert first == again


def test_forty_five_steps_are_refused_and_all_are_still_there(at_nadia: Client, writing: str) -> None:
    steps = [f"Geste {number}." for number in range(1, 46)]
    response = at_nadia.post(writing, WHOLE | {"steps": steps})
    assert response.status_code == 422
    assert [step for step in steps if step not in text(response)] == []


def test_a_draft_with_a_step_that_is_too_long_goes_on_being_kept(at_nadia: Client, writing: str) -> None:
    long = {"title": "En cours", "steps": ["é" * 501] + ["Un geste."] * 44}
    assert at_nadia.post(writing, long | {"do": "keep"}).status_code == 302
    assert Protocole.objects.get().steps == long["steps"]
    assert at_nadia.post(writing, WHOLE | long).status_code == 422


def test_a_correction_may_be_asked_for_in_json(at_nadia: Client, feed: str, writing: str) -> None:
    at_nadia.post(writing, WHOLE)
    page = f"{feed}protocoles/{Protocole.objects.get().pk}/"
    fixed = at_nadia.post(
        f"{page}corriger/", WHOLE | {"title": "Mieux"}, headers={"Accept": "application/json"}
    )
    assert fixed.json() == {"to": page}


def test_of_two_tabs_that_correct_one_protocole_the_second_is_told_and_keeps_its_words(
    at_nadia: Client, feed: str, writing: str
) -> None:
    at_nadia.post(writing, WHOLE)
    page = f"{feed}protocoles/{Protocole.objects.get().pk}/corriger/"
    tabs = [{name: box(at_nadia.get(page), name) for name in ("ref", "since")}]
    tabs.append({name: box(at_nadia.get(page), name) for name in ("ref", "since")})
    assert at_nadia.post(page, WHOLE | tabs[0] | {"title": "Le premier"}).status_code == 302
    told = at_nadia.post(page, WHOLE | tabs[1] | {"title": "Le second"})
    assert told.status_code == 422
    assert "Ce protocole a été corrigé ailleurs" in text(told)
    assert "Le premier" in text(told)
    assert box(told, "title") == "Le second"
    assert Protocole.objects.get().title == "Le premier"
    asked = at_nadia.post(
        page, WHOLE | tabs[1] | {"title": "Le second"}, headers={"Accept": "application/json"}
    )
    assert asked.status_code == 409
    at_nadia.post(page, WHOLE | {name: box(told, name) for name in tabs[1]} | {"title": "Le second"})
    assert Protocole.objects.get().title == "Le second"
