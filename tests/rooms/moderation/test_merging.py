"""Somebody came twice: the team makes one of their two accounts, and nothing of either is lost."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session as SignedIn
from django.db import models
from django.utils import timezone

from people import cards
from people.models import Person
from people.sessions import of_session
from protocols import asking, drafting
from protocols.events import Field
from protocols.models import Consigne, Protocole
from protocols.reading import scene
from protocols.written import Written
from realtime.fanout import access_rights
from rooms import joining, moderating, posting, reacting
from rooms.helping import asking as helping
from rooms.helping.models import HelpRequest
from rooms.meetings.models import Attendance, Caption
from rooms.models import Comment, Decision, Event, Membership, Post, Reaction, Room
from rooms.moderation import approving, barring, reporting
from rooms.moderation import merging as accounts
from rooms.moderation.models import Report
from rooms.sessions import composing, conducting, writing
from rooms.sessions.models import Finish, Phase, Session
from settings.personal_data import PERSONAL_DATA
from tests.cast import Cast, announces, answers, says
from tests.plain_browser import PlainBrowser
from tests.refusing import refused
from tests.rooms.history import lines

pytestmark = pytest.mark.storage


@pytest.fixture
def again(cast: Cast) -> Person:
    """Nadia, who lost her card and came again."""
    person = Person.objects.arrive("Nadia du mardi")
    joining.join(person, cast.fabrique)
    return person


def silent(cast: Cast) -> Phase:
    """A phase of the fabrique in which everybody writes for themselves, now."""
    composing.open_session(cast.judith, cast.fabrique.pk, None, "Une heure", "risks")
    session = Session.objects.get()
    conducting.start(cast.judith, cast.fabrique.pk, None, session.pk)
    session.refresh_from_db()
    phase = session.phases.filter(kind=Phase.Kind.SILENCE).earliest("position")
    conducting.pass_to(cast.judith, cast.fabrique.pk, None, session.pk, session.version, phase.position)
    return phase


def merge(cast: Cast, kept: Person, other: Person, *, by: Person | None = None) -> None:
    accounts.merge(by or cast.awa, cast.fabrique.pk, uuid4(), kept.pk, other.pk, True)


def columns() -> set[tuple[str, str]]:
    """Every column of every table that names a person."""
    return {
        (model._meta.label, field.name)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.related_model is Person
    }


def test_no_column_that_names_a_person_is_forgotten() -> None:
    named = [(link.model._meta.label, link.column) for part in PERSONAL_DATA for link in part.links]
    assert len(named) == len(set(named))
    assert set(named) == columns()


def test_whatever_they_must_have_once_is_known() -> None:
    """A rule of a table that two accounts could break together is named by the link that keeps it."""
    links = {(link.model, link.column): link for part in PERSONAL_DATA for link in part.links}
    for (model, column), link in links.items():
        rules = {
            frozenset(each.fields) - {column}
            for each in model._meta.constraints
            if isinstance(each, models.UniqueConstraint) and column in each.fields and not each.condition
        }
        assert rules <= {frozenset(link.alone)}, model


def test_all_that_they_wrote_made_and_asked_is_of_the_account_that_is_kept(cast: Cast, again: Person) -> None:
    room = cast.fabrique
    theirs = says(cast.marcel, room, "Bonjour")
    post, answer = says(again, room, "Je suis revenue"), answers(again, theirs, "Et moi")
    for person in (cast.nadia, again):
        reacting.react(person, room.pk, None, theirs.pk, "merci", True)
    reporting.report_post(again, room.pk, None, theirs.pk)
    helping.ask(again, room.pk, None, "Je suis perdue")
    meeting = announces(cast.judith, room)
    for person in (cast.nadia, again):
        Attendance.objects.create(meeting=meeting, person=person)
    Caption.objects.create(meeting=meeting, person=again, text="Bonsoir")
    merge(cast, cast.nadia, again)
    assert Post.objects.get(pk=post.pk).author == Comment.objects.get(pk=answer.pk).author == cast.nadia
    assert Reaction.objects.get(post=theirs).person == cast.nadia
    assert Report.objects.get().by == HelpRequest.objects.get().by == cast.nadia
    assert Attendance.objects.get(meeting=meeting).person == Caption.objects.get().person == cast.nadia
    for model, column in columns():
        kept = apps.get_model(model)._base_manager.filter(**{column: again})
        assert not kept.exists(), (model, column)


def test_pages_and_logs_name_the_account_that_is_kept_and_screens_hear_which_became_one(
    cast: Cast, again: Person
) -> None:
    post = says(again, cast.fabrique, 'Elle dit : {"id":1,"name":"Marcel"}')
    moderating.quiet(cast.awa, cast.fabrique.pk, None, again.pk, True)
    before = Room.objects.get(pk=cast.fabrique.pk)
    merge(cast, cast.nadia, again)
    snapshot = scene(cast.fabrique.pk).snapshot
    (shown,) = snapshot.posts
    assert (shown.id, shown.author.id, shown.author.name) == (post.pk, cast.nadia.pk, "Nadia")
    assert shown.body == post.body
    assert snapshot.epoch == before.epoch
    told = [line.event for line in lines(cast.fabrique.pk) if line.event["kind"] == "person.changed"]
    assert [(event["person"]["id"], event["former"]) for event in told] == [(cast.nadia.pk, again.pk)]
    log = " ".join(Event.objects.values_list("data", flat=True))
    assert f'{{"id":{again.pk},"name":' not in log
    assert "Nadia du mardi" not in log
    assert not Event.objects.filter(models.Q(actor=again) | models.Q(person=again)).exists()


def test_they_are_what_the_stronger_account_was_and_kept_from_what_either_was(
    cast: Cast, again: Person
) -> None:
    room, now = cast.fabrique, timezone.now()
    joining.give_role(again, room, Membership.Role.ARTIST)
    moderating.quiet(cast.awa, room.pk, None, cast.nadia.pk, True, minutes=10)
    moderating.quiet(cast.awa, room.pk, None, again.pk, True)
    approving.hold_person(cast.awa, room.pk, None, again.pk, True)
    Membership.objects.filter(room=room, person=again).update(
        joined_at=now - timedelta(days=30), came_by="VIEUX"
    )
    moderating.remove(cast.awa, cast.mezza.pk, None, again.pk, True)
    waiting = Membership.objects.get(room=room, person=cast.nadia).waiting
    merge(cast, cast.nadia, again)
    one = Membership.objects.get(room=room, person=cast.nadia)
    assert (one.role, one.quieted_until, one.came_by) == ("artist", None, "VIEUX")
    assert None not in (one.quieted_at, one.held_at)
    assert (one.joined_at, one.removed_at) == (now - timedelta(days=30), None)
    assert one.waiting > waiting
    assert Membership.objects.get(room=cast.mezza, person=cast.nadia).removed_at is not None


def test_a_silence_that_ends_is_as_long_as_the_longer_one(cast: Cast, again: Person) -> None:
    for person, minutes in ((cast.nadia, 60), (again, 10)):
        moderating.quiet(cast.awa, cast.fabrique.pk, None, person.pk, True, minutes=minutes)
    until = Membership.objects.get(room=cast.fabrique, person=cast.nadia).quieted_until
    merge(cast, cast.nadia, again)
    assert Membership.objects.get(room=cast.fabrique, person=cast.nadia).quieted_until == until


def test_two_drafts_are_one_and_no_word_of_either_is_lost(cast: Cast, again: Person) -> None:
    asked = [Field("q1", "Où ?", "text"), Field("q2", "Quand ?", "text")]
    asking.pin(cast.judith, cast.fabrique.pk, None, "Une consigne", "", asked)
    consigne = Consigne.objects.get()
    first, second = {"q1": "Ici"}, {"q1": "Là", "q2": "Demain"}
    drafting.keep(cast.nadia, consigne, Written("Le pont", "Un pont", "", ["Aller", "Sauter"], "", first))
    drafting.keep(again, consigne, Written("La rive", "De l’eau", "Une heure", ["Aller"], "", second))
    merge(cast, cast.nadia, again)
    draft = Protocole.objects.get()
    assert (draft.author, draft.title, draft.duration) == (cast.nadia, "Le pont", "Une heure")
    assert (draft.needs, draft.steps) == ("Un pont\n\nDe l’eau", ["Aller", "Sauter"])
    assert draft.origin == "La rive\n\nOù ? Là"
    assert draft.answers == {"q1": "Ici", "q2": "Demain"}


@pytest.mark.parametrize("finished", [(), ("nadia",), ("nadia", "again")])
def test_two_texts_of_one_silence_are_one_and_leave_only_if_both_were_finished(
    cast: Cast, again: Person, finished: tuple[str, ...]
) -> None:
    silence, room = silent(cast), cast.fabrique.pk
    for name, person in (("nadia", cast.nadia), ("again", again)):
        writing.keep(person, room, None, silence.pk, f"Texte de {name}")
        if name in finished:
            writing.finish(person, room, None, silence.pk, f"Texte de {name}", True)
    merge(cast, cast.nadia, again)
    text = Post.objects.get(phase=silence)
    assert (text.author, text.body) == (cast.nadia, "Texte de nadia\n\nTexte de again")
    assert text.held == ("silence" if len(finished) == 2 else "draft")
    assert Finish.objects.filter(phase=silence).count() == (1 if len(finished) == 2 else 0)


def test_a_draft_that_is_kept_after_goes_to_the_account_that_is_kept(cast: Cast, again: Person) -> None:
    asking.pin(cast.judith, cast.fabrique.pk, None, "Une consigne", "", [])
    merge(cast, cast.nadia, again)
    drafting.keep(again, Consigne.objects.get(), Written(title="Encore ouvert"))
    assert Protocole.objects.get().author == cast.nadia


def test_a_request_that_began_before_ends_with_the_account_that_is_kept(cast: Cast, again: Person) -> None:
    merge(cast, cast.nadia, again)
    joining.join(again, cast.fabrique)
    joining.rename(again, "Nadia B.")
    assert cards.owner(cards.make(again)) == cast.nadia
    assert not Membership.objects.filter(person=again).exists()
    assert dict(Person.objects.values_list("pk", "name"))[cast.nadia.pk] == "Nadia B."
    assert Person.objects.get(pk=again.pk).name == "Quelqu’un"


def test_what_is_written_with_the_second_account_meanwhile_is_of_the_one_that_is_kept(
    cast: Cast, again: Person
) -> None:
    sent = (again.pk, cast.fabrique.pk, uuid4(), "Encore en route")
    merge(cast, cast.nadia, again)
    first, twice = posting.publish(*sent), posting.publish(*sent)
    assert first == twice
    assert Post.objects.get().author == cast.nadia


def test_what_was_sent_before_and_comes_again_after_is_done_once(cast: Cast, again: Person) -> None:
    sent = (again.pk, cast.fabrique.pk, uuid4(), "Arrivé, sans réponse")
    first = posting.publish(*sent)
    merge(cast, cast.nadia, again)
    assert posting.publish(*sent) == first
    assert Post.objects.count() == 1


def test_a_command_that_both_sent_leaves_both_lines(cast: Cast, again: Person) -> None:
    ref = uuid4()
    for person in (cast.nadia, again):
        posting.publish(person, cast.fabrique.pk, ref, "Du même téléphone")
    merge(cast, cast.nadia, again)
    assert Event.objects.filter(room=cast.fabrique, actor=cast.nadia, post__isnull=False).count() == 2


def test_cards_and_browsers_of_the_second_account_open_the_kept_one(cast: Cast, again: Person) -> None:
    secrets = [cards.make(cast.nadia), cards.make(again), cards.help_in(again)]
    browser = PlainBrowser()
    browser.force_login(again)
    key = browser.session.session_key
    assert key is not None
    merge(cast, cast.nadia, again)
    assert {cards.enter_with(secret).pk for secret in secrets} == {cast.nadia.pk}
    assert of_session(key) == cast.nadia
    assert SignedIn.objects.count() == 1
    assert access_rights.find_ended({key}) == set()


def test_open_screens_of_the_second_account_come_back_at_once(cast: Cast, again: Person) -> None:
    merge(cast, cast.nadia, again)
    assert access_rights.find_merged({again.pk, cast.nadia.pk}) == {again.pk}
    assert access_rights.find_barred({again.pk, cast.nadia.pk}) == set()
    found = access_rights.recent_changes({again.pk}, [cast.fabrique.pk], set())
    assert (found.barred_people, found.merged_people) == (set(), {again.pk})


def test_it_is_recorded_without_words_and_is_done_once(cast: Cast, again: Person) -> None:
    sent = (cast.awa, cast.fabrique.pk, uuid4(), cast.nadia.pk, again.pk, True)
    assert accounts.merge(*sent) == accounts.merge(*sent)
    (taken,) = Decision.objects.all()
    assert (taken.act, taken.by, taken.person, taken.why) == ("merge", cast.awa, cast.nadia, "")


def test_decisions_about_the_second_account_are_about_the_one_that_is_kept(cast: Cast, again: Person) -> None:
    moderating.quiet(cast.awa, cast.fabrique.pk, None, again.pk, True, "Trop fort")
    merge(cast, cast.nadia, again)
    quiet = Decision.objects.get(act="quiet")
    assert (quiet.person, quiet.why) == (cast.nadia, "Trop fort")


def test_nothing_of_a_name_is_left_in_the_account_that_is_not_kept(cast: Cast, again: Person) -> None:
    merge(cast, cast.nadia, again)
    again.refresh_from_db()
    assert (again.name, again.is_active, again.merged_into) == ("Quelqu’un", False, cast.nadia)


def test_three_accounts_become_one(cast: Cast, again: Person) -> None:
    third = Person.objects.arrive("Nadia encore")
    joining.join(third, cast.fabrique)
    merge(cast, again, third)
    merge(cast, cast.nadia, again)
    third.refresh_from_db()
    assert third.merged_into == cast.nadia


def test_whoever_is_second_to_do_it_is_told_that_it_is_done(cast: Cast, again: Person) -> None:
    given = (accounts.merge, cast.awa, cast.fabrique.pk)
    merge(cast, cast.nadia, again)
    assert refused(*given, uuid4(), cast.nadia.pk, again.pk, True) == "merged_already"
    assert refused(*given, uuid4(), again.pk, cast.nadia.pk, True) == "merged_already"


def test_only_the_team_does_it_and_only_to_two_people_who_take_part(cast: Cast, again: Person) -> None:
    room, nadia = cast.fabrique.pk, cast.nadia.pk

    def refuses(kept: int, other: int, by: Person = cast.awa, *, sure: bool = True) -> str:
        return refused(accounts.merge, by, room, uuid4(), kept, other, sure)

    for person in (cast.judith, cast.nadia, cast.ousmane):
        assert refuses(nadia, again.pk, person) == "not_staff"
    assert refuses(nadia, nadia) == "same_account"
    assert refuses(nadia, cast.awa.pk) == refuses(cast.awa.pk, nadia) == "of_the_team"
    assert refuses(nadia, 2**40) == "not_a_person"
    assert refuses(nadia, cast.ousmane.pk) == "not_together"
    assert refuses(nadia, again.pk, sure=False) == "not_sure"
    barring.bar(cast.awa, room, None, again.pk, True, "Trois insultes.")
    assert refuses(nadia, again.pk) == refuses(again.pk, nadia) == "barred"
    assert Membership.objects.filter(person=again).count() == 2


def test_whoever_is_in_a_rencontre_is_left_there(cast: Cast, again: Person) -> None:
    meeting = announces(cast.judith, cast.fabrique)
    meeting.opened_at = timezone.now()
    meeting.save()
    there = Attendance.objects.create(meeting=meeting, person=again, entered_at=timezone.now())
    given = (accounts.merge, cast.awa, cast.fabrique.pk, uuid4(), cast.nadia.pk, again.pk, True)
    assert refused(*given) == "in_meeting"
    there.left_at = timezone.now()
    there.save()
    merge(cast, cast.nadia, again)
