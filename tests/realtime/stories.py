"""What happened in a room, told step by step: each ``yield`` is a moment at which a client may look."""

from collections.abc import Callable, Iterator
from io import BytesIO

from people.models import Person
from protocols import asking, submitting
from protocols.events import Field
from protocols.models import Consigne, Protocole
from protocols.written import Written
from rooms import commenting, joining, moderating, moving, opening, pictures, posting, reacting
from rooms.helping.asking import ask
from rooms.meetings import announcing, living
from rooms.models import Membership, Room
from rooms.moderation import clearing, merging
from rooms.sessions import composing, conducting, writing
from rooms.sessions.models import Session
from tests.cast import Cast, announces, answers, planned, says
from tests.drawing import drawn

Story = Callable[[Cast], Iterator[Room]]


def posts(cast: Cast) -> Iterator[Room]:
    """Published, corrected, taken back, put back, hidden, shown; the others stay."""
    room = cast.fabrique
    first = says(cast.nadia, room, "Je suis **là**.")
    yield room
    second = says(cast.marcel, room, "Moi aussi 🐇")
    yield room
    posting.edit(cast.nadia, room.pk, None, first.pk, "Je suis *bien* là.")
    yield room
    posting.withdraw(cast.nadia, room.pk, None, first.pk)
    yield room
    says(cast.judith, room, "Bienvenue !")
    yield room
    posting.restore(cast.nadia, room.pk, None, first.pk)
    yield room
    moderating.hide_post(cast.awa, room.pk, None, second.pk, "Une erreur")
    yield room
    moderating.show_post(cast.awa, room.pk, None, second.pk)
    yield room
    moderating.hide_post(cast.awa, room.pk, None, first.pk)
    yield room


def flood(cast: Cast) -> Iterator[Room]:
    """Much is hidden at once, under one's own posts and others', and comes back at its place."""
    room = cast.fabrique
    above = says(cast.judith, room, "Bonsoir.")
    mine = [says(cast.nadia, room, f"Encore {number}.") for number in range(3)]
    answers(cast.nadia, above, "Et encore.")
    answers(cast.marcel, above, "Oui ?")
    answers(cast.marcel, mine[0], "Doucement.")
    answers(cast.nadia, mine[0], "Non.")
    yield room
    clearing.clear_person(cast.awa, room.pk, None, cast.nadia.pk)
    yield room
    says(cast.marcel, room, "Merci.")
    clearing.bring_back(cast.awa, room.pk, None, room.clearings.latest("pk").pk)
    yield room


def moving_house(cast: Cast) -> Iterator[Room]:
    """A post goes to Mezza with its answer, comes back last, and is taken back there."""
    room = cast.fabrique
    post = says(cast.nadia, room, "Bonjour à toute la maison !")
    says(cast.marcel, room, "Ici, on travaille.")
    answers(cast.marcel, post, "C’était pour Mezza ?")
    reacting.react(cast.judith, room.pk, None, post.pk, "merci", True)
    yield room
    moving.move(cast.awa, room.pk, None, post.pk, cast.mezza.pk, "Posté dans le mauvais espace")
    yield room
    moving.move(cast.nadia, cast.mezza.pk, None, post.pk, room.pk)
    yield room
    posting.withdraw(cast.nadia, room.pk, None, post.pk)
    posting.restore(cast.nadia, room.pk, None, post.pk)
    yield room
    moving.move(cast.nadia, room.pk, None, post.pk, cast.mezza.pk)
    posting.withdraw(cast.nadia, cast.mezza.pk, None, post.pk)
    yield room


def comments(cast: Cast) -> Iterator[Room]:
    """Answers come, change, go and return at their place, alone or with their post."""
    room = cast.fabrique
    post = says(cast.nadia, room, "Qui vient ?")
    yield room
    first, second = answers(cast.marcel, post, "Moi."), answers(cast.judith, post, "Moi aussi.")
    yield room
    commenting.edit(cast.marcel, room.pk, None, first.pk, "Pas moi.")
    yield room
    commenting.withdraw(cast.marcel, room.pk, None, first.pk)
    yield room
    commenting.restore(cast.marcel, room.pk, None, first.pk)
    yield room
    moderating.hide_comment(cast.awa, room.pk, None, second.pk)
    yield room
    posting.withdraw(cast.nadia, room.pk, None, post.pk)
    yield room
    posting.restore(cast.nadia, room.pk, None, post.pk)
    yield room
    moderating.show_comment(cast.awa, room.pk, None, second.pk)
    yield room


def reactions(cast: Cast) -> Iterator[Room]:
    """Signs are made and taken back, and return with their post."""
    room = cast.fabrique
    post = says(cast.nadia, room, "J’ai osé.")
    yield room
    for person, sign in ((cast.awa, "merci"), (cast.judith, "merci"), (cast.marcel, "emeut")):
        reacting.react(person, room.pk, None, post.pk, sign, True)
        yield room
    reacting.react(cast.awa, room.pk, None, post.pk, "merci", False)
    reacting.react(cast.marcel, room.pk, None, post.pk, "emeut", False)
    yield room
    moderating.hide_post(cast.awa, room.pk, None, post.pk)
    yield room
    moderating.show_post(cast.awa, room.pk, None, post.pk)
    yield room


def people(cast: Cast) -> Iterator[Room]:
    """Other names and roles are on everything that people wrote."""
    room = cast.fabrique
    answers(cast.marcel, says(cast.nadia, room), "Oui ?")
    answers(cast.nadia, says(cast.marcel, room), "Non.")
    yield room
    joining.rename(cast.nadia, "Nadia نادية")
    yield room
    joining.give_role(cast.marcel, room, Membership.Role.ARTIST)
    yield room


def two_accounts(cast: Cast) -> Iterator[Room]:
    """Nadia lost her card and came again; what she wrote and every sign she made is hers."""
    room = cast.fabrique
    again = Person.objects.arrive("Nadia du mardi")
    joining.join(again, room)
    post, above = says(again, room, "Je suis revenue."), says(cast.marcel, room, "Bonjour.")
    answers(again, above, "Bonjour à vous.")
    for person in (cast.nadia, again, cast.judith):
        reacting.react(person, room.pk, None, above.pk, "merci", True)
    reacting.react(again, room.pk, None, above.pk, "essayer", True)
    yield room
    merging.merge(cast.awa, room.pk, None, cast.nadia.pk, again.pk, True)
    yield room
    answers(cast.nadia, post, "C’est bien moi.")
    reacting.react(cast.nadia, room.pk, None, above.pk, "merci", False)
    yield room


def face(cast: Cast) -> Iterator[Room]:
    """The room has another face, and consignes follow one another."""
    room, choice = cast.fabrique, Field("quand", "Quand ?", "choice", True, ["le jour", "la nuit"])
    yield room
    opening.change(cast.judith, room.pk, None, title="Oser", hot="#0b6e4f", reactions=["rire"])
    yield room
    picture = pictures.read(BytesIO(drawn()))
    opening.change(cast.judith, room.pk, None, image=picture, image_alt="Une main ouverte")
    yield room
    asking.pin(cast.judith, room.pk, None, "Se perdre", "Sans **carte**.", [choice])
    asking.pin(cast.judith, room.pk, None, "Revenir", "", [])
    yield room
    first = Consigne.objects.get(title="Se perdre")
    asking.pin(cast.judith, room.pk, None, "Se perdre encore", "", [choice], first.pk)
    yield room


def protocoles(cast: Cast) -> Iterator[Room]:
    """A card arrives, is corrected, hidden and shown."""
    room = cast.fabrique
    asking.pin(cast.judith, room.pk, None, "Se perdre", "", [Field("ou", "Où ?", "text")])
    asked = Consigne.objects.get(title="Se perdre")
    yield room
    written = Written(title="Tout droit", steps=["Sortir.", "Marcher."], answers={"ou": "Belleville"})
    submitting.hand_in(cast.marcel, room.pk, None, asked.pk, written)
    yield room
    made = Protocole.objects.get(title="Tout droit")
    submitting.revise(cast.marcel, room.pk, None, made.pk, Written(title="À gauche", steps=["Sortir."]))
    yield room
    made.refresh_from_db()
    assert made.post_id is not None
    moderating.hide_post(cast.awa, room.pk, None, made.post_id)
    yield room
    moderating.show_post(cast.awa, room.pk, None, made.post_id)
    yield room


def meetings(cast: Cast) -> Iterator[Room]:
    """Announced in any order, changed, led by somebody with another name, live, over, cancelled."""
    room = cast.fabrique
    later, sooner = (announces(cast.judith, room, title) for title in ("Se lire", "Se revoir"))
    yield room
    plan = planned(cast.judith, "Se lire à voix haute", words="Apportez **un protocole**.", days=3)
    announcing.change(cast.judith, room.pk, None, later.pk, plan)
    yield room
    joining.rename(cast.judith, "Judith J.")
    yield room
    living.begin(sooner.pk, cast.judith)
    yield room
    living.finish(sooner.pk, None)
    yield room
    announcing.cancel(cast.awa, room.pk, None, later.pk)
    yield room


def sessions(cast: Cast) -> Iterator[Room]:
    """A session begins, is paused and prolonged, texts appear, one joins late, and it ends."""
    room = cast.fabrique
    composing.open_session(cast.judith, room.pk, None, "Vingt minutes de silence", "silent")
    made = Session.objects.latest("pk")
    yield room
    conducting.start(cast.judith, room.pk, None, made.pk)
    yield room
    conducting.pass_to(cast.judith, room.pk, None, made.pk, 1, 1)
    silence = made.phases.get(kind="silence")
    writing.keep(cast.marcel, room.pk, None, silence.pk, "Un bruit d’eau")
    writing.finish(cast.nadia, room.pk, None, silence.pk, "La **lampe** bourdonne.", True)
    yield room
    conducting.pause(cast.judith, room.pk, None, made.pk, 2, True)
    yield room
    conducting.pause(cast.judith, room.pk, None, made.pk, 3, False)
    conducting.extend(cast.awa, room.pk, None, made.pk, 4, 120)
    yield room
    conducting.pass_to(cast.judith, room.pk, None, made.pk, 5, 2)
    yield room
    conducting.pass_to(cast.judith, room.pk, None, made.pk, 6, 3)
    writing.finish(cast.marcel, room.pk, None, silence.pk, "Un bruit d’eau.", True)
    yield room
    conducting.end(cast.judith, room.pk, None, made.pk, 7)
    yield room


def window(cast: Cast) -> Iterator[Room]:
    """Only the last posts are on the page: what returns below them stays for the pages before."""
    room = cast.fabrique
    old, kept, last = (says(cast.nadia, room, word) for word in ("Ancien", "Gardé", "Dernier"))
    yield room
    posting.withdraw(cast.nadia, room.pk, None, old.pk)
    posting.withdraw(cast.nadia, room.pk, None, last.pk)
    yield room
    posting.restore(cast.nadia, room.pk, None, old.pk)
    posting.restore(cast.nadia, room.pk, None, last.pk)
    posting.withdraw(cast.nadia, room.pk, None, kept.pk)
    yield room
    says(cast.marcel, room, "Nouveau")
    yield room


def wings(cast: Cast) -> Iterator[Room]:
    """Decisions, and that somebody asks for help, change nothing that is shown."""
    yield cast.wings
    moderating.quiet(cast.awa, cast.fabrique.pk, None, cast.marcel.pk, True, "Le temps d’en parler")
    ask(cast.nadia, cast.fabrique.pk, None)
    yield cast.wings


STORIES: tuple[Story, ...] = (
    posts,
    flood,
    moving_house,
    comments,
    reactions,
    people,
    two_accounts,
    face,
    protocoles,
    meetings,
    sessions,
    window,
    wings,
)
