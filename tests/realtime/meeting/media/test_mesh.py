"""The mesh relays between people of one group, in the sender's own name."""

from realtime.meeting.media.mesh import MeshBackend
from realtime.wire import meeting as m
from tests.realtime.meeting.evening import CANDIDATE, DESCRIPTION

VIEW = m.ViewMeeting(meeting=4, pictures=4)


class SignalLog:
    """A listener that logs signals."""

    def __init__(self) -> None:
        self.told: list[tuple[int, m.MeetingMessage]] = []

    def tell(self, person: int, message: m.MeetingMessage) -> None:
        self.told.append((person, message))

    def spoke(self, people: list[int]) -> None:
        raise AssertionError

    def measured(self, person: int, quality: m.Quality) -> None:
        raise AssertionError

    def lost(self, person: int) -> None:
        raise AssertionError


def mesh_of(*people: int) -> tuple[MeshBackend, SignalLog]:
    heard = SignalLog()
    mesh = MeshBackend(4, heard)
    for who in people:
        mesh.open(who, VIEW)
    return mesh, heard


def test_each_signal_is_relayed_with_its_sender() -> None:
    mesh, heard = mesh_of(1, 2)
    mesh.apply_signal(1, m.OfferMedia(meeting=4, peer=2, sdp=DESCRIPTION))
    mesh.apply_signal(2, m.AnswerMedia(meeting=4, peer=1, sdp=DESCRIPTION))
    mesh.apply_signal(1, m.TrickleMedia(meeting=4, peer=2, candidate=CANDIDATE, mid="0"))
    assert heard.told == [
        (2, m.MediaOffered(meeting=4, peer=1, sdp=DESCRIPTION)),
        (1, m.MediaAnswered(meeting=4, peer=2, sdp=DESCRIPTION)),
        (2, m.MediaTrickled(meeting=4, peer=1, candidate=CANDIDATE, mid="0")),
    ]


def test_nothing_goes_to_who_is_not_there_in_another_group_or_oneself() -> None:
    mesh, heard = mesh_of(1, 2)
    mesh.group({1: 1, 2: 2})
    for peer in (1, 2, 3):
        mesh.apply_signal(1, m.TrickleMedia(meeting=4, peer=peer, candidate=CANDIDATE))
    mesh.group({1: 1, 2: 1})
    mesh.shut(1)
    mesh.apply_signal(1, m.TrickleMedia(meeting=4, peer=2, candidate=CANDIDATE))
    assert heard.told == []


def test_browsers_keep_their_connections_until_they_leave() -> None:
    mesh, _heard = mesh_of(1)
    assert mesh.has_connection(1)
    assert not mesh.has_connection(2)
    mesh.close()
    assert not mesh.has_connection(1)
