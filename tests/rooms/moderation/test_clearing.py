"""A flood is hidden in one act and brought back in one; what is not of it is not touched."""

from datetime import timedelta
from uuid import uuid4

import msgspec
import pytest
from django.utils import timezone

from people.models import Person
from protocols.reading import scene
from rooms import commenting, holding, joining, moderating, posting
from rooms.models import Comment, Event, Membership, Post, Room
from rooms.moderation import approving, clearing, floods
from rooms.moderation.models import Clearing
from rooms.told_why import told_why
from tests.cast import Cast, answers, says
from tests.refusing import refused
from tests.rooms.history import lines

pytestmark = pytest.mark.storage


def clears(cast: Cast, why: str = "") -> Clearing:
    """Hide all that Nadia wrote in the last hour; return what was hidden."""
    clearing.clear_person(cast.awa, cast.fabrique.pk, uuid4(), cast.nadia.pk, why)
    return Clearing.objects.latest("pk")


def brings_back(cast: Cast, cleared: Clearing) -> int:
    """Bring all of it back; return in how many pieces."""
    for pieces in range(1, 200):
        clearing.bring_back(cast.awa, cast.fabrique.pk, uuid4(), cleared.pk)
        if clearing.is_back(cleared.pk):
            return pieces
    raise AssertionError("it never is all back")


def shown(cast: Cast) -> list[tuple[str, list[str]]]:
    posts = scene(cast.fabrique.pk).snapshot.posts
    return [(post.body, [each.body for each in post.comments]) for post in posts]


def test_all_that_one_person_wrote_in_an_hour_is_hidden_and_brought_back(cast: Cast) -> None:
    above = says(cast.judith, cast.fabrique, "Bonsoir.")
    first = says(cast.nadia, cast.fabrique, "Un.")
    says(cast.nadia, cast.fabrique, "Deux.")
    answers(cast.nadia, above, "Trois.")
    answers(cast.marcel, above, "Oui ?")
    answers(cast.marcel, first, "Doucement.")
    answers(cast.nadia, first, "Quatre.")
    before = shown(cast)
    cleared = clears(cast)
    assert shown(cast) == [("Bonsoir.", ["Oui ?"])]
    log = " ".join(Event.objects.values_list("data", flat=True))
    assert "Deux." not in log
    assert "Trois." not in log
    brings_back(cast, cleared)
    assert shown(cast) == before


def test_the_audit_has_one_line_for_each_with_how_many(cast: Cast) -> None:
    for number in range(4):
        says(cast.nadia, cast.fabrique, f"{number}")
    brings_back(cast, clears(cast, "Une vague."))
    decisions = cast.fabrique.decisions.order_by("pk")
    assert [(each.act, told_why(each), each.person_id) for each in decisions] == [
        ("clear", "4 textes · Une vague.", cast.nadia.pk),
        ("unclear", "4 textes", cast.nadia.pk),
    ]


def test_older_words_those_taken_back_and_those_hidden_before_stay_as_they_were(cast: Cast) -> None:
    old, taken, hidden, fresh = (says(cast.nadia, cast.fabrique, f"{number}") for number in range(4))
    Post.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(minutes=61))
    posting.withdraw(cast.nadia, cast.fabrique.pk, None, taken.pk)
    moderating.hide_post(cast.awa, cast.fabrique.pk, None, hidden.pk)
    elsewhere = says(cast.nadia, cast.mezza)
    cleared = clears(cast)
    assert cleared.count == 1
    assert shown(cast) == [("0", [])]
    assert Post.objects.get(pk=elsewhere.pk).visible
    brings_back(cast, cleared)
    assert [post.visible for post in Post.objects.filter(pk__in=[old.pk, fresh.pk])] == [True, True]
    assert not any(post.visible for post in Post.objects.filter(pk__in=[taken.pk, hidden.pk]))


def test_what_was_shown_or_hidden_anew_meanwhile_stays_so(cast: Cast) -> None:
    one, two = (says(cast.nadia, cast.fabrique, f"{number}") for number in range(2))
    cleared = clears(cast)
    for post in (one, two):
        moderating.show_post(cast.awa, cast.fabrique.pk, None, post.pk)
    moderating.hide_post(cast.awa, cast.fabrique.pk, None, two.pk)
    brings_back(cast, cleared)
    assert shown(cast) == [("0", [])]


def test_what_waited_waits_again_and_its_author_is_told_both_times(cast: Cast) -> None:
    approving.hold_room(cast.awa, cast.fabrique.pk, None, "all")
    posting.publish(cast.nadia, cast.fabrique.pk, uuid4(), "J’attends.")
    hers = Membership.objects.filter(room=cast.fabrique, person=cast.nadia)
    counted = hers.get().waiting
    cleared = clears(cast)
    assert not holding.posts(cast.fabrique, cast.nadia).exists()
    hidden = hers.get().waiting
    brings_back(cast, cleared)
    assert holding.posts(cast.fabrique, cast.nadia).exists()
    assert counted < hidden < hers.get().waiting


def test_all_is_hidden_of_who_came_by_a_code_in_ten_minutes(cast: Cast) -> None:
    code = cast.fabrique.code or ""
    crowd = [Person.objects.arrive(f"Hôte {number}") for number in range(3)]
    for person in crowd:
        joining.join(person, cast.fabrique)
        for _time in range(2):
            says(person, cast.fabrique, "Vague.")
    for known in (cast.nadia, cast.judith):
        says(known, cast.fabrique, "Resté.")
    earlier = Membership.objects.filter(room=cast.fabrique, person__in=[cast.nadia, cast.marcel])
    earlier.update(joined_at=timezone.now() - timedelta(minutes=11))
    assert floods.arrivals([cast.fabrique], timezone.now()) == {cast.fabrique.pk: [(code, 3)]}
    clearing.clear_code(cast.awa, cast.fabrique.pk, uuid4(), code)
    assert {body for body, _answers in shown(cast)} == {"Resté."}
    assert refused(clearing.clear_code, cast.awa, cast.fabrique.pk, uuid4(), "AUTRE") == "nothing_there"
    cleared = Clearing.objects.latest("pk")
    assert f"de qui est venu par le code {code}" in told_why(cast.fabrique.decisions.latest("pk"))
    brings_back(cast, cleared)
    assert len(shown(cast)) == 8


def test_a_great_flood_goes_in_few_small_lines_and_comes_back_in_pieces(cast: Cast) -> None:
    said = [
        Post(room=cast.fabrique, author=cast.nadia, body="é" * 400, html="é" * 400, seq=10_000 + number)
        for number in range(450)
    ]
    Post.objects.bulk_create(said)
    Room.objects.filter(pk=cast.fabrique.pk).update(head=20_000)
    head = 20_000
    cleared = clears(cast)
    hidden = [line for line in lines(cast.fabrique.pk) if line.seq > head]
    assert [line.event["kind"] for line in hidden] == ["texts.hidden"] * 2
    assert all(len(msgspec.json.encode(line)) < 8_192 for line in hidden)
    assert brings_back(cast, cleared) >= 10
    assert Post.objects.visible().filter(room=cast.fabrique).count() == 450


def test_no_piece_weighs_more_than_a_slow_line_carries(cast: Cast) -> None:
    for number in range(6):
        says(cast.nadia, cast.fabrique, f"{number}" * 5_000)
    cleared = clears(cast)
    while not clearing.is_back(cleared.pk):
        head = Room.objects.get(pk=cast.fabrique.pk).head
        clearing.bring_back(cast.awa, cast.fabrique.pk, uuid4(), cleared.pk)
        fresh = Event.objects.filter(room=cast.fabrique, seq__gt=head)
        assert sum(len(line.data) for line in fresh) < 64_000


def test_the_team_alone_clears_and_whoever_is_demoted_meanwhile_stops(cast: Cast) -> None:
    room = cast.fabrique.pk
    for number in range(6):
        says(cast.nadia, cast.fabrique, f"{number}" * 5_000)
    for who in (cast.judith, cast.nadia, cast.ousmane):
        assert refused(clearing.clear_person, who, room, uuid4(), cast.nadia.pk) == "not_staff"
        assert refused(clearing.clear_code, who, room, uuid4(), cast.fabrique.code) == "not_staff"
    cleared = clears(cast)
    assert refused(clearing.bring_back, cast.judith, room, uuid4(), cleared.pk) == "not_staff"
    clearing.bring_back(cast.awa, room, uuid4(), cleared.pk)
    Person.objects.filter(pk=cast.awa.pk).update(is_staff=False)
    assert refused(clearing.bring_back, cast.awa, room, uuid4(), cleared.pk) == "not_staff"
    assert not clearing.is_back(cleared.pk)


def test_sent_twice_it_is_done_once(cast: Cast) -> None:
    ref = uuid4()
    says(cast.nadia, cast.fabrique)
    first = clearing.clear_person(cast.awa, cast.fabrique.pk, ref, cast.nadia.pk)
    says(cast.nadia, cast.fabrique, "Après.")
    assert clearing.clear_person(cast.awa, cast.fabrique.pk, ref, cast.nadia.pk) == first
    assert shown(cast) == [("Après.", [])]


def test_who_wrote_much_is_named_without_leaders(cast: Cast) -> None:
    post = says(cast.judith, cast.fabrique)
    for number in range(floods.MUCH):
        says(cast.judith, cast.fabrique, f"{number}")
        commenting.comment(cast.marcel, cast.fabrique.pk, None, post.pk, f"{number}")
    says(cast.nadia, cast.fabrique)
    named = floods.writers([cast.fabrique], timezone.now())
    assert named == {cast.fabrique.pk: [(cast.marcel, floods.MUCH)]}
    assert Comment.objects.filter(author=cast.marcel).count() == floods.MUCH
