"""Progress: one rewritten line in a terminal, plain lines in a file."""

import pytest

from realtime.simulate.process_messages import Progress
from realtime.simulate.status_line import RehearsalStatus


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


def told(second: int, connected: int) -> Progress:
    """Return the progress of one worker in one second."""
    return Progress(second, connected, 3, 40, 0, 0.1, 0.0, {100: 40})


def test_a_terminal_has_one_line_that_is_written_over(capsys: pytest.CaptureFixture[str]) -> None:
    terminal = RehearsalStatus(300, is_tty=True)
    for second in (61, 62):
        terminal.show([told(second, 10), told(second, 5)])
    terminal.end()
    said = capsys.readouterr().err
    assert "\n" not in said
    assert said.split("\r\033[K")[2].startswith("1:02 / 5:00 · 15 online · 6 written · 80 delivered · p99 ")


def test_a_file_has_plain_lines_and_not_one_each_second(capsys: pytest.CaptureFixture[str]) -> None:
    terminal = RehearsalStatus(300, is_tty=False)
    for second in range(-1, 5):
        terminal.show([told(second, 10)])
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "\r" not in said
