"""Somebody asks what is kept of them, and is told; asks to be erased, and is."""

import json
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command

from people import cards, data
from people.models import Person
from people.refusals import Refusal
from protocols import asking, drafting, submitting
from protocols.models import Consigne
from protocols.reading import scene
from protocols.written import Written
from rooms import joining, moderating, reacting
from rooms.meetings.models import Attendance, Caption
from rooms.models import Comment, Decision, Event, Post, Room
from settings.personal_data import PERSONAL_DATA
from tests.cast import Cast, announces, answers, says
from tests.plain_browser import PlainBrowser
from tests.realtime.reducer import apply_all
from tests.rooms.history import lines

pytestmark = pytest.mark.storage


def erase(person: Person, by: Person) -> None:
    data.erase(person, by, PERSONAL_DATA)


def exported(person: Person) -> dict[str, Any]:
    told = StringIO()
    call_command("export_person", str(person.pk), stdout=told)
    facts: dict[str, Any] = json.loads(told.getvalue())
    return facts


def test_no_app_that_keeps_something_of_people_is_forgotten() -> None:
    own = {label for label in apps.app_configs if not apps.get_app_config(label).name.startswith("django")}
    keeping = {
        model._meta.app_label
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.related_model is Person and field.concrete
    }
    assert (keeping & own) | {"people"} == {part.name for part in PERSONAL_DATA}


def test_nothing_that_they_wrote_or_were_called_is_left(
    marcel: Person, nadia: Person, awa: Person, fabrique: Room
) -> None:
    post = says(marcel, fabrique, "Mon adresse secrète")
    answers(marcel, says(nadia, fabrique, "Bonjour"), "Ma réponse secrète")
    answers(nadia, post, "Je te réponds")
    Post.objects.create(room=fabrique, author=marcel, body="Secrète, pas encore parue")
    joining.rename(marcel, "Marcel Duchemin")
    secret = cards.make(marcel)
    erase(marcel, awa)
    log = " ".join(Event.objects.values_list("data", flat=True))
    assert "ecrète" not in log
    assert "Duchemin" not in log
    for said in (Post, Comment):
        assert "ecrète" not in " ".join(said.objects.values_list("body", flat=True))
    assert [each.body for each in scene(fabrique.pk).snapshot.posts] == ["Bonjour"]
    assert Comment.objects.filter(author=nadia, body="Je te réponds").exists()
    marcel.refresh_from_db()
    assert (marcel.name, marcel.is_active) == ("Quelqu’un", False)
    with pytest.raises(Refusal):
        cards.owner(secret)


def test_the_wings_keep_what_was_decided_about_them_and_neither_their_name_nor_why(cast: Cast) -> None:
    room = cast.fabrique.pk
    moderating.quiet(cast.awa, room, None, cast.marcel.pk, True, "Marcel a crié")
    moderating.hide_post(cast.awa, room, None, says(cast.nadia, cast.fabrique).pk, "Doublon")
    post = says(cast.judith, cast.fabrique)
    moderating.hide_comment(cast.awa, room, None, answers(cast.nadia, post).pk, "Encore Nadia")
    for person in (cast.marcel, cast.nadia):
        erase(person, cast.awa)
    told = " ".join(Event.objects.filter(room=cast.wings).values_list("data", flat=True))
    decided = list(Decision.objects.order_by("pk").values_list("act", "person", "why"))
    assert not any(word in told for word in ("Marcel", "Nadia", "crié", "Doublon"))
    assert decided == [("quiet", cast.marcel.pk, ""), ("hide", None, ""), ("hide", None, "")]


def test_who_was_of_the_team_is_told_as_what_they_are_now(cast: Cast) -> None:
    other = Person.objects.create_user(
        "ali@maison.example", "douze signes au moins", name="Ali", is_staff=True
    )
    answers(cast.awa, says(cast.nadia, cast.fabrique), "Bienvenue")
    moderating.hide_post(cast.awa, cast.fabrique.pk, None, says(cast.nadia, cast.fabrique).pk)
    before = scene(cast.fabrique.pk)
    erase(cast.awa, other)
    after = scene(cast.fabrique.pk)
    assert apply_all(before, lines(cast.fabrique.pk, before.snapshot.seq)) == after
    assert not Event.objects.filter(data__contains="Awa").exists()
    cast.awa.refresh_from_db()
    assert (cast.awa.email, cast.awa.is_staff, cast.awa.has_usable_password()) == (None, False, False)


def test_their_sessions_end_and_nobody_elses(cast: Cast) -> None:
    for person in (cast.marcel, cast.marcel, cast.nadia):
        PlainBrowser().force_login(person)
    erase(cast.marcel, cast.awa)
    kept = [session.get_decoded()["_auth_user_id"] for session in Session.objects.all()]
    assert kept == [str(cast.nadia.pk)]


def test_nobody_erases_themselves(cast: Cast) -> None:
    with pytest.raises(ValueError, match="somebody else"):
        erase(cast.awa, cast.awa)
    with pytest.raises(CommandError, match="Quelqu’un d’autre"):
        call_command("erase_person", str(cast.awa.pk), by=cast.awa.email, yes=True)
    cast.awa.refresh_from_db()
    assert cast.awa.is_active


def test_the_command_asks_before_it_erases(
    marcel: Person, awa: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("builtins.input", lambda _question: "non")
    with pytest.raises(CommandError):
        call_command("erase_person", str(marcel.pk), by=awa.email)
    call_command("erase_person", str(marcel.pk), by=awa.email, yes=True)
    marcel.refresh_from_db()
    assert not marcel.is_active


@pytest.mark.parametrize(("number", "by"), [(10_000, "awa@maison.example"), (1, "personne@maison.example")])
def test_the_command_says_who_is_unknown(awa: Person, marcel: Person, number: int, by: str) -> None:
    with pytest.raises(CommandError):
        call_command("erase_person", str(number), by=by, yes=True)
    assert Person.objects.get(pk=marcel.pk).is_active


def test_they_are_given_all_that_they_wrote_and_where_they_were(cast: Cast) -> None:
    cards.make(cast.nadia)
    theirs, post = says(cast.marcel, cast.fabrique, "De Marcel"), says(cast.nadia, cast.fabrique, "De Nadia")
    answers(cast.nadia, theirs, "Sa réponse")
    reacting.react(cast.nadia, cast.fabrique.pk, None, theirs.pk, "merci", True)
    joining.rename(cast.nadia, "Nadia B.")
    moderating.hide_post(cast.awa, cast.fabrique.pk, None, post.pk, "Ailleurs")
    facts = exported(cast.nadia)
    assert list(facts) == [
        "people",
        "rooms",
        "meetings",
        "moderation",
        "helping",
        "timed_sessions",
        "protocols",
    ]
    assert (facts["people"]["name"], len(facts["people"]["cards"])) == ("Nadia B.", 1)
    rooms = facts["rooms"]
    assert rooms["names_told"] == ["Nadia B."]
    assert {each["room"] for each in rooms["memberships"]} == {"Mezza", "Prises de risque"}
    (said,) = rooms["posts"]
    assert (said["text"], said["kind"], said["withdrawn_at"]) == ("De Nadia", "words", None)
    assert said["hidden_at"] is not None
    assert [each["text"] for each in rooms["comments"]] == ["Sa réponse"]
    assert rooms["reactions"] == [{"room": "Prises de risque", "post": theirs.pk, "sign": "merci"}]
    assert [(each["act"], each["why"]) for each in rooms["decisions"]] == [("hide", "Ailleurs")]
    assert "De Marcel" not in json.dumps(facts)


def test_they_are_given_their_protocoles_their_drafts_and_what_they_said_aloud(cast: Cast) -> None:
    for title in ("Une consigne", "Une autre"):
        asking.pin(cast.judith, cast.fabrique.pk, None, title, "Écrivez.", [])
    first, second = Consigne.objects.order_by("pk")
    submitting.hand_in(cast.nadia, cast.fabrique.pk, None, first.pk, Written(title="Remis", steps=["Un"]))
    drafting.keep(cast.nadia, second, Written(title="Brouillon"))
    meeting = announces(cast.judith, cast.fabrique)
    Attendance.objects.create(meeting=meeting, person=cast.nadia)
    Caption.objects.create(meeting=meeting, person=cast.nadia, text="Bonjour à tous")
    facts, leads = exported(cast.nadia), exported(cast.judith)
    made = [(each["title"], each["handed_in"], each["steps"]) for each in facts["protocols"]["protocoles"]]
    assert made == [("Remis", True, ["Un"]), ("Brouillon", False, [])]
    assert [each["text"] for each in facts["rooms"]["posts"]] == ["Remis\nUn"]
    assert [each["text"] for each in facts["meetings"]["transcript_lines"]] == ["Bonjour à tous"]
    assert [each["meeting"] for each in facts["meetings"]["attended"]] == [meeting.title]
    assert [each["title"] for each in leads["protocols"]["consignes"]] == ["Une consigne", "Une autre"]
    assert [each["meeting"] for each in leads["meetings"]["led"]] == [meeting.title]


def test_once_erased_there_is_nothing_to_give(cast: Cast) -> None:
    says(cast.nadia, cast.fabrique, "De Nadia")
    asking.pin(cast.judith, cast.fabrique.pk, None, "Une consigne", "", [])
    drafting.keep(cast.nadia, Consigne.objects.get(), Written(title="Brouillon de Nadia"))
    erase(cast.nadia, cast.awa)
    assert "Nadia" not in json.dumps(exported(cast.nadia))


def test_nobody_unknown_is_exported(db: None) -> None:
    with pytest.raises(CommandError):
        call_command("export_person", "10000")
