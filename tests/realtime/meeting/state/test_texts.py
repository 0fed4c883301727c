"""What all read: shown by a host, its steps turned by whoever reads, told to who comes later."""

from realtime.wire import meeting as m
from tests.realtime.meeting.state.machine_harness import JUDITH, MARCEL, NADIA, MachineHarness

PROTOCOLE = {"what": "protocole", "id": 12}


def test_a_text_is_shown_to_all_and_to_who_comes_later_at_its_step() -> None:
    harness = MachineHarness()
    judith, nadia = harness.all_come(JUDITH, NADIA)
    harness.says(judith, m.ReadText, **PROTOCOLE)
    harness.says(judith, m.TurnStep, step=2)
    marcel = harness.come(MARCEL)
    for page in (judith, nadia, marcel):
        assert page.state is not None
        assert page.state.text == m.ShownText("protocole", 12, 2)
    harness.says(judith, m.PutTextAway)
    assert nadia.state is not None
    assert nadia.state.text is None


def test_whoever_reads_turns_the_steps_and_others_do_not() -> None:
    harness = MachineHarness()
    judith, nadia, marcel = harness.all_come(JUDITH, NADIA, MARCEL)
    harness.says(judith, m.ReadText, **PROTOCOLE, reader=NADIA.id)
    harness.says(nadia, m.TurnStep, step=1)
    harness.says(marcel, m.TurnStep, step=0)
    harness.says(marcel, m.PutTextAway)
    harness.says(marcel, m.ReadText, **PROTOCOLE)
    assert marcel.refused == ["not_reader", "not_reader", "not_host"]
    assert harness.machine.state.text == m.ShownText("protocole", 12, 1, NADIA.id)
    harness.says(judith, m.ReadText, **PROTOCOLE, reader=MARCEL.id)
    assert harness.machine.state.text == m.ShownText("protocole", 12, 1, MARCEL.id), "it goes on at its step"
    harness.says(nadia, m.PutTextAway)
    assert nadia.refused == ["not_reader"]
    harness.says(marcel, m.PutTextAway)
    assert harness.machine.state.text is None


def test_another_text_begins_at_its_beginning_and_nobody_who_is_away_is_given_it() -> None:
    harness = MachineHarness()
    judith, _nadia = harness.all_come(JUDITH, NADIA)
    harness.says(judith, m.TurnStep, step=1)
    assert harness.machine.state.text is None, "there is nothing to turn"
    harness.says(judith, m.ReadText, **PROTOCOLE)
    harness.says(judith, m.TurnStep, step=3)
    harness.says(judith, m.ReadText, what="consigne", id=12)
    assert harness.machine.state.text == m.ShownText("consigne", 12)
    harness.says(judith, m.ReadText, **PROTOCOLE, reader=MARCEL.id)
    assert judith.refused == ["not_here"]
    assert harness.machine.state.text == m.ShownText("consigne", 12)
