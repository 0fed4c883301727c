"""What a room's page shows of pinned posts and of closed answers."""

import pytest
from django.test import Client

from rooms import joining, moving, posting
from rooms.models import Post
from rooms.moderation import approving
from tests.cast import Cast, says
from tests.frontend.pages import text


@pytest.fixture
def post(cast: Cast) -> Post:
    return says(cast.nadia, cast.fabrique, "À garder sous les yeux.")


def pinned(browser: Client, feed: str) -> str:
    """Return the part of the page that shows what is pinned, as a screen asks for it."""
    part = text(browser.get(f"{feed}parties/pinned/"))
    assert part.strip() in text(browser.get(feed))
    return part


def test_what_is_pinned_stands_above_the_feed_until_it_is_unpinned(
    at_judith: Client, at_nadia: Client, post: Post, feed: str
) -> None:
    assert "Nadia" not in pinned(at_nadia, feed)
    at_judith.post(f"{feed}messages/{post.pk}/epingler/", {"on": "1"})
    assert f"<b>Nadia</b> {post.body}" in pinned(at_nadia, feed)
    assert "Décrocher" in text(at_judith.get(feed))
    assert "Épingler" not in text(at_nadia.get(feed))
    at_judith.post(f"{feed}messages/{post.pk}/epingler/", {"on": "0"})
    assert post.body not in pinned(at_nadia, feed)


def test_it_never_shows_words_that_were_corrected_taken_back_or_a_former_name(
    at_judith: Client, at_nadia: Client, cast: Cast, post: Post, feed: str
) -> None:
    at_judith.post(f"{feed}messages/{post.pk}/epingler/", {"on": "1"})
    pinned(at_nadia, feed)
    posting.edit(cast.nadia, cast.fabrique.pk, None, post.pk, "Autrement.")
    assert "<b>Nadia</b> Autrement." in pinned(at_nadia, feed)
    joining.rename(cast.nadia, "Nour")
    assert "<b>Nour</b>" in pinned(at_nadia, feed)
    posting.withdraw(cast.nadia, cast.fabrique.pk, None, post.pk)
    assert "Autrement." not in pinned(at_nadia, feed)
    posting.restore(cast.nadia, cast.fabrique.pk, None, post.pk)
    assert "Autrement." in pinned(at_nadia, feed)


def test_closed_answers_say_so_and_give_back_what_was_typed(
    at_judith: Client, at_nadia: Client, post: Post, feed: str
) -> None:
    at_judith.post(f"{feed}messages/{post.pk}/fermer/", {"on": "1"})
    page = text(at_nadia.get(feed))
    assert "Réponses fermées" in page
    assert f"messages/{post.pk}/repondre/" not in page
    late = at_nadia.post(f"{feed}messages/{post.pk}/repondre/", {"body": "Trop tard."})
    assert late.status_code == 422
    for seen in ("Les réponses à ce message sont fermées.", "Trop tard."):
        assert seen in text(late)
    at_judith.post(f"{feed}messages/{post.pk}/fermer/", {"on": "0"})
    assert "Réponses fermées" not in text(at_nadia.get(feed))


def test_both_are_done_and_undone_from_the_regie(
    at_awa: Client, at_nadia: Client, post: Post, feed: str
) -> None:
    sent = {"on": "1", "from": "regie"}
    assert "Épingler" in text(at_awa.get("/regie/"))
    assert at_awa.post(f"{feed}messages/{post.pk}/epingler/", sent)["Location"] == "/regie/"
    at_awa.post(f"{feed}messages/{post.pk}/fermer/", sent)
    regie = text(at_awa.get("/regie/"))
    for seen in ("Décrocher", "Rouvrir les réponses"):
        assert seen in regie
    assert post.body in pinned(at_nadia, feed)


@pytest.mark.parametrize("leave", ["held", "moved"])
def test_what_leaves_the_feed_is_pinned_no_longer(
    at_judith: Client, at_nadia: Client, cast: Cast, post: Post, feed: str, leave: str
) -> None:
    at_judith.post(f"{feed}messages/{post.pk}/epingler/", {"on": "1"})
    pinned(at_nadia, feed)
    if leave == "held":
        approving.hold_post(cast.awa, cast.fabrique.pk, None, post.pk)
    else:
        moving.move(cast.awa, cast.fabrique.pk, None, post.pk, cast.mezza.pk)
    assert post.body not in pinned(at_nadia, feed)
    post.refresh_from_db()
    assert post.pinned_at is None
