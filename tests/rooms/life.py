"""A state machine of the rooms: everything that people can do there, in random order, refused or not."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, multiple, rule

from people.models import Person
from people.refusals import Refusal
from protocols import asking, drafting, submitting
from protocols.events import Field
from protocols.models import Consigne, Protocole
from protocols.written import Written
from rooms import commenting, joining, moderating, moving, opening, posting, reacting
from rooms.meetings import announcing, living
from rooms.meetings.models import Meeting
from rooms.models import Post, Room
from rooms.moderation import approving, clearing, erasing, limiting, merging
from rooms.moderation.models import Clearing
from rooms.reactions import REACTIONS
from rooms.sessions import advancing, composing, conducting, writing
from rooms.sessions.models import Phase, Session
from rooms.sessions.phase_plan import PhasePlan
from rooms.sessions.scores import SCORES
from rooms.transaction import Receipt
from tests.cast import gather, planned
from tests.rooms.waiting import let_appear, waits

PEOPLE = st.sampled_from(["judith", "nadia", "marcel", "awa", "ousmane"])
MEMBERS = st.sampled_from(["judith", "nadia", "marcel"])
SAYING = st.sampled_from(["{}", "*{}*", "- {}\n- oui", "> {}", "<b>{}</b>", "🐇 {} مرحبا"])
FACES = st.sampled_from(
    [
        {"title": "Prendre des risques {}"},
        {"hot": "#0b6e4f", "pairing": "atkinson"},
        {"reactions": ["rire", "merci"]},
        {"presentation": "Une **semaine** {}."},
        {"closes_at": None},
    ]
)
WORDED = {"title", "presentation"}


class Life(RuleBasedStateMachine):
    """The state machine. Bundles hold ids. One transaction holds each example, and is rolled back with it."""

    posts: Bundle[int] = Bundle("posts")
    comments: Bundle[int] = Bundle("comments")
    consignes: Bundle[int] = Bundle("consignes")
    protocoles: Bundle[int] = Bundle("protocoles")
    meetings: Bundle[int] = Bundle("meetings")
    sessions: Bundle[int] = Bundle("sessions")

    def __init__(self) -> None:
        super().__init__()
        self._whole = transaction.atomic()
        self._whole.__enter__()
        self.cast = gather()
        self.rooms = (self.cast.fabrique.pk, self.cast.mezza.pk, self.cast.wings.pk)
        self._marks, self._refs = count(1), count(1)
        self._done: list[tuple[Callable[..., Receipt], tuple[Any, ...], Receipt]] = []

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self._whole.__exit__(None, None, None)

    @initialize(target=posts, who=MEMBERS)
    def begin(self, who: str) -> Any:
        return self._published(who, self.cast.fabrique.pk, "{}")

    @initialize(target=consignes)
    def ask(self) -> Any:
        return self.pin("judith", None)

    @rule(target=posts, who=PEOPLE, saying=SAYING, in_mezza=st.booleans())
    def publish(self, who: str, saying: str, in_mezza: bool) -> Any:
        room = self.cast.mezza if in_mezza else self.cast.fabrique
        return self._published(who, room.pk, saying)

    @rule(target=posts, who=MEMBERS, saying=SAYING)
    def wait(self, who: str, saying: str) -> Any:
        return waits(self._person(who), self.cast.fabrique, self._mark(saying)).pk

    @rule(post=posts, who=PEOPLE)
    def appear(self, post: int, who: str) -> None:
        self._on_post(let_appear, who, post)

    @rule(post=posts, saying=SAYING, who=PEOPLE | st.none())
    def edit(self, post: int, saying: str, who: str | None) -> None:
        self._on_post(posting.edit, who, post, self._mark(saying))

    @rule(post=posts, back=st.booleans())
    def withdraw_or_restore(self, post: int, back: bool) -> None:
        self._on_post(posting.restore if back else posting.withdraw, None, post)

    @rule(post=posts, back=st.booleans(), who=st.just("awa") | PEOPLE)
    def hide_or_show(self, post: int, back: bool, who: str) -> None:
        self._on_post(moderating.show_post if back else moderating.hide_post, who, post)

    @rule(post=posts, who=st.just("awa") | PEOPLE)
    def erase_for_good(self, post: int, who: str) -> None:
        self._on_post(erasing.erase_post, who, post, True)

    @rule(post=posts, who=st.just("awa") | PEOPLE | st.none(), room=st.integers(0, 2))
    def move(self, post: int, who: str | None, room: int) -> None:
        self._on_post(moving.move, who, post, self.rooms[room])

    @rule(target=comments, post=posts, who=PEOPLE, saying=SAYING)
    def comment(self, post: int, who: str, saying: str) -> Any:
        receipt = self._on_post(commenting.comment, who, post, self._mark(saying))
        return receipt.comment if receipt else multiple()

    @rule(comment=comments, saying=SAYING)
    def edit_comment(self, comment: int, saying: str) -> None:
        self._on_comment(commenting.edit, None, comment, self._mark(saying))

    @rule(comment=comments, back=st.booleans())
    def withdraw_or_restore_comment(self, comment: int, back: bool) -> None:
        self._on_comment(commenting.restore if back else commenting.withdraw, None, comment)

    @rule(comment=comments, back=st.booleans(), who=st.just("awa") | PEOPLE)
    def hide_or_show_comment(self, comment: int, back: bool, who: str) -> None:
        self._on_comment(moderating.show_comment if back else moderating.hide_comment, who, comment)

    @rule(comment=comments)
    def erase_comment_for_good(self, comment: int) -> None:
        self._on_comment(erasing.erase_comment, "awa", comment, True)

    @rule(post=posts, who=PEOPLE, sign=st.sampled_from(list(REACTIONS)), on=st.booleans())
    def react(self, post: int, who: str, sign: str, on: bool) -> None:
        self._on_post(reacting.react, who, post, sign, on)

    @rule(target=consignes, who=st.just("judith") | PEOPLE, again=consignes | st.none())
    def pin(self, who: str, again: int | None) -> Any:
        fields = [Field("ou", "Où ?", "text"), Field("quand", "Quand ?", "choice", choices=["jour", "nuit"])]
        room, title, words = self.cast.fabrique, self._mark("Consigne {}"), self._mark("**{}**")
        if not self._do(asking.pin, who, room.pk, title, words, fields, again) or again:
            return multiple()
        return Consigne.objects.latest("pk").pk

    @rule(consigne=consignes, who=MEMBERS)
    def draft(self, consigne: int, who: str) -> None:
        drafting.keep(self._person(who), Consigne.objects.get(pk=consigne), self._written())

    @rule(target=protocoles, consigne=consignes, who=PEOPLE)
    def hand_in(self, consigne: int, who: str) -> Any:
        receipt = self._do(submitting.hand_in, who, self.cast.fabrique.pk, consigne, self._written())
        return receipt.post if receipt else multiple()

    @rule(target=posts, post=protocoles)
    def treat_as_post(self, post: int) -> Any:
        return post

    @rule(post=protocoles)
    def revise(self, post: int) -> None:
        made = Protocole.objects.filter(post=post).first()
        if made is None:
            return  # with its author, who was erased
        self._do(submitting.revise, made.author, self.cast.fabrique.pk, made.pk, self._written())

    @rule(who=PEOPLE)
    def rename(self, who: str) -> None:
        joining.rename(self._person(who), self._mark(f"{who.title()} {{}}"))

    @rule(who=MEMBERS | st.just("ousmane"), role=st.sampled_from(["participant", "artist"]))
    def give_role(self, who: str, role: str) -> None:
        joining.give_role(self._person(who), self.cast.fabrique, role)

    @rule(who=PEOPLE)
    def join(self, who: str) -> None:
        self._do(
            lambda person, room, _ref: joining.join(person, Room.objects.get(pk=room)), who, self.rooms[0]
        )

    @rule(target=posts, whom=MEMBERS, post=posts, sign=st.sampled_from(list(REACTIONS)))
    def make_one(self, whom: str, post: int, sign: str) -> Any:
        """Somebody comes twice, writes and makes a sign, and is made one with their first account."""
        again, room = Person.objects.arrive("Encore"), self.cast.fabrique.pk
        self._do(lambda person, _room, _ref: joining.join(person, self.cast.fabrique), again, room)
        said = self._published(again, room, "{}")
        self._on_post(reacting.react, again, post, sign, True)
        self._do(merging.merge, "awa", room, self._person(whom).pk, again.pk, True)
        return said

    @rule(who=MEMBERS, on=st.booleans())
    def quiet(self, who: str, on: bool) -> None:
        self._do(moderating.quiet, "awa", self.cast.fabrique.pk, self._person(who).pk, on)

    @rule(who=MEMBERS, on=st.booleans())
    def remove(self, who: str, on: bool) -> None:
        self._do(moderating.remove, "awa", self.cast.fabrique.pk, self._person(who).pk, on)

    @rule(who=st.just("awa") | PEOPLE, whose=st.sampled_from(Room.Holds.values), in_mezza=st.booleans())
    def read_first(self, who: str, whose: str, in_mezza: bool) -> None:
        room = self.cast.mezza if in_mezza else self.cast.fabrique
        self._do(approving.hold_room, who, room.pk, whose)

    @rule(who=MEMBERS, on=st.booleans())
    def read_them_first(self, who: str, on: bool) -> None:
        self._do(approving.hold_person, "awa", self.cast.fabrique.pk, self._person(who).pk, on)

    @rule(who=st.sampled_from(["awa", "judith"]) | PEOPLE, whom=MEMBERS)
    def clear(self, who: str, whom: str) -> None:
        self._do(clearing.clear_person, who, self.cast.fabrique.pk, self._person(whom).pk)

    @rule(who=st.sampled_from(["awa", "judith"]))
    def bring_back(self, who: str) -> None:
        cleared = Clearing.objects.last()
        if cleared is not None:
            self._do(clearing.bring_back, who, cleared.room_id, cleared.pk)

    @rule(who=st.just("awa") | PEOPLE, seconds=st.sampled_from([0, 1]))
    def slow(self, who: str, seconds: int) -> None:
        self._do(limiting.slow_room, who, self.cast.fabrique.pk, seconds)

    @rule(post=posts, who=st.sampled_from(["awa", "judith"]) | PEOPLE, act=st.integers(0, 3))
    def decide(self, post: int, who: str, act: int) -> None:
        acts = (approving.approve_post, approving.refuse_post, approving.reopen_post, approving.hold_post)
        self._on_post(acts[act], who, post)

    @rule(comment=comments, who=st.sampled_from(["awa", "judith"]) | PEOPLE, act=st.integers(0, 3))
    def decide_on_an_answer(self, comment: int, who: str, act: int) -> None:
        acts = (
            *(approving.approve_comment, approving.refuse_comment),
            *(approving.reopen_comment, approving.hold_comment),
        )
        self._on_comment(acts[act], who, comment)

    @rule(who=st.just("judith") | PEOPLE, face=FACES)
    def change_face(self, who: str, face: dict[str, Any]) -> None:
        face = {name: self._mark(value) if name in WORDED else value for name, value in face.items()}
        self._do(lambda *given: opening.change(*given, **face), who, self.cast.fabrique.pk)

    @rule(target=meetings, who=st.just("judith") | PEOPLE, in_mezza=st.booleans(), days=st.integers(1, 5))
    def announce(self, who: str, in_mezza: bool, days: int) -> Any:
        room = self.cast.mezza if in_mezza else self.cast.fabrique
        plan = planned(self._person(who), self._mark("{}"), words=self._mark("*{}*"), days=days)
        if not self._do(announcing.announce, who, room.pk, plan):
            return multiple()
        return Meeting.objects.latest("pk").pk

    @rule(meeting=meetings, who=st.just("judith") | PEOPLE, leads=PEOPLE, days=st.integers(1, 5))
    def announce_otherwise(self, meeting: int, who: str, leads: str, days: int) -> None:
        plan = planned(self._person(leads), self._mark("{}"), days=days, minutes=90)
        room = Meeting.objects.get(pk=meeting).room_id
        self._do(announcing.change, who, room, meeting, plan)

    @rule(meeting=meetings, who=st.just("judith") | PEOPLE)
    def cancel(self, meeting: int, who: str) -> None:
        self._do(announcing.cancel, who, Meeting.objects.get(pk=meeting).room_id, meeting)

    @rule(meeting=meetings, who=PEOPLE | st.none(), over=st.booleans())
    def begin_or_finish(self, meeting: int, who: str | None, over: bool) -> None:
        by, room = self._person(who) if who else None, Meeting.objects.get(pk=meeting).room_id
        live = living.finish if over else living.begin
        self._do(lambda _person, _room, _ref: live(meeting, by), "judith", room)

    @rule(target=sessions, who=st.just("judith") | PEOPLE, score=st.sampled_from(["", *SCORES]))
    def compose(self, who: str, score: str) -> Any:
        if self._do(composing.open_session, who, self.cast.fabrique.pk, self._mark("{}"), score) is None:
            return multiple()
        return Session.objects.latest("pk").pk

    @rule(
        session=sessions,
        kind=st.sampled_from(Phase.Kind.values),
        order=st.sampled_from(Phase.Order.values),
        is_read=st.booleans(),
    )
    def add_a_phase(self, session: int, kind: str, order: str, is_read: bool) -> None:
        said = self._mark("{}"), self._mark("*{}*")
        plan = PhasePlan(kind, *said, seconds=60, order=order, pace=20, read_first=is_read)
        self._do(composing.add, "judith", self.cast.fabrique.pk, session, plan)

    @rule(session=sessions, who=st.just("judith") | PEOPLE, over=st.booleans())
    def start_or_end(self, session: int, who: str, over: bool) -> None:
        given = (session, Session.objects.get(pk=session).version) if over else (session,)
        self._do(conducting.end if over else conducting.start, who, self.cast.fabrique.pk, *given)

    @rule(session=sessions, to=st.integers(0, 4), act=st.sampled_from(["pass", "pause", "extend", "reveal"]))
    def conduct(self, session: int, to: int, act: str) -> None:
        acts: dict[str, tuple[Callable[..., Receipt], tuple[Any, ...]]] = {
            "pass": (conducting.pass_to, (to,)),
            "pause": (conducting.pause, (to % 2 == 0,)),
            "extend": (conducting.extend, (60,)),
            "reveal": (conducting.reveal_next, ()),
        }
        service, given = acts[act]
        version = Session.objects.get(pk=session).version
        self._do(service, "judith", self.cast.fabrique.pk, session, version, *given)

    @rule(session=sessions, whom=MEMBERS | st.none(), seconds=st.sampled_from([0, 120]))
    def give_grace(self, session: int, whom: str | None, seconds: int) -> None:
        if whom is None:
            self._do(conducting.give_grace_to_all, "judith", self.cast.fabrique.pk, session, seconds)
        else:
            given = session, self._person(whom).pk, seconds
            self._do(conducting.give_grace, "judith", self.cast.fabrique.pk, *given)

    @rule(session=sessions, seconds=st.sampled_from([1, 600]))
    def set_the_pace(self, session: int, seconds: int) -> None:
        version = Session.objects.get(pk=session).version
        self._do(conducting.set_pace, "judith", self.cast.fabrique.pk, session, version, seconds)

    @rule(session=sessions, seconds=st.sampled_from([1, 20, 70, 900]))
    def let_time_pass(self, session: int, seconds: int) -> None:
        now = timezone.now() + timedelta(seconds=seconds)
        advancing.advance(session, self.cast.fabrique.pk, now)

    @rule(hours=st.sampled_from([-1, 1]))
    def set_the_clock(self, hours: int) -> None:
        for each in advancing.awaited():
            assert advancing.move(each, timedelta(hours=hours))

    @rule(session=sessions, who=MEMBERS, saying=SAYING | st.just(""), done=st.booleans() | st.none())
    def write_in_silence(self, session: int, who: str, saying: str, done: bool | None) -> None:
        for phase in Phase.objects.filter(session=session, kind=Phase.Kind.SILENCE)[:1]:
            words, room = self._mark(saying), self.cast.fabrique.pk
            if done is None:
                self._do(writing.keep, who, room, phase.pk, words)
            else:
                self._do(writing.finish, who, room, phase.pk, words, done)

    @rule(session=sessions, who=MEMBERS)
    def publish_what_was_left(self, session: int, who: str) -> None:
        for phase in Phase.objects.filter(session=session, kind=Phase.Kind.SILENCE)[:1]:
            self._do(writing.publish, who, self.cast.fabrique.pk, phase.pk)

    @rule(data=st.data())
    def send_again(self, data: st.DataObject) -> None:
        if self._done:
            service, given, receipt = data.draw(st.sampled_from(self._done))
            before = self._heads()
            assert service(*given) == receipt
            assert self._heads() == before

    def _published(self, who: str | Person, room: int, saying: str) -> Any:
        receipt = self._do(posting.publish, who, room, self._mark(saying))
        return receipt.post if receipt else multiple()

    def _on_post(
        self, service: Callable[..., Receipt], who: str | Person | None, post: int, *given: Any
    ) -> Receipt | None:
        said = Post.objects.get(pk=post)
        receipt: Receipt | None = self._do(service, who or said.author, said.room_id, post, *given)
        return receipt

    def _on_comment(
        self, service: Callable[..., Receipt], who: str | None, comment: int, *given: Any
    ) -> Receipt | None:
        post = Post.objects.get(comments=comment)
        author = post.comments.get(pk=comment).author
        receipt: Receipt | None = self._do(service, who or author, post.room_id, comment, *given)
        return receipt

    def _do(self, service: Callable[..., Any], who: str | Person, room: int, *given: Any) -> Any:
        """Return the receipt, or None when a rule refused: then nothing has changed."""
        person = self._person(who) if isinstance(who, str) else who
        call, before = (person, room, UUID(int=next(self._refs)), *given), self._heads()
        try:
            receipt = service(*call)
        except Refusal:
            assert self._heads() == before
            return None
        if isinstance(receipt, Receipt) and receipt.seq > before[room]:
            self._done.append((service, call, receipt))
        return receipt

    def _person(self, who: str) -> Person:
        return Person.objects.get(pk=getattr(self.cast, who).pk)

    def _heads(self) -> dict[int, int]:
        return dict(Room.objects.values_list("pk", "head"))

    def _mark(self, saying: str) -> str:
        return saying.format(f"mot{next(self._marks)}fin")

    def _written(self) -> Written:
        title, step, where = (self._mark("{}") for _each in range(3))
        return Written(title=title, steps=[step], answers={"ou": where, "quand": "nuit"})
