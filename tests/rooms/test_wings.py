"""The wings: what the team sees behind a room."""

from rooms import joining, moderating, wings
from tests.cast import Cast, answers, says


def test_decisions_come_newest_first_with_all_that_is_said_of_them(cast: Cast) -> None:
    post = says(cast.marcel, cast.fabrique)
    moderating.hide_post(cast.awa, cast.fabrique.pk, None, post.pk, "Déplacé.")
    moderating.quiet(cast.awa, cast.fabrique.pk, None, cast.marcel.pk, True, "Encore.")
    told = [(each.act, each.by, each.person, each.post, each.why) for each in wings.decisions(cast.fabrique)]
    assert told == [
        ("quiet", cast.awa, cast.marcel, None, "Encore."),
        ("hide", cast.awa, None, post, "Déplacé."),
    ]


def test_what_is_hidden_is_there_and_what_was_withdrawn_is_not(cast: Cast) -> None:
    hidden, kept = (says(cast.marcel, cast.fabrique) for _post in range(2))
    answer = answers(cast.nadia, kept)
    moderating.hide_post(cast.awa, cast.fabrique.pk, None, hidden.pk)
    moderating.hide_comment(cast.awa, cast.fabrique.pk, None, answer.pk)
    assert list(wings.hidden_posts(cast.fabrique)) == [hidden]
    assert list(wings.hidden_comments(cast.fabrique)) == [answer]
    assert not wings.hidden_posts(cast.mezza)


def test_the_people_of_a_room_are_those_who_came_in_but_the_team(cast: Cast) -> None:
    joining.join(cast.awa, cast.fabrique)
    moderating.remove(cast.awa, cast.fabrique.pk, None, cast.nadia.pk, True)
    assert [member.person for member in wings.people(cast.fabrique)] == [cast.judith, cast.marcel, cast.nadia]
    assert wings.member(cast.fabrique, cast.awa.pk) is None
    assert wings.member(cast.fabrique, cast.ousmane.pk) is None
