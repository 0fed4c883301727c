"""From the wings, words are removed for good in two steps; their author reads so on their open page."""

from collections.abc import Callable
from uuid import uuid4

from playwright.sync_api import Page, expect

from rooms import moderating
from rooms.models import Post
from tests.browser.conftest import Stage


def test_words_are_removed_for_good_and_their_author_reads_it_live(
    stage: Stage, shot: Callable[[Page, str], None]
) -> None:
    [post] = stage.says(stage.nadia, "12 rue des Lilas.")
    nadia = stage.enter(stage.nadia).is_live()
    with stage.hub.inside():
        moderating.hide_post(stage.awa, stage.fabrique.pk, uuid4(), post.pk)
    expect(nadia.page.locator(".outcomes")).to_contain_text("12 rue des Lilas.")
    awa = stage.enter(stage.awa, f"/f/{stage.fabrique.slug}/coulisses/").page
    awa.get_by_role("link", name="Supprimer pour de bon").click()
    expect(awa.locator("blockquote")).to_contain_text("12 rue des Lilas.")
    awa.get_by_label("Un mot pour Nadia").fill("Pas d’adresse ici, merci.")
    awa.get_by_role("button", name="Supprimer pour de bon").click()
    expect(awa.get_by_text("C’est supprimé pour de bon.")).to_be_visible()
    expect(awa.get_by_text("12 rue des Lilas.")).to_have_count(0)
    told = nadia.page.locator(".outcomes")
    expect(told).to_contain_text("supprimé pour de bon votre message")
    expect(told).to_contain_text("Pas d’adresse ici, merci.")
    expect(told).not_to_contain_text("12 rue des Lilas.")
    shot(nadia.page, "erased")
    with stage.hub.inside():
        assert Post.objects.get(pk=post.pk).body == ""
