"""Every form of the house, each of its boxes as full as it may be, of signs of four bytes: it is taken."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.utils.http import urlencode

from frontend.saved_input import CONTROL_FIELDS
from people import naming
from people.models import Person
from protocols import asking, submitting, written
from protocols.events import Field
from protocols.models import Protocole
from realtime.connection.hub_request import holds_picture
from realtime.connection.limits import FORM_BYTES, PICTURE_BYTES, URLENCODED_BYTES
from rooms import deciding, moderating, opening, text
from rooms.helping.asking import ask
from rooms.helping.models import LONGEST_ANSWER, LONGEST_REFUSAL, LONGEST_WORD, HelpRequest
from rooms.meetings import announcing
from rooms.models import Post
from rooms.moderation import approving, listing, ready_words, reporting
from rooms.sessions import composing, conducting
from rooms.sessions.models import Session
from tests.cast import Cast, announces, answers, says
from tests.frontend.pages import pinned_consigne
from tests.plain_browser import PlainBrowser

TEMPLATES = Path(__file__).resolve().parents[2] / "frontend" / "templates"
SIGN = "🐇"
Boxes = Mapping[str, Sequence[str]]
FORM = re.compile(r"<form\b[^>]*>.*?</form>", re.DOTALL)
URLENCODED = "application/x-www-form-urlencoded"
# Boxes that hold no words of a person: what is chosen, and what is told in signs of one byte.
CHOSEN = (
    "reactions hot pairing opens_at closes_at date time minutes picture caption-size size key required"
    " consigne speed with-phase espace holds seconds author apart group_size consent ready par acte du au"
    " other sure whose undoes"
)
TOLD = "ligne nom code email from language next caption viewport theme-color description referrer robots"
SHORT = CONTROL_FIELDS | {*CHOSEN.split(), *TOLD.split()}
BODY = {"body": text.LONGEST}
WHY = {"why": deciding.LONGEST_WHY}
TOLD_WHY = WHY | {"told": deciding.LONGEST_WHY}
READY = {"title": ready_words.TITLE, "body": ready_words.BODY, "body_en": ready_words.BODY}
MEETING = {"title": announcing.TITLE, "words": announcing.WORDS}
FACE = opening.LONGEST | {"described": opening.LONGEST["image_alt"]}
LONG = dict.fromkeys(("needs", "origin", *(f"answer-q{n}" for n in range(12))), written.LONG)
PROTOCOLE = {"title": written.TITLE, "duration": written.DURATION, **LONG}
QUESTIONS = {f"{box}-{n}": asking.LONGEST for box in ("label", "help") for n in range(asking.MOST_FIELDS)}
CONSIGNE = {"title": asking.TITLE, "words": text.LONGEST, **QUESTIONS}
# As many lines as signs allow, each as long as it may be, of letters of four bytes.
WORD_LIST = "\n".join(f"{n:03}{'𝐚' * (listing.LONGEST_LINE - 3)}" for n in range(890))
CHOICES = "\n".join([SIGN * asking.LONGEST] * asking.MOST_CHOICES)


@dataclass(frozen=True)
class FullForm:
    """The form on ``page`` that is sent to ``to`` by ``who``: the signs that each of its boxes may hold, and
    what is in its other boxes."""

    who: str
    page: str
    to: str
    boxes: dict[str, int]
    others: Boxes = field(default_factory=dict)

    def typed(self) -> Boxes:
        hidden = {"ref": str(uuid4())}
        return {**hidden, **{name: SIGN * longest for name, longest in self.boxes.items()}, **self.others}


FORMS = {
    "a name at the door": FullForm("nobody", "/r/{code}/", "/r/{code}/", {"name": naming.LONGEST}),
    "one's name": FullForm("nadia", "/moi/", "/moi/", {"name": naming.LONGEST}, {"language": "fr"}),
    "a message": FullForm("nadia", "{room}", "{room}publier/", BODY),
    "an answer": FullForm("nadia", "{post}repondre/", "{post}repondre/", BODY),
    "a message corrected": FullForm("nadia", "{post}modifier/", "{post}modifier/", BODY),
    "an answer corrected": FullForm("nadia", "{comment}modifier/", "{comment}modifier/", BODY),
    "a message moved": FullForm("awa", "{post}deplacer/", "{post}deplacer/", WHY, {"to": "{mezza}"}),
    "a message hidden": FullForm("awa", "{room}", "{post}masquer/", TOLD_WHY),
    "a message removed for good": FullForm(
        "awa", "{hidden}supprimer/", "{hidden}supprimer/", TOLD_WHY, {"sure": "1"}
    ),
    "somebody silenced": FullForm("awa", "{room}coulisses/", "{room}personnes/{person}/silence/", TOLD_WHY),
    "somebody barred": FullForm(
        "awa", "{room}personnes/{person}/exclure/", "{room}personnes/{person}/exclure/", WHY
    ),
    "words reported": FullForm(
        "marcel", "{post}signaler/", "{post}signaler/", {"word": reporting.LONGEST}, {"author": "0"}
    ),
    "somebody reported": FullForm(
        "nadia",
        "{room}personnes/{person}/signaler/",
        "{room}personnes/{person}/signaler/",
        {"word": reporting.LONGEST},
    ),
    "the door": FullForm("awa", "{room}coulisses/", "{room}porte/renouveler/", WHY),
    "a consigne": FullForm(
        "judith",
        "{room}consigne/",
        "{room}consigne/",
        CONSIGNE,
        {"do": "pin", "row": [str(n) for n in range(asking.MOST_FIELDS)]}
        | {f"kind-{n}": "choice" for n in range(asking.MOST_FIELDS)}
        | {f"choices-{n}": CHOICES for n in range(asking.MOST_FIELDS)},
    ),
    "a protocole": FullForm(
        "nadia",
        "{room}protocoles/ecrire/{consigne}/",
        "{room}protocoles/ecrire/{consigne}/",
        PROTOCOLE,
        {"do": "hand-in", "steps": [SIGN * written.STEP] * written.MOST_STEPS},
    ),
    "a protocole corrected": FullForm(
        "nadia",
        "{room}protocoles/{protocole}/corriger/",
        "{room}protocoles/{protocole}/corriger/",
        PROTOCOLE,
        {"do": "hand-in", "steps": [SIGN * written.STEP] * written.MOST_STEPS},
    ),
    "a rencontre": FullForm(
        "judith",
        "{room}rencontres/annoncer/",
        "{room}rencontres/annoncer/",
        MEETING,
        {"date": "{day}", "time": "18:30", "minutes": "60", "host": "{judith}"},
    ),
    "a phase": FullForm(
        "judith",
        "{score}ajouter/",
        "{score}ajouter/",
        {"title": composing.TITLE, "words": composing.WORDS},
        {"kind": "meet", "minutes": "5", "writers": "all", "order": "paced", "pace": "20", "position": ""}
        | {"apart": "groups", "group_size": "3"},
    ),
    "a word to the team": FullForm("judith", "{score}mener/", "{score}mot/", {"word": deciding.LONGEST_WHY}),
    "a word to whom the team does not publish": FullForm(
        "judith", "/regie/", "{held}ecarter/", {"told": deciding.LONGEST_WHY}
    ),
    "the words of the house": FullForm(
        "awa",
        "/regie/liste-de-mots/",
        "/regie/liste-de-mots/",
        {"body": listing.MOST_SIGNS},
        {"body": WORD_LIST},
    ),
    "a request for help": FullForm(
        "nadia",
        "/besoin-d-aide/",
        "/besoin-d-aide/",
        {"word": LONGEST_WORD, "refus": LONGEST_REFUSAL},
        {"consent": "1", "de": "{room}"},
    ),
    "an answer to a request for help": FullForm(
        "awa", "/regie/", "{asked}repondre/", {"answer": LONGEST_ANSWER}
    ),
    "a word that the team has ready": FullForm("awa", "/regie/mots/", "/regie/mots/", READY),
    "the title of a session": FullForm("judith", "{score}", "{score}titre/", {"title": composing.TITLE}),
    "the settings": FullForm(
        "judith",
        "{room}reglages/",
        "{room}reglages/",
        FACE,
        {"hot": "#ff5a1f", "pairing": "bricolage", "opens_at": "2026-11-01T10:00", "reactions": "merci"},
    ),
}


@pytest.fixture
def places(cast: Cast) -> dict[str, str]:
    """What the addresses of the forms name."""
    room = f"/f/{cast.fabrique.slug}/"
    post = says(cast.nadia, cast.fabrique)
    questions = [Field(f"q{number}", "Quoi ?", "long") for number in range(asking.MOST_FIELDS)]
    asked = pinned_consigne(cast.judith, cast.fabrique, questions)
    first = written.Written(title="Un", steps=["Un."])
    submitting.hand_in(cast.nadia, cast.fabrique.pk, None, asked.pk, first)
    return {
        "room": room,
        "post": f"{room}messages/{post.pk}/",
        "held": f"{room}messages/{held(cast).pk}/",
        "hidden": f"{room}messages/{hidden(cast).pk}/",
        "asked": f"{room}aide/{help_asked(cast)}/",
        "comment": f"{room}reponses/{answers(cast.nadia, post).pk}/",
        "person": str(cast.marcel.pk),
        "score": f"{room}seances/{session_of(cast)}/",
        "judith": str(cast.judith.pk),
        "mezza": str(cast.mezza.pk),
        "code": cast.fabrique.code or "",
        "consigne": str(asked.pk),
        "protocole": str(Protocole.objects.get().pk),
        "day": announces(cast.judith, cast.fabrique).starts_at.date().isoformat(),
    }


def held(cast: Cast) -> Post:
    """Return a post that waits for the team."""
    said = says(cast.marcel, cast.fabrique)
    approving.hold_post(cast.judith, cast.fabrique.pk, None, said.pk)
    return said


def hidden(cast: Cast) -> Post:
    """Return a post that the team has hidden."""
    said = says(cast.marcel, cast.fabrique)
    moderating.hide_post(cast.awa, cast.fabrique.pk, None, said.pk)
    return said


def help_asked(cast: Cast) -> int:
    """Let somebody ask for help; return the number of the request."""
    ask(cast.marcel, cast.fabrique.pk, None)
    return HelpRequest.objects.get().pk


def session_of(cast: Cast) -> int:
    """Begin a session, in a phase where everybody writes."""
    composing.open_session(cast.judith, cast.fabrique.pk, None, "Une heure", "first")
    session = Session.objects.get()
    conducting.start(cast.judith, cast.fabrique.pk, None, session.pk)
    return session.pk


def named(typed: Boxes, places: dict[str, str]) -> Boxes:
    return {name: places.get(str(said).strip("{}"), said) for name, said in typed.items()}


def is_in_parts(page: str, box: str) -> bool:
    """Return whether the form with this ``box`` is sent as ``multipart/form-data``."""
    forms = [form for form in FORM.findall(page) if f'name="{box}"' in form]
    assert forms, f"no form with {box}"
    return all('enctype="multipart/form-data"' in form.partition(">")[0] for form in forms)


def bound(address: str, *, in_parts: bool) -> int:
    """Return how many bytes the server takes of somebody who is signed in."""
    if not in_parts:
        return URLENCODED_BYTES
    return PICTURE_BYTES if holds_picture(address.encode()) else FORM_BYTES


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_form_with_every_box_full_is_taken(
    form: FullForm, cast: Cast, places: dict[str, str], browser_of: Callable[[Person], Client]
) -> None:
    browser = PlainBrowser() if form.who == "nobody" else browser_of(getattr(cast, form.who))
    page = browser.get(form.page.format(**places)).content.decode()
    in_parts = is_in_parts(page, next(iter(form.boxes)))
    typed, to = named(form.typed(), places), form.to.format(**places)
    body = encode_multipart(BOUNDARY, dict(typed)) if in_parts else urlencode(typed, doseq=True).encode()
    assert len(body) <= bound(to, in_parts=in_parts)
    sent = browser.generic("POST", to, body, MULTIPART_CONTENT if in_parts else URLENCODED)
    assert sent.status_code == 302, sent.content.decode()[:3_000]


def test_every_form_with_a_box_of_several_lines_is_sent_in_parts() -> None:
    forms = [form for page in TEMPLATES.rglob("*.html") for form in FORM.findall(page.read_text())]
    long = [form for form in forms if "<textarea" in form or re.search(r"\brows=\d", form)]
    assert long
    assert [form for form in long if 'enctype="multipart/form-data"' not in form.partition(">")[0]] == []


def boxes() -> Iterator[str]:
    """Yield the name of each box in all templates, without the number of its row."""
    for page in TEMPLATES.rglob("*.html"):
        for name in re.findall(r'\bname="([a-z_-]+)', page.read_text()):
            yield name.rstrip("-")


def test_every_box_of_the_house_is_in_one_of_these_forms() -> None:
    known = {re.sub(r"-?q?\d+$", "", name) for form in FORMS.values() for name in form.typed()}
    assert set(boxes()) - known - SHORT == set()
